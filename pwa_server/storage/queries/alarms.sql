-- What somebody in the office has to look at, such as many wrong codes. No case content.

-- name: open
SELECT id, kind, times, raised_at, last_at FROM alarms WHERE closed_at IS NULL ORDER BY raised_at DESC;

-- name: raise_again!
UPDATE alarms SET times = times + 1, last_at = :now WHERE kind = :kind AND closed_at IS NULL;

-- name: close!
UPDATE alarms SET closed_at = :now, closed_by = :actor WHERE id = :id AND closed_at IS NULL;
