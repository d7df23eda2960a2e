-- One talk about how the plan went. `open` while it is prepared and held, `finished` once; a case has at most one open one.
-- `planned_on` is the day for which the talk was first booked, however often it moved; empty when nothing was booked.
CREATE TABLE reviews (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'finished')),
    meeting_id TEXT REFERENCES meetings (id),
    planned_on TEXT,
    held_on TEXT,
    client_good_sealed TEXT,
    client_hard_sealed TEXT,
    client_language TEXT,
    client_rating INTEGER CHECK (client_rating BETWEEN 1 AND 5),
    client_prepared_at TEXT,
    staff_good_sealed TEXT,
    staff_hard_sealed TEXT,
    changes_sealed TEXT,
    read_back TEXT CHECK (read_back IN ('yes', 'no')),
    outcome TEXT CHECK (outcome IN ('next', 'fulfilled', 'ended')),
    outcome_reason TEXT,
    confirmed TEXT CHECK (confirmed IN ('client', 'told')),
    told_sealed TEXT,
    next_meeting_id TEXT REFERENCES meetings (id),
    opened_at TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    finished_at TEXT,
    finished_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX reviews_of ON reviews (case_id, opened_at);
CREATE UNIQUE INDEX reviews_open ON reviews (case_id) WHERE state = 'open';

-- What was in the way, as codes (domain/steps.py OBSTACLES): what the client tapped at home and what staff noted.
CREATE TABLE review_hurdles (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    side TEXT NOT NULL CHECK (side IN ('client', 'counsellor')),
    code TEXT NOT NULL,
    UNIQUE (review_id, side, code)
) {strict};

-- What both decided about one goal or one step. `applied_at` is set for all of a review in the moment it is finished.
CREATE TABLE review_decisions (
    id TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES reviews (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    goal_id TEXT NOT NULL REFERENCES goals (id),
    step_id TEXT REFERENCES steps (id),
    decision TEXT NOT NULL CHECK (decision IN ('continue', 'changed', 'achieved', 'not_needed', 'dropped')),
    words_sealed TEXT,
    from_state TEXT,
    to_state TEXT,
    became_id TEXT,
    applied_at TEXT
) {strict};
CREATE INDEX review_decisions_of ON review_decisions (review_id);

-- Up to 30 seconds of a voice. Staff speak for a goal, a step or a meeting; the client for a request or a review.
-- `subject_id` names it; of a review `part` says which question was answered. Deleting deletes the row.
CREATE TABLE recordings (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    subject TEXT NOT NULL CHECK (subject IN ('goal', 'step', 'meeting', 'help_request', 'review', 'need')),
    subject_id TEXT NOT NULL,
    part TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL,
    speaker TEXT NOT NULL CHECK (speaker IN ('client', 'counsellor', 'interpreter')),
    media_type TEXT NOT NULL,
    seconds INTEGER,
    bytes INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    body_sealed {blob} NOT NULL,
    UNIQUE (subject_id, part, language)
) {strict};
CREATE INDEX recordings_of ON recordings (case_id);
