-- Imprint, privacy notice and lawful exceptions: read by everybody, kept by coordination.

-- name: wordings
-- The wordings of one kind and one owner ('' is the installation), the newest first.
SELECT t.id, t.kind, t.language, t.text, t.made_at
FROM public_texts t
WHERE t.kind = :kind AND COALESCE(t.carrier_id, '') = :carrier_id
ORDER BY t.made_at DESC, t.id DESC;

-- name: wordings_of_all
-- The wordings of one kind, of every owner, the newest first.
SELECT t.id, COALESCE(t.carrier_id, '') AS owner_id, t.kind, t.language, t.text, t.made_at
FROM public_texts t
WHERE t.kind = :kind
ORDER BY t.made_at DESC, t.id DESC;

-- name: overview
-- What has been written, the newest of each kind, owner and language first.
SELECT t.id, t.kind, COALESCE(t.carrier_id, '') AS owner_id, t.language, t.made_at
FROM public_texts t
ORDER BY t.kind, owner_id, t.language, t.made_at DESC, t.id DESC;

-- name: team_now
-- Who may see the plan of the client who asks.
SELECT w.staff_id AS id, w.relationship, a.name_sealed AS "name@id"
FROM case_relationship r
JOIN case_assignments w ON w.case_id = r.case_id
JOIN accounts a ON a.id = w.staff_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND w.valid_from <= :now AND :now < w.valid_until
ORDER BY w.relationship, w.valid_from, w.id;

-- name: controllers
-- Each service with what decides how its record of processing reads.
SELECT id, name, kind, address, phone, retention_days, plan_basis FROM carriers ORDER BY made_at, id;
