-- Every statement on case data goes through case_relationship: what the actor has no relationship to now does not exist.

-- name: own
-- The case of a client.
SELECT c.id, c.client_id, c.carrier_id, c.state, c.path, c.version, c.erase_due_on, c.shown_from, c.services,
    r.relationship
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client';

-- name: find
-- One case for anybody with a relationship to it; a mentor with several goals has one row.
SELECT DISTINCT
    c.id, c.client_id, c.carrier_id, c.state, c.path, c.opened_at, c.closed_at, c.erase_due_on, c.shown_from, c.version,
    c.services, r.relationship,
    a.name_sealed AS "client_name@client_id",
    k.name_latin_sealed AS "client_name_latin@client_id",
    k.name_native_sealed AS "client_name_native@client_id",
    a.phone_sealed AS "client_phone@client_id",
    a.language AS client_language,
    k.phone_use, k.literacy, k.interpreter_language, k.channels AS client_channels
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN accounts a ON a.id = c.client_id
JOIN clients k ON k.id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND c.id = :case_id;

-- name: touch!
-- Everything that decides a kept page of this case is newer than before.
UPDATE cases SET version = version + 1
WHERE id = :case_id
    AND id IN (
        SELECT r.case_id FROM case_relationship r
        WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    );

-- name: own_versions
-- What decides whether a kept page is still true: the case's version and that of what all cases share.
SELECT c.version, i.shared_version
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
CROSS JOIN installation i
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND r.relationship = 'client';
