-- Announcements of meetings as a person of the case may see and change them; the worker's own statements are unscoped.

-- name: meeting
-- What decides who hears of a meeting, and how.
SELECT DISTINCT
    m.id, m.case_id, m.starts_at, m.state, m.sensitivity, m.staff_id, m.interpreter_state, m.mentor_id, m.mentor_answer,
    c.client_id, c.carrier_id, c.state AS case_state, k.channels, k.push_text, k.reminders_paused_until, r.relationship,
    CASE WHEN k.reminder_email_sealed IS NULL THEN 0 ELSE 1 END AS client_email,
    CASE WHEN k.reminder_mobile_sealed IS NULL THEN 0 ELSE 1 END AS client_mobile,
    (SELECT COUNT(*) FROM push_subscriptions p WHERE p.account_id = c.client_id) AS client_devices
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN clients k ON k.id = c.client_id
JOIN meetings m ON m.case_id = c.id AND (r.scope = 'all' OR m.mentor_id = :actor)
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND m.id = :meeting_id;

-- name: mentor_grants
-- The mentor's grants for a case that are valid now. Asked apart from the meeting: inside its statement the database
-- would read the relationships of everybody.
SELECT DISTINCT g.case_id, g.scope
FROM case_relationship r
JOIN case_relationship g ON g.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.case_id = :case_id
    AND g.actor_id = :mentor_id AND g.valid_from <= :now AND :now < g.valid_until AND g.case_id = :case_id;

-- name: of_meeting
-- What was and will be sent about a meeting; a mentor sees the own messages only.
SELECT DISTINCT
    n.id, n.meeting_id, n.person_id, n.kind, n.starts_at, n.offset_hours, n.due_at, n.stale_at, n.channel, n.state,
    n.sent_at, n.reached_at, n.reached_how, n.ended_at, n.end_reason, n.made_at, a.role AS person_role,
    a.name_sealed AS "person_name@person_id"
FROM case_relationship r
JOIN reminders n ON n.case_id = r.case_id AND (r.scope = 'all' OR n.person_id = :actor)
JOIN accounts a ON a.id = n.person_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND n.meeting_id = :meeting_id
ORDER BY n.due_at, n.made_at, n.id;

-- name: of_case
-- The same for a whole case, the newest first; never for mentors.
SELECT
    n.id, n.meeting_id, n.person_id, n.kind, n.starts_at, n.offset_hours, n.due_at, n.stale_at, n.channel, n.state,
    n.sent_at, n.reached_at, n.reached_how, n.ended_at, n.end_reason, n.made_at, a.role AS person_role,
    a.name_sealed AS "person_name@person_id"
FROM case_relationship r
JOIN reminders n ON n.case_id = r.case_id
JOIN accounts a ON a.id = n.person_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND n.case_id = :case_id AND n.meeting_id IS NOT NULL
ORDER BY n.due_at DESC, n.id DESC;

-- name: by_hand_since
SELECT n.id
FROM case_relationship r
JOIN reminders n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND n.meeting_id = :meeting_id AND n.kind = 'by_hand' AND n.made_at > :since AND n.state IN ('due', 'sent');

-- name: unreached
-- Whether there is anything about this meeting that opening it would mark as reached.
SELECT n.id
FROM case_relationship r
JOIN reminders n ON n.case_id = r.case_id AND n.person_id = :actor
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND n.meeting_id = :meeting_id AND n.sent_at IS NOT NULL AND n.reached_at IS NULL
UNION ALL
SELECT t.id
FROM case_relationship r
JOIN call_tasks t ON t.case_id = r.case_id AND t.person_id = :actor
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND t.meeting_id = :meeting_id AND t.closed_at IS NULL;

-- name: cancel_of_meeting!
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = :reason
WHERE meeting_id = :meeting_id AND state = 'due' AND (:person_id = '' OR person_id = :person_id)
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    );

-- name: begin_by!
-- The client's order has changed: what is due goes out by the first channel of it, unless a worker has it in hand or
-- another channel has failed before.
UPDATE reminders SET channel = :channel
WHERE person_id = :client_id AND state = 'due' AND follows_id IS NULL AND meeting_id IS NOT NULL AND channel <> :channel
    AND (lease_until IS NULL OR lease_until <= :now)
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('client', 'counsellor', 'deputy')
    );

-- name: reach!
UPDATE reminders SET reached_at = :now, reached_how = :how
WHERE meeting_id = :meeting_id AND person_id = :person_id AND sent_at IS NOT NULL AND reached_at IS NULL
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    );

-- name: close_call_tasks!
UPDATE call_tasks SET closed_at = :now, closed_as = :closed_as
WHERE meeting_id = :meeting_id AND closed_at IS NULL
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    );

-- name: no_push_tasks
-- The client's calls for want of push, of meetings about which a push is still to come in time.
SELECT t.id, t.meeting_id
FROM case_relationship r
JOIN call_tasks t ON t.case_id = r.case_id AND t.person_id = :actor
JOIN meetings m ON m.id = t.meeting_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND t.reason = 'no_push' AND t.closed_at IS NULL AND m.starts_at > :now
    AND EXISTS (
        SELECT 1 FROM reminders n
        WHERE n.meeting_id = t.meeting_id AND n.person_id = :actor AND n.starts_at = m.starts_at AND n.state = 'due'
            AND n.due_at < n.stale_at AND n.stale_at > :now
    )
ORDER BY m.starts_at, t.id;

-- name: office_hours
SELECT weekday, opens, closes FROM office_hours WHERE carrier_id = :carrier_id ORDER BY weekday, opens;

-- name: closing_days
SELECT from_on, until_on FROM closing_days WHERE carrier_id = :carrier_id AND until_on >= :from_on;
