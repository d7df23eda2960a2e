-- Deputies, handovers and the end of a case, as a person of the case may see them; the worker's statements are unscoped.

-- name: tellings
-- What the client has not yet said that she read, the newest first.
SELECT t.id, t.kind, t.person_id, t.first_on, t.last_on, t.days, t.reason, t.made_at, k.name AS carrier_name, k.kind AS carrier_kind,
    a.name_sealed AS "person_name@person_id",
    a.phone_sealed AS "person_phone@person_id"
FROM case_relationship r
JOIN tellings t ON t.case_id = r.case_id
LEFT JOIN accounts a ON a.id = t.person_id
LEFT JOIN carriers k ON k.id = a.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND t.case_id = :case_id AND t.read_at IS NULL
ORDER BY t.made_at DESC, t.id DESC;

-- name: telling
SELECT t.id, t.case_id, t.kind, t.read_at
FROM case_relationship r
JOIN tellings t ON t.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND t.id = :telling_id;

-- name: own_handover
-- The last time that the client's own case went to somebody else of the same carrier.
SELECT h.id, h.objected_at, h.settled_at, w.to_id, w.made_at,
    a.name_sealed AS "to_name@to_id"
FROM case_relationship r
JOIN handover_cases h ON h.case_id = r.case_id
JOIN handovers w ON w.id = h.handover_id
JOIN accounts a ON a.id = w.to_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND h.case_id = :case_id
ORDER BY w.made_at DESC, h.id DESC;

-- name: objection
SELECT h.id, h.case_id, h.objected_at, h.settled_at, r.relationship
FROM case_relationship r
JOIN handover_cases h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND h.id = :handover_case_id AND h.objected_at IS NOT NULL
ORDER BY r.relationship;

-- name: objections
-- Who of the own caseload would rather not have the new counsellor.
SELECT h.id, h.case_id, h.objected_at, h.objection_language, r.relationship,
    h.objection_sealed AS "words@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN handover_cases h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'erased')
    AND h.objected_at IS NOT NULL AND h.settled_at IS NULL
ORDER BY h.objected_at, h.id;

-- name: objections_about_me
-- For whoever counselled before: with whom to speak because somebody would rather have stayed. No name, no case, no number.
SELECT a.id AS to_id,
    a.name_sealed AS "to_name@to_id"
FROM handovers w
JOIN handover_objections o ON o.handover_id = w.id
JOIN accounts a ON a.id = w.to_id
WHERE w.from_id = :actor
GROUP BY a.id
ORDER BY a.id;

-- name: handovers
-- A carrier's handovers with numbers only.
SELECT w.id, w.from_id, w.to_id, w.reason, w.cases, w.made_at,
    a.name_sealed AS "from_name@from_id",
    b.name_sealed AS "to_name@to_id"
FROM handovers w
JOIN accounts a ON a.id = w.from_id
JOIN accounts b ON b.id = w.to_id
WHERE w.carrier_id = :carrier_id
ORDER BY w.made_at DESC, w.id DESC
LIMIT 20;

-- name: new_here
-- Cases that came to the actor by a handover and were not opened since.
SELECT c.id, c.id AS case_id, w.valid_from, r.relationship
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN case_assignments w ON w.case_id = r.case_id AND w.staff_id = r.actor_id AND w.relationship = 'counsellor'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'counsellor'
    AND c.state NOT IN ('closed', 'restricted', 'erased') AND w.reason = 'handover' AND :now < w.valid_until
    AND NOT EXISTS (
        SELECT 1 FROM access_log l
        WHERE l.case_id = c.id AND l.actor_id = :actor AND l.last_at >= w.valid_from
    )
ORDER BY w.valid_from, c.id;

-- name: idle
-- Open cases in which nothing was heard of the person for as long as the carrier finds long, or since the case began.
SELECT
    c.id, c.id AS case_id, c.state, c.opened_at, k.idle_review_days, r.relationship,
    (SELECT MAX(t.on_day) FROM contacts t WHERE t.case_id = c.id AND t.reached = 'yes') AS contact_on,
    (SELECT MAX(m.local_date) FROM meetings m WHERE m.case_id = c.id AND m.state = 'held') AS meeting_on,
    (SELECT MAX(p.received_at) FROM step_reports p WHERE p.case_id = c.id AND p.by_relationship = 'client') AS report_at,
    (SELECT MAX(h.received_at) FROM help_requests h WHERE h.case_id = c.id) AS help_at
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN carriers k ON k.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy')
    AND c.state IN ('new', 'clearing', 'acute_help', 'planning', 'active', 'paused') AND c.opened_at < :opened_before
    AND NOT EXISTS (
        SELECT 1 FROM meetings ahead
        WHERE ahead.case_id = c.id AND ahead.starts_at > :now AND ahead.state IN ('planned', 'confirmed', 'reschedule_requested')
    )
