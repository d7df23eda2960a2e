-- name: of_case
SELECT
    s.id, s.goal_id, s.case_id, s.position, s.text_key, s.responsible, s.partner_id, s.due_on, s.documents, s.state,
    s.state_at, s.obstacle, s.version, g.life_area, g.sensitivity, r.relationship,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id",
    s.place_sealed AS "place@id",
    s.with_whom_sealed AS "with_whom@id",
    p.name AS partner_name, p.address AS partner_address, p.phone AS partner_phone
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
JOIN steps s ON s.goal_id = g.id AND s.removed_at IS NULL
LEFT JOIN partners p ON p.id = s.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND g.case_id = :case_id
    AND (g.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'))
ORDER BY g.priority, g.made_at, g.id, s.position, s.id;

-- name: find
SELECT
    s.id, s.goal_id, s.case_id, s.position, s.text_key, s.responsible, s.partner_id, s.due_on, s.documents, s.state,
    s.state_at, s.obstacle, s.version, g.life_area, g.sensitivity, g.state AS goal_state, r.relationship,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id",
    s.place_sealed AS "place@id",
    s.with_whom_sealed AS "with_whom@id",
    p.name AS partner_name, p.address AS partner_address, p.phone AS partner_phone
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
JOIN steps s ON s.goal_id = g.id AND s.removed_at IS NULL
LEFT JOIN partners p ON p.id = s.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND s.id = :step_id
    AND (g.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'));

-- name: translations_of_case
-- What people typed in other languages for goals, steps and meetings of a case that this actor may see in whole.
-- A mentor gets those of the granted goals and their steps.
SELECT DISTINCT t.id, t.subject_id, t.field, t.language, t.checked_at, t.text_sealed AS "text@id"
FROM case_relationship r
JOIN translations t ON t.case_id = r.case_id
LEFT JOIN steps s ON s.id = t.subject_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND t.case_id = :case_id
    AND (r.scope = 'all' OR r.scope = t.subject_id OR r.scope = s.goal_id);
