-- name: same_opening
-- The actor's own latest opening of a case for the same reason since a moment.
SELECT l.id, l.times
FROM case_relationship r
JOIN access_log l ON l.case_id = r.case_id AND l.actor_id = r.actor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND l.case_id = :case_id AND l.reason = :reason AND l.last_at >= :since
ORDER BY l.last_at DESC;
