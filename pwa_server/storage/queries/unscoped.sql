-- Statements without a relationship: the worker's, and verbs that end things for somebody whose relationship has just ended.
-- Only notify/, storage/, __main__ and the casework functions named in the test of the house may use them.

-- name: cancel_reminders_of_case!
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = :reason WHERE case_id = :case_id AND state = 'due';

-- name: cancel_reminders_of_person!
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = :reason
WHERE case_id = :case_id AND person_id = :person_id AND state = 'due';

-- name: close_call_tasks_of_case!
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed' WHERE case_id = :case_id AND closed_at IS NULL;

-- name: close_call_tasks_of_person!
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed'
WHERE case_id = :case_id AND person_id = :person_id AND closed_at IS NULL;

-- name: touch_case_of_grant!
-- A grant changes before and after its relationship exists: the client's pages are made anew.
UPDATE cases SET version = version + 1 WHERE id = (SELECT mg.case_id FROM mentor_grants mg WHERE mg.id = :grant_id);

-- name: client_of_grant
SELECT c.id AS case_id, c.client_id FROM mentor_grants mg JOIN cases c ON c.id = mg.case_id WHERE mg.id = :grant_id;

-- name: lapsed_grants
-- Active grants of mentors without a certificate that counts on `:today`.
SELECT mg.id, mg.case_id, mg.mentor_id, mg.expires_on, mg.version
FROM mentor_grants mg
WHERE mg.state = 'active'
    AND NOT EXISTS (SELECT 1 FROM clearances v WHERE v.mentor_id = mg.mentor_id AND v.lapses_on > :today)
ORDER BY mg.id;

-- name: active_grants_of_mentor
SELECT mg.id, mg.case_id, mg.mentor_id, mg.expires_on, mg.version
FROM mentor_grants mg
WHERE mg.state = 'active' AND mg.mentor_id = :mentor_id
ORDER BY mg.id;

-- name: grants_waiting_for_clearance
-- What a valid certificate sets going again for one mentor: grants that were suspended, requests that wait. Not before the
-- client has said yes to the person.
SELECT mg.id, mg.case_id, mg.state, mg.expires_on, mg.version
FROM mentor_grants mg
JOIN cases c ON c.id = mg.case_id
WHERE mg.mentor_id = :mentor_id AND mg.state IN ('suspended', 'requested') AND mg.unconfirmed_since IS NULL
    AND c.state NOT IN ('closed', 'restricted', 'erased')
ORDER BY mg.id;

-- name: running_grants_of_account
-- Everything that clients granted to a mentor, or asked for, and that has not ended.
SELECT mg.id, mg.case_id, mg.mentor_id, mg.state, mg.expires_on, mg.version, c.client_id
FROM mentor_grants mg
JOIN cases c ON c.id = mg.case_id
WHERE mg.mentor_id = :mentor_id AND mg.state IN ('requested', 'offered', 'active', 'suspended')
ORDER BY mg.id;

-- name: grants_ending
-- Grants in force whose last day is near and of which nobody has been told yet.
SELECT mg.id, mg.case_id, mg.mentor_id, c.client_id
FROM mentor_grants mg
JOIN cases c ON c.id = mg.case_id
WHERE mg.state = 'active' AND mg.expires_on <= :last AND mg.valid_until > :now AND mg.end_told_at IS NULL
ORDER BY mg.id;

-- name: other_grant_in_force
-- Whether the mentor of a grant is let in by the same client through another one.
SELECT other.id, other.version
FROM mentor_grants mg
JOIN mentor_grants other ON other.case_id = mg.case_id AND other.mentor_id = mg.mentor_id AND other.id <> mg.id
WHERE mg.id = :grant_id AND other.state = 'active' AND other.valid_from <= :now AND :now < other.valid_until
ORDER BY other.id;

-- name: clearances_kept
-- All records of certificates with what decides how long they are kept.
SELECT v.id, v.mentor_id, v.made_at, v.lapses_on, a.deactivated_at, k.running, k.last_change_at
FROM clearances v
JOIN accounts a ON a.id = v.mentor_id
LEFT JOIN mentor_activity k ON k.mentor_id = v.mentor_id
ORDER BY v.id;

-- name: forget_clearance!
DELETE FROM clearances WHERE id = :id;

