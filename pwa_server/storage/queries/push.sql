-- The actor's own devices that take push messages.

-- name: own_devices
SELECT id, session_id, label, service, made_at, seen_at, accepted_at, failed_at, failure
FROM push_subscriptions
WHERE account_id = :actor
ORDER BY made_at, id;

-- name: by_digest
-- Whose device an address is: asked before it is written to, never shown.
SELECT
    id, account_id, session_id, seen_at, sender_key,
    p256dh_sealed AS "p256dh@id",
    auth_sealed AS "auth@id"
FROM push_subscriptions
WHERE endpoint_digest = :digest;

-- name: forget_own!
DELETE FROM push_subscriptions WHERE id = :id AND account_id = :actor;

-- name: forget_other_of_session!
-- A browser has one subscription: an older one of the same session is gone.
DELETE FROM push_subscriptions WHERE account_id = :actor AND session_id = :session_id AND id <> :id;

-- name: last_choice
-- Whether reminders were last switched on or off in this session.
SELECT action FROM events
WHERE actor_id = :actor AND subject_id = :session_id AND action IN ('push_on', 'push_off')
ORDER BY at DESC, id DESC LIMIT 1;
