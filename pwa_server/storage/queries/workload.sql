-- One's own work, over the cases one has now: numbers for oneself, never beside a colleague's.

-- name: cases
SELECT c.state, r.relationship, COUNT(*) AS number
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('closed', 'erased')
GROUP BY c.state, r.relationship;

-- name: meetings
SELECT
    COALESCE(SUM(CASE WHEN m.state IN ('planned', 'confirmed', 'reschedule_requested') AND m.starts_at >= :now AND m.starts_at < :ahead THEN 1 ELSE 0 END), 0) AS coming,
    COALESCE(SUM(CASE WHEN m.state = 'held' AND m.starts_at >= :since AND m.starts_at < :now THEN 1 ELSE 0 END), 0) AS held,
    COALESCE(SUM(CASE WHEN m.kind = 'review' AND m.state IN ('planned', 'confirmed', 'reschedule_requested') AND m.starts_at >= :now AND m.starts_at < :ahead THEN 1 ELSE 0 END), 0) AS reviews
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy');

-- name: contacts
SELECT k.kind, COUNT(*) AS number
FROM case_relationship r
JOIN contacts k ON k.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND k.made_by = :actor AND k.on_day >= :since_on
GROUP BY k.kind;

-- name: steps
-- Steps that are mine to do, and those that wait for somebody else.
SELECT
    COALESCE(SUM(CASE WHEN s.responsible = 'counsellor' THEN 1 ELSE 0 END), 0) AS mine,
    COALESCE(SUM(CASE WHEN s.responsible = 'partner' THEN 1 ELSE 0 END), 0) AS partners
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN steps s ON s.case_id = r.case_id
JOIN goals g ON g.id = s.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND s.state IN ('open', 'in_progress') AND s.removed_at IS NULL AND g.state IN ('agreed', 'in_progress')
    AND (g.sensitivity <> 'high' OR r.relationship = 'counsellor');