-- name: running_grants_of_mentor
-- Whether this mentor is already asked or let in by the client who made `:grant_id`.
SELECT other.id
FROM mentor_grants mg
JOIN mentor_grants other ON other.case_id = mg.case_id AND other.mentor_id = :mentor_id
WHERE mg.id = :grant_id AND other.id <> mg.id AND other.state IN ('requested', 'offered', 'active', 'suspended');

-- name: ended_grants
-- For each wish that is open (or one, by `:grant_id`): the mentors whose company with that client one of the two has ended
-- or did not want. A proposal that was declined leaves its grant open: the event tells of it.
SELECT mg.id AS grant_id, other.mentor_id
FROM mentor_grants mg
JOIN mentor_grants other ON other.case_id = mg.case_id
WHERE mg.state = 'requested' AND (:grant_id = '' OR mg.id = :grant_id)
    AND other.mentor_id IS NOT NULL AND other.state IN ('declined', 'revoked', 'returned')
UNION
SELECT mg.id, e.actor_id
FROM mentor_grants mg
JOIN mentor_grants other ON other.case_id = mg.case_id
JOIN events e ON e.subject_id = other.id AND e.action = 'proposal_declined'
WHERE mg.state = 'requested' AND (:grant_id = '' OR mg.id = :grant_id)
UNION
SELECT mg.id, e.subject_id
FROM mentor_grants mg
JOIN events e ON e.case_id = mg.case_id AND e.action = 'proposal_refused'
WHERE mg.state = 'requested' AND (:grant_id = '' OR mg.id = :grant_id);

-- name: leave_meetings_of_mentor!
UPDATE meetings SET mentor_id = NULL, mentor_answer = NULL, mentor_answered_at = NULL, version = version + 1
WHERE mentor_id = :mentor_id AND case_id = :case_id AND starts_at > :now;

-- name: cases_of_counsellor
-- For a deputyship: which cases, and nothing else of them.
SELECT w.case_id
FROM case_assignments w
JOIN cases c ON c.id = w.case_id
WHERE w.staff_id = :staff_id AND w.relationship = 'counsellor' AND w.valid_from <= :now AND :now < w.valid_until
    AND c.state NOT IN ('closed', 'erased') AND c.carrier_id = :carrier_id
ORDER BY w.case_id;

-- name: cases_with_nobody_else
-- Open cases that nobody could look after now if this counsellor's account ended.
SELECT w.case_id
FROM case_assignments w
JOIN cases c ON c.id = w.case_id
WHERE w.staff_id = :staff_id AND w.relationship = 'counsellor' AND w.valid_from <= :now AND :now < w.valid_until
    AND c.state NOT IN ('closed', 'erased')
    AND NOT EXISTS (
        SELECT 1 FROM case_assignments other
        JOIN accounts a ON a.id = other.staff_id AND a.deactivated_at IS NULL
        WHERE other.case_id = w.case_id AND other.staff_id <> w.staff_id
            AND other.valid_from <= :now AND :now < other.valid_until
    );

-- name: touch_case!
UPDATE cases SET version = version + 1 WHERE id = :case_id;

-- name: claim_reminders
-- Take some due rows for `:claim` until `:lease_until`. Two workers never take the same one: the outer condition is
-- checked again on the row as it is when it is changed. A lease that has run out belongs to whoever takes it.
UPDATE reminders SET claimed_by = :claim, lease_until = :lease_until, tries = tries + 1
WHERE id IN (
        SELECT id FROM reminders
        WHERE state = 'due' AND COALESCE(lease_until, due_at) <= :now AND due_at <= :now
        ORDER BY COALESCE(lease_until, due_at), id LIMIT :room
    )
    AND state = 'due' AND (lease_until IS NULL OR lease_until <= :now)
RETURNING id;

-- name: reminders_due
SELECT id FROM reminders
WHERE state = 'due' AND COALESCE(lease_until, due_at) <= :now AND due_at <= :now LIMIT 1;

-- name: reminders_waiting
-- How many could be sent now and are in nobody's hand, and since when the oldest could.
SELECT COUNT(*) AS count, MIN(CASE WHEN lease_until IS NULL THEN due_at ELSE lease_until END) AS since FROM reminders
WHERE state = 'due' AND COALESCE(lease_until, due_at) <= :now AND due_at <= :now;

