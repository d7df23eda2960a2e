-- A mentor sees a meeting that the client invited this mentor to, while a grant is valid; nobody sees `high` ones but
-- the client (after the PIN), the counsellor, and a deputy with a reason.

-- name: of_case
SELECT DISTINCT
    m.id, m.case_id, m.goal_id, m.kind, m.sensitivity, m.local_date, m.local_time, m.starts_at, m.ends_at,
    m.duration_minutes, m.place_kind, m.documents, m.interpreter_language, m.interpreter_state, m.mentor_wished,
    m.mentor_id, m.mentor_answer, m.client_answer, m.client_answered_at, m.staff_id, m.partner_id, m.state,
    m.moved_to_id, m.version, r.relationship,
    m.place_sealed AS "place@id",
    m.room_sealed AS "room@id",
    m.way_sealed AS "way@id",
    m.topic_sealed AS "topic@id",
    m.wish_sealed AS "wish@id",
    m.interpreter_name_sealed AS "interpreter_name@id",
    staff.name_sealed AS "staff_name@staff_id",
    staff.phone_sealed AS "staff_phone@staff_id",
    mentor.name_sealed AS "mentor_name@mentor_id",
    p.name AS partner_name
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND (r.scope = 'all' OR m.mentor_id = :actor)
JOIN accounts staff ON staff.id = m.staff_id
LEFT JOIN accounts mentor ON mentor.id = m.mentor_id
LEFT JOIN partners p ON p.id = m.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND m.case_id = :case_id
    AND (m.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'))
ORDER BY m.starts_at, m.id;

-- name: find
SELECT DISTINCT
    m.id, m.case_id, m.goal_id, m.kind, m.sensitivity, m.local_date, m.local_time, m.starts_at, m.ends_at,
    m.duration_minutes, m.place_kind, m.documents, m.interpreter_language, m.interpreter_state, m.mentor_wished,
    m.mentor_id, m.mentor_answer, m.client_answer, m.client_answered_at, m.staff_id, m.partner_id, m.state,
    m.moved_to_id, m.version, r.relationship,
    m.place_sealed AS "place@id",
    m.room_sealed AS "room@id",
    m.way_sealed AS "way@id",
    m.topic_sealed AS "topic@id",
    m.wish_sealed AS "wish@id",
    m.interpreter_name_sealed AS "interpreter_name@id",
    staff.name_sealed AS "staff_name@staff_id",
    staff.phone_sealed AS "staff_phone@staff_id",
    mentor.name_sealed AS "mentor_name@mentor_id",
    p.name AS partner_name, p.address AS partner_address
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND (r.scope = 'all' OR m.mentor_id = :actor)
JOIN accounts staff ON staff.id = m.staff_id
LEFT JOIN accounts mentor ON mentor.id = m.mentor_id
LEFT JOIN partners p ON p.id = m.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND m.id = :meeting_id
    AND (m.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'));

-- name: week
-- The desk's meetings between two days, with names: a list of names and times is no opening of a case.
SELECT
    m.id, m.case_id, m.kind, m.sensitivity, m.local_date, m.local_time, m.starts_at, m.ends_at, m.duration_minutes,
    m.place_kind, m.interpreter_language, m.interpreter_state, m.mentor_id, m.mentor_answer, m.client_answer, m.state,
    r.relationship, c.client_id,
    m.place_sealed AS "place@id",
    client.name_sealed AS "client_name@client_id",
    k.name_latin_sealed AS "client_name_latin@client_id",
    k.name_native_sealed AS "client_name_native@client_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN meetings m ON m.case_id = r.case_id
JOIN accounts client ON client.id = c.client_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'erased')
    AND m.local_date >= :first AND m.local_date <= :last
    AND (m.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY m.starts_at, m.id;

-- name: answers
SELECT h.id, h.by_id, h.by_relationship, h.answer, h.tapped_at, h.received_at, h.wish_sealed AS "wish@id"
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND r.scope = 'all'
JOIN meeting_answers h ON h.meeting_id = m.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND m.id = :meeting_id
    AND (m.sensitivity <> 'high' OR :high = 'yes')
ORDER BY h.received_at DESC, h.id DESC;

-- name: history
SELECT h.id, h.state, h.at, h.by_id, a.name_sealed AS "by_name@by_id"
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND r.scope = 'all'
JOIN meeting_states h ON h.meeting_id = m.id
LEFT JOIN accounts a ON a.id = h.by_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND m.id = :meeting_id
    AND (m.sensitivity <> 'high' OR :high = 'yes')
ORDER BY h.at, h.id;

-- name: mentors_of_case
-- The mentors whom the client lets look now; who may come along is one of them.
SELECT DISTINCT mg.id, mg.mentor_id, mg.rights, a.name_sealed AS "name@mentor_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id
JOIN accounts a ON a.id = mg.mentor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.scope = 'all'
    AND mg.case_id = :case_id AND mg.state = 'active' AND mg.valid_from <= :now AND :now < mg.valid_until
ORDER BY mg.made_at, mg.id;

-- name: office_of_case
-- Where a case's meetings usually are.
SELECT c.id, k.id AS carrier_id, k.name, k.address, k.phone
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN carriers k ON k.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND c.id = :case_id;

-- name: partners
SELECT p.id, p.name, p.kind, p.address, p.phone, p.hours FROM partners p WHERE p.ended_at IS NULL ORDER BY p.name, p.id;

-- name: find_for_answer
-- What the client's answer needs of a meeting; nothing of its text.
SELECT
    m.id, m.case_id, m.state, m.interpreter_state, m.client_answer, m.client_answered_at, m.sensitivity, m.version,
    c.state AS case_state, r.relationship
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND r.scope = 'all'
JOIN cases c ON c.id = m.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND m.id = :meeting_id;
