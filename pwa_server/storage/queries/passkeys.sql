-- Passkeys and what devices are asked to sign. A passkey that opens nothing any more is deleted.

-- name: ask!
-- One challenge for each purpose and session: an older one ends with it.
INSERT INTO passkey_challenges (id, bound_digest, challenge, expires_at)
VALUES (:id, :bound_digest, :challenge, :expires_at)
ON CONFLICT (bound_digest) DO UPDATE SET challenge = excluded.challenge, expires_at = excluded.expires_at;

-- name: take
-- Whoever takes a challenge is the only one: it is gone with this statement.
DELETE FROM passkey_challenges WHERE bound_digest = :bound_digest AND expires_at > :now RETURNING challenge;

-- name: forget_challenges!
DELETE FROM passkey_challenges WHERE expires_at <= :now;

-- name: by_digest
-- A passkey that may open something: its account is in use and has a PIN or password.
SELECT
    p.id, p.account_id, p.sign_count, a.role, a.opaque_id,
    p.credential_sealed AS "credential@id",
    p.public_key_sealed AS "public_key@id"
FROM passkeys p
JOIN accounts a ON a.id = p.account_id AND a.deactivated_at IS NULL
JOIN secrets k ON k.account_id = p.account_id
WHERE p.credential_digest = :credential_digest AND p.stopped_at IS NULL;

-- name: has_digest
SELECT id FROM passkeys WHERE credential_digest = :credential_digest;

-- name: of_account
-- What this person set up, newest first.
SELECT id, device_id, label, made_at, used_at, stopped_at, credential_sealed AS "credential@id"
FROM passkeys
WHERE account_id = :account_id
ORDER BY made_at DESC, id DESC;

-- name: find_own
SELECT id, label, stopped_at FROM passkeys WHERE id = :id AND account_id = :actor;

-- name: use!
-- A counter that does not move on shows a copy. Devices that keep none say nought each time.
UPDATE passkeys SET used_at = :now, sign_count = :sign_count, credential_digest = :credential_digest
WHERE id = :id AND stopped_at IS NULL AND (sign_count < :sign_count OR (sign_count = 0 AND :sign_count = 0));

-- name: stop!
UPDATE passkeys SET stopped_at = :now WHERE id = :id AND stopped_at IS NULL;

-- name: end!
DELETE FROM passkeys WHERE id = :id AND account_id = :actor;

-- name: end_all!
DELETE FROM passkeys WHERE account_id = :account_id;

-- name: end_on_device!
DELETE FROM passkeys WHERE account_id = :account_id AND device_id = :device_id;

-- name: end_elsewhere!
DELETE FROM passkeys WHERE account_id = :account_id AND (device_id IS NULL OR device_id <> :device_id);

-- name: factor
-- How staff give the second factor: since when, and whether the code app is one way.
SELECT confirmed_at, CASE WHEN seed_sealed IS NULL THEN 0 ELSE 1 END AS has_app
FROM second_factors WHERE account_id = :account_id AND confirmed_at IS NOT NULL;

-- name: shared_device
-- Whether somebody whose picture a device shows shares it with others.
SELECT s.id
FROM sessions s
JOIN device_people p ON p.device_id = s.device_id AND p.account_id = s.account_id AND p.removed_at IS NULL
WHERE s.device_id = :device_id AND s.phone = 'shared' AND s.secret_at IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM sessions n
        WHERE n.device_id = s.device_id AND n.account_id = s.account_id AND n.secret_at IS NOT NULL AND n.made_at > s.made_at
    );
