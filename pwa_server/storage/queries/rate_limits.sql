-- name: count
INSERT INTO rate_limits (key, hits, expires_at) VALUES (:key, :amount, :expires_at)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN rate_limits.expires_at <= :now THEN excluded.hits ELSE rate_limits.hits + excluded.hits END,
    expires_at = CASE WHEN rate_limits.expires_at <= :now THEN excluded.expires_at ELSE rate_limits.expires_at END
RETURNING hits;

-- name: current
SELECT hits, expires_at FROM rate_limits WHERE key = :key AND expires_at > :now;

-- name: forget_one!
DELETE FROM rate_limits WHERE key = :key;

-- name: forget_all!
DELETE FROM rate_limits;
