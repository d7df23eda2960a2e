-- What carriers write on their documents; kept by coordination, no case content.

-- name: all
SELECT k.id, k.name, k.address, k.phone, t.id AS template_id, t.heading, t.sender, t.closing, t.version
FROM carriers k
LEFT JOIN document_templates t ON t.carrier_id = k.id
ORDER BY k.name, k.id;

-- name: of_carrier
SELECT k.id, k.name, k.address, k.phone, t.id AS template_id, t.heading, t.sender, t.closing, t.version
FROM carriers k
LEFT JOIN document_templates t ON t.carrier_id = k.id
WHERE k.id = :carrier_id;
