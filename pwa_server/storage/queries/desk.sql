-- What a counsellor or deputy has to do, over all own cases. Restricted and closed cases ask for nothing. Goals that need
-- special protection, their steps and meetings, stand on the counsellor's own lists only, never on a deputy's.

-- name: cases
-- The own caseload with names, opened by the application; never sorted or searched in SQL.
SELECT
    c.id, c.client_id, c.state, c.path, c.opened_at, c.closed_at, c.closure_reason, c.erase_due_on, r.relationship,
    a.language, k.spoken_languages,
    a.name_sealed AS "name@client_id",
    a.phone_sealed AS "phone@client_id",
    k.name_latin_sealed AS "name_latin@client_id",
    k.name_native_sealed AS "name_native@client_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN accounts a ON a.id = c.client_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state <> 'erased'
ORDER BY r.relationship, c.opened_at, c.id;

-- name: call_tasks
SELECT
    t.id, t.case_id, t.meeting_id, t.person_id, t.reason, t.due_on, t.made_at, r.relationship, m.sensitivity,
    m.local_date, m.local_time, m.kind, person.role AS person_role,
    person.name_sealed AS "person_name@person_id",
    person.phone_sealed AS "person_phone@person_id",
    (SELECT COUNT(*) FROM call_attempts n WHERE n.call_task_id = t.id) AS tries
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN call_tasks t ON t.case_id = r.case_id
JOIN accounts person ON person.id = t.person_id
LEFT JOIN meetings m ON m.id = t.meeting_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND (c.state NOT IN ('restricted', 'closed', 'erased') OR (c.state = 'closed' AND t.reason IN ('erasure', 'held'))
        OR (c.state = 'restricted' AND t.reason = 'shown_again'))
    AND t.closed_at IS NULL AND t.due_on <= :today
    AND (m.starts_at IS NULL OR m.starts_at > :now)
ORDER BY t.due_on, m.starts_at, t.id;

-- name: help_requests
-- Also what came after the counselling ended: the person was told whom to call, but somebody should know. A deputy reads
-- who asked and when; words about a protected step only after writing down why.
SELECT
    h.id, h.case_id, h.received_at, h.answer_by_on, h.language, r.relationship,
    CASE WHEN g.sensitivity = 'high' AND r.relationship <> 'counsellor' THEN '' ELSE h.obstacle END AS obstacle,
    CASE WHEN g.sensitivity = 'high' AND r.relationship <> 'counsellor' THEN NULL ELSE h.words_sealed END AS "words@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN help_requests h ON h.case_id = r.case_id
LEFT JOIN steps s ON s.id = h.step_id
LEFT JOIN goals g ON g.id = s.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'erased')
    AND (c.state <> 'closed' OR h.received_at >= c.closed_at)
    AND h.read_at IS NULL AND h.closed_at IS NULL
ORDER BY h.received_at, h.id;

