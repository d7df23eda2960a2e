-- The register of interpreters, and what single meetings need of them.

-- name: list
SELECT
    id, gender, languages, dialects, confidential_since, version,
    name_sealed AS "name@id",
    phone_sealed AS "phone@id",
    booking_sealed AS "booking@id"
FROM interpreters
WHERE ended_at IS NULL
ORDER BY made_at, id;

-- name: find
SELECT
    id, gender, languages, dialects, confidential_since, version,
    name_sealed AS "name@id",
    phone_sealed AS "phone@id",
    booking_sealed AS "booking@id"
FROM interpreters
WHERE id = :id AND ended_at IS NULL;

-- name: of_meeting
SELECT i.id, i.meeting_id, i.wish, i.interpreter_id, r.relationship, i.dialect_sealed AS "dialect@id"
FROM case_relationship r
JOIN meeting_interpreting i ON i.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND i.meeting_id = :meeting_id
ORDER BY r.relationship;

-- name: move_to!
-- What was wished for goes along to the new day; who was asked is asked anew.
UPDATE meeting_interpreting SET meeting_id = :new_id, interpreter_id = NULL
WHERE meeting_id = :meeting_id
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('counsellor', 'deputy')
    );