-- name: reminder_to_send
-- One claimed message with everything that decides, at this moment, whether it may go out and what it says.
SELECT
    n.id, n.case_id, n.meeting_id, n.person_id, n.kind, n.starts_at, n.offset_hours, n.due_at, n.stale_at, n.channel,
    n.tries, n.sent_at, a.role, a.language, a.deactivated_at, k.channels, k.push_text, k.reminders_paused_until,
    c.state AS case_state, m.state AS meeting_state, m.starts_at AS meeting_starts_at, m.sensitivity, m.mentor_id, m.mentor_answer,
    m.local_date, m.local_time,
    (SELECT COUNT(*) FROM push_subscriptions p WHERE p.account_id = n.person_id) AS devices,
    (SELECT COUNT(*) FROM consents o WHERE o.case_id = n.case_id AND o.purpose = 'push_reminders') AS consents_asked,
    (SELECT COUNT(*) FROM consents o WHERE o.case_id = n.case_id AND o.purpose = 'push_reminders'
        AND o.state = 'given' AND o.ended_at IS NULL) AS consents_given,
    (SELECT COUNT(*) FROM consents o WHERE o.case_id = n.case_id AND o.purpose = 'message_reminders'
        AND o.state = 'given' AND o.ended_at IS NULL) AS message_consents,
    (SELECT f.reached_at FROM reminders f WHERE f.id = n.follows_id) AS reached_before,
    k.reminder_email_sealed AS "email@person_id",
    k.reminder_mobile_sealed AS "sms@person_id"
FROM reminders n
JOIN accounts a ON a.id = n.person_id
LEFT JOIN clients k ON k.id = n.person_id
LEFT JOIN cases c ON c.id = n.case_id
LEFT JOIN meetings m ON m.id = n.meeting_id
WHERE n.id = :id AND n.state = 'due' AND n.claimed_by = :claim AND n.lease_until > :now;

-- name: relationships_of
-- What the person of a message has to do with its case now. Asked apart: inside the statement above the database would
-- read the relationships of everybody.
SELECT r.relationship FROM case_relationship r
WHERE r.actor_id = :person_id AND r.case_id = :case_id AND r.valid_from <= :now AND :now < r.valid_until;

-- name: devices_to_send_to
-- The person's devices that have not yet taken this message.
SELECT
    p.id, p.seen_at, p.sender_key,
    p.endpoint_sealed AS "endpoint@id",
    p.p256dh_sealed AS "p256dh@id",
    p.auth_sealed AS "auth@id"
FROM push_subscriptions p
WHERE p.account_id = :person_id
    AND NOT EXISTS (
        SELECT 1 FROM deliveries d
        WHERE d.reminder_id = :reminder_id AND d.subscription_id = p.id AND d.outcome IN ('accepted', 'refused')
    )
ORDER BY p.made_at, p.id;

-- name: finish_reminder!
-- Note what became of a claimed row. One that was cancelled meanwhile stays cancelled, but keeps that it was sent.
UPDATE reminders SET
    state = CASE WHEN state = 'due' THEN :state ELSE state END,
    sent_at = COALESCE(sent_at, :sent_at),
    ended_at = CASE WHEN state = 'due' THEN :ended_at ELSE ended_at END,
    end_reason = CASE WHEN state = 'due' THEN :end_reason ELSE end_reason END,
    lease_until = :next_try_at,
    claimed_by = NULL
WHERE id = :id AND claimed_by = :claim;

-- name: claimed_reminder
-- A row that is still this worker's to end, with the order that the client has chosen by now.
SELECT
    n.id, n.case_id, n.meeting_id, n.person_id, n.kind, n.starts_at, n.offset_hours, n.stale_at, n.channel, n.made_by,
    k.channels
FROM reminders n
JOIN clients k ON k.id = n.person_id
WHERE n.id = :id AND n.claimed_by = :claim AND n.state = 'due' AND n.meeting_id IS NOT NULL;

-- name: follower
-- The message by another channel that took the place of this one.
SELECT n.id FROM reminders n WHERE n.follows_id = :id;

-- name: errors_of_reminder
SELECT COUNT(*) AS errors FROM deliveries WHERE reminder_id = :id AND outcome = 'error';

