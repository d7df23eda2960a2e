-- What staff see of announcements: call tasks with their tries, and everything sent over the own caseload.

-- name: call_task
SELECT
    t.id, t.case_id, t.meeting_id, t.person_id, t.reason, t.due_on, t.made_at, t.closed_at, t.closed_as, r.relationship,
    person.role AS person_role, person.language AS person_language,
    person.name_sealed AS "person_name@person_id",
    person.phone_sealed AS "person_phone@person_id",
    k.name_latin_sealed AS "person_name_latin@person_id",
    k.name_native_sealed AS "person_name_native@person_id",
    k.safe_contact_sealed AS "safe_contact@person_id",
    k.address_sealed AS "address@person_id"
FROM case_relationship r
JOIN call_tasks t ON t.case_id = r.case_id
JOIN accounts person ON person.id = t.person_id
LEFT JOIN clients k ON k.id = t.person_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND t.id = :task_id;

-- name: attempts
SELECT n.id, n.call_task_id, n.result, n.at, n.by_id, a.name_sealed AS "by_name@by_id"
FROM case_relationship r
JOIN call_attempts n ON n.case_id = r.case_id
JOIN accounts a ON a.id = n.by_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND n.case_id = :case_id
ORDER BY n.at DESC, n.id DESC;

-- name: call_tasks_of_case
SELECT
    t.id, t.case_id, t.meeting_id, t.person_id, t.reason, t.due_on, t.made_at, t.closed_at, t.closed_as,
    person.role AS person_role,
    person.name_sealed AS "person_name@person_id"
FROM case_relationship r
JOIN call_tasks t ON t.case_id = r.case_id
JOIN accounts person ON person.id = t.person_id
LEFT JOIN meetings m ON m.id = t.meeting_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND t.case_id = :case_id
    AND (m.sensitivity IS NULL OR m.sensitivity <> 'high' OR :high = 'yes')
ORDER BY t.made_at DESC, t.id DESC;

-- name: meetings_of_caseload
-- Meetings between two moments over all own cases, with names: a list, no opening. Protected ones on the counsellor's.
SELECT DISTINCT
    m.id, m.case_id, m.local_date, m.local_time, m.starts_at, m.state, m.client_answer, c.client_id, r.relationship,
    client.language, k.channels, k.push_text, k.reminders_paused_until,
    CASE WHEN k.reminder_email_sealed IS NULL THEN 0 ELSE 1 END AS client_email,
    CASE WHEN k.reminder_mobile_sealed IS NULL THEN 0 ELSE 1 END AS client_mobile,
    (SELECT COUNT(*) FROM push_subscriptions p WHERE p.account_id = c.client_id) AS client_devices,
    (SELECT MAX(p.seen_at) FROM push_subscriptions p WHERE p.account_id = c.client_id) AS client_seen_at,
    client.name_sealed AS "client_name@client_id",
    k.name_latin_sealed AS "client_name_latin@client_id",
    k.name_native_sealed AS "client_name_native@client_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN meetings m ON m.case_id = c.id
JOIN accounts client ON client.id = c.client_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'erased')
    AND m.starts_at >= :since AND m.starts_at < :until AND m.state NOT IN ('cancelled', 'moved', 'proposed')
    AND (m.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY m.starts_at, m.id;

-- name: pause
SELECT k.reminders_paused_until
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.id = :case_id;

-- name: messages_to_clients
-- What was and will be sent to the client about those meetings.
SELECT DISTINCT
    n.id, n.meeting_id, n.kind, n.due_at, n.stale_at, n.channel, n.state, n.sent_at, n.reached_at, n.reached_how, n.ended_at,
    n.end_reason
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN reminders n ON n.case_id = r.case_id AND n.person_id = c.client_id
JOIN meetings m ON m.id = n.meeting_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'erased')
    AND m.starts_at >= :since AND m.starts_at < :until AND n.state <> 'cancelled'
ORDER BY n.due_at, n.id;

-- name: open_call_tasks
-- Everybody of the own caseload who is to be called now, and whom somebody chose by hand and no message can reach.
-- Most other tasks end before their day: the person was reached.
SELECT
    t.id, t.case_id, t.meeting_id, t.reason, t.due_on, c.client_id, r.relationship,
    person.role AS person_role, m.local_date, m.local_time,
    client.name_sealed AS "client_name@client_id",
    k.name_latin_sealed AS "client_name_latin@client_id",
    k.name_native_sealed AS "client_name_native@client_id",
    (SELECT COUNT(*) FROM call_attempts n WHERE n.call_task_id = t.id) AS tries
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN call_tasks t ON t.case_id = r.case_id
JOIN meetings m ON m.id = t.meeting_id
JOIN accounts person ON person.id = t.person_id
JOIN accounts client ON client.id = c.client_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND t.closed_at IS NULL AND (t.due_on <= :today OR t.reason = 'by_hand') AND m.starts_at > :now
    AND (m.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY t.due_on, m.starts_at, t.id;
