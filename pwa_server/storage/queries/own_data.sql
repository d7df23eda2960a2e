-- For the client's own copy: who stands behind the ids in it.

-- name: names
-- The person's name as she uses it, in Latin letters and in her own script.
SELECT
    k.id,
    a.name_sealed AS "name@id",
    k.name_latin_sealed AS "name_latin@id",
    k.name_native_sealed AS "name_native@id"
FROM clients k
JOIN accounts a ON a.id = k.id
WHERE k.id = :actor;

-- name: team
-- Whoever counselled or stood in, in the order in which they came.
SELECT w.staff_id AS id, w.relationship, a.name_sealed AS "name@id"
FROM case_relationship r
JOIN case_assignments w ON w.case_id = r.case_id
JOIN accounts a ON a.id = w.staff_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND w.case_id = :case_id AND w.valid_from <= :now
ORDER BY w.valid_from, w.staff_id;

-- name: people
-- Names of everybody who did something in the case: staff, mentors, whoever looked.
SELECT a.id, a.name_sealed AS "name@id"
FROM accounts a
WHERE a.id IN (
    SELECT w.staff_id
    FROM case_relationship r
    JOIN case_assignments w ON w.case_id = r.case_id
    WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
        AND w.case_id = :case_id AND w.valid_from <= :now
    UNION
    SELECT g.mentor_id
    FROM case_relationship r
    JOIN mentor_grants g ON g.case_id = r.case_id
    WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
        AND g.case_id = :case_id AND g.mentor_id IS NOT NULL
    UNION
    SELECT l.actor_id
    FROM case_relationship r
    JOIN access_log l ON l.case_id = r.case_id
    WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
        AND l.case_id = :case_id
)
ORDER BY a.id;
