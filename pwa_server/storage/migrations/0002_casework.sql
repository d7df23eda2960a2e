CREATE TABLE partners (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    hours TEXT NOT NULL DEFAULT '',
    verified_on TEXT,
    made_at TEXT NOT NULL,
    ended_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

CREATE TABLE partner_contacts (
    id TEXT PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    place TEXT NOT NULL CHECK (place IN ('contact', 'deputy')),
    name_sealed TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT '',
    phone_sealed TEXT,
    hours TEXT NOT NULL DEFAULT '',
    languages TEXT NOT NULL DEFAULT '[]'
) {strict};
CREATE INDEX partner_contacts_of ON partner_contacts (partner_id);

CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id),
    carrier_id TEXT NOT NULL REFERENCES carriers (id),
    state TEXT NOT NULL,
    path TEXT NOT NULL CHECK (path IN ('plan', 'acute_help')),
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    closure_reason TEXT,
    -- Offices open to everybody that go on helping after the end: ids of partners, a JSON list.
    services TEXT NOT NULL DEFAULT '[]',
    erase_due_on TEXT,
    handed_to_id TEXT,
    -- From which day a restricted plan may be shown again, as the client was told.
    shown_from TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
-- A client has one case; those that went to another service stay there, closed, until their day.
CREATE UNIQUE INDEX cases_of_client ON cases (client_id) WHERE handed_to_id IS NULL;
CREATE INDEX cases_by_client ON cases (client_id);
CREATE INDEX cases_to_erase ON cases (erase_due_on);

CREATE TABLE case_states (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT,
    reason TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX case_states_of ON case_states (case_id, at);

CREATE TABLE deputyships (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES accounts (id),
    deputy_id TEXT NOT NULL REFERENCES accounts (id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    cases INTEGER NOT NULL DEFAULT 0,
    made_at TEXT NOT NULL,
    made_by TEXT,
    ended_at TEXT
) {strict};
CREATE INDEX deputyships_of ON deputyships (staff_id, until_on);

CREATE TABLE case_assignments (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    staff_id TEXT NOT NULL REFERENCES accounts (id),
    relationship TEXT NOT NULL CHECK (relationship IN ('counsellor', 'deputy')),
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL DEFAULT '9999-12-31T00:00:00Z',
    made_by TEXT,
    reason TEXT NOT NULL DEFAULT '',
    deputyship_id TEXT REFERENCES deputyships (id)
) {strict};
CREATE INDEX case_assignments_of_staff ON case_assignments (staff_id, valid_until);
CREATE INDEX case_assignments_of_case ON case_assignments (case_id, valid_until);
CREATE INDEX case_assignments_of_deputyship ON case_assignments (deputyship_id) WHERE deputyship_id IS NOT NULL;

CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    purpose TEXT NOT NULL,
    recipient TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('given', 'declined', 'withdrawn', 'expired')),
    text_version TEXT NOT NULL,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT,
    expires_on TEXT,
    -- What a mentor may see and do by this yes: {"goals": [ids], "rights": [codes]}. Another choice is another record.
    scope TEXT,
    ended_at TEXT,
    ended_by TEXT,
    ended_channel TEXT,
    ended_language TEXT
) {strict};
CREATE INDEX consents_of ON consents (case_id, purpose);

