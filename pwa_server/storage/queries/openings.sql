-- Who looked at a case. Rows are written by casework/openings.py and read by the client and the counsellor.

-- name: relationship
SELECT r.relationship
FROM case_relationship r
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.case_id = :case_id
ORDER BY r.relationship;

-- name: recent
SELECT l.id, l.times
FROM case_relationship r
JOIN access_log l ON l.case_id = r.case_id AND l.actor_id = r.actor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND l.case_id = :case_id AND l.reason = :reason AND l.first_at >= :since
ORDER BY l.first_at DESC;

-- name: of_case
-- For the client and the counsellor: who opened the case, why, how often.
SELECT DISTINCT l.id, l.actor_id, l.relationship, l.reason, l.times, l.first_at, l.last_at,
    l.words_sealed AS "words@id",
    a.name_sealed AS "name@actor_id",
    p.name AS partner_name
FROM case_relationship r
JOIN access_log l ON l.case_id = r.case_id
LEFT JOIN accounts a ON a.id = l.actor_id
LEFT JOIN partners p ON p.id = l.actor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship IN ('client', 'counsellor')
    AND l.case_id = :case_id AND l.last_at >= :since
ORDER BY l.last_at DESC, l.id;

-- name: protected_since
-- A deputy's written reason for looking at protected goals, while it still counts.
SELECT l.id, l.first_at
FROM case_relationship r
JOIN access_log l ON l.case_id = r.case_id AND l.actor_id = r.actor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'deputy'
    AND l.case_id = :case_id AND l.reason = 'protected' AND l.first_at > :since
ORDER BY l.first_at DESC;
