-- What people typed in other languages, with who wrote and who checked it: for staff of the case.

-- name: of_case
SELECT
    t.id, t.case_id, t.subject_id, t.field, t.language, t.written_by, t.written_at, t.checked_by, t.checked_at,
    t.text_sealed AS "text@id",
    checker.name_sealed AS "checked_by_name@checked_by",
    writer.name_sealed AS "written_by_name@written_by"
FROM case_relationship r
JOIN translations t ON t.case_id = r.case_id AND r.scope = 'all'
LEFT JOIN accounts checker ON checker.id = t.checked_by
LEFT JOIN accounts writer ON writer.id = t.written_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND t.case_id = :case_id
ORDER BY t.subject_id, t.field, t.language;

-- name: find
SELECT
    t.id, t.case_id, t.subject_id, t.field, t.language, t.written_by, t.written_at, t.checked_by, t.checked_at,
    t.text_sealed AS "text@id"
FROM case_relationship r
JOIN translations t ON t.case_id = r.case_id AND r.scope = 'all'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND t.case_id = :case_id AND t.subject_id = :subject_id AND t.field = :field AND t.language = :language;

-- name: drop!
DELETE FROM translations
WHERE case_id = :case_id AND subject_id = :subject_id AND field = :field AND language = :language
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );

-- name: make_drafts!
-- The German has changed: nobody has checked the translations against the new sentence yet.
UPDATE translations SET checked_by = NULL, checked_at = NULL
WHERE case_id = :case_id AND subject_id = :subject_id AND field = :field
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );
