-- Feedback. Read by the writer with the code, or by the complaint office; never by whoever counsels somebody.
-- `:since` is a year ago: who has had a case since then belongs to the counselling team.

-- name: list
SELECT f.id, f.kind, f.about, f.language, f.state, f.received_at, f.state_at, f.sound_type, f.words_sealed AS "words@id"
FROM feedback_reach r
JOIN feedback f ON f.id = r.feedback_id
WHERE r.actor_id = :actor
    AND NOT EXISTS (SELECT 1 FROM case_assignments w WHERE w.staff_id = :actor AND w.valid_until > :since)
ORDER BY CASE f.state WHEN 'new' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'answered' THEN 3 ELSE 4 END, f.received_at, f.id;

-- name: find
SELECT
    f.id, f.kind, f.about, f.language, f.state, f.received_at, f.state_at, f.version, f.account_id, f.sound_type,
    f.sound_seconds, c.name AS carrier_name,
    f.words_sealed AS "words@id",
    f.person_sealed AS "person@id",
    f.name_sealed AS "name@id",
    f.reach_sealed AS "reach@id",
    a.name_sealed AS "account_name@account_id"
FROM feedback_reach r
JOIN feedback f ON f.id = r.feedback_id
LEFT JOIN carriers c ON c.id = f.carrier_id
LEFT JOIN accounts a ON a.id = f.account_id
WHERE r.actor_id = :actor AND f.id = :id
    AND NOT EXISTS (SELECT 1 FROM case_assignments w WHERE w.staff_id = :actor AND w.valid_until > :since);

-- name: counsels
-- Whether somebody has had a case since `:since`.
SELECT w.id FROM case_assignments w WHERE w.staff_id = :staff_id AND w.valid_until > :since LIMIT 1;

-- name: receipt
SELECT f.receipt_digest FROM feedback f WHERE f.receipt_digest = :receipt_digest LIMIT 1;

-- name: of_receipt
-- What was sent under one code: its holder wrote it.
SELECT f.id, f.kind, f.state, f.received_at, f.language, f.sound_type, f.words_sealed AS "words@id"
FROM feedback f WHERE f.receipt_digest = :receipt_digest ORDER BY f.received_at, f.id;

-- name: of_writer
-- What somebody sent with the own account.
SELECT f.id, f.kind, f.state, f.received_at, f.language, f.sound_type, f.words_sealed AS "words@id"
FROM feedback f WHERE f.account_id = :actor ORDER BY f.received_at DESC, f.id;

-- name: same
SELECT f.id FROM feedback f WHERE f.receipt_digest = :receipt_digest AND f.content_digest = :content_digest;

-- name: answers
SELECT id, language, at, translation_language, words_sealed AS "words@id", translation_sealed AS "translation@id"
FROM feedback_answers WHERE feedback_id = :feedback_id ORDER BY at, id;

-- name: answers_of_receipt
SELECT
    a.id, a.feedback_id, a.language, a.translation_language, a.words_sealed AS "words@id",
    a.translation_sealed AS "translation@id"
FROM feedback f
JOIN feedback_answers a ON a.feedback_id = f.id
WHERE f.receipt_digest = :receipt_digest ORDER BY a.at, a.id;

-- name: answers_of_writer
SELECT
    a.id, a.feedback_id, a.language, a.translation_language, a.words_sealed AS "words@id",
    a.translation_sealed AS "translation@id"
FROM feedback f
JOIN feedback_answers a ON a.feedback_id = f.id
WHERE f.account_id = :actor ORDER BY a.at, a.id;

-- name: carriers
SELECT id, name FROM carriers ORDER BY name, id;

-- name: statement
SELECT id, contact, phone, email, enforcement, more_limits, checked_on, version FROM accessibility_statement;

-- name: forget_answers!
DELETE FROM feedback_answers WHERE feedback_id IN (SELECT f.id FROM feedback f WHERE f.state = 'closed' AND f.state_at < :before);

-- name: forget_states!
DELETE FROM feedback_states WHERE feedback_id IN (SELECT f.id FROM feedback f WHERE f.state = 'closed' AND f.state_at < :before);

-- name: forget!
DELETE FROM feedback WHERE state = 'closed' AND state_at < :before;

-- name: sound
-- What somebody said instead of writing, for whoever may read the message.
SELECT f.id, f.sound_type, f.sound_sealed AS "sound@id"
FROM feedback_reach r
JOIN feedback f ON f.id = r.feedback_id
WHERE r.actor_id = :actor AND f.id = :id AND f.sound_type IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM case_assignments w WHERE w.staff_id = :actor AND w.valid_until > :since);

-- name: readers
-- Whose right to read messages counts, or from when it will: nobody who has had a case since `:since`.
SELECT a.id, a.complaint_from
FROM accounts a
WHERE a.staff_rights <> '[]' AND a.deactivated_at IS NULL AND LOWER(a.staff_rights) LIKE LOWER('%"complaint_office"%')
    AND NOT EXISTS (SELECT 1 FROM case_assignments w WHERE w.staff_id = a.id AND w.valid_until > :since);

-- name: new_ones
-- How many messages nobody has begun with, and nothing else of them.
SELECT COUNT(*) AS number FROM feedback f WHERE f.state = 'new';

-- name: office
SELECT id, phone, hours, version FROM complaint_office;
