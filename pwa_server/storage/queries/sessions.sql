-- name: current
SELECT
    sessions.token_digest,
    sessions.id AS session_id,
    sessions.account_id,
    sessions.device_id,
    sessions.phone,
    sessions.made_at,
    sessions.used_at,
    sessions.expires_at,
    sessions.second_factor_at,
    sessions.secret_at,
    sessions.passkey_at,
    sessions.locked_at,
    CASE WHEN EXISTS (
        SELECT 1 FROM account_news n
        WHERE n.account_id = sessions.account_id AND n.answered_at IS NULL
            AND (n.session_id IS NULL OR n.session_id <> sessions.id)
    ) THEN 'yes' ELSE 'no' END AS has_news,
    accounts.role,
    accounts.carrier_id,
    accounts.name_sealed AS "name@account_id",
    accounts.language,
    accounts.text_size,
    accounts.opaque_id,
    accounts.staff_rights,
    accounts.complaint_from
FROM sessions
JOIN accounts ON accounts.id = sessions.account_id
WHERE sessions.token_digest = :token_digest
    AND sessions.ended_at IS NULL
    AND sessions.expires_at > :now
    AND accounts.deactivated_at IS NULL;

-- name: use!
UPDATE sessions SET used_at = :now, expires_at = :expires_at WHERE token_digest = :token_digest AND ended_at IS NULL;

-- name: end!
UPDATE sessions SET ended_at = :now, end_reason = :reason WHERE id = :id AND account_id = :account_id AND ended_at IS NULL;

-- name: end_all!
UPDATE sessions SET ended_at = :now, end_reason = :reason WHERE account_id = :account_id AND ended_at IS NULL;

-- name: renew!
UPDATE sessions SET
    token_digest = :token_digest, used_at = :now, expires_at = :expires_at,
    second_factor_at = CASE WHEN phone = 'desk' THEN :now ELSE second_factor_at END
WHERE id = :session_id AND ended_at IS NULL;

-- name: own
-- The sessions of the actor that are open now, the latest used first.
SELECT id, device_id, phone, label, made_at, used_at, locked_at
FROM sessions
WHERE account_id = :actor AND ended_at IS NULL AND expires_at > :now
ORDER BY used_at DESC, id DESC;

-- name: others_open
-- The other sessions of one person that are open now, the latest used first.
SELECT id FROM sessions
WHERE account_id = :account_id AND id <> :kept_id AND ended_at IS NULL AND expires_at > :now
ORDER BY used_at DESC, id DESC;

-- name: ended
-- Why the session behind a browser's cookie is over.
SELECT end_reason, ended_at FROM sessions WHERE token_digest = :token_digest AND ended_at > :since;

-- name: find_own
SELECT id, device_id, phone FROM sessions WHERE id = :id AND account_id = :actor AND ended_at IS NULL;

-- name: device_of_own
-- On which device a session of one's own was, ended or not.
SELECT device_id FROM sessions WHERE id = :id AND account_id = :actor;

-- name: on_device
-- Open sessions of one person on one device.
SELECT id FROM sessions WHERE account_id = :account_id AND device_id = :device_id AND ended_at IS NULL;

-- name: find_by_token
SELECT id, account_id, device_id, phone FROM sessions WHERE token_digest = :token_digest AND ended_at IS NULL;

-- name: end_others!
UPDATE sessions SET ended_at = :now, end_reason = :reason
WHERE account_id = :account_id AND id <> :kept_id AND ended_at IS NULL;

-- name: move_push!
-- The same person on the same device: notices go on under the new session.
UPDATE push_subscriptions SET session_id = :new_id WHERE session_id = :old_id;

-- name: forget_push!
DELETE FROM push_subscriptions WHERE session_id = :session_id;

-- name: forget_push_of_account!
DELETE FROM push_subscriptions WHERE account_id = :account_id;

-- name: forget_push_of_others!
DELETE FROM push_subscriptions WHERE account_id = :account_id AND (session_id IS NULL OR session_id <> :kept_id);

-- name: unfinished
-- A session of the actor that a card began and that has no PIN yet.
SELECT id, device_id FROM sessions WHERE id = :id AND account_id = :actor AND secret_at IS NULL AND ended_at IS NULL;

-- name: keep_phone_use!
-- How a client uses the phone is asked once and remembered for the next device.
UPDATE clients SET phone_use = :phone WHERE id = :actor;
