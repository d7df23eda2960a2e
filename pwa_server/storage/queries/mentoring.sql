-- What a mentor sees: through a grant that is active now, of a mentor whose certificate is valid on `:today`. Nothing of a
-- case that is closed or restricted, nothing under special protection, nothing of other mentors.

-- name: grants
SELECT DISTINCT
    mg.id, mg.case_id, mg.rights, mg.wish_sealed AS "wish@id", mg.expires_on, mg.valid_until, mg.changed_at, mg.version,
    c.client_id, r.relationship,
    k.name AS office_name, k.phone AS office_phone,
    a.language AS client_language,
    a.name_sealed AS "client_name@client_id",
    latin.name_latin_sealed AS "client_name_latin@client_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id
JOIN cases c ON c.id = r.case_id
JOIN accounts a ON a.id = c.client_id
JOIN clients latin ON latin.id = c.client_id
JOIN carriers k ON k.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.state = 'active' AND mg.valid_from <= :now AND :now < mg.valid_until
    AND c.state NOT IN ('closed', 'restricted', 'erased')
    AND EXISTS (SELECT 1 FROM clearances v WHERE v.mentor_id = mg.mentor_id AND v.lapses_on > :today)
ORDER BY mg.valid_from, mg.id;

-- name: grant
SELECT DISTINCT
    mg.id, mg.case_id, mg.rights, mg.wish_sealed AS "wish@id", mg.expires_on, mg.valid_until, mg.changed_at, mg.version,
    c.client_id, r.relationship,
    k.name AS office_name, k.phone AS office_phone,
    a.language AS client_language,
    a.name_sealed AS "client_name@client_id",
    latin.name_latin_sealed AS "client_name_latin@client_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id
JOIN cases c ON c.id = r.case_id
JOIN accounts a ON a.id = c.client_id
JOIN clients latin ON latin.id = c.client_id
JOIN carriers k ON k.id = c.carrier_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.state = 'active' AND mg.valid_from <= :now AND :now < mg.valid_until
    AND c.state NOT IN ('closed', 'restricted', 'erased')
    AND EXISTS (SELECT 1 FROM clearances v WHERE v.mentor_id = mg.mentor_id AND v.lapses_on > :today)
    AND mg.id = :grant_id;

-- name: goals
-- The goals of one grant in their agreed wording; the client's own words stay with the client and the office.
SELECT DISTINCT
    g.id, g.case_id, g.block_id, g.life_area, g.state, g.priority, g.made_at,
    g.title_sealed AS "title@id",
    g.values_sealed AS "values@id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = r.scope
JOIN goals g ON g.id = gg.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.id = :grant_id AND mg.state = 'active'
    AND g.sensitivity = 'standard' AND g.state IN ('proposed', 'agreed', 'in_progress', 'paused', 'achieved')
ORDER BY g.priority, g.made_at, g.id;

-- name: meetings
-- Meetings that the client invited this mentor to, from `:since` on. `granted` says whether the goal it is about may be seen.
SELECT DISTINCT
    m.id, m.case_id, m.kind, m.local_date, m.local_time, m.starts_at, m.ends_at, m.duration_minutes, m.place_kind,
    m.documents, m.interpreter_state, m.mentor_answer, m.mentor_answered_at, m.staff_id, m.state, m.version,
    mg.id AS grant_id, mg.rights, mg.valid_until AS grant_until, c.client_id, r.relationship,
    k.phone AS office_phone, p.name AS partner_name,
    CASE WHEN m.goal_id IS NULL OR (gg.goal_id IS NOT NULL AND g.sensitivity = 'standard') THEN 'yes' ELSE 'no' END AS granted,
    m.place_sealed AS "place@id",
    m.room_sealed AS "room@id",
    m.way_sealed AS "way@id",
    client.name_sealed AS "client_name@client_id",
    latin.name_latin_sealed AS "client_name_latin@client_id",
    staff.name_sealed AS "staff_name@staff_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id
JOIN cases c ON c.id = r.case_id
JOIN carriers k ON k.id = c.carrier_id
JOIN meetings m ON m.case_id = r.case_id AND m.mentor_id = r.actor_id
JOIN accounts client ON client.id = c.client_id
JOIN clients latin ON latin.id = c.client_id
JOIN accounts staff ON staff.id = m.staff_id
LEFT JOIN partners p ON p.id = m.partner_id
LEFT JOIN goals g ON g.id = m.goal_id
LEFT JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = m.goal_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.state = 'active' AND mg.valid_from <= :now AND :now < mg.valid_until
    AND c.state NOT IN ('closed', 'restricted', 'erased')
    AND EXISTS (SELECT 1 FROM clearances v WHERE v.mentor_id = mg.mentor_id AND v.lapses_on > :today)
    AND m.sensitivity <> 'high' AND (g.id IS NULL OR g.sensitivity <> 'high')
    AND m.state <> 'proposed' AND m.ends_at > :since
