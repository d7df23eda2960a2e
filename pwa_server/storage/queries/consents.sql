-- What a client said yes and no to; read by the client and by whoever counsels her now.

-- name: of_case
-- All records, the newest first, with whoever they name besides the purpose. Of two in one second a yes is the later one:
-- it can be taken back, but not declined.
SELECT
    n.id, n.case_id, n.purpose, n.recipient, n.state, n.text_version, n.language, n.channel, n.made_at, n.made_by,
    n.expires_on, n.scope, n.ended_at, n.ended_by, n.ended_channel, r.relationship,
    p.name AS partner_name, o.name AS carrier_name, mg.mentor_id,
    mentor.name_sealed AS "mentor_name@mentor_id",
    person.name_sealed AS "person_name@recipient"
FROM case_relationship r
JOIN consents n ON n.case_id = r.case_id
LEFT JOIN partners p ON p.id = n.recipient
LEFT JOIN carriers o ON o.id = n.recipient
LEFT JOIN accounts person ON person.id = n.recipient
LEFT JOIN mentor_grants mg ON mg.id = n.recipient
LEFT JOIN accounts mentor ON mentor.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.case_id = :case_id
ORDER BY n.made_at DESC, CASE WHEN n.state = 'given' THEN 0 ELSE 1 END, n.id DESC;

-- name: of_purpose
SELECT n.id, n.case_id, n.purpose, n.recipient, n.state, n.text_version, n.made_at, n.expires_on, n.scope, n.ended_at,
    r.relationship
FROM case_relationship r
JOIN consents n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.case_id = :case_id AND n.purpose = :purpose
ORDER BY n.made_at DESC, CASE WHEN n.state = 'given' THEN 0 ELSE 1 END, n.id DESC;

-- name: find
SELECT n.id, n.case_id, n.purpose, n.recipient, n.state, n.ended_at, r.relationship
FROM case_relationship r
JOIN consents n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.id = :consent_id
ORDER BY r.relationship;

-- name: grants
-- Whom a yes to being accompanied names; a grant without a mentor is a wish still.
SELECT mg.id, mg.mentor_id, mg.state, mg.version, r.relationship, a.name_sealed AS "mentor_name@mentor_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
LEFT JOIN accounts a ON a.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND mg.case_id = :case_id
ORDER BY mg.made_at, mg.id;

-- name: stop_reminders!
-- No further message to the client; what is to be called about stays with the office.
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = 'withdrawn'
WHERE case_id = :case_id AND person_id = :client_id AND state = 'due'
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('client', 'counsellor', 'deputy')
    );

-- name: without_interpreter!
-- Nobody comes to interpret any more: what was booked for meetings ahead is free again.
UPDATE meetings SET
    interpreter_state = 'not_needed', interpreter_language = '', interpreter_name_sealed = NULL, version = version + 1
WHERE case_id = :case_id AND starts_at > :now AND interpreter_state <> 'not_needed'
    AND state IN ('proposed', 'planned', 'confirmed', 'reschedule_requested')
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('client', 'counsellor', 'deputy')
    );

-- name: end_shares!
-- A partner's links to steps end with the yes to them.
UPDATE step_shares SET ended_at = :now
WHERE case_id = :case_id AND partner_id = :partner_id AND ended_at IS NULL
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('client', 'counsellor', 'deputy')
    );

-- name: leave_out_mentor!
UPDATE meetings SET mentor_id = NULL, mentor_answer = NULL, mentor_answered_at = NULL, version = version + 1
WHERE mentor_id = :mentor_id AND case_id = :case_id AND starts_at > :now
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('client', 'counsellor', 'deputy')
    );

-- name: coming_up
-- Meetings ahead about which messages were stopped when the client took back the yes to them.
SELECT m.id
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND m.case_id = :case_id AND m.starts_at > :now AND m.state IN ('planned', 'confirmed', 'reschedule_requested')
    AND EXISTS (
        SELECT 1 FROM reminders n WHERE n.meeting_id = m.id AND n.person_id = :actor AND n.end_reason = 'withdrawn'
    )
    AND NOT EXISTS (
        SELECT 1 FROM reminders n WHERE n.meeting_id = m.id AND n.person_id = :actor AND n.state = 'due'
    )
ORDER BY m.starts_at, m.id;
