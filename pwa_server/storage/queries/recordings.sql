-- Voices of a case, without their sound but for `sound`: lists stay small.
-- `:high` as in goals.sql: what is spoken for a protected goal, its steps and meetings, or about a protected wish, is
-- as protected as it is.

-- name: of_case
SELECT
    v.id, v.case_id, v.subject, v.subject_id, v.part, v.language, v.speaker, v.media_type, v.seconds, v.made_at, v.made_by,
    r.relationship,
    CASE WHEN g.sensitivity = 'high' OR m.sensitivity = 'high' OR n.sensitivity = 'high' THEN 'high' ELSE 'standard' END AS sensitivity,
    a.name_sealed AS "by_name@made_by"
FROM case_relationship r
JOIN recordings v ON v.case_id = r.case_id AND r.scope = 'all'
JOIN accounts a ON a.id = v.made_by
LEFT JOIN help_requests h ON v.subject = 'help_request' AND h.id = v.subject_id
LEFT JOIN steps s ON s.id = CASE WHEN v.subject = 'step' THEN v.subject_id ELSE h.step_id END
LEFT JOIN goals g ON g.id = CASE WHEN v.subject = 'goal' THEN v.subject_id ELSE s.goal_id END
LEFT JOIN meetings m ON v.subject = 'meeting' AND m.id = v.subject_id
LEFT JOIN needs n ON v.subject = 'need' AND n.id = v.subject_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND v.case_id = :case_id
    AND (
        :high = 'yes' OR (
            COALESCE(g.sensitivity, '') <> 'high' AND COALESCE(m.sensitivity, '') <> 'high'
            AND COALESCE(n.sensitivity, '') <> 'high'
        )
    )
ORDER BY v.made_at DESC, v.id;

-- name: find
SELECT
    v.id, v.case_id, v.subject, v.subject_id, v.part, v.language, v.speaker, v.media_type, v.made_by, r.relationship,
    CASE WHEN g.sensitivity = 'high' OR m.sensitivity = 'high' OR n.sensitivity = 'high' THEN 'high' ELSE 'standard' END AS sensitivity
FROM case_relationship r
JOIN recordings v ON v.case_id = r.case_id AND r.scope = 'all'
LEFT JOIN help_requests h ON v.subject = 'help_request' AND h.id = v.subject_id
LEFT JOIN steps s ON s.id = CASE WHEN v.subject = 'step' THEN v.subject_id ELSE h.step_id END
LEFT JOIN goals g ON g.id = CASE WHEN v.subject = 'goal' THEN v.subject_id ELSE s.goal_id END
LEFT JOIN meetings m ON v.subject = 'meeting' AND m.id = v.subject_id
LEFT JOIN needs n ON v.subject = 'need' AND n.id = v.subject_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND v.id = :recording_id;

-- name: sound
SELECT v.id, v.media_type, v.body_sealed AS "body@id"
FROM case_relationship r
JOIN recordings v ON v.case_id = r.case_id AND r.scope = 'all'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND v.id = :recording_id;

-- name: drop!
DELETE FROM recordings
WHERE id = :recording_id
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );

-- name: drop_of_subject!
-- What was spoken for something whose words have changed would say something else.
DELETE FROM recordings
WHERE subject_id = :subject_id
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );

-- name: drop_same!
-- Another recording takes the place of the one before.
DELETE FROM recordings
WHERE subject_id = :subject_id AND part = :part AND language = :language
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );
