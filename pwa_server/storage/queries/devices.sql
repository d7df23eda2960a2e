-- A device is a browser profile, known by a random cookie; its people are shown as pictures only.

-- name: find
SELECT id FROM devices WHERE token_digest = :token_digest;

-- name: people
SELECT p.id, p.picture, p.account_id, k.kind AS secret_kind
FROM device_people p
JOIN accounts a ON a.id = p.account_id AND a.deactivated_at IS NULL
JOIN secrets k ON k.account_id = p.account_id
WHERE p.device_id = :device_id AND p.removed_at IS NULL
ORDER BY p.added_at, p.id;

-- name: pictures
SELECT id, picture, account_id FROM device_people WHERE device_id = :device_id AND removed_at IS NULL;

-- name: choose_picture!
UPDATE device_people SET picture = :picture
WHERE device_id = :device_id AND account_id = :account_id AND removed_at IS NULL;

-- name: forget_person!
UPDATE device_people SET removed_at = :now
WHERE device_id = :device_id AND account_id = :account_id AND removed_at IS NULL;

-- name: forget_everywhere!
UPDATE device_people SET removed_at = :now WHERE account_id = :account_id AND removed_at IS NULL;

-- name: phone_before
-- How this person used this device the last time.
SELECT phone FROM sessions
WHERE device_id = :device_id AND account_id = :account_id AND secret_at IS NOT NULL
ORDER BY made_at DESC, id DESC;
