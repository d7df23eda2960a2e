-- Requests about one's own data, for the client and for whoever counsels her now.

-- name: of_case
SELECT
    q.id, q.case_id, q.kind, q.state, q.language, q.made_at, q.due_on, q.answered_at, q.answered_by, q.version, r.relationship,
    q.words_sealed AS "words@id",
    q.reason_sealed AS "reason@id",
    a.name_sealed AS "answered_by_name@answered_by"
FROM case_relationship r
JOIN data_requests q ON q.case_id = r.case_id
LEFT JOIN accounts a ON a.id = q.answered_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND q.case_id = :case_id
ORDER BY q.made_at DESC, q.id DESC;

-- name: find
SELECT q.id, q.case_id, q.kind, q.state, q.version, r.relationship
FROM case_relationship r
JOIN data_requests q ON q.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND q.id = :request_id
ORDER BY r.relationship;

-- name: open_at_the_desk
-- What waits for an answer, the nearest day first. Only the name of who asks and what about.
SELECT q.id, q.case_id, q.kind, q.due_on, r.relationship, c.state AS case_state
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN data_requests q ON q.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND q.state = 'open' AND c.state <> 'erased'
ORDER BY q.due_on, q.id;

-- name: due_soon
-- Whether an answer of this service is due until `:soon`, and nothing else of it.
SELECT carrier_id FROM next_data_request WHERE carrier_id = :carrier_id AND due_on <= :soon;
