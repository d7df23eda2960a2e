-- A public service keeps the plan by law and tells the person so; a free one asks her. See docs/decisions/0012.
ALTER TABLE carriers ADD COLUMN plan_basis TEXT NOT NULL DEFAULT 'consent' CHECK (plan_basis IN ('consent', 'law'));

-- Asked only where the year alone does not tell on which side of 16 or 18 somebody is.
ALTER TABLE clients ADD COLUMN birth_month_sealed TEXT;

-- That a person of a public service was told about the plan: which text, in which language, how.
CREATE TABLE case_information (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    text_version TEXT NOT NULL,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE INDEX case_information_of ON case_information (case_id, made_at);

-- The first long talk: who was there, where, when. What was said stands in strengths, situation and needs.
CREATE TABLE clearings (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    held_on TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    participants TEXT NOT NULL DEFAULT '[]',
    others_sealed TEXT,
    interpreter_language TEXT NOT NULL DEFAULT '',
    interpreter_name_sealed TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX clearings_of ON clearings (case_id, held_on);

-- What the counsellor decided about an agreement, and why. Rows are added, never changed.
CREATE TABLE clearing_decisions (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    decision TEXT NOT NULL CHECK (decision IN ('agreement_sensible', 'not_now', 'acute_only', 'client_declined')),
    reason_sealed TEXT,
    decided_at TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES accounts (id)
) {strict};
CREATE INDEX clearing_decisions_of ON clearing_decisions (case_id, decided_at);

-- One row a case. NULL: nobody asked. A field named in `not_said`: asked, and the person does not want to say.
-- `filled_at` is set while anything but the strengths was asked.
CREATE TABLE situation_facts (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE REFERENCES cases (id),
    strengths_sealed TEXT,
    strengths_words_sealed TEXT,
    strengths_language TEXT,
    school_years INTEGER,
    job_sealed TEXT,
    work_years INTEGER,
    skills_sealed TEXT,
    skills_language TEXT,
    childcare_needed TEXT CHECK (childcare_needed IN ('yes', 'no')),
    childcare_hours INTEGER,
    residence_document TEXT,
    residence_until TEXT,
    residence_obligation TEXT CHECK (residence_obligation IN ('yes', 'no')),
    work_permission TEXT CHECK (work_permission IN ('yes', 'no', 'ask')),
    not_said TEXT NOT NULL DEFAULT '[]',
    filled_at TEXT,
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX situation_facts_ending ON situation_facts (residence_until);

-- Language levels: each row stays, the latest day counts. A slip of the pen is withdrawn, not deleted.
CREATE TABLE situation_languages (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    language TEXT NOT NULL,
    skill TEXT NOT NULL CHECK (skill IN ('listening', 'speaking', 'reading', 'writing')),
    level TEXT NOT NULL CHECK (level IN ('not_said', 'none', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
    source TEXT NOT NULL CHECK (source IN ('self', 'test', 'course', 'certificate')),
    on_day TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT,
    withdrawn_at TEXT
) {strict};
CREATE INDEX situation_languages_of ON situation_languages (case_id, language, skill, on_day);

CREATE TABLE situation_certificates (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    name_sealed TEXT,
    country TEXT NOT NULL DEFAULT '',
    papers TEXT NOT NULL DEFAULT '[]',
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE INDEX situation_certificates_of ON situation_certificates (case_id, made_at);

-- The household without names and birthdays: how somebody is related, and an age band.
CREATE TABLE situation_household (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    relation TEXT NOT NULL,
    age_band TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE INDEX situation_household_of ON situation_household (case_id, made_at);

CREATE TABLE needs (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    goal_id TEXT REFERENCES goals (id),
    life_area TEXT NOT NULL,
    urgency TEXT NOT NULL CHECK (urgency IN ('now', 'soon', 'later')),
    sensitivity TEXT NOT NULL DEFAULT 'standard' CHECK (sensitivity IN ('standard', 'elevated', 'high')),
    own_words_sealed TEXT,
    own_words_language TEXT,
    german_sealed TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'goal_made', 'no_offer', 'not_wanted', 'met')),
    said_by TEXT NOT NULL DEFAULT 'staff' CHECK (said_by IN ('staff', 'client')),
    made_at TEXT NOT NULL,
    made_by TEXT,
    seen_at TEXT,
    seen_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX needs_of ON needs (case_id, state);
CREATE INDEX needs_of_goal ON needs (goal_id);

CREATE TABLE need_states (
    id TEXT PRIMARY KEY,
    need_id TEXT NOT NULL REFERENCES needs (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT
) {strict};
CREATE INDEX need_states_of ON need_states (need_id, at);
CREATE INDEX need_states_of_case ON need_states (case_id, at);
