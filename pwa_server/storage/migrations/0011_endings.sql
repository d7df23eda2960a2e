ALTER TABLE carriers ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 365;
ALTER TABLE carriers ADD COLUMN idle_review_days INTEGER NOT NULL DEFAULT 240;

-- What stays of an erased case: that there was one, when it went and why. The digest is worthless without the key file.
CREATE TABLE tombstones (
    id TEXT PRIMARY KEY,
    case_digest TEXT NOT NULL UNIQUE,
    carrier_id TEXT NOT NULL REFERENCES carriers (id),
    erased_on TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('retention', 'requested')),
    days_after_due INTEGER NOT NULL
) {strict};
CREATE INDEX tombstones_of ON tombstones (carrier_id, erased_on);

-- A closed case is erased later than it was to be: why, on which day, by whom. One at a time.
CREATE TABLE holds (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    reason TEXT NOT NULL,
    until_on TEXT NOT NULL,
    was_due_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    ended_at TEXT,
    ended_by TEXT
) {strict};
CREATE INDEX holds_of ON holds (case_id, until_on);

-- What a client has to know and reads on the first page until she taps that she did: somebody stands in, somebody else
-- counsels from now on, the day of erasing comes.
CREATE TABLE tellings (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (
        kind IN ('deputy', 'deputy_ended', 'counsellor', 'carrier_asked', 'carrier', 'erasure', 'held', 'released', 'shown_again',
            'grant_changed', 'mentor_declined', 'mentor_returned')
    ),
    person_id TEXT REFERENCES accounts (id),
    first_on TEXT,
    last_on TEXT,
    days INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    read_at TEXT
) {strict};
CREATE INDEX tellings_of ON tellings (case_id, made_at);

-- One handover of one or many cases from one counsellor to another of the same carrier.
CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    carrier_id TEXT NOT NULL REFERENCES carriers (id),
    from_id TEXT NOT NULL REFERENCES accounts (id),
    to_id TEXT NOT NULL REFERENCES accounts (id),
    reason TEXT NOT NULL,
    cases INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
) {strict};
CREATE INDEX handovers_of ON handovers (carrier_id, made_at);

-- A counsellor knows a new colleague: account management may give that one her plans before the seven days are over.
CREATE TABLE colleague_confirmations (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES accounts (id),
    colleague_id TEXT NOT NULL REFERENCES accounts (id),
    made_at TEXT NOT NULL
) {strict};
CREATE INDEX colleague_confirmations_of ON colleague_confirmations (staff_id, colleague_id);

CREATE TABLE handover_cases (
    id TEXT PRIMARY KEY,
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    objected_at TEXT,
    objection_sealed TEXT,
    objection_language TEXT,
    settled_at TEXT,
    settled_by TEXT
) {strict};
CREATE INDEX handover_cases_of ON handover_cases (handover_id);
CREATE INDEX handover_cases_of_case ON handover_cases (case_id);

-- One case asked to go to another carrier. Nothing of it is seen there before the client's yes; `parts` is what she chose.
CREATE TABLE carrier_handovers (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    to_carrier_id TEXT NOT NULL REFERENCES carriers (id),
    to_id TEXT NOT NULL REFERENCES accounts (id),
    parts TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn')),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    answered_at TEXT,
    new_case_id TEXT
) {strict};
CREATE INDEX carrier_handovers_of ON carrier_handovers (case_id, made_at);
CREATE UNIQUE INDEX carrier_handovers_once ON carrier_handovers (case_id) WHERE state = 'asked';

-- Under which id a step of the old case goes on in the new one: a tap made offline before the handover still arrives.
CREATE TABLE handed_steps (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    step_id TEXT NOT NULL REFERENCES steps (id)
) {strict};
CREATE INDEX handed_steps_of ON handed_steps (case_id);
CREATE INDEX handed_steps_to ON handed_steps (step_id);

-- Deleting a case asks who points at its rows: these columns have no index of their own.
CREATE INDEX meetings_of_goal ON meetings (goal_id);
CREATE INDEX meetings_of_staff ON meetings (staff_id);
CREATE INDEX mentor_grant_goals_of_goal ON mentor_grant_goals (goal_id);
CREATE INDEX help_requests_of_step ON help_requests (step_id);
CREATE INDEX meeting_states_of_case ON meeting_states (case_id);
CREATE INDEX goal_states_of_case ON goal_states (case_id);
CREATE INDEX call_tasks_of_person ON call_tasks (person_id);
CREATE INDEX device_people_of ON device_people (account_id);
CREATE INDEX mails_of ON mails (account_id);
CREATE INDEX sessions_on ON sessions (device_id);
CREATE INDEX call_tasks_of_meeting ON call_tasks (meeting_id);
CREATE INDEX reviews_of_meeting ON reviews (meeting_id);
CREATE INDEX reviews_before ON reviews (next_meeting_id);
CREATE INDEX review_hurdles_of_case ON review_hurdles (case_id);
CREATE INDEX review_decisions_of_case ON review_decisions (case_id);
CREATE INDEX review_decisions_of_goal ON review_decisions (goal_id);
CREATE INDEX review_decisions_of_step ON review_decisions (step_id);
CREATE INDEX agreement_signatures_by ON agreement_signatures (person_id);
CREATE INDEX clearing_decisions_by ON clearing_decisions (decided_by);
CREATE INDEX step_shares_of_consent ON step_shares (consent_id);
CREATE INDEX step_shares_by ON step_shares (made_by);
CREATE INDEX step_shares_answered_by ON step_shares (contact_id);
CREATE INDEX partner_notes_of_share ON partner_notes (share_id);
CREATE INDEX tellings_to ON tellings (person_id);

-- That somebody of a handover is still to be spoken with, for whoever counselled before.
CREATE VIEW handover_objections (handover_id, case_number) AS
SELECT handover_cases.handover_id, 1
FROM handover_cases
WHERE handover_cases.objected_at IS NOT NULL AND handover_cases.settled_at IS NULL;

-- How many cases a counsellor looks after: a number, without anybody's name. Times are compared where it is read.
CREATE VIEW counsellor_load (staff_id, valid_from, valid_until, open_case, closed_case) AS
SELECT case_assignments.staff_id, case_assignments.valid_from, case_assignments.valid_until,
    CASE WHEN cases.state = 'closed' THEN 0 ELSE 1 END, CASE WHEN cases.state = 'closed' THEN 1 ELSE 0 END
FROM case_assignments
JOIN cases ON cases.id = case_assignments.case_id
WHERE case_assignments.relationship = 'counsellor' AND cases.state <> 'erased';
