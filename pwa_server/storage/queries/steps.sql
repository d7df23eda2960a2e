-- A mentor finds no other mentor's steps: two who accompany the same goal don't learn of each other. `mentor_name` is the
-- mentor who does the step, as long as the client lets her, and who did it.

-- name: of_case
SELECT
    s.id, s.goal_id, s.case_id, s.position, s.text_key, s.responsible, s.partner_id, s.mentor_id, s.due_on, s.documents,
    s.state, s.state_at, s.obstacle, s.version, g.life_area, g.sensitivity, g.state AS goal_state, r.relationship,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id",
    s.place_sealed AS "place@id",
    s.with_whom_sealed AS "with_whom@id",
    mentor.name_sealed AS "mentor_name@mentor_id",
    p.name AS partner_name, p.address AS partner_address, p.phone AS partner_phone
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
JOIN steps s ON s.goal_id = g.id AND s.removed_at IS NULL
LEFT JOIN partners p ON p.id = s.partner_id
LEFT JOIN accounts mentor ON mentor.id = s.mentor_id AND (
        s.state IN ('done', 'not_needed')
        OR EXISTS (
            SELECT 1 FROM mentor_grants mg JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = s.goal_id
            WHERE mg.mentor_id = s.mentor_id AND mg.state IN ('active', 'suspended')
        )
    )
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND g.case_id = :case_id
    AND (r.relationship <> 'mentor' OR s.responsible <> 'mentor' OR s.mentor_id = :actor)
    AND (g.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'))
ORDER BY g.priority, g.made_at, g.id, s.position, s.id;

-- name: find
SELECT
    s.id, s.goal_id, s.case_id, s.position, s.text_key, s.responsible, s.partner_id, s.mentor_id, s.due_on, s.documents,
    s.state, s.state_at, s.obstacle, s.version, g.life_area, g.sensitivity, g.state AS goal_state, r.relationship,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id",
    s.place_sealed AS "place@id",
    s.with_whom_sealed AS "with_whom@id",
    mentor.name_sealed AS "mentor_name@mentor_id",
    p.name AS partner_name, p.address AS partner_address, p.phone AS partner_phone
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
JOIN steps s ON s.goal_id = g.id AND s.removed_at IS NULL
LEFT JOIN partners p ON p.id = s.partner_id
LEFT JOIN accounts mentor ON mentor.id = s.mentor_id AND (
        s.state IN ('done', 'not_needed')
        OR EXISTS (
            SELECT 1 FROM mentor_grants mg JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = s.goal_id
            WHERE mg.mentor_id = s.mentor_id AND mg.state IN ('active', 'suspended')
        )
    )
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND s.id = :step_id
    AND (r.relationship <> 'mentor' OR s.responsible <> 'mentor' OR s.mentor_id = :actor)
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
    AND (r.scope = 'all' OR r.scope = t.subject_id OR r.scope = s.goal_id)
    AND (r.relationship <> 'mentor' OR s.id IS NULL OR s.responsible <> 'mentor' OR s.mentor_id = :actor);

-- name: of_goal
SELECT
    s.id, s.goal_id, s.case_id, s.position, s.text_key, s.responsible, s.partner_id, s.mentor_id, s.due_on, s.documents,
    s.state, s.state_at, s.obstacle, s.version, g.life_area, g.sensitivity, g.state AS goal_state, r.relationship,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id",
    s.place_sealed AS "place@id",
    s.with_whom_sealed AS "with_whom@id",
    mentor.name_sealed AS "mentor_name@mentor_id",
    p.name AS partner_name, p.address AS partner_address, p.phone AS partner_phone
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
JOIN steps s ON s.goal_id = g.id AND s.removed_at IS NULL
LEFT JOIN partners p ON p.id = s.partner_id
LEFT JOIN accounts mentor ON mentor.id = s.mentor_id AND (
        s.state IN ('done', 'not_needed')
        OR EXISTS (
            SELECT 1 FROM mentor_grants mg JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = s.goal_id
            WHERE mg.mentor_id = s.mentor_id AND mg.state IN ('active', 'suspended')
        )
    )
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND g.id = :goal_id
    AND (r.relationship <> 'mentor' OR s.responsible <> 'mentor' OR s.mentor_id = :actor)
    AND (g.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'))
ORDER BY s.position, s.id;

-- name: reports
-- Everything that was ever reported on a step, for whoever sees the whole case; the newest first.
SELECT
    h.id, h.by_id, h.by_relationship, h.report, h.obstacle, h.reason, h.tapped_at, h.received_at, h.from_state, h.to_state,
    a.name_sealed AS "by_name@by_id"
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND r.scope = 'all'
JOIN steps s ON s.goal_id = g.id
JOIN step_reports h ON h.step_id = s.id
LEFT JOIN accounts a ON a.id = h.by_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND s.id = :step_id
    AND (g.sensitivity <> 'high' OR :high = 'yes')
ORDER BY h.received_at DESC, h.id DESC;

-- name: find_any
-- A step for a report: also one that was taken off the plan, because a report on it is kept. Nothing of its text.
SELECT DISTINCT
    s.id, s.goal_id, s.case_id, s.responsible, s.state, s.state_at, s.removed_at, s.version, g.sensitivity,
    c.state AS case_state, r.relationship
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
JOIN steps s ON s.goal_id = g.id
JOIN cases c ON c.id = s.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND s.id = :step_id
    AND (g.sensitivity <> 'high' OR r.relationship <> 'mentor')
    AND (r.relationship <> 'mentor' OR s.responsible <> 'mentor' OR s.mentor_id = :actor)
    AND (s.removed_at IS NULL OR r.relationship = 'client');

-- name: newest_report
-- The newest tap on a step that we have received so far: one that moved it, or one of the actor's own. What somebody
-- else said of a step that is not theirs holds nobody's own tap back.
SELECT p.id, p.report, p.tapped_at, p.received_at, p.to_state
FROM case_relationship r
JOIN step_reports p ON p.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND p.step_id = :step_id AND (p.to_state IS NOT NULL OR p.by_id = :actor)
ORDER BY p.tapped_at DESC, p.received_at DESC;
