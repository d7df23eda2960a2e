-- The client's requests for help, and what decides by when somebody reads them.

-- name: of_case
-- The page that shows these is stored: what was in the way of a protected step is not on it.
SELECT
    h.id, h.case_id, h.step_id, h.language, h.tapped_at, h.received_at, h.answer_by_on, h.read_at, h.read_by,
    h.closed_at, r.relationship,
    CASE WHEN g.sensitivity = 'high' THEN 'other' ELSE h.obstacle END AS obstacle,
    h.words_sealed AS "words@id",
    reader.name_sealed AS "reader_name@read_by"
FROM case_relationship r
JOIN help_requests h ON h.case_id = r.case_id
LEFT JOIN steps s ON s.id = h.step_id
LEFT JOIN goals g ON g.id = s.goal_id
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
