-- name: find
SELECT key, fingerprint, status, location FROM idempotency_keys WHERE actor_id = :actor AND key = :key;

-- name: forget!
DELETE FROM idempotency_keys WHERE made_at < :before;

-- name: set_location!
UPDATE idempotency_keys SET location = :location WHERE actor_id = :actor AND key = :key;
