-- `:high` is 'yes' where goals that need special protection may be shown: never to mentors, to clients after the PIN,
-- to the counsellor of the case, to a deputy only with a reason that was written down.

-- name: of_case
SELECT
    g.id, g.case_id, g.block_id, g.life_area, g.state, g.priority, g.sensitivity, g.made_at, g.version,
    g.own_words_language, r.relationship,
    g.title_sealed AS "title@id",
    g.text_sealed AS "text@id",
    g.values_sealed AS "values@id",
    g.own_words_sealed AS "own_words@id"
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND g.case_id = :case_id
    AND (g.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'))
ORDER BY g.priority, g.made_at, g.id;

-- name: find
SELECT
    g.id, g.case_id, g.block_id, g.life_area, g.state, g.priority, g.sensitivity, g.made_at, g.version,
    g.own_words_language, r.relationship,
    g.title_sealed AS "title@id",
    g.text_sealed AS "text@id",
    g.values_sealed AS "values@id",
    g.own_words_sealed AS "own_words@id"
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND (r.scope = 'all' OR r.scope = g.id)
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND g.id = :goal_id
    AND (g.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'));

-- name: history
-- What became of a goal, for whoever sees the whole case.
SELECT h.id, h.state, h.at, h.reason, h.by_id, a.name_sealed AS "by_name@by_id"
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND r.scope = 'all'
JOIN goal_states h ON h.goal_id = g.id
LEFT JOIN accounts a ON a.id = h.by_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND g.id = :goal_id
    AND (g.sensitivity <> 'high' OR :high = 'yes')
ORDER BY h.at, h.id;

-- name: last_priority
SELECT COALESCE(MAX(g.priority), 0) AS priority
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND g.case_id = :case_id AND r.scope = 'all';

-- name: meetings_to_protect
-- Meetings about a goal that are not under special protection yet.
SELECT DISTINCT m.id, m.starts_at, m.version
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND r.scope = 'all'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND m.goal_id = :goal_id AND m.sensitivity <> 'high'
ORDER BY m.starts_at, m.id;

-- name: grants_with
-- Grants that run or wait and hold a goal; for whoever sees the whole case.
SELECT DISTINCT mg.id, mg.case_id, mg.mentor_id
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND gg.goal_id = :goal_id AND mg.state IN ('requested', 'offered', 'active', 'suspended');

-- name: mentors
-- Who accompanies the person at a goal, also whose certificate is just being renewed; for whoever sees the whole case.
SELECT DISTINCT mg.mentor_id, r.relationship, a.name_sealed AS "name@mentor_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id
JOIN accounts a ON a.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND gg.goal_id = :goal_id AND mg.state IN ('active', 'suspended')
ORDER BY mg.mentor_id;

-- name: leave_grants!
DELETE FROM mentor_grant_goals
WHERE goal_id = :goal_id AND grant_id IN (
        SELECT mg.id
        FROM case_relationship r
        JOIN mentor_grants mg ON mg.case_id = r.case_id
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
            AND mg.state IN ('requested', 'offered', 'active', 'suspended')
    );

-- name: scope_of_mentor
-- Whether a mentor sees anything of a case now.
SELECT gg.goal_id
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.state = 'active'
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND mg.case_id = :case_id AND mg.mentor_id = :mentor_id AND mg.valid_from <= :now AND :now < mg.valid_until
LIMIT 1;

-- name: leave_out_mentor!
UPDATE meetings SET mentor_id = NULL, mentor_answer = NULL, mentor_answered_at = NULL, version = version + 1
WHERE mentor_id = :mentor_id AND case_id = :case_id AND starts_at > :now
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    );
