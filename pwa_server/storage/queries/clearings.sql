-- The first long talk and what the counsellor decided after it.

-- name: of_case
SELECT
    k.id, k.case_id, k.held_on, k.place_kind, k.participants, k.interpreter_language, k.made_by, k.version,
    k.others_sealed AS "others@id",
    k.interpreter_name_sealed AS "interpreter_name@id",
    a.name_sealed AS "staff_name@made_by"
FROM case_relationship r
JOIN clearings k ON k.case_id = r.case_id
LEFT JOIN accounts a ON a.id = k.made_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND k.case_id = :case_id
ORDER BY k.held_on DESC, k.made_at DESC, k.id;

-- name: decisions
-- Newest first: the first one counts.
SELECT d.id, d.decision, d.decided_at, d.decided_by, d.reason_sealed AS "reason@id", a.name_sealed AS "staff_name@decided_by"
FROM case_relationship r
JOIN clearing_decisions d ON d.case_id = r.case_id
JOIN accounts a ON a.id = d.decided_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND d.case_id = :case_id
ORDER BY d.decided_at DESC, d.id DESC;

-- name: birth
SELECT k.id, k.birth_year_sealed AS "birth_year@id", k.birth_month_sealed AS "birth_month@id", k.version
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND c.id = :case_id;
