-- `unconfirmed_since`: the client has yet to say yes to the person behind the mentor's account, because the office proposed
-- the mentor or handed out a letter with which the password was set. Nobody is asked or let in meanwhile.
ALTER TABLE mentor_grants ADD COLUMN unconfirmed_since TEXT;
-- When client and mentor were told that the grant ends soon.
ALTER TABLE mentor_grants ADD COLUMN end_told_at TEXT;
-- When the client last chose other goals or rights: the mentor is told that, not what.
ALTER TABLE mentor_grants ADD COLUMN changed_at TEXT;

-- A few words from a mentor to the client whom the grant lets write. They are the client's: nobody else reads them.
CREATE TABLE mentor_notes (
    id TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES mentor_grants (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    mentor_id TEXT NOT NULL REFERENCES mentors (id),
    text_sealed TEXT NOT NULL,
    language TEXT NOT NULL,
    made_at TEXT NOT NULL,
    read_at TEXT
) {strict};
CREATE INDEX mentor_notes_of_case ON mentor_notes (case_id, made_at);
CREATE INDEX mentor_notes_of_grant ON mentor_notes (grant_id, made_at);

DROP VIEW mentor_requests;
-- What somebody may know before there is a relationship to a case. Asked mentor: whose wish, in which language, until when,
-- nothing of the plan. The volunteer office (right mentors.edit) looks for a mentor with the same.
CREATE VIEW mentor_requests (
    grant_id, mentor_id, proposed_by, state, unconfirmed_since, expires_on, made_at, version, wish_sealed, client_id,
    client_name_sealed, client_name_latin_sealed, client_language, client_spoken
) AS
SELECT mentor_grants.id, mentor_grants.mentor_id, mentor_grants.proposed_by, mentor_grants.state,
    mentor_grants.unconfirmed_since, mentor_grants.expires_on, mentor_grants.made_at, mentor_grants.version,
    mentor_grants.wish_sealed, cases.client_id, accounts.name_sealed, clients.name_latin_sealed, accounts.language,
    clients.spoken_languages
FROM mentor_grants
JOIN cases ON cases.id = mentor_grants.case_id
JOIN accounts ON accounts.id = cases.client_id
JOIN clients ON clients.id = cases.client_id
WHERE mentor_grants.state IN ('requested', 'offered') AND cases.state NOT IN ('closed', 'restricted', 'erased');

DROP VIEW mentor_load;
-- How many people a mentor goes along with, or is proposed to: a number for the volunteer office, without anybody's name.
CREATE VIEW mentor_load (mentor_id, number) AS
SELECT mentor_grants.mentor_id, COUNT(DISTINCT mentor_grants.case_id)
FROM mentor_grants
WHERE mentor_grants.mentor_id IS NOT NULL
    AND (
        mentor_grants.state IN ('offered', 'active', 'suspended')
        OR (mentor_grants.state = 'requested' AND mentor_grants.proposed_by IS NOT NULL)
    )
GROUP BY mentor_grants.mentor_id;

-- Whether a mentor goes along with anybody now, and when that last changed: it decides how long a certificate's record is kept.
CREATE VIEW mentor_activity (mentor_id, running, last_change_at) AS
SELECT mentor_grants.mentor_id,
    SUM(CASE WHEN mentor_grants.state IN ('requested', 'offered', 'active', 'suspended') THEN 1 ELSE 0 END),
    MAX(mentor_grants.state_at)
FROM mentor_grants
WHERE mentor_grants.mentor_id IS NOT NULL
GROUP BY mentor_grants.mentor_id;
