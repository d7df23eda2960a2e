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
    p.name AS partner_name
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND (r.scope = 'all' OR m.mentor_id = :actor)
JOIN accounts staff ON staff.id = m.staff_id
LEFT JOIN accounts mentor ON mentor.id = m.mentor_id
LEFT JOIN partners p ON p.id = m.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND m.id = :meeting_id
    AND (m.sensitivity <> 'high' OR (:high = 'yes' AND r.relationship <> 'mentor'));