-- name: meetings
-- Meetings that are coming up, or that are over and nobody has said yet whether they took place.
SELECT
    m.id, m.case_id, m.kind, m.sensitivity, m.local_date, m.local_time, m.starts_at, m.ends_at, m.duration_minutes,
    m.place_kind, m.interpreter_language, m.interpreter_state, m.client_answer, m.mentor_id, m.mentor_answer,
    m.staff_id, m.state, m.version, r.relationship,
    (SELECT COUNT(*) FROM meeting_answers h WHERE h.meeting_id = m.id AND h.answer = 'did_not_come') AS waited_alone,
    m.place_sealed AS "place@id",
    m.room_sealed AS "room@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN meetings m ON m.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND m.state IN ('planned', 'confirmed', 'reschedule_requested')
    AND (m.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY m.starts_at, m.id;

-- name: waited_alone
-- Meetings of a case at which a mentor told us that nobody else was there.
SELECT DISTINCT h.meeting_id
FROM case_relationship r
JOIN meeting_answers h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND h.case_id = :case_id AND h.answer = 'did_not_come';

-- name: without_review
-- Plans that people work on and for which no review meeting is booked.
SELECT
    c.id, c.id AS case_id, c.state, c.opened_at, r.relationship,
    (
        SELECT MAX(held.local_date) FROM meetings held
        WHERE held.case_id = c.id AND held.kind = 'review' AND held.state = 'held'
    ) AS last_review_on
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state = 'active'
    AND NOT EXISTS (
        SELECT 1 FROM meetings m
        WHERE m.case_id = c.id AND m.kind = 'review' AND m.starts_at > :now
            AND m.state IN ('planned', 'confirmed', 'reschedule_requested')
    )
ORDER BY c.opened_at, c.id;

-- name: reports_beside
-- Reports that came too late to move their step, and that nobody has looked at yet.
SELECT
    p.id, p.case_id, p.step_id, p.report, p.obstacle, p.tapped_at, p.received_at, p.by_relationship, r.relationship,
    s.goal_id, s.state, s.text_key, s.responsible,
    s.text_sealed AS "text@step_id",
    s.parts_sealed AS "parts@step_id",
    s.values_sealed AS "values@step_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN step_reports p ON p.case_id = r.case_id
JOIN steps s ON s.id = p.step_id
JOIN goals g ON g.id = s.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND p.to_state IS NULL AND p.seen_at IS NULL AND p.by_relationship IN ('client', 'mentor')
    AND (g.sensitivity <> 'high' OR r.relationship = 'counsellor')
    AND NOT EXISTS (
        SELECT 1 FROM step_reports newer
        WHERE newer.step_id = p.step_id AND newer.received_at > p.received_at AND newer.to_state IS NOT NULL
    )
ORDER BY p.received_at, p.id;

-- name: office_steps
-- What the office said it would do by a day that is over.
SELECT
    s.id, s.case_id, s.goal_id, s.text_key, s.due_on, s.state, g.life_area, r.relationship,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN goals g ON g.case_id = r.case_id
JOIN steps s ON s.goal_id = g.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND g.state IN ('proposed', 'agreed', 'in_progress') AND s.responsible = 'counsellor' AND s.removed_at IS NULL
    AND s.state IN ('open', 'in_progress', 'blocked') AND s.due_on < :today
    AND (g.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY s.due_on, s.id;

-- name: person
-- Everything about the person that the case page shows.
SELECT
    k.id, k.spoken_languages, k.reading_languages, k.interpreter_language, k.literacy, k.channels, k.phone_use,
    k.version AS client_version, a.version AS account_version, a.language, a.sign_in_name, c.id AS case_id, r.relationship,
    a.name_sealed AS "name@id",
    a.phone_sealed AS "phone@id",
    k.name_latin_sealed AS "name_latin@id",
    k.name_native_sealed AS "name_native@id",
    k.dialect_sealed AS "dialect@id",
    k.safe_contact_sealed AS "safe_contact@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN clients k ON k.id = c.client_id
JOIN accounts a ON a.id = k.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.id = :case_id
ORDER BY r.relationship;

-- name: reports
-- What was reported last, for the case page.
SELECT
    p.id, p.step_id, p.report, p.obstacle, p.tapped_at, p.received_at, p.by_relationship, p.to_state, p.seen_at,
    s.state, s.text_key, s.removed_at,
    s.text_sealed AS "text@step_id",
    s.parts_sealed AS "parts@step_id",
    s.values_sealed AS "values@step_id"
FROM case_relationship r
JOIN step_reports p ON p.case_id = r.case_id
JOIN steps s ON s.id = p.step_id
JOIN goals g ON g.id = s.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND p.case_id = :case_id
    AND (g.sensitivity <> 'high' OR :high = 'yes')
ORDER BY p.received_at DESC, p.id DESC
LIMIT 6;

-- name: report_beside
SELECT p.id, p.case_id, p.step_id, p.seen_at, r.relationship
FROM case_relationship r
JOIN step_reports p ON p.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND p.id = :report_id AND p.to_state IS NULL
ORDER BY r.relationship;

-- name: help_of_case
-- Requests for help with their step; a deputy gets the words about a protected step only while the reason counts.
SELECT
    h.id, h.case_id, h.received_at, h.answer_by_on, h.language, h.read_at, h.read_by, h.closed_at, r.relationship,
    CASE WHEN g.sensitivity = 'high' AND :high <> 'yes' THEN '' ELSE h.obstacle END AS obstacle,
    CASE WHEN g.sensitivity = 'high' AND :high <> 'yes' THEN NULL ELSE h.words_sealed END AS "words@id",
    CASE WHEN g.sensitivity = 'high' AND :high <> 'yes' THEN NULL ELSE h.step_id END AS step_id,
    reader.name_sealed AS "reader_name@read_by"
FROM case_relationship r
JOIN help_requests h ON h.case_id = r.case_id
LEFT JOIN steps s ON s.id = h.step_id
LEFT JOIN goals g ON g.id = s.goal_id
LEFT JOIN accounts reader ON reader.id = h.read_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND h.case_id = :case_id AND h.closed_at IS NULL
ORDER BY h.received_at DESC, h.id DESC;

-- name: contacts
SELECT
    t.id, t.on_day, t.kind, t.reached, t.made_at, t.made_by,
    t.sentence_sealed AS "sentence@id",
    staff.name_sealed AS "staff_name@made_by"
FROM case_relationship r
JOIN contacts t ON t.case_id = r.case_id
JOIN accounts staff ON staff.id = t.made_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND t.case_id = :case_id
ORDER BY t.on_day DESC, t.made_at DESC, t.id DESC
LIMIT 6;

-- name: tries
-- Every contact that was written down: on which day, which way, whether the client was reached.
SELECT DISTINCT t.id, t.on_day, t.kind, t.reached
FROM case_relationship r
JOIN contacts t ON t.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND t.case_id = :case_id;

-- name: codes
-- The latest card or screen codes of the case: made, used, cancelled; never the code itself.
SELECT s.id, s.kind, s.made_at, s.expires_at, s.used_at, s.cancelled_at
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN sign_in_codes s ON s.account_id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.id = :case_id AND s.kind IN ('card', 'screen')
ORDER BY s.made_at DESC, s.id DESC
LIMIT 6;

-- name: consent
-- The latest answer to the question whether a plan may be kept.
SELECT n.id, n.state, n.made_at, n.ended_at, n.language, n.channel
FROM case_relationship r
JOIN consents n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND n.case_id = :case_id AND n.purpose = 'case_record'
ORDER BY n.made_at DESC, n.id DESC;

-- name: states
SELECT h.id, h.state, h.at, h.reason
FROM case_relationship r
JOIN case_states h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.case_id = :case_id
ORDER BY h.at DESC, h.id DESC;

-- name: office
-- The office of the case: what stands on its cards.
SELECT c.id AS case_id, o.name, o.phone, o.address
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN carriers o ON o.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.id = :case_id;

-- name: meetings_ahead
SELECT m.id
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND m.case_id = :case_id AND m.starts_at > :now
    AND m.state IN ('planned', 'confirmed', 'reschedule_requested');

-- name: grants_that_run
-- Grants that are in force, rest or wait.
SELECT n.id, n.mentor_id, n.state, n.version
FROM case_relationship r
JOIN mentor_grants n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.case_id = :case_id
    AND n.state IN ('requested', 'offered', 'active', 'suspended');
