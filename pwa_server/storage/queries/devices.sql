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

-- name: known_to
-- Whether this person came in on this device before with all that is asked of her, and it was not ended from elsewhere since.
SELECT s.id
FROM sessions s
WHERE s.device_id = :device_id AND s.account_id = :account_id AND s.secret_at IS NOT NULL
    AND (s.phone <> 'desk' OR s.second_factor_at IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM sessions o
        WHERE o.device_id = s.device_id AND o.account_id = s.account_id AND o.made_at >= s.made_at
            AND o.end_reason IN ('ended_elsewhere', 'phone_lost')
    )
LIMIT 1;
