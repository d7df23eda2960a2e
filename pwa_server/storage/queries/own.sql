-- What only the client of a case reads: who helps, whom she let in, what she is asked.

-- name: carrier
SELECT k.id, k.name, k.address, k.phone, k.counselling_type
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN carriers k ON k.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND c.id = :case_id;

-- name: team
-- Counsellor and deputies who are there for this case now; `away` says that a counsellor is absent today.
SELECT
    w.id, w.staff_id, w.relationship, a.title,
    a.name_sealed AS "name@staff_id",
    a.phone_sealed AS "phone@staff_id",
    CASE WHEN EXISTS (
        SELECT 1 FROM absences b WHERE b.staff_id = w.staff_id AND b.from_on <= :today AND :today <= b.until_on
    ) THEN 'yes' ELSE 'no' END AS away
FROM case_relationship r
JOIN case_assignments w ON w.case_id = r.case_id
JOIN accounts a ON a.id = w.staff_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND w.case_id = :case_id AND w.valid_from <= :now AND :now < w.valid_until AND a.deactivated_at IS NULL
ORDER BY w.relationship, w.valid_from, w.id;

-- name: guardians
-- Who signs the agreement beside the client, as far as somebody has written down a name.
SELECT DISTINCT s.id, s.name_sealed AS "name@id", v.number
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id AND v.state IN ('offered', 'partly_signed', 'in_force')
JOIN agreement_signatures s ON s.agreement_id = v.id AND s.role = 'guardian' AND s.name_sealed IS NOT NULL
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND v.case_id = :case_id
ORDER BY v.number DESC, s.id;

-- name: partners
-- Partners of the steps that stand on the plan, each with the person to ask for; nothing of goals under special protection.
SELECT DISTINCT
    p.id, p.name, p.phone, p.address, p.hours,
    k.id AS contact_id, k.hours AS contact_hours,
    k.name_sealed AS "contact_name@contact_id",
    k.phone_sealed AS "contact_phone@contact_id"
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND g.sensitivity <> 'high' AND g.state IN ('agreed', 'in_progress', 'proposed')
JOIN steps s ON s.goal_id = g.id AND s.removed_at IS NULL AND s.state IN ('open', 'in_progress', 'blocked')
JOIN partners p ON p.id = s.partner_id
LEFT JOIN partner_contacts k ON k.partner_id = p.id AND k.place = 'contact'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND s.case_id = :case_id
ORDER BY p.name, p.id;

-- name: grants
-- All the client's grants that still run or wait, and those that ended.
SELECT
    mg.id, mg.case_id, mg.mentor_id, mg.state, mg.rights, mg.expires_on, mg.valid_from, mg.valid_until, mg.made_at,
    mg.state_at, mg.version, mg.proposed_by, mg.unconfirmed_since, mg.end_told_at, m.languages AS mentor_languages,
    mg.wish_sealed AS "wish@id",
    a.name_sealed AS "mentor_name@mentor_id",
    a.phone_sealed AS "mentor_phone@mentor_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
LEFT JOIN mentors m ON m.id = mg.mentor_id
LEFT JOIN accounts a ON a.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND mg.case_id = :case_id
ORDER BY mg.made_at DESC, mg.id;

-- name: grant
SELECT
    mg.id, mg.case_id, mg.mentor_id, mg.proposed_by, mg.state, mg.rights, mg.unconfirmed_since, mg.expires_on, mg.valid_from,
    mg.valid_until, mg.version, r.relationship,
    a.name_sealed AS "mentor_name@mentor_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
LEFT JOIN accounts a ON a.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND mg.id = :grant_id;

-- name: grant_goals
SELECT gg.grant_id, gg.goal_id
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND mg.case_id = :case_id;

-- name: drop_grant_goals!
DELETE FROM mentor_grant_goals
WHERE grant_id = :grant_id AND grant_id IN (
        SELECT mg.id
        FROM case_relationship r
        JOIN mentor_grants mg ON mg.case_id = r.case_id
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    );

-- name: mentor_by_code
-- A mentor whom the client knows by the code on the mentor's card; `cleared_until` is NULL without a valid certificate
-- or the promise to keep things to oneself.
SELECT m.id, a.name_sealed AS "name@id", CASE WHEN m.confidentiality_on IS NOT NULL THEN (
    SELECT MAX(v.lapses_on) FROM clearances v WHERE v.mentor_id = m.id AND v.lapses_on > :today
) END AS cleared_until
FROM mentors m
JOIN accounts a ON a.id = m.id
WHERE m.mentor_code = :code AND a.deactivated_at IS NULL;

-- name: former_mentors
-- Mentors whose last grant simply ran out, or ends until `:soon`: nobody ended one or said no, and none waits.
SELECT DISTINCT mg.mentor_id, m.mentor_code, a.name_sealed AS "name@mentor_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
    AND (mg.state = 'expired' OR (mg.state = 'active' AND mg.expires_on <= :soon))
JOIN mentors m ON m.id = mg.mentor_id
JOIN accounts a ON a.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND mg.case_id = :case_id AND a.deactivated_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM mentor_grants other
        WHERE other.case_id = mg.case_id AND other.mentor_id = mg.mentor_id
            AND other.state <> 'expired' AND (other.state <> 'active' OR other.expires_on > :soon)
    )
ORDER BY mg.mentor_id;

-- name: leave_out_mentor!
-- A mentor whose grant ended does not come along any more.
UPDATE meetings SET mentor_id = NULL, mentor_answer = NULL, mentor_answered_at = NULL, version = version + 1
WHERE mentor_id = :mentor_id AND case_id = :case_id AND starts_at > :now
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    );

-- name: settings
SELECT
    k.id, k.channels, k.push_text, k.phone_use, k.literacy, k.version,
    k.reminder_email_sealed AS "reminder_email@id",
    k.reminder_mobile_sealed AS "reminder_mobile@id"
FROM clients k WHERE k.id = :actor;

-- name: contacts
-- When the office spoke with the client, in the sentence that was written for her.
SELECT k.id, k.on_day, k.kind, k.reached, k.sentence_sealed AS "sentence@id"
FROM case_relationship r
JOIN contacts k ON k.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND k.case_id = :case_id
ORDER BY k.on_day DESC, k.made_at DESC, k.id
LIMIT 10;