ORDER BY m.starts_at, m.id;

-- name: own_answers
-- What this mentor said about a meeting.
SELECT DISTINCT h.id, h.answer, h.tapped_at
FROM case_relationship r
JOIN meeting_answers h ON h.case_id = r.case_id AND h.by_id = r.actor_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND h.meeting_id = :meeting_id
ORDER BY h.tapped_at, h.id;

-- name: grants_of_step
-- The active grants through which a mentor sees this step.
SELECT DISTINCT mg.id, mg.rights, r.relationship
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = r.scope
JOIN goals g ON g.id = gg.goal_id
JOIN steps s ON s.goal_id = g.id
JOIN cases c ON c.id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.state = 'active' AND mg.valid_from <= :now AND :now < mg.valid_until
    AND c.state NOT IN ('closed', 'restricted', 'erased')
    AND EXISTS (SELECT 1 FROM clearances v WHERE v.mentor_id = mg.mentor_id AND v.lapses_on > :today)
    AND g.sensitivity = 'standard' AND s.removed_at IS NULL AND s.id = :step_id
    AND (s.responsible <> 'mentor' OR s.mentor_id = :actor);

-- name: own_steps
-- What this mentor has taken on in the granted goals and not done yet, the next due first.
SELECT DISTINCT
    s.id, s.goal_id, s.case_id, s.position, s.text_key, s.responsible, s.due_on, s.state, mg.id AS grant_id, mg.rights,
    c.client_id,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id",
    client.name_sealed AS "client_name@client_id",
    latin.name_latin_sealed AS "client_name_latin@client_id"
FROM case_relationship r
JOIN mentor_grants mg ON mg.case_id = r.case_id AND mg.mentor_id = r.actor_id
JOIN mentor_grant_goals gg ON gg.grant_id = mg.id AND gg.goal_id = r.scope
JOIN goals g ON g.id = gg.goal_id
JOIN steps s ON s.goal_id = g.id
JOIN cases c ON c.id = r.case_id
JOIN accounts client ON client.id = c.client_id
JOIN clients latin ON latin.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    AND mg.state = 'active' AND mg.valid_from <= :now AND :now < mg.valid_until
    AND c.state NOT IN ('closed', 'restricted', 'erased')
    AND EXISTS (SELECT 1 FROM clearances v WHERE v.mentor_id = mg.mentor_id AND v.lapses_on > :today)
    AND g.sensitivity = 'standard' AND g.state IN ('agreed', 'in_progress')
    AND s.responsible = 'mentor' AND s.mentor_id = :actor AND s.removed_at IS NULL AND s.state IN ('open', 'in_progress')
ORDER BY s.due_on, s.id;

-- name: asked
-- Who asks this mentor, before anything of a plan may be seen.
SELECT
    q.grant_id, q.state, q.expires_on, q.version, q.client_id, q.client_language, q.client_spoken,
    q.wish_sealed AS "wish@grant_id",
    q.client_name_sealed AS "client_name@client_id",
    q.client_name_latin_sealed AS "client_name_latin@client_id"
FROM mentor_requests q
WHERE q.mentor_id = :actor AND q.state = 'offered'
ORDER BY q.made_at, q.grant_id;

-- name: asked_for
-- `proposed_by` names who of the office proposed this mentor; NULL when the client asked with the mentor's code.
SELECT q.grant_id, q.proposed_by, q.state, q.expires_on, q.version
FROM mentor_requests q
WHERE q.mentor_id = :actor AND q.grant_id = :grant_id;

-- name: own_clearance
-- What a mentor knows of the own readiness: until when the certificate counts (NULL without one), the promise, the code.
SELECT m.id, m.mentor_code, m.confidentiality_on, m.training_on, (
    SELECT MAX(v.lapses_on) FROM clearances v WHERE v.mentor_id = m.id AND v.lapses_on > :today
) AS lapses_on
FROM mentors m
WHERE m.id = :actor;

-- name: leave_meetings!
-- Nobody waits for a mentor who has handed back a grant.
UPDATE meetings SET mentor_id = NULL, mentor_answer = NULL, mentor_answered_at = NULL, version = version + 1
WHERE mentor_id = :actor AND case_id = :case_id AND starts_at > :now
    AND case_id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'mentor'
    );