-- name: device_took!
UPDATE push_subscriptions SET accepted_at = :now, failed_at = NULL, failure = NULL WHERE id = :id;

-- name: device_failed!
UPDATE push_subscriptions SET failed_at = :now, failure = :failure WHERE id = :id;

-- name: device_gone!
DELETE FROM push_subscriptions WHERE id = :id;

-- name: worker_state
SELECT id, alive_at, alarm FROM worker_state WHERE id = :id;

-- name: newest_moment
-- When something was last written here: the newest event (ids grow with time) or sign of life. What was written by a clock
-- that is known to have been ahead says nothing.
SELECT MAX(moments.at) AS at FROM (
    SELECT s.alive_at AS at FROM worker_state s WHERE s.id <> 'clock_was_ahead'
    UNION ALL
    SELECT e.at FROM events e
    WHERE e.id = (SELECT MAX(id) FROM events)
        AND e.at > COALESCE((SELECT s.alive_at FROM worker_state s WHERE s.id = 'clock_was_ahead'), '')
) moments;

-- name: note_clock_was_ahead!
-- Until the last moment that it wrote anywhere: `check` looks at these too.
INSERT INTO worker_state (id, alive_at)
SELECT 'clock_was_ahead', MAX(moments.at) FROM (
    SELECT :until AS at
    UNION ALL SELECT MAX(used_at) FROM sessions
    UNION ALL SELECT MAX(received_at) FROM step_reports
    UNION ALL SELECT MAX(last_at) FROM access_log
) moments WHERE TRUE
ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at;

-- name: forget_signs_of_life_ahead!
DELETE FROM worker_state WHERE alive_at > :now AND id <> 'clock_was_ahead';

-- name: worker_alive!
INSERT INTO worker_state (id, alive_at, alarm) VALUES (:id, :now, :alarm)
ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at, alarm = excluded.alarm;

-- name: worker_job_done!
INSERT INTO worker_state (id, alive_at) VALUES (:id, :now) ON CONFLICT (id) DO UPDATE SET alive_at = excluded.alive_at;

-- name: claim_mails
UPDATE mails SET lease_until = :lease_until, tries = tries + 1
WHERE id IN (
        SELECT id FROM mails
        WHERE state = 'due' AND due_at <= :now AND (lease_until IS NULL OR lease_until <= :now) ORDER BY due_at, id LIMIT 20
    )
    AND state = 'due' AND (lease_until IS NULL OR lease_until <= :now)
RETURNING id;

-- name: mails_due
SELECT id FROM mails WHERE state = 'due' AND due_at <= :now AND (lease_until IS NULL OR lease_until <= :now) LIMIT 1;

-- name: mail_to_send
SELECT
    m.id, m.kind, m.tries, m.due_at, a.language, a.deactivated_at,
    m.body_sealed AS "body@id",
    m.account_id,
    a.email_sealed AS "email@account_id",
    k.reminder_email_sealed AS "reminder_email@account_id"
FROM mails m
JOIN accounts a ON a.id = m.account_id
LEFT JOIN clients k ON k.id = m.account_id
WHERE m.id = :id AND m.state = 'due';

-- name: finish_mail!
UPDATE mails SET state = :state, ended_at = :ended_at, lease_until = :next_try_at WHERE id = :id AND state = 'due';

-- name: close_late_call_tasks!
UPDATE call_tasks SET closed_at = :now, closed_as = 'too_late'
WHERE closed_at IS NULL
    AND EXISTS (SELECT 1 FROM meetings m WHERE m.id = call_tasks.meeting_id AND m.starts_at <= :now);

-- name: grants_to_expire
SELECT id, case_id, mentor_id, state, version FROM mentor_grants
WHERE (state = 'active' AND valid_until <= :now)
    OR (state IN ('active', 'suspended', 'requested', 'offered') AND expires_on < :today);

-- name: forget_cards!
DELETE FROM sign_in_codes WHERE expires_at < :before;

-- name: forget_passkey_challenges!
DELETE FROM passkey_challenges WHERE expires_at < :now;

-- name: forget_rate_limits!
DELETE FROM rate_limits WHERE expires_at < :now;

-- name: forget_idempotency_keys!
DELETE FROM idempotency_keys WHERE made_at < :before;

