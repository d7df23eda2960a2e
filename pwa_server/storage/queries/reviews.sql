-- Reviews are seen by the client, the counsellor and a deputy; a mentor's scope is a goal, never the whole.

-- name: of_case
SELECT
    v.id, v.case_id, v.state, v.meeting_id, v.planned_on, v.held_on, v.client_language, v.client_rating,
    v.client_prepared_at, v.read_back, v.outcome, v.outcome_reason, v.confirmed, v.next_meeting_id, v.opened_at,
    v.finished_at, v.finished_by, v.version, r.relationship,
    v.client_good_sealed AS "client_good@id",
    v.client_hard_sealed AS "client_hard@id",
    v.staff_good_sealed AS "staff_good@id",
    v.staff_hard_sealed AS "staff_hard@id",
    v.changes_sealed AS "changes@id",
    v.told_sealed AS "told@id",
    a.name_sealed AS "staff_name@finished_by"
FROM case_relationship r
JOIN reviews v ON v.case_id = r.case_id AND r.scope = 'all'
LEFT JOIN accounts a ON a.id = v.finished_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND v.case_id = :case_id
ORDER BY v.opened_at DESC, v.id DESC;

-- name: hurdles_of_case
SELECT h.id, h.review_id, h.side, h.code
FROM case_relationship r
JOIN review_hurdles h ON h.case_id = r.case_id AND r.scope = 'all'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND h.case_id = :case_id
ORDER BY h.code, h.side;

-- name: decisions_of_case
-- What was decided about protected goals is shown where they are.
SELECT
    d.id, d.review_id, d.goal_id, d.step_id, d.decision, d.from_state, d.to_state, d.became_id, d.applied_at,
    g.sensitivity,
    d.words_sealed AS "words@id"
FROM case_relationship r
JOIN review_decisions d ON d.case_id = r.case_id AND r.scope = 'all'
JOIN goals g ON g.id = d.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND d.case_id = :case_id
    AND (g.sensitivity <> 'high' OR :high = 'yes')
ORDER BY g.priority, g.id, d.id;

-- name: forget_decisions!
-- A draft's decisions are written anew as a whole.
DELETE FROM review_decisions
WHERE review_id = :review_id AND applied_at IS NULL
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );

-- name: forget_hurdles!
DELETE FROM review_hurdles
WHERE review_id = :review_id AND side = :side
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );

-- name: steps_of_case
-- All steps, also those off the path: a review says what became of them.
SELECT
    s.id, s.goal_id, s.text_key, s.state, s.state_at, s.removed_at,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id"
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND r.scope = 'all'
JOIN steps s ON s.goal_id = g.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND g.case_id = :case_id
    AND (g.sensitivity <> 'high' OR :high = 'yes')
ORDER BY g.priority, g.id, s.position, s.id;
