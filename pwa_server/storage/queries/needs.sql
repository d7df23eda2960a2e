-- What somebody wishes for, by life area. `:high` as in goals.sql: needs under special protection.

-- name: of_case
SELECT
    n.id, n.case_id, n.goal_id, n.life_area, n.urgency, n.sensitivity, n.own_words_language, n.state, n.made_at,
    n.version, r.relationship, g.state AS goal_state,
    n.own_words_sealed AS "own_words@id",
    n.german_sealed AS "german@id"
FROM case_relationship r
JOIN needs n ON n.case_id = r.case_id
LEFT JOIN goals g ON g.id = n.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.case_id = :case_id
    AND (n.sensitivity <> 'high' OR :high = 'yes')
ORDER BY CASE n.urgency WHEN 'now' THEN 1 WHEN 'soon' THEN 2 ELSE 3 END, n.made_at, n.id;

-- name: find
SELECT
    n.id, n.case_id, n.goal_id, n.life_area, n.urgency, n.sensitivity, n.own_words_language, n.state, n.made_at,
    n.version, r.relationship,
    n.own_words_sealed AS "own_words@id",
    n.german_sealed AS "german@id"
FROM case_relationship r
JOIN needs n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.id = :need_id
    AND (n.sensitivity <> 'high' OR :high = 'yes');

-- name: of_goal
-- Needs that a goal was made of. Whoever may change the goal was asked before.
SELECT n.id, n.case_id, n.sensitivity, n.state, n.version
FROM case_relationship r
JOIN needs n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND n.goal_id = :goal_id
ORDER BY n.made_at, n.id;

-- name: history
SELECT h.id, h.state, h.at, h.by_id, a.name_sealed AS "by_name@by_id"
FROM case_relationship r
JOIN need_states h ON h.case_id = r.case_id
LEFT JOIN accounts a ON a.id = h.by_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.need_id = :need_id
ORDER BY h.at, h.id;