-- name: forget_access_log!
DELETE FROM access_log WHERE last_at < :before;

-- name: forget_denials!
DELETE FROM denials WHERE at < :before;

-- name: forget_mails!
DELETE FROM mails WHERE state <> 'due' AND ended_at < :before;

-- name: forget_account_news!
DELETE FROM account_news WHERE at < :before;

-- name: forget_tests!
DELETE FROM reminders WHERE kind = 'test' AND made_at < :before
    AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder_id = reminders.id);

-- name: forget_test_deliveries!
DELETE FROM deliveries WHERE reminder_id IN (SELECT n.id FROM reminders n WHERE n.kind = 'test' AND n.made_at < :before);

-- name: forget_never_undone!
-- The newest stays: the numbers go on from it. From the oldest on and never out of the middle, also where a clock was ahead
-- or two verbs committed in another order than they began: after a gap the journal's file could not be read. What this
-- transaction itself has ended has no moment yet.
DELETE FROM never_undone WHERE seq < (
    SELECT MIN(n.seq) FROM never_undone n
    WHERE n.at >= :before OR n.at = '' OR n.seq = (SELECT MAX(m.seq) FROM never_undone m)
);

-- name: all_cases
SELECT c.id FROM cases c ORDER BY c.id;

-- name: cancel_reminders_of_meeting!
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = :reason
WHERE meeting_id = :meeting_id AND state = 'due';

-- name: close_call_tasks_of_meeting!
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed' WHERE meeting_id = :meeting_id AND closed_at IS NULL;

-- name: drop_goal_of_grant!
DELETE FROM mentor_grant_goals WHERE grant_id = :grant_id AND goal_id = :goal_id;

-- name: reminders_until_now
-- What a restored database would send at once, though it may have gone out before.
SELECT n.id, n.meeting_id, n.person_id, c.client_id, c.state AS case_state, m.state AS meeting_state,
    m.starts_at AS meeting_starts_at
FROM reminders n
LEFT JOIN cases c ON c.id = n.case_id
LEFT JOIN meetings m ON m.id = n.meeting_id
WHERE n.state = 'due' AND n.due_at <= :now
ORDER BY n.due_at, n.id;

-- name: drop_mails_due!
UPDATE mails SET state = 'failed', ended_at = :now, lease_until = NULL WHERE state = 'due';

-- name: newest_never_undone
SELECT n.seq FROM never_undone n ORDER BY n.seq DESC LIMIT 1;

-- name: forget_never_undone_after!
DELETE FROM never_undone WHERE seq > :seq;

-- name: leave_out_of_journal!
-- What ended about an erased case or person: that it is erased says it all.
UPDATE never_undone SET subject = '', other = '' WHERE subject = :id OR other = :id;

-- name: call_tasks_ahead
SELECT t.id, t.due_on, t.reason, c.carrier_id, m.starts_at
FROM call_tasks t
JOIN cases c ON c.id = t.case_id
JOIN meetings m ON m.id = t.meeting_id
WHERE t.closed_at IS NULL AND t.due_on > :today AND m.starts_at > :now;

-- name: mark_notification_seen!
UPDATE reminders SET reached_at = :now, reached_how = 'notification'
WHERE id = :id AND person_id = :actor AND reached_at IS NULL AND sent_at IS NOT NULL;

-- name: own_message
-- A message to the actor, whatever it is about: a tap on a notification names it.
SELECT id, meeting_id, kind FROM reminders WHERE id = :id AND person_id = :actor;

-- name: last_test
SELECT id, state, made_at, sent_at, reached_at, end_reason FROM reminders
WHERE person_id = :actor AND kind = 'test' ORDER BY made_at DESC, id DESC LIMIT 1;

-- name: own_tests
SELECT n.id FROM reminders n
WHERE n.person_id = :actor AND n.kind = 'test' AND n.channel = :channel AND n.made_at > :since;

-- name: cases_of_deputyship
SELECT w.case_id FROM case_assignments w WHERE w.deputyship_id = :deputyship_id AND w.valid_until > :now ORDER BY w.case_id;

-- name: end_assignments_of_deputyship!
UPDATE case_assignments SET valid_until = :now WHERE deputyship_id = :deputyship_id AND valid_until > :now;

