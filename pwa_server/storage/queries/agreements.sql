-- Versions of an agreement and who signed them: for the client and for staff of the case, never for a mentor.

-- name: of_case
-- All versions, the newest first.
SELECT
    v.id, v.case_id, v.number, v.state, v.hash, v.supersedes_id, v.review_meeting_id, v.copy_given_at, v.copy_how,
    v.made_at, v.offered_at, v.in_force_at, v.ended_at, v.version, r.relationship,
    v.snapshot_sealed AS "snapshot@id",
    v.change_reason_sealed AS "change_reason@id"
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND v.case_id = :case_id
    AND (r.relationship <> 'client' OR v.state NOT IN ('draft', 'discarded'))
ORDER BY v.number DESC;

-- name: find
SELECT
    v.id, v.case_id, v.number, v.state, v.hash, v.supersedes_id, v.review_meeting_id, v.copy_given_at, v.copy_how,
    v.made_at, v.offered_at, v.in_force_at, v.ended_at, v.version, r.relationship,
    v.snapshot_sealed AS "snapshot@id",
    v.change_reason_sealed AS "change_reason@id"
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND v.id = :agreement_id
    AND (r.relationship <> 'client' OR v.state NOT IN ('draft', 'discarded'));

-- name: in_force
SELECT v.id, v.case_id, v.number, v.state, v.hash, v.in_force_at, v.version, r.relationship, v.snapshot_sealed AS "snapshot@id"
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND v.case_id = :case_id AND v.state = 'in_force';

-- name: open
-- The one version that is being written or waits for signatures.
SELECT v.id, v.case_id, v.number, v.state, v.version, r.relationship
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND v.case_id = :case_id
    AND v.state IN ('draft', 'offered', 'partly_signed');

-- name: newest
-- Whether the client has anything to read: what waits for her first, else the newest.
SELECT v.id, v.state
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client'
    AND v.case_id = :case_id AND v.state NOT IN ('draft', 'discarded')
ORDER BY v.number DESC;

-- name: last_number
SELECT COALESCE(MAX(v.number), 0) AS number
FROM case_relationship r
JOIN agreement_versions v ON v.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND v.case_id = :case_id;

-- name: history
SELECT h.id, h.agreement_id, h.state, h.at, h.by_id, h.reason, a.name_sealed AS "by_name@by_id"
FROM case_relationship r
JOIN agreement_states h ON h.case_id = r.case_id
LEFT JOIN accounts a ON a.id = h.by_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND h.agreement_id = :agreement_id
ORDER BY h.at, h.id;

-- name: signatures
-- Every place to sign of a version, in the order in which they were made.
SELECT
    s.id, s.agreement_id, s.case_id, s.role, s.person_id, s.required, s.signed_at, s.method, s.hash, s.explained_in,
    s.recorded_by, r.relationship,
    s.name_sealed AS "name@id",
    s.interpreter_sealed AS "interpreter@id",
    s.witness_sealed AS "witness@id",
    person.name_sealed AS "person_name@person_id",
    recorder.name_sealed AS "recorder_name@recorded_by"
FROM case_relationship r
JOIN agreement_signatures s ON s.case_id = r.case_id
LEFT JOIN accounts person ON person.id = s.person_id
LEFT JOIN accounts recorder ON recorder.id = s.recorded_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND s.agreement_id = :agreement_id
ORDER BY s.made_at, s.id;

-- name: find_signature
SELECT
    s.id, s.agreement_id, s.case_id, s.role, s.person_id, s.required, s.signed_at, r.relationship,
    s.name_sealed AS "name@id"
FROM case_relationship r
JOIN agreement_signatures s ON s.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND s.id = :signature_id;

-- name: answers
SELECT
    w.id, w.agreement_id, w.case_id, w.answer, w.language, w.received_at, w.answer_by_on, w.seen_at, r.relationship,
    w.words_sealed AS "words@id",
    reader.name_sealed AS "reader_name@seen_by", w.seen_by
FROM case_relationship r
JOIN agreement_answers w ON w.case_id = r.case_id
LEFT JOIN accounts reader ON reader.id = w.seen_by
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND w.agreement_id = :agreement_id
ORDER BY w.received_at DESC, w.id DESC;

-- name: find_answer
SELECT w.id, w.agreement_id, w.case_id, w.answer, w.seen_at, r.relationship
FROM case_relationship r
JOIN agreement_answers w ON w.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND w.id = :answer_id;

-- name: unseen_answers
-- For the day list: what clients said to their versions, over the whole caseload.
SELECT w.id, w.agreement_id, w.case_id, w.answer, w.language, w.answer_by_on, r.relationship, w.words_sealed AS "words@id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN agreement_answers w ON w.case_id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
    AND w.seen_at IS NULL
ORDER BY w.received_at, w.id;

-- name: waiting_guardians
-- For the day list: places of guardians that are still open, with the client's year of birth to see who is grown up by now.
SELECT
    s.id, s.agreement_id, s.case_id, c.client_id, r.relationship,
    k.birth_year_sealed AS "birth_year@client_id",
    k.birth_month_sealed AS "birth_month@client_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN clients k ON k.id = c.client_id
JOIN agreement_versions v ON v.case_id = r.case_id AND v.state IN ('offered', 'partly_signed')
JOIN agreement_signatures s ON s.agreement_id = v.id AND s.role = 'guardian' AND s.signed_at IS NULL
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy') AND c.state NOT IN ('restricted', 'closed', 'erased')
ORDER BY s.made_at, s.id;

-- name: review_ahead
-- The next talk about the plan that is booked.
SELECT m.id, m.local_date, m.local_time, m.starts_at, m.interpreter_state, m.place_sealed AS "place@id"
FROM case_relationship r
JOIN meetings m ON m.case_id = r.case_id AND r.scope = 'all'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND m.case_id = :case_id AND m.kind = 'review' AND m.starts_at > :now
    AND m.state IN ('planned', 'confirmed', 'reschedule_requested')
ORDER BY m.starts_at, m.id;

-- name: goal_states
-- States and protection of all goals of the case, protected ones too: nothing of their text.
SELECT g.id, g.state, g.sensitivity
FROM case_relationship r
JOIN goals g ON g.case_id = r.case_id AND r.scope = 'all'
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND g.case_id = :case_id;

-- name: paper
-- What stands on a document of this case besides the plan: whose it is and who sends it.
SELECT
    c.id, c.client_id, c.version AS case_version, k.name AS carrier_name, k.address AS carrier_address, k.phone AS carrier_phone,
    t.heading, t.sender, t.closing, a.language, p.spoken_languages, p.reading_languages,
    a.name_sealed AS "client_name@client_id",
    p.name_latin_sealed AS "client_name_latin@client_id"
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN carriers k ON k.id = c.carrier_id
JOIN accounts a ON a.id = c.client_id
JOIN clients p ON p.id = c.client_id
LEFT JOIN document_templates t ON t.carrier_id = k.id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND c.id = :case_id;
