CREATE VIEW case_relationship (actor_id, case_id, relationship, scope, valid_from, valid_until) AS
SELECT cases.client_id, cases.id, 'client', 'all', cases.opened_at, '9999-12-31T00:00:00Z'
FROM cases
WHERE cases.handed_to_id IS NULL
UNION ALL
SELECT case_assignments.staff_id, case_assignments.case_id, case_assignments.relationship, 'all',
    case_assignments.valid_from, case_assignments.valid_until
FROM case_assignments
UNION ALL
SELECT mentor_grants.mentor_id, mentor_grants.case_id, 'mentor', mentor_grant_goals.goal_id,
    mentor_grants.valid_from, mentor_grants.valid_until
FROM mentor_grants
JOIN mentor_grant_goals ON mentor_grant_goals.grant_id = mentor_grants.id
UNION ALL
SELECT mentor_grants.mentor_id, mentor_grants.case_id, 'mentor', 'meetings',
    mentor_grants.valid_from, mentor_grants.valid_until
FROM mentor_grants
WHERE mentor_grants.rights NOT LIKE '%"see_goals"%';

CREATE TABLE access_log (
    id TEXT PRIMARY KEY,
    actor_id TEXT NOT NULL,
    relationship TEXT NOT NULL,
    case_id TEXT NOT NULL REFERENCES cases (id),
    reason TEXT NOT NULL,
    words_sealed TEXT,
    times INTEGER NOT NULL DEFAULT 1,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL
) {strict};
CREATE INDEX access_log_of ON access_log (case_id, last_at);
CREATE INDEX access_log_by_age ON access_log (last_at);

CREATE TABLE denials (
    id TEXT PRIMARY KEY,
    actor_id TEXT NOT NULL,
    action TEXT NOT NULL,
    status INTEGER NOT NULL,
    at TEXT NOT NULL
) {strict};
CREATE INDEX denials_by_age ON denials (at);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    case_id TEXT,
    subject_id TEXT
) {strict};
CREATE INDEX events_of_case ON events (case_id, at);
CREATE INDEX events_of_subject ON events (subject_id, at);

CREATE TABLE idempotency_keys (
    actor_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    PRIMARY KEY (actor_id, key)
) {strict};
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (made_at);

-- What somebody may know before there is a relationship to a case. Asked mentor: whose wish, in which language, until when,
-- nothing of the plan. The volunteer office (right mentors.edit) looks for a mentor with the same.
CREATE VIEW mentor_requests (
    grant_id, mentor_id, proposed_by, state, expires_on, made_at, version, wish_sealed, client_id, client_name_sealed,
    client_name_latin_sealed, client_language
) AS
SELECT mentor_grants.id, mentor_grants.mentor_id, mentor_grants.proposed_by, mentor_grants.state,
    mentor_grants.expires_on, mentor_grants.made_at, mentor_grants.version, mentor_grants.wish_sealed, cases.client_id, accounts.name_sealed,
    clients.name_latin_sealed, accounts.language
FROM mentor_grants
JOIN cases ON cases.id = mentor_grants.case_id
JOIN accounts ON accounts.id = cases.client_id
JOIN clients ON clients.id = cases.client_id
WHERE mentor_grants.state IN ('requested', 'offered') AND cases.state NOT IN ('closed', 'restricted', 'erased');

-- How many people a mentor goes along with: a number for the volunteer office, without anybody's name.
CREATE VIEW mentor_load (mentor_id, number) AS
SELECT mentor_grants.mentor_id, COUNT(DISTINCT mentor_grants.case_id)
FROM mentor_grants
WHERE mentor_grants.state IN ('offered', 'active', 'suspended') AND mentor_grants.mentor_id IS NOT NULL
GROUP BY mentor_grants.mentor_id;
