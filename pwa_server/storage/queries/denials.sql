-- What somebody tried and may not, without what it was.

-- name: lately
-- The same try of the actor since then: a machine that tries on and on fills no disk.
SELECT id FROM denials
WHERE at > :since AND actor_id = :actor AND action = :action AND status = :status
LIMIT 1;
