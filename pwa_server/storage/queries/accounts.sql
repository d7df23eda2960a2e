-- name: find
SELECT
    id, role, carrier_id, title, language, sign_in_name, text_size, opaque_id, staff_rights, complaint_from,
    complaint_given_by, deactivated_at, version,
    name_sealed AS "name@id",
    email_sealed AS "email@id",
    phone_sealed AS "phone@id"
FROM accounts
WHERE id = :id;

-- name: demo_people
SELECT id, role, title, language, sign_in_name, name_sealed AS "name@id"
FROM accounts
WHERE deactivated_at IS NULL
ORDER BY CASE role WHEN 'client' THEN 1 WHEN 'mentor' THEN 2 WHEN 'counsellor' THEN 3 ELSE 4 END, made_at, id;

-- name: for_sign_in
-- The account of a sign-in name; only clients have one.
SELECT a.id, a.role, k.secret_hash, k.kind AS secret_kind
FROM accounts a
JOIN secrets k ON k.account_id = a.id
WHERE a.sign_in_name = :sign_in_name AND a.deactivated_at IS NULL;

-- name: for_mail
-- The account of an e-mail address; the secret is missing until an invitation was taken up.
SELECT a.id, a.role, a.language, k.secret_hash, k.kind AS secret_kind
FROM accounts a
LEFT JOIN secrets k ON k.account_id = a.id
WHERE a.email_digest = :email_digest AND a.deactivated_at IS NULL;

-- name: with_rights
-- Everybody with a named right, and whether they have taken their account up.
SELECT a.id, a.carrier_id, a.staff_rights, k.account_id AS has_secret
FROM accounts a
LEFT JOIN secrets k ON k.account_id = a.id
WHERE a.staff_rights <> '[]' AND a.deactivated_at IS NULL;

-- name: has_sign_in_name
SELECT id FROM accounts WHERE sign_in_name = :sign_in_name;

-- name: office_phones
-- Whom to call before anybody is signed in.
SELECT name, phone FROM carriers WHERE phone <> '' ORDER BY made_at, id;

-- name: mail_taken
SELECT id FROM accounts WHERE email_digest = :email_digest;

-- name: managers
-- Who manages a carrier's accounts. `:pattern` is the quoted right between percent signs.
SELECT a.id FROM accounts a
WHERE a.carrier_id = :carrier_id AND a.staff_rights <> '[]' AND a.deactivated_at IS NULL
    AND LOWER(a.staff_rights) LIKE LOWER(:pattern);

-- name: of_carrier
-- A carrier's own staff; clients and mentors are not on this list.
SELECT
    a.id, a.role, a.title, a.language, a.staff_rights, a.deactivated_at, a.version,
    a.name_sealed AS "name@id",
    a.email_sealed AS "email@id",
    a.phone_sealed AS "phone@id",
    (SELECT k.account_id FROM secrets k WHERE k.account_id = a.id) AS has_secret,
    (SELECT f.confirmed_at FROM second_factors f WHERE f.account_id = a.id) AS second_factor_at
FROM accounts a
WHERE a.carrier_id = :carrier_id AND a.role IN ('counsellor', 'coordinator')
ORDER BY a.made_at, a.id;

-- name: managed
-- One account of staff or a mentor, and how far its sign-in is.
SELECT
    a.id, a.role, a.carrier_id, a.title, a.language, a.staff_rights, a.complaint_from, a.complaint_given_by,
    a.deactivated_at, a.version, a.made_at,
    (SELECT MAX(c.made_at) FROM sign_in_codes c WHERE c.account_id = a.id AND c.kind = 'invite') AS invited_at,
    a.name_sealed AS "name@id",
    a.email_sealed AS "email@id",
    a.phone_sealed AS "phone@id",
    (SELECT k.account_id FROM secrets k WHERE k.account_id = a.id) AS has_secret,
    (SELECT f.confirmed_at FROM second_factors f WHERE f.account_id = a.id) AS second_factor_at,
    (SELECT f.confirmed_at FROM second_factors f WHERE f.account_id = a.id) AS confirmed_at
FROM accounts a
WHERE a.id = :id AND a.role <> 'client';

-- name: open_renewals
-- Second factors of a carrier's staff that one person wants renewed and a second one has to confirm.
SELECT
    r.id, r.account_id, r.asked_by, r.asked_at,
    a.name_sealed AS "name@account_id",
    asker.name_sealed AS "asked_by_name@asked_by"
FROM second_factor_renewals r
JOIN accounts a ON a.id = r.account_id
JOIN accounts asker ON asker.id = r.asked_by
WHERE r.confirmed_at IS NULL AND a.carrier_id = :carrier_id
ORDER BY r.asked_at, r.id;
