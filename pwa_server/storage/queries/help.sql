-- The client's requests for help, and what decides by when somebody reads them.

-- name: of_case
SELECT
    h.id, h.case_id, h.step_id, h.obstacle, h.language, h.tapped_at, h.received_at, h.answer_by_on, h.read_at, h.read_by,
    h.closed_at, r.relationship,
    h.words_sealed AS "words@id",
    reader.name_sealed AS "reader_name@read_by"
FROM case_relationship r
JOIN help_requests h ON h.case_id = r.case_id
LEFT JOIN accounts reader ON reader.id = h.read_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND h.case_id = :case_id
ORDER BY h.received_at DESC, h.id DESC;

-- name: find
SELECT h.id, h.case_id, h.step_id, h.read_at, h.closed_at, r.relationship
FROM case_relationship r
JOIN help_requests h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND h.id = :request_id;