ORDER BY c.opened_at, c.id;

-- name: hold
-- What keeps a closed case longer, for its staff and its client.
SELECT h.id, h.reason, h.until_on, h.was_due_on, h.made_at
FROM case_relationship r
JOIN holds h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.case_id = :case_id AND h.ended_at IS NULL
ORDER BY h.until_on DESC;

-- name: end_holds!
UPDATE holds SET ended_at = :now, ended_by = :actor
WHERE case_id = :case_id AND ended_at IS NULL
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('counsellor', 'deputy')
    );

-- name: carrier_question
-- Whether the plan may go to another carrier: the last question in this state.
SELECT q.id, q.case_id, q.to_id, q.to_carrier_id, q.state, q.made_at, k.name AS carrier_name, k.kind AS carrier_kind, r.relationship,
    a.name_sealed AS "to_name@to_id"
FROM case_relationship r
JOIN carrier_handovers q ON q.case_id = r.case_id
JOIN carriers k ON k.id = q.to_carrier_id
JOIN accounts a ON a.id = q.to_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND q.case_id = :case_id AND q.state = :state
ORDER BY q.made_at DESC, q.id DESC;

-- name: carrier_question_by_id
SELECT q.id, q.case_id, q.to_id, q.to_carrier_id, q.state, r.relationship
FROM case_relationship r
JOIN carrier_handovers q ON q.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND q.id = :asked_id
ORDER BY r.relationship;

-- name: counsellor_elsewhere
-- A counsellor of another carrier who can look after somebody.
SELECT a.id, a.carrier_id FROM accounts a
JOIN secrets s ON s.account_id = a.id
WHERE a.id = :id AND a.role = 'counsellor' AND a.deactivated_at IS NULL AND a.carrier_id <> :carrier_id;

-- name: counsellors_elsewhere
SELECT a.id, a.carrier_id, k.name AS carrier_name, a.title, a.name_sealed AS "name@id"
FROM accounts a
JOIN secrets s ON s.account_id = a.id
JOIN carriers k ON k.id = a.carrier_id
WHERE a.role = 'counsellor' AND a.deactivated_at IS NULL AND a.carrier_id <> :carrier_id
ORDER BY k.name, a.made_at, a.id;

-- name: colleagues
-- Who of the own carrier could go on; the actor is not among them.
SELECT a.id, a.title, a.name_sealed AS "name@id"
FROM accounts a
JOIN secrets s ON s.account_id = a.id
WHERE a.carrier_id = :carrier_id AND a.role = 'counsellor' AND a.deactivated_at IS NULL AND a.id <> :actor
ORDER BY a.made_at, a.id;

-- name: caseloads
-- How many cases each counsellor of a carrier looks after: numbers, for whoever hands them over.
SELECT a.id, a.deactivated_at, SUM(l.open_case) AS open_cases, SUM(l.closed_case) AS closed_cases,
    a.name_sealed AS "name@id"
FROM accounts a
JOIN counsellor_load l ON l.staff_id = a.id AND l.valid_from <= :now AND :now < l.valid_until
WHERE a.carrier_id = :carrier_id AND a.role = 'counsellor'
GROUP BY a.id
ORDER BY a.made_at, a.id;

-- name: tombstones
-- How soon after their day cases were erased: numbers of one carrier.
SELECT COUNT(*) AS number, MAX(s.days_after_due) AS longest
FROM tombstones s
WHERE s.carrier_id = :carrier_id AND s.erased_on >= :since;

-- name: step_after_handover
-- Where a step of the old case goes on.
SELECT h.step_id
FROM case_relationship r
JOIN handed_steps h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND h.id = :step_id;

-- name: close_calls!
-- The client has read it: nobody needs to call about it.
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed'
WHERE case_id = :case_id AND reason = :reason AND closed_at IS NULL
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    );
