-- Partner organisations with a person to ask for and that person's deputy.

-- name: list
SELECT
    p.id, p.name, p.kind, p.address, p.phone, p.hours, p.public_body, p.verified_on, p.version,
    CASE WHEN EXISTS (SELECT 1 FROM cooperating_partners w WHERE w.partner_id = p.id) THEN 'yes' ELSE 'no' END AS cooperates,
    c.id AS contact_id, d.id AS deputy_id,
    c.name_sealed AS "contact_name@contact_id",
    c.phone_sealed AS "contact_phone@contact_id",
    d.name_sealed AS "deputy_name@deputy_id"
FROM partners p
LEFT JOIN partner_contacts c ON c.partner_id = p.id AND c.place = 'contact'
LEFT JOIN partner_contacts d ON d.partner_id = p.id AND d.place = 'deputy'
WHERE p.ended_at IS NULL
ORDER BY p.name, p.id;

-- name: find
SELECT id, name, kind, address, phone, hours, public_body, verified_on, version FROM partners WHERE id = :id AND ended_at IS NULL;

-- name: contacts
SELECT id, partner_id, place, role, hours, languages, name_sealed AS "name@id", phone_sealed AS "phone@id"
FROM partner_contacts WHERE partner_id = :partner_id ORDER BY place;

-- name: drop_contact!
DELETE FROM partner_contacts WHERE partner_id = :partner_id AND place = :place;

-- name: cooperates
-- A row while there is an agreement with this partner, and the partner is still there.
SELECT w.partner_id
FROM cooperating_partners w
JOIN partners p ON p.id = w.partner_id AND p.ended_at IS NULL
WHERE w.partner_id = :partner_id;

-- name: to_share_with
-- Whom a client may choose herself: partners with an agreement whose details were looked at lately.
SELECT p.id, p.name
FROM partners p
JOIN cooperating_partners w ON w.partner_id = p.id
WHERE p.ended_at IS NULL AND p.verified_on >= :since
GROUP BY p.id, p.name
ORDER BY p.name, p.id;
