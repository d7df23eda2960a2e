CREATE TABLE reminders (
    id TEXT PRIMARY KEY,
    case_id TEXT REFERENCES cases (id),
    meeting_id TEXT REFERENCES meetings (id),
    person_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('booked', 'moved', 'cancelled', 'reminder', 'by_hand', 'test', 'news')),
    starts_at TEXT NOT NULL,
    offset_hours INTEGER NOT NULL DEFAULT 0,
    due_at TEXT NOT NULL,
    stale_at TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT 'push' CHECK (channel IN ('push', 'email', 'sms')),
    follows_id TEXT REFERENCES reminders (id),
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'failed', 'cancelled', 'not_sendable')),
    claimed_by TEXT,
    lease_until TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    sent_at TEXT,
    reached_at TEXT,
    reached_how TEXT,
    ended_at TEXT,
    end_reason TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE UNIQUE INDEX reminders_once ON reminders (meeting_id, starts_at, offset_hours, person_id, kind) WHERE state = 'due';
-- From when a row can be taken in hand: those that wait for another try are not looked at until then.
CREATE INDEX reminders_due ON reminders (COALESCE(lease_until, due_at), id) WHERE state = 'due';
CREATE INDEX reminders_of_case ON reminders (case_id, due_at);
CREATE INDEX reminders_of_meeting ON reminders (meeting_id);
CREATE INDEX reminders_tests ON reminders (made_at) WHERE kind = 'test';
CREATE INDEX reminders_of_person ON reminders (person_id, kind);
CREATE INDEX reminders_following ON reminders (follows_id) WHERE follows_id IS NOT NULL;

CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    reminder_id TEXT NOT NULL REFERENCES reminders (id),
    subscription_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    tried_at TEXT NOT NULL,
    next_try_at TEXT
) {strict};
CREATE INDEX deliveries_of ON deliveries (reminder_id);

CREATE TABLE call_tasks (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    meeting_id TEXT REFERENCES meetings (id),
    person_id TEXT NOT NULL REFERENCES accounts (id),
    reason TEXT NOT NULL,
    due_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    closed_at TEXT,
    closed_as TEXT CHECK (closed_as IN ('spoken', 'wrong_number', 'not_needed', 'too_late'))
) {strict};
CREATE INDEX call_tasks_of ON call_tasks (case_id, due_on);
CREATE UNIQUE INDEX call_tasks_once ON call_tasks (meeting_id, person_id) WHERE closed_at IS NULL;

CREATE TABLE call_attempts (
    id TEXT PRIMARY KEY,
    call_task_id TEXT NOT NULL REFERENCES call_tasks (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    result TEXT NOT NULL CHECK (result IN ('spoken', 'no_answer', 'wrong_number')),
    at TEXT NOT NULL,
    by_id TEXT NOT NULL
) {strict};
CREATE INDEX call_attempts_of ON call_attempts (call_task_id, at);
CREATE INDEX call_attempts_of_case ON call_attempts (case_id, at);

CREATE TABLE worker_state (
    id TEXT PRIMARY KEY,
    alive_at TEXT NOT NULL,
    alarm TEXT NOT NULL DEFAULT ''
) {strict};

CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'failed')),
    body_sealed TEXT NOT NULL,
    due_at TEXT NOT NULL,
    lease_until TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT
) {strict};
CREATE INDEX mails_due ON mails (due_at) WHERE state = 'due';