-- name: case_to_erase
-- A closed case whose day has come. A hold that runs keeps it.
SELECT
    c.id,
    CASE WHEN EXISTS (
        SELECT 1 FROM data_requests q WHERE q.case_id = c.id AND q.kind = 'erase' AND q.state = 'granted'
    ) THEN 'requested' ELSE 'retention' END AS reason
FROM cases c
WHERE c.state = 'closed' AND c.erase_due_on <= :today
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.case_id = c.id AND h.ended_at IS NULL AND h.until_on > :today)
ORDER BY c.erase_due_on, c.id
LIMIT 1;

-- name: case_of_erasure
SELECT c.id, c.client_id, c.carrier_id, c.erase_due_on FROM cases c WHERE c.id = :case_id;

-- name: cases_of_client
SELECT c.id FROM cases c WHERE c.client_id = :client_id;

-- name: devices_of_person
SELECT d.device_id FROM device_people d WHERE d.account_id = :account_id
UNION
SELECT s.device_id FROM sessions s WHERE s.account_id = :account_id AND s.device_id IS NOT NULL;

-- name: drop_device_of_nobody!
DELETE FROM devices WHERE id = :id
    AND NOT EXISTS (SELECT 1 FROM device_people d WHERE d.device_id = devices.id)
    AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.device_id = devices.id)
    AND NOT EXISTS (SELECT 1 FROM passkeys k WHERE k.device_id = devices.id);

-- name: whom_to_tell
SELECT
    c.id, c.client_id, c.carrier_id, c.state, k.channels, k.push_text,
    (SELECT COUNT(*) FROM push_subscriptions p WHERE p.account_id = c.client_id) AS devices
FROM cases c
JOIN clients k ON k.id = c.client_id
WHERE c.id = :case_id;

-- name: drop_unread_tellings!
DELETE FROM tellings WHERE case_id = :case_id AND kind = :kind AND read_at IS NULL;

-- name: close_calls_about!
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed'
WHERE case_id = :case_id AND reason = :kind AND closed_at IS NULL;

-- name: cases_to_hand_over
-- Everything that this counsellor looks after now, closed cases too; nothing of it is shown.
SELECT c.id, c.state
FROM case_assignments w
JOIN cases c ON c.id = w.case_id
WHERE w.staff_id = :staff_id AND w.relationship = 'counsellor' AND w.valid_from <= :now AND :now < w.valid_until
    AND c.state <> 'erased' AND c.carrier_id = :carrier_id
ORDER BY c.id;

-- name: end_assignments_of_case!
-- Whoever counselled or stood in finds nothing from now on.
UPDATE case_assignments SET valid_until = :now WHERE case_id = :case_id AND valid_until > :now;

-- name: meetings_to_colleague!
UPDATE meetings SET staff_id = :to_id, version = version + 1
WHERE case_id = :case_id AND staff_id = :from_id AND starts_at > :now;

-- name: signatures_to_colleague!
-- Whoever counsels now signs what was offered and not signed yet.
UPDATE agreement_signatures SET person_id = :to_id
WHERE case_id = :case_id AND person_id = :from_id AND role = 'counsellor' AND signed_at IS NULL;

-- name: settle_objections_of_case!
UPDATE handover_cases SET settled_at = :now, settled_by = :actor
WHERE case_id = :case_id AND objected_at IS NOT NULL AND settled_at IS NULL;

-- name: end_grants_of_case!
-- The plan goes to another carrier: whoever was let in or asked was let into the old one.
UPDATE mentor_grants SET
    state = CASE WHEN state IN ('requested', 'offered') THEN 'cancelled' ELSE 'expired' END,
    state_at = :now, valid_until = :now, version = version + 1
WHERE case_id = :case_id AND state IN ('requested', 'offered', 'active', 'suspended');

-- name: cases_near_their_end
SELECT c.id, c.erase_due_on
FROM cases c
WHERE c.state = 'closed' AND c.handed_to_id IS NULL AND c.erase_due_on <= :soon
ORDER BY c.erase_due_on, c.id;

-- name: erasure_notices
SELECT t.days FROM tellings t WHERE t.case_id = :case_id AND t.kind = 'erasure' AND t.last_on = :due_on;

