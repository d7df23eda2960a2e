-- Agreements with partners. Nothing here belongs to a case; the rules are public.

-- name: list
SELECT id, title, rules, signed_on, review_on, version
FROM cooperation_agreements
WHERE ended_at IS NULL
ORDER BY signed_on DESC, id;

-- name: find
SELECT id, title, rules, signed_on, review_on, version FROM cooperation_agreements WHERE id = :id AND ended_at IS NULL;

-- name: members
SELECT m.id, m.partner_id, m.joined_on, p.name
FROM cooperation_members m
JOIN partners p ON p.id = m.partner_id
WHERE m.agreement_id = :agreement_id AND m.left_on IS NULL
ORDER BY p.name, m.id;

-- name: all_members
SELECT m.id, m.agreement_id, m.partner_id, m.joined_on, p.name
FROM cooperation_members m
JOIN cooperation_agreements a ON a.id = m.agreement_id AND a.ended_at IS NULL
JOIN partners p ON p.id = m.partner_id AND p.ended_at IS NULL
WHERE m.left_on IS NULL
ORDER BY p.name, m.id;
