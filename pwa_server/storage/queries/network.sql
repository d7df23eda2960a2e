-- What the organisations have agreed on. Nothing here is about a case.

-- name: goals
SELECT id, words, reached_on, version FROM network_goals WHERE ended_at IS NULL ORDER BY made_at, id;

-- name: goal
SELECT id, words, reached_on, version FROM network_goals WHERE id = :id AND ended_at IS NULL;

-- name: rules
SELECT r.id, r.number, r.words, r.state, r.made_at, r.in_force_at, r.version, r.carrier_id, c.name AS carrier_name
FROM network_rules r LEFT JOIN carriers c ON c.id = r.carrier_id ORDER BY r.number DESC;

-- name: rule
SELECT id, number, words, state, carrier_id, version FROM network_rules WHERE id = :id;

-- name: adoptions
SELECT a.id, a.rules_id, a.carrier_id, a.partner_id, a.adopted_on, a.made_by, c.name AS carrier_name, p.name AS partner_name
FROM network_adoptions a
LEFT JOIN carriers c ON c.id = a.carrier_id
LEFT JOIN partners p ON p.id = a.partner_id
ORDER BY a.made_at, a.id;

-- name: adoptions_of
SELECT carrier_id, partner_id, made_by FROM network_adoptions WHERE rules_id = :rules_id;

-- name: meetings
SELECT id, on_day, clock, place, topics, result, state, version FROM network_meetings ORDER BY on_day DESC, id;

-- name: meeting
SELECT id, on_day, clock, place, topics, result, state, version FROM network_meetings WHERE id = :id;

-- name: tasks
SELECT id, kind, words, who, due_on, done_on, version FROM network_tasks WHERE removed_at IS NULL
ORDER BY CASE WHEN done_on IS NULL THEN 0 ELSE 1 END, COALESCE(due_on, '9999'), made_at, id;

-- name: task
SELECT id, kind, words, who, due_on, done_on, version FROM network_tasks WHERE id = :id AND removed_at IS NULL;

-- name: contacts
-- Whom to ask where, for everybody who works here.
SELECT
    p.id, p.name, p.kind, p.phone, p.verified_on, c.id AS contact_id, d.id AS deputy_id,
    c.name_sealed AS "contact_name@contact_id",
    c.phone_sealed AS "contact_phone@contact_id",
    d.name_sealed AS "deputy_name@deputy_id"
FROM partners p
LEFT JOIN partner_contacts c ON c.partner_id = p.id AND c.place = 'contact'
LEFT JOIN partner_contacts d ON d.partner_id = p.id AND d.place = 'deputy'
WHERE p.ended_at IS NULL
ORDER BY LOWER(p.name), p.id;

-- name: notes
SELECT n.id, n.topic, n.made_at, n.made_by, c.name AS carrier_name, n.words_sealed AS "words@id", a.name_sealed AS "author@made_by"
FROM staff_notes n
LEFT JOIN accounts a ON a.id = n.made_by
LEFT JOIN carriers c ON c.id = n.carrier_id
WHERE n.removed_at IS NULL
ORDER BY n.made_at DESC, n.id;

-- name: note
SELECT id, made_by FROM staff_notes WHERE id = :id AND removed_at IS NULL;
