-- name: of_account
SELECT id, account_id, confirmed_at, last_counter, seed_sealed AS "seed@id"
FROM second_factors WHERE account_id = :account_id;

-- name: use_counter!
-- A code is good once: its counter must lie behind the last one used.
UPDATE second_factors SET last_counter = :counter WHERE id = :id AND last_counter < :counter;

-- name: confirm!
UPDATE second_factors SET confirmed_at = :now WHERE id = :id AND confirmed_at IS NULL;

-- name: confirm_by_passkey!
-- The seed stood on the page that was not taken: it must open nothing.
UPDATE second_factors SET confirmed_at = :now, seed_sealed = NULL WHERE id = :id AND confirmed_at IS NULL;

-- name: use_recovery!
UPDATE recovery_codes SET used_at = :now WHERE account_id = :account_id AND code_digest = :code_digest AND used_at IS NULL;

-- name: recovery_left
SELECT COUNT(*) AS number FROM recovery_codes WHERE account_id = :account_id AND used_at IS NULL;

-- name: forget!
DELETE FROM second_factors WHERE account_id = :account_id;

-- name: forget_recovery!
DELETE FROM recovery_codes WHERE account_id = :account_id;

-- name: open_renewals
SELECT
    r.id, r.account_id, r.asked_by, r.asked_at,
    a.name_sealed AS "name@account_id",
    asker.name_sealed AS "asked_by_name@asked_by"
FROM second_factor_renewals r
JOIN accounts a ON a.id = r.account_id
JOIN accounts asker ON asker.id = r.asked_by
WHERE r.confirmed_at IS NULL
ORDER BY r.asked_at;

-- name: find_renewal
SELECT id, account_id, asked_by, asked_at, confirmed_at FROM second_factor_renewals WHERE id = :id;

-- name: confirm_renewal!
UPDATE second_factor_renewals SET confirmed_by = :actor, confirmed_at = :now WHERE id = :id AND confirmed_at IS NULL;

-- name: steps_to_confirmer
-- What lets somebody confirm a renewal, and since when: the account, its second factor, the right.
SELECT
    a.made_at, f.confirmed_at,
    (SELECT MAX(e.at) FROM events e WHERE e.subject_id = a.id AND e.action = 'management_given') AS given_at
FROM accounts a
LEFT JOIN second_factors f ON f.account_id = a.id
WHERE a.id = :account_id;

-- name: letters_by
SELECT id FROM sign_in_codes
WHERE account_id = :account_id AND kind = 'reset_letter' AND made_at > :since AND made_by IN (:asked_by, :confirmed_by);

-- name: renewals_by
-- Renewals of an account in which the actor took part.
SELECT id FROM second_factor_renewals
WHERE account_id = :account_id AND asked_at > :since AND (asked_by = :actor OR confirmed_by = :actor);
