-- What somebody wishes for, by life area. `:high` as in goals.sql: needs under special protection.

-- name: of_case
SELECT
    n.id, n.case_id, n.goal_id, n.life_area, n.urgency, n.sensitivity, n.own_words_language, n.state, n.made_at,
    n.version, n.said_by, n.seen_at, n.seen_by, r.relationship, g.state AS goal_state, seer.name_sealed AS "seen_name@seen_by",
    (SELECT MAX(v.id) FROM recordings v WHERE v.subject = 'need' AND v.subject_id = n.id) AS recording_id,
    n.own_words_sealed AS "own_words@id",
    n.german_sealed AS "german@id"
FROM case_relationship r
JOIN needs n ON n.case_id = r.case_id
LEFT JOIN goals g ON g.id = n.goal_id
LEFT JOIN accounts seer ON seer.id = n.seen_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.case_id = :case_id
    AND (n.sensitivity <> 'high' OR :high = 'yes')
ORDER BY CASE n.urgency WHEN 'now' THEN 1 WHEN 'soon' THEN 2 ELSE 3 END, n.made_at, n.id;

-- name: find
SELECT
    n.id, n.case_id, n.goal_id, n.life_area, n.urgency, n.sensitivity, n.own_words_language, n.state, n.made_at,
    n.version, n.said_by, n.seen_at, r.relationship,
    (SELECT MAX(v.id) FROM recordings v WHERE v.subject = 'need' AND v.subject_id = n.id) AS recording_id,
    n.own_words_sealed AS "own_words@id",
    n.german_sealed AS "german@id"
FROM case_relationship r
JOIN needs n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.id = :need_id
    AND (n.sensitivity <> 'high' OR :high = 'yes');

-- name: of_goal
-- Needs that a goal was made of. Whoever may change the goal was asked before.
SELECT n.id, n.case_id, n.sensitivity, n.state, n.version, n.said_by, n.seen_at
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

-- name: new_said
-- What clients have said themselves and nobody at the desk has looked at. Protected words stay off the list; a deputy
-- does not read what a protected wish is about.
SELECT
    n.id, n.case_id, n.made_at, n.own_words_language, n.sensitivity, r.relationship,
    CASE WHEN n.sensitivity = 'high' AND r.relationship <> 'counsellor' THEN '' ELSE n.life_area END AS life_area,
    CASE WHEN n.sensitivity = 'high' THEN NULL ELSE n.own_words_sealed END AS "own_words@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN needs n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND n.said_by = 'client' AND n.seen_at IS NULL AND n.state = 'open'
ORDER BY n.made_at, n.id;

-- name: drop_states!
DELETE FROM need_states
WHERE need_id = :need_id
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    );

-- name: drop!
-- The client takes back what nobody has worked on.
DELETE FROM needs
WHERE id = :need_id AND said_by = 'client'
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    );
