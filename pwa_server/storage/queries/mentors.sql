-- Mentors as the volunteer office sees them: codes, languages, certificates, how many people; never who.

-- name: list
SELECT
    m.id, m.mentor_code, m.languages, m.max_clients, m.confidentiality_on, m.training_on, m.version,
    a.deactivated_at, a.version AS account_version,
    a.name_sealed AS "name@id",
    a.email_sealed AS "email@id",
    a.phone_sealed AS "phone@id",
    (SELECT MAX(v.lapses_on) FROM clearances v WHERE v.mentor_id = m.id) AS lapses_on,
    (SELECT number FROM mentor_load WHERE mentor_id = m.id) AS clients
FROM mentors m
JOIN accounts a ON a.id = m.id
ORDER BY m.made_at, m.id;

-- name: find
SELECT
    m.id, m.mentor_code, m.languages, m.max_clients, m.confidentiality_on, m.training_on, m.version,
    a.deactivated_at, a.version AS account_version,
    a.name_sealed AS "name@id",
    a.email_sealed AS "email@id",
    a.phone_sealed AS "phone@id",
    (SELECT MAX(v.lapses_on) FROM clearances v WHERE v.mentor_id = m.id) AS lapses_on,
    (SELECT number FROM mentor_load WHERE mentor_id = m.id) AS clients
FROM mentors m
JOIN accounts a ON a.id = m.id
WHERE m.id = :id;

-- name: has_code
SELECT id FROM mentors WHERE mentor_code = :code;

-- name: clearances
SELECT v.id, v.issued_on, v.seen_on, v.lapses_on, v.made_at, a.deactivated_at, k.running, k.last_change_at,
    v.seen_by_sealed AS "seen_by@id"
FROM clearances v
JOIN accounts a ON a.id = v.mentor_id
LEFT JOIN mentor_activity k ON k.mentor_id = v.mentor_id
WHERE v.mentor_id = :mentor_id ORDER BY v.issued_on DESC, v.id DESC;

-- name: requests
-- Who looks for a mentor, or waits for one: first name, language, wish. No case and no plan. What somebody wrote to a mentor
-- whom she knows is not for the office.
SELECT
    q.grant_id, q.mentor_id, q.state, q.proposed_by, q.unconfirmed_since, q.expires_on, q.made_at, q.version, q.client_id,
    q.client_language, q.client_spoken,
    CASE WHEN q.mentor_id IS NULL OR q.proposed_by IS NOT NULL THEN q.wish_sealed END AS "wish@grant_id",
    q.client_name_sealed AS "client_name@client_id",
    q.client_name_latin_sealed AS "client_name_latin@client_id",
    mentor.name_sealed AS "mentor_name@mentor_id"
FROM mentor_requests q
LEFT JOIN accounts mentor ON mentor.id = q.mentor_id
ORDER BY q.made_at, q.grant_id;

-- name: request
SELECT q.grant_id, q.mentor_id, q.state, q.expires_on, q.version
FROM mentor_requests q
WHERE q.grant_id = :grant_id;
