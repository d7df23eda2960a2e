-- The situation record: levels, school and work, household, residence. For the client and for staff; never for a mentor.

-- name: facts
SELECT
    f.id, f.case_id, f.strengths_language, f.school_years, f.work_years, f.skills_language, f.childcare_needed,
    f.childcare_hours, f.residence_document, f.residence_until, f.residence_obligation, f.work_permission, f.not_said,
    f.filled_at, f.changed_at, f.version,
    f.strengths_sealed AS "strengths@id",
    f.strengths_words_sealed AS "strengths_words@id",
    f.job_sealed AS "job@id",
    f.skills_sealed AS "skills@id"
FROM case_relationship r
JOIN situation_facts f ON f.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND f.case_id = :case_id;

-- name: languages
-- All levels of a case, the latest of each skill first; withdrawn ones are left out.
SELECT l.id, l.language, l.skill, l.level, l.source, l.on_day, l.made_at
FROM case_relationship r
JOIN situation_languages l ON l.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND l.case_id = :case_id AND l.withdrawn_at IS NULL
ORDER BY l.on_day DESC, l.made_at DESC, l.id DESC;

-- name: find_language
SELECT l.id, l.case_id, l.withdrawn_at, r.relationship
FROM case_relationship r
JOIN situation_languages l ON l.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND l.id = :level_id;

-- name: certificates
SELECT k.id, k.kind, k.country, k.papers, k.name_sealed AS "name@id"
FROM case_relationship r
JOIN situation_certificates k ON k.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND k.case_id = :case_id
ORDER BY k.made_at, k.id;

-- name: household
SELECT h.id, h.relation, h.age_band
FROM case_relationship r
JOIN situation_household h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.case_id = :case_id
ORDER BY h.made_at, h.id;

-- name: is_filled
-- One row as soon as anything of language, school, work, household or residence was asked; "does not want to say" counts.
SELECT c.id
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND c.id = :case_id
    AND (
        EXISTS (SELECT 1 FROM situation_languages l WHERE l.case_id = c.id AND l.withdrawn_at IS NULL)
        OR EXISTS (SELECT 1 FROM situation_certificates k WHERE k.case_id = c.id)
        OR EXISTS (SELECT 1 FROM situation_household h WHERE h.case_id = c.id)
        OR EXISTS (
            SELECT 1 FROM situation_facts f
            WHERE f.case_id = c.id AND f.filled_at IS NOT NULL
        )
    );

-- name: carrier
-- Who keeps the record: staff of a public service read the notice on s. 87 AufenthG.
SELECT a.id, a.kind, a.plan_basis
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN carriers a ON a.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND c.id = :case_id;

-- name: information
-- Whether the person was told about a plan that is kept by law: the latest time.
SELECT i.id, i.made_at, i.language, i.channel
FROM case_relationship r
JOIN case_information i ON i.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND i.case_id = :case_id
ORDER BY i.made_at DESC, i.id DESC
LIMIT 1;

-- name: own_service
-- The service for which the actor counsels.
SELECT a.id, a.kind, a.plan_basis
FROM accounts staff
JOIN carriers a ON a.id = staff.carrier_id
WHERE staff.id = :actor;

-- name: service
-- One counselling service, for coordination.
SELECT a.id, a.name, a.kind, a.plan_basis, a.version FROM carriers a WHERE a.id = :id;

-- name: residence_ending
-- Papers of residence that end soon, over all own cases. A line for staff; nobody is told automatically.
SELECT f.id, f.case_id, f.residence_until, r.relationship
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN situation_facts f ON f.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND f.residence_until >= :first AND f.residence_until <= :last
ORDER BY f.residence_until, f.id;

-- name: forget_certificates!
DELETE FROM situation_certificates
WHERE case_id = :case_id
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('counsellor', 'deputy')
    );

-- name: forget_household!
DELETE FROM situation_household
WHERE case_id = :case_id
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('counsellor', 'deputy')
    );
