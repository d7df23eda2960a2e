-- Numbers of a quarter, without a relationship to any case: counts, days and codes of categories, never an id of a case or
-- person and nothing sealed. Only casework/indicators.py uses them. `person` is a running number within one answer.
-- Of one case alone (:first_case = :last_case) right before it is erased, else of all.

-- name: new_cases
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, c.path, c.id FROM cases c
    WHERE c.opened_at >= :from_at AND c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: days_to_clearing
SELECT
    c.carrier_id, SUBSTR(c.opened_at, 1, 10) AS from_day, MIN(k.held_on) AS until_day,
    DENSE_RANK() OVER (ORDER BY c.id) AS person
FROM cases c
JOIN clearings k ON k.case_id = c.id
WHERE c.id BETWEEN :first_case AND :last_case
GROUP BY c.id, c.carrier_id, c.opened_at
HAVING MIN(k.held_on) >= :from_on AND MIN(k.held_on) < :until_on;

-- name: open_cases
WITH standing (id, carrier_id, state) AS (
    SELECT c.id, c.carrier_id, COALESCE(
        (SELECT s.state FROM case_states s WHERE s.case_id = c.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        c.state
    )
    FROM cases c WHERE c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
),
facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id,
        CASE
            WHEN c.state = 'acute_help' THEN 'acute_help'
            WHEN EXISTS (
                SELECT 1 FROM agreement_versions v
                WHERE v.case_id = c.id AND v.in_force_at < :until_at AND (v.ended_at IS NULL OR v.ended_at >= :until_at)
            ) THEN 'agreement'
            WHEN EXISTS (SELECT 1 FROM goals g WHERE g.case_id = c.id AND g.made_at < :until_at) THEN 'plan'
            ELSE 'no_plan'
        END,
        c.id
    FROM standing c WHERE c.state NOT IN ('closed', 'erased')
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: needs
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, n.life_area, c.id FROM needs n JOIN cases c ON c.id = n.case_id
    WHERE n.made_at >= :from_at AND n.made_at < :until_at AND n.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: goal_outcomes
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, s.state, c.id FROM goal_states s JOIN cases c ON c.id = s.case_id
    WHERE s.state IN ('achieved', 'not_needed_anymore', 'changed', 'dropped') AND s.at >= :from_at AND s.at < :until_at
        AND s.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: goal_areas
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, g.life_area, c.id FROM goal_states s JOIN goals g ON g.id = s.goal_id JOIN cases c ON c.id = s.case_id
    WHERE s.state IN ('achieved', 'not_needed_anymore', 'changed', 'dropped') AND s.at >= :from_at AND s.at < :until_at
        AND s.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: days_to_achieve
SELECT
    c.carrier_id, SUBSTR(s.at, 1, 10) AS until_day,
    SUBSTR(COALESCE((SELECT MIN(a.at) FROM goal_states a WHERE a.goal_id = g.id AND a.state = 'agreed'), g.made_at), 1, 10) AS from_day,
    DENSE_RANK() OVER (ORDER BY c.id) AS person
FROM goal_states s
JOIN goals g ON g.id = s.goal_id
JOIN cases c ON c.id = s.case_id
WHERE s.state = 'achieved' AND s.at >= :from_at AND s.at < :until_at AND s.case_id BETWEEN :first_case AND :last_case;

-- name: waiting_steps
-- The same waiting that the day list shows (shares.waiting): since the day that somebody wrote down, else since the
-- partner's own step began. State of case, goal and step as they were on the last day.
WITH standing (id, carrier_id, state) AS (
    SELECT c.id, c.carrier_id, COALESCE(
        (SELECT s.state FROM case_states s WHERE s.case_id = c.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        c.state
    )
    FROM cases c WHERE c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
),
wanted (id, state) AS (
    SELECT g.id, COALESCE(
        (SELECT s.state FROM goal_states s WHERE s.goal_id = g.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        g.state
    )
    FROM goals g WHERE g.made_at < :until_at AND g.case_id BETWEEN :first_case AND :last_case
),
moves (step_id, from_state, to_state, at, place_before, place_after) AS (
    SELECT r.step_id, r.from_state, r.to_state, r.received_at,
        CASE WHEN r.received_at < :until_at
            THEN ROW_NUMBER() OVER (PARTITION BY r.step_id, r.received_at < :until_at ORDER BY r.received_at DESC, r.id DESC) END,
        CASE WHEN r.received_at >= :until_at
            THEN ROW_NUMBER() OVER (PARTITION BY r.step_id, r.received_at < :until_at ORDER BY r.received_at, r.id) END
    FROM step_reports r WHERE r.to_state IS NOT NULL AND r.case_id BETWEEN :first_case AND :last_case
),
facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, COALESCE(p.kind, 'other'), c.id
    FROM steps s
    JOIN standing c ON c.id = s.case_id
    JOIN wanted g ON g.id = s.goal_id
    LEFT JOIN moves b ON b.step_id = s.id AND b.place_before = 1
    LEFT JOIN moves a ON a.step_id = s.id AND a.place_after = 1
    LEFT JOIN partners p ON p.id = s.partner_id
    WHERE c.state NOT IN ('restricted', 'closed', 'erased') AND g.state IN ('proposed', 'agreed', 'in_progress')
        AND s.made_at < :until_at AND (s.removed_at IS NULL OR s.removed_at >= :until_at)
        AND (
            (COALESCE(b.to_state, a.from_state, s.state) IN ('open', 'in_progress', 'blocked') AND s.waiting_since < :waiting_on)
            OR (
                s.waiting_since IS NULL AND s.responsible = 'partner'
                AND COALESCE(b.to_state, a.from_state, s.state) IN ('in_progress', 'blocked')
                AND COALESCE(b.at, s.made_at) <= :waiting_at
            )
        )
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: obstacles
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, s.obstacle, c.id FROM step_reports s JOIN cases c ON c.id = s.case_id
    WHERE s.obstacle IS NOT NULL AND s.received_at >= :from_at AND s.received_at < :until_at
        AND s.case_id BETWEEN :first_case AND :last_case
    UNION ALL
    SELECT c.carrier_id, h.obstacle, c.id FROM help_requests h JOIN cases c ON c.id = h.case_id
    WHERE h.received_at >= :from_at AND h.received_at < :until_at AND h.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: reviews
-- The day it was first planned for, and the day it was held; none for one that was not possible.
SELECT carrier_id, from_day, until_day, DENSE_RANK() OVER (ORDER BY case_id) AS person
FROM (
    SELECT c.carrier_id, r.planned_on AS from_day, r.held_on AS until_day, r.case_id
    FROM reviews r JOIN cases c ON c.id = r.case_id
    WHERE r.planned_on <> '' AND r.held_on >= :from_on AND r.held_on < :until_on
        AND r.case_id BETWEEN :first_case AND :last_case
    UNION ALL
    SELECT c.carrier_id, m.local_date, NULL, m.case_id FROM meetings m JOIN cases c ON c.id = m.case_id
    WHERE m.kind = 'review' AND m.state = 'not_held' AND m.local_date >= :from_on AND m.local_date < :until_on
        AND m.case_id BETWEEN :first_case AND :last_case
) held;

-- name: meetings
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id,
        CASE
            WHEN EXISTS (
                SELECT 1 FROM reminders n
                WHERE n.meeting_id = m.id AND n.person_id = c.client_id AND n.kind IN ('reminder', 'by_hand')
                    AND n.channel = 'push' AND n.sent_at IS NOT NULL
            ) THEN 'push.'
            WHEN EXISTS (
                SELECT 1 FROM reminders n
                WHERE n.meeting_id = m.id AND n.person_id = c.client_id AND n.kind IN ('reminder', 'by_hand')
                    AND n.channel <> 'push' AND n.sent_at IS NOT NULL
            ) THEN 'message.'
            WHEN EXISTS (
                SELECT 1 FROM call_tasks t
                WHERE t.case_id = m.case_id AND t.meeting_id = m.id AND t.person_id = c.client_id AND t.closed_as = 'spoken'
            ) THEN 'call.'
            ELSE 'none.'
        END || m.state,
        c.id
    FROM meetings m JOIN cases c ON c.id = m.case_id
    WHERE m.state IN ('held', 'not_held') AND m.starts_at >= :from_at AND m.starts_at < :until_at
        AND m.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: gap_areas
-- Gaps name no person: each counts as one. They stay when a case is erased.
WITH facts (carrier_id, dimension) AS (
    SELECT g.carrier_id, g.life_area FROM service_gaps g
    WHERE g.month >= :from_month AND g.month < :until_month AND :first_case <> :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(*) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(*) FROM facts GROUP BY carrier_id;

-- name: gap_levels
WITH facts (carrier_id, dimension) AS (
    SELECT g.carrier_id, CASE WHEN g.level = '' THEN 'not_stated' ELSE g.level END FROM service_gaps g
    WHERE g.month >= :from_month AND g.month < :until_month AND :first_case <> :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(*) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(*) FROM facts GROUP BY carrier_id;

-- name: gap_childcare
WITH facts (carrier_id, dimension) AS (
    SELECT g.carrier_id, g.childcare FROM service_gaps g
    WHERE g.month >= :from_month AND g.month < :until_month AND :first_case <> :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(*) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(*) FROM facts GROUP BY carrier_id;

-- name: levels
WITH standing (id, carrier_id, state) AS (
    SELECT c.id, c.carrier_id, COALESCE(
        (SELECT s.state FROM case_states s WHERE s.case_id = c.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        c.state
    )
    FROM cases c WHERE c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
),
ranked (case_id, place, first_place, last_place) AS (
    SELECT l.case_id,
        CASE l.level WHEN 'none' THEN 0 WHEN 'A1' THEN 1 WHEN 'A2' THEN 2 WHEN 'B1' THEN 3 WHEN 'B2' THEN 4 WHEN 'C1' THEN 5 ELSE 6 END,
        ROW_NUMBER() OVER (PARTITION BY l.case_id ORDER BY l.on_day, l.id),
        ROW_NUMBER() OVER (PARTITION BY l.case_id ORDER BY l.on_day DESC, l.id DESC)
    FROM situation_languages l
    WHERE l.language = 'de' AND l.skill = 'speaking' AND l.level <> 'not_said' AND l.withdrawn_at IS NULL
        AND l.on_day < :until_on AND l.case_id BETWEEN :first_case AND :last_case
),
facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id,
        CASE
            WHEN after.place > before.place + 1 THEN 'two_up'
            WHEN after.place > before.place THEN 'one_up'
            WHEN after.place = before.place THEN 'same'
            ELSE 'lower'
        END,
        c.id
    FROM ranked before
    JOIN ranked after ON after.case_id = before.case_id AND after.last_place = 1 AND after.first_place > 1
    JOIN standing c ON c.id = before.case_id
    WHERE before.first_place = 1 AND c.state NOT IN ('closed', 'erased')
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: languages
WITH standing (id, client_id, carrier_id, state) AS (
    SELECT c.id, c.client_id, c.carrier_id, COALESCE(
        (SELECT s.state FROM case_states s WHERE s.case_id = c.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        c.state
    )
    FROM cases c WHERE c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
),
facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, a.language, c.id FROM standing c JOIN accounts a ON a.id = c.client_id
    WHERE c.state NOT IN ('closed', 'erased')
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: literacy
WITH standing (id, client_id, carrier_id, state) AS (
    SELECT c.id, c.client_id, c.carrier_id, COALESCE(
        (SELECT s.state FROM case_states s WHERE s.case_id = c.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        c.state
    )
    FROM cases c WHERE c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
),
facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, k.literacy, c.id FROM standing c JOIN clients k ON k.id = c.client_id
    WHERE c.state NOT IN ('closed', 'erased')
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: active_grants
WITH facts (carrier_id, person) AS (
    SELECT c.carrier_id, c.id FROM mentor_grants g JOIN cases c ON c.id = g.case_id
    WHERE g.valid_from < :until_at AND g.valid_until >= :until_at AND g.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, 'total' AS dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id;

-- name: ended_grants
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, g.state, c.id FROM mentor_grants g JOIN cases c ON c.id = g.case_id
    WHERE g.state IN ('expired', 'revoked', 'returned') AND g.state_at >= :from_at AND g.state_at < :until_at
        AND g.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: withdrawn_consents
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, o.purpose, c.id FROM consents o JOIN cases c ON c.id = o.case_id
    WHERE o.state IN ('given', 'withdrawn') AND o.ended_at >= :from_at AND o.ended_at < :until_at
        AND o.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: feedback_kinds
-- Who wrote is mostly not known: each message counts as somebody. No case is behind it.
WITH facts (carrier_id, dimension) AS (
    SELECT COALESCE(f.carrier_id, ''), f.kind FROM feedback f
    WHERE f.received_at >= :from_at AND f.received_at < :until_at AND :first_case <> :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(*) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(*) FROM facts GROUP BY carrier_id;

-- name: days_to_answer
SELECT carrier_id, from_day, until_day, ROW_NUMBER() OVER (ORDER BY from_day) AS person
FROM (
    SELECT COALESCE(f.carrier_id, '') AS carrier_id, SUBSTR(f.received_at, 1, 10) AS from_day,
        (SELECT SUBSTR(MIN(a.at), 1, 10) FROM feedback_answers a WHERE a.feedback_id = f.id) AS until_day
    FROM feedback f
) answered
WHERE until_day >= :from_on AND until_day < :until_on AND :first_case <> :last_case;

-- name: days_to_erase
SELECT t.carrier_id, t.days_after_due AS days, ROW_NUMBER() OVER (ORDER BY t.erased_on) AS person FROM tombstones t
WHERE t.erased_on >= :from_on AND t.erased_on < :until_on AND :first_case <> :last_case;

-- name: people_counselled
WITH facts (carrier_id, person) AS (
    SELECT c.carrier_id, c.id FROM contacts k JOIN cases c ON c.id = k.case_id
    WHERE k.on_day >= :from_on AND k.on_day < :until_on AND k.reached = 'yes' AND k.case_id BETWEEN :first_case AND :last_case
    UNION
    SELECT c.carrier_id, c.id FROM meetings m JOIN cases c ON c.id = m.case_id
    WHERE m.state = 'held' AND m.starts_at >= :from_at AND m.starts_at < :until_at AND m.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, 'total' AS dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id;

-- name: contacts
WITH facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id, k.kind, c.id FROM contacts k JOIN cases c ON c.id = k.case_id
    WHERE k.on_day >= :from_on AND k.on_day < :until_on AND k.case_id BETWEEN :first_case AND :last_case
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;

-- name: course_demand
-- Who looks for a German course at the end of the quarter, by the lowest level that was noted last.
WITH standing (id, carrier_id, state) AS (
    SELECT c.id, c.carrier_id, COALESCE(
        (SELECT s.state FROM case_states s WHERE s.case_id = c.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        c.state
    )
    FROM cases c WHERE c.opened_at < :until_at AND c.id BETWEEN :first_case AND :last_case
),
wanted (case_id, state) AS (
    SELECT g.case_id, COALESCE(
        (SELECT s.state FROM goal_states s WHERE s.goal_id = g.id AND s.at < :until_at ORDER BY s.at DESC, s.id DESC LIMIT 1),
        g.state
    )
    FROM goals g
    WHERE g.life_area = 'language' AND g.sensitivity = 'standard' AND g.made_at < :until_at
        AND g.case_id BETWEEN :first_case AND :last_case
),
noted (case_id, on_day, level) AS (
    SELECT l.case_id, l.on_day, l.level FROM situation_languages l
    WHERE l.language = 'de' AND l.withdrawn_at IS NULL AND l.level <> 'not_said' AND l.on_day < :until_on
        AND l.case_id BETWEEN :first_case AND :last_case
),
facts (carrier_id, dimension, person) AS (
    SELECT c.carrier_id,
        COALESCE(
            (
                SELECT MIN(n.level) FROM noted n
                WHERE n.case_id = c.id AND n.level <> 'none'
                    AND n.on_day = (SELECT MAX(newest.on_day) FROM noted newest WHERE newest.case_id = c.id)
            ),
            CASE WHEN EXISTS (SELECT 1 FROM noted n WHERE n.case_id = c.id) THEN 'none' ELSE 'not_stated' END
        ),
        c.id
    FROM standing c
    WHERE c.state NOT IN ('closed', 'restricted', 'erased')
        AND EXISTS (SELECT 1 FROM wanted w WHERE w.case_id = c.id AND w.state IN ('proposed', 'agreed', 'in_progress'))
)
SELECT carrier_id, dimension, COUNT(*) AS number, COUNT(DISTINCT person) AS people FROM facts GROUP BY carrier_id, dimension
UNION ALL
SELECT carrier_id, 'total', COUNT(*), COUNT(DISTINCT person) FROM facts GROUP BY carrier_id;
