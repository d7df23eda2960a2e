-- Steps that are shown to partners, and what the partners answered. For the client and for staff, never for a mentor.

-- name: of_step
SELECT
    h.id, h.case_id, h.step_id, h.partner_id, h.made_at, h.made_by, h.expires_at, h.opened_at, h.ended_at, h.chosen,
    r.relationship, p.name AS partner_name, n.state AS consent_state, n.ended_at AS consent_ended_at,
    n.expires_on AS consent_until,
    h.name_shown_sealed AS "name_shown@id"
FROM case_relationship r
JOIN step_shares h ON h.case_id = r.case_id
JOIN partners p ON p.id = h.partner_id
JOIN consents n ON n.id = h.consent_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.step_id = :step_id
ORDER BY h.made_at DESC, h.id DESC;

-- name: still_open
-- Links of a case to one partner that nobody has ended.
SELECT h.id
FROM case_relationship r
JOIN step_shares h ON h.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.case_id = :case_id AND h.partner_id = :partner_id
    AND h.ended_at IS NULL;

-- name: notes_of_step
SELECT
    n.id, n.step_id, n.progress, n.at, n.seen_at, p.name AS partner_name, r.relationship,
    n.words_sealed AS "words@id"
FROM case_relationship r
JOIN partner_notes n ON n.case_id = r.case_id
JOIN step_shares h ON h.id = n.share_id
JOIN partners p ON p.id = h.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND n.step_id = :step_id
ORDER BY n.at DESC, n.id DESC;

-- name: find_note
SELECT n.id, n.case_id, n.step_id, n.seen_at, r.relationship
FROM case_relationship r
JOIN partner_notes n ON n.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND n.id = :note_id
ORDER BY r.relationship;

-- name: unread_notes
-- What partners answered and nobody at the desk has read yet.
SELECT
    n.id, n.case_id, n.step_id, n.progress, n.at, p.name AS partner_name, r.relationship, s.text_key,
    s.text_sealed AS "text@step_id",
    s.parts_sealed AS "parts@step_id",
    s.values_sealed AS "values@step_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN partner_notes n ON n.case_id = r.case_id
JOIN steps s ON s.id = n.step_id
JOIN goals g ON g.id = s.goal_id
JOIN step_shares h ON h.id = n.share_id
JOIN partners p ON p.id = h.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND n.seen_at IS NULL AND (g.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY n.at, n.id;

-- name: waiting
-- Steps for which a partner has let us wait: since the day that somebody wrote down, else since the step began.
SELECT
    s.id, s.case_id, s.goal_id, s.text_key, s.state, g.life_area, r.relationship, p.name AS partner_name,
    COALESCE(s.waiting_since, s.state_at) AS since,
    s.text_sealed AS "text@id",
    s.parts_sealed AS "parts@id",
    s.values_sealed AS "values@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN goals g ON g.case_id = r.case_id
JOIN steps s ON s.goal_id = g.id
LEFT JOIN partners p ON p.id = s.partner_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND g.state IN ('proposed', 'agreed', 'in_progress') AND s.removed_at IS NULL
    AND (
        (s.state IN ('open', 'in_progress', 'blocked') AND s.waiting_since <= :first)
        OR (
            s.waiting_since IS NULL AND s.responsible = 'partner' AND s.state IN ('in_progress', 'blocked')
            AND s.state_at <= :first_instant
        )
    )
    AND (g.sensitivity <> 'high' OR r.relationship = 'counsellor')
ORDER BY COALESCE(s.waiting_since, s.state_at), s.id;

-- name: waiting_since
SELECT s.id, s.waiting_since, r.relationship
FROM case_relationship r
JOIN steps s ON s.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND s.id = :step_id
ORDER BY r.relationship;

-- name: end_of_goal!
-- A goal came under protection: no partner's link shows a step of it.
UPDATE step_shares SET ended_at = :now
WHERE ended_at IS NULL
    AND step_id IN (
        SELECT s.id
        FROM case_relationship r
        JOIN steps s ON s.case_id = r.case_id
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
            AND r.relationship IN ('counsellor', 'deputy') AND s.goal_id = :goal_id
    );
