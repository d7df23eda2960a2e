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
    sessions.locked_at,
    accounts.role,
    accounts.carrier_id,
    accounts.name_sealed AS "name@account_id",
    accounts.language,
    accounts.text_size,
    accounts.opaque_id,
    accounts.staff_rights
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