CREATE TABLE goals (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    block_id TEXT,
    life_area TEXT NOT NULL,
    title_sealed TEXT NOT NULL,
    text_sealed TEXT,
    values_sealed TEXT,
    own_words_sealed TEXT,
    own_words_language TEXT,
    state TEXT NOT NULL,
    priority INTEGER NOT NULL DEFAULT 1,
    sensitivity TEXT NOT NULL DEFAULT 'standard' CHECK (sensitivity IN ('standard', 'elevated', 'high')),
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX goals_of ON goals (case_id, priority);

CREATE TABLE goal_states (
    id TEXT PRIMARY KEY,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT,
    reason TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX goal_states_of ON goal_states (goal_id, at);

CREATE TABLE steps (
    id TEXT PRIMARY KEY,
    goal_id TEXT NOT NULL REFERENCES goals (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    position INTEGER NOT NULL,
    text_key TEXT,
    text_sealed TEXT,
    parts_sealed TEXT,
    values_sealed TEXT,
    responsible TEXT NOT NULL CHECK (responsible IN ('client', 'counsellor', 'mentor', 'partner')),
    partner_id TEXT REFERENCES partners (id),
    mentor_id TEXT REFERENCES mentors (id),
    place_sealed TEXT,
    with_whom_sealed TEXT,
    due_on TEXT,
    documents TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL DEFAULT 'open',
    state_at TEXT NOT NULL,
    obstacle TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    removed_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX steps_of ON steps (goal_id, position);
CREATE INDEX steps_of_case ON steps (case_id);

CREATE TABLE step_reports (
    id TEXT PRIMARY KEY,
    step_id TEXT NOT NULL REFERENCES steps (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    by_id TEXT NOT NULL,
    by_relationship TEXT NOT NULL,
    report TEXT NOT NULL,
    obstacle TEXT,
    reason TEXT NOT NULL DEFAULT '',
    tapped_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT,
    seen_at TEXT,
    seen_by TEXT
) {strict};
CREATE INDEX step_reports_of ON step_reports (step_id, received_at);
CREATE INDEX step_reports_of_case ON step_reports (case_id, received_at);

CREATE TABLE translations (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    subject_id TEXT NOT NULL,
    field TEXT NOT NULL,
    language TEXT NOT NULL,
    text_sealed TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    checked_by TEXT,
    checked_at TEXT,
    UNIQUE (subject_id, field, language)
) {strict};
CREATE INDEX translations_of ON translations (case_id);

CREATE TABLE meetings (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    goal_id TEXT REFERENCES goals (id),
    kind TEXT NOT NULL,
    sensitivity TEXT NOT NULL DEFAULT 'standard' CHECK (sensitivity IN ('standard', 'elevated', 'high')),
    local_date TEXT NOT NULL,
    local_time TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    duration_minutes INTEGER NOT NULL,
    place_kind TEXT NOT NULL,
    place_sealed TEXT NOT NULL,
    room_sealed TEXT,
    way_sealed TEXT,
    topic_sealed TEXT,
    staff_id TEXT NOT NULL REFERENCES accounts (id),
    partner_id TEXT REFERENCES partners (id),
    documents TEXT NOT NULL DEFAULT '[]',
    interpreter_language TEXT NOT NULL DEFAULT '',
    interpreter_state TEXT NOT NULL DEFAULT 'not_needed',
    interpreter_name_sealed TEXT,
    mentor_wished TEXT NOT NULL DEFAULT 'no' CHECK (mentor_wished IN ('no', 'yes')),
    mentor_id TEXT REFERENCES mentors (id),
    mentor_answered_at TEXT,
    mentor_answer TEXT CHECK (mentor_answer IN ('coming', 'cannot')),
    client_answered_at TEXT,
    client_answer TEXT CHECK (client_answer IN ('coming', 'cannot')),
    wish_sealed TEXT,
    state TEXT NOT NULL,
    moved_to_id TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX meetings_of ON meetings (case_id, starts_at);
CREATE INDEX meetings_of_mentor ON meetings (mentor_id, starts_at);

CREATE TABLE meeting_answers (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    by_id TEXT NOT NULL,
    by_relationship TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('coming', 'cannot', 'did_not_come')),
    wish_sealed TEXT,
    tapped_at TEXT NOT NULL,
    received_at TEXT NOT NULL
) {strict};
CREATE INDEX meeting_answers_of ON meeting_answers (meeting_id, received_at);
CREATE INDEX meeting_answers_of_case ON meeting_answers (case_id, received_at);

CREATE TABLE meeting_states (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meetings (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT
) {strict};
CREATE INDEX meeting_states_of ON meeting_states (meeting_id, at);

CREATE TABLE mentor_grants (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    mentor_id TEXT REFERENCES mentors (id),
    proposed_by TEXT,
    state TEXT NOT NULL,
    wish_sealed TEXT,
    rights TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    valid_from TEXT NOT NULL DEFAULT '9999-12-31T00:00:00Z',
    valid_until TEXT NOT NULL DEFAULT '9999-12-31T00:00:00Z',
    made_at TEXT NOT NULL,
    state_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX mentor_grants_of_case ON mentor_grants (case_id, state);
CREATE INDEX mentor_grants_by_state ON mentor_grants (state, expires_on);
CREATE INDEX mentor_grants_of_mentor ON mentor_grants (mentor_id, valid_until);

CREATE TABLE mentor_grant_goals (
    grant_id TEXT NOT NULL REFERENCES mentor_grants (id),
    goal_id TEXT NOT NULL REFERENCES goals (id),
    PRIMARY KEY (grant_id, goal_id)
) {strict};

CREATE TABLE help_requests (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    step_id TEXT REFERENCES steps (id),
    obstacle TEXT NOT NULL,
    words_sealed TEXT,
    language TEXT NOT NULL,
    tapped_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    answer_by_on TEXT NOT NULL,
    read_at TEXT,
    read_by TEXT,
    closed_at TEXT,
    closed_by TEXT
) {strict};
CREATE INDEX help_requests_of ON help_requests (case_id, received_at);

CREATE TABLE contacts (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('talk', 'phone', 'message', 'letter', 'visit')),
    reached TEXT NOT NULL CHECK (reached IN ('yes', 'no')),
    sentence_sealed TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
) {strict};
CREATE INDEX contacts_of ON contacts (case_id, on_day);


CREATE TABLE office_hours (
    id TEXT PRIMARY KEY,
    carrier_id TEXT NOT NULL REFERENCES carriers (id),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    opens TEXT NOT NULL,
    closes TEXT NOT NULL
) {strict};
CREATE INDEX office_hours_of ON office_hours (carrier_id, weekday);

CREATE TABLE closing_days (
    id TEXT PRIMARY KEY,
    carrier_id TEXT NOT NULL REFERENCES carriers (id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
) {strict};
CREATE INDEX closing_days_of ON closing_days (carrier_id, until_on);

CREATE TABLE absences (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES accounts (id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE INDEX absences_of ON absences (staff_id, until_on);

CREATE TABLE standing_deputies (
    id TEXT PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES accounts (id),
    deputy_id TEXT NOT NULL REFERENCES accounts (id),
    made_at TEXT NOT NULL,
    made_by TEXT,
    ended_at TEXT
) {strict};
CREATE INDEX standing_deputies_of ON standing_deputies (staff_id, ended_at);
