-- name: find
SELECT
    id, role, carrier_id, title, language, sign_in_name, text_size, opaque_id, staff_rights, deactivated_at, version,
    name_sealed AS "name@id",
    email_sealed AS "email@id",
    phone_sealed AS "phone@id"
FROM accounts
WHERE id = :id;

-- name: demo_people
SELECT id, role, title, language, name_sealed AS "name@id"
FROM accounts
WHERE deactivated_at IS NULL
ORDER BY CASE role WHEN 'client' THEN 1 WHEN 'mentor' THEN 2 WHEN 'counsellor' THEN 3 ELSE 4 END, made_at, id;