-- name: forget_ending!
-- Counselling goes on: nobody reads any more that everything will be erased.
DELETE FROM tellings WHERE case_id = :case_id AND kind IN ('erasure', 'held', 'released');

-- name: shared_step
-- What the link of a partner shows: one step and whom to call. Whether it still does is decided by domain/sharing.py.
SELECT
    h.id, h.case_id, h.step_id, h.partner_id, h.expires_at, h.opened_at, h.ended_at, h.chosen,
    COALESCE(h.contact_id, h.made_by) AS contact_id,
    n.state AS consent_state, n.ended_at AS consent_ended_at, n.expires_on AS consent_until,
    s.partner_id AS partner_now, s.text_key, s.due_on, s.documents, s.removed_at, g.sensitivity, c.state AS case_state,
    p.name AS partner_name, k.name AS office_name, k.phone AS office_phone,
    CASE WHEN EXISTS (SELECT 1 FROM cooperating_partners w WHERE w.partner_id = h.partner_id AND p.ended_at IS NULL)
        THEN 'yes' ELSE 'no' END AS cooperates,
    h.name_shown_sealed AS "name_shown@id",
    s.text_sealed AS "text@step_id",
    s.parts_sealed AS "parts@step_id",
    s.values_sealed AS "values@step_id",
    a.name_sealed AS "staff_name@contact_id",
    a.phone_sealed AS "staff_phone@contact_id"
FROM step_shares h
JOIN consents n ON n.id = h.consent_id
JOIN steps s ON s.id = h.step_id
JOIN goals g ON g.id = s.goal_id
JOIN cases c ON c.id = h.case_id
JOIN carriers k ON k.id = c.carrier_id
JOIN partners p ON p.id = h.partner_id
JOIN accounts a ON a.id = COALESCE(h.contact_id, h.made_by)
WHERE h.token_digest = :token_digest;

-- name: partner_notes
SELECT id, progress, words_sealed AS "words@id" FROM partner_notes WHERE share_id = :share_id ORDER BY at, id;

-- name: expire_consents!
-- Yeses whose last day has passed, and those to a mentor whose grant has ended in another way.
UPDATE consents SET state = 'expired', ended_at = :now
WHERE state = 'given' AND ended_at IS NULL
    AND (
        expires_on < :today
        OR (
            purpose = 'mentor_access' AND recipient IN (
                SELECT mg.id FROM mentor_grants mg WHERE mg.state NOT IN ('requested', 'offered', 'active', 'suspended')
            )
        )
    );

-- name: step_left_behind
-- A step that the client did not take along when her case went to another carrier.
SELECT s.id, s.case_id, s.state FROM steps s
JOIN cases c ON c.id = s.case_id
WHERE s.id = :step_id AND c.client_id = :actor AND c.handed_to_id IS NOT NULL;

-- name: news_due
SELECT n.id FROM reminders n WHERE n.case_id = :case_id AND n.kind = 'news' AND n.state = 'due';

-- name: call_about
SELECT t.id FROM call_tasks t WHERE t.case_id = :case_id AND t.reason = :reason AND t.closed_at IS NULL;

-- name: steps_for_grant
-- What a grant's mentor takes on with it: unfinished steps for a mentor in its goals, where nobody else accompanies the goal.
SELECT s.id, mg.mentor_id
FROM mentor_grants mg
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id
JOIN steps s ON s.goal_id = gg.goal_id
WHERE mg.id = :grant_id AND mg.state = 'active' AND s.responsible = 'mentor' AND s.removed_at IS NULL
    AND s.state IN ('open', 'in_progress', 'blocked') AND (s.mentor_id IS NULL OR s.mentor_id <> mg.mentor_id)
    AND NOT EXISTS (
        SELECT 1 FROM mentor_grants other
        JOIN mentor_grant_goals og ON og.grant_id = other.id AND og.goal_id = gg.goal_id
        WHERE other.mentor_id <> mg.mentor_id AND other.state IN ('active', 'suspended')
    )
ORDER BY s.id;

-- name: erase_not_later!
-- A case that went to another carrier, whose client had asked to erase it: its day is the last day to answer, or sooner.
UPDATE cases SET erase_due_on = :day WHERE id = :case_id AND state = 'closed' AND erase_due_on > :day;
