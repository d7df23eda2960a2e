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

-- A closed case is kept longer: why, until when, by whom. One at a time.
CREATE TABLE holds (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    reason TEXT NOT NULL,
    until_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    ended_at TEXT,
    ended_by TEXT
) {strict};
CREATE INDEX holds_of ON holds (case_id, until_on);

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
