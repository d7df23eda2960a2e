-- A few words from a mentor: the client reads them, the mentor reads the own ones while the grant is in force, nobody else.

-- name: of_client
SELECT n.id, n.grant_id, n.mentor_id, n.language, n.made_at, n.read_at, r.relationship,
    n.text_sealed AS "text@id",
    a.name_sealed AS "mentor_name@mentor_id"
FROM case_relationship r
JOIN mentor_notes n ON n.case_id = r.case_id
JOIN accounts a ON a.id = n.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND n.case_id = :case_id
ORDER BY n.made_at DESC, n.id DESC
LIMIT 20;

-- name: find
SELECT n.id, n.case_id, n.read_at, r.relationship
FROM case_relationship r
JOIN mentor_notes n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND n.id = :note_id;

-- name: of_grant
-- What this mentor wrote through one grant; another grant, also of the same mentor, has its own.
SELECT DISTINCT n.id, n.language, n.made_at, n.read_at,
    n.text_sealed AS "text@id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id AND mg.state = 'active'
JOIN mentor_notes n ON n.grant_id = mg.id AND n.mentor_id = r.actor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.id = :grant_id
ORDER BY n.made_at DESC, n.id DESC
LIMIT 20;
