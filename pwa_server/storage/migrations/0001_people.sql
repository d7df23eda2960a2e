CREATE TABLE installation (
    id TEXT PRIMARY KEY,
    municipality TEXT NOT NULL,
    land TEXT NOT NULL DEFAULT 'NW',
    demo_since TEXT,
    shared_version INTEGER NOT NULL DEFAULT 1,
    made_at TEXT NOT NULL
) {strict};

CREATE TABLE carriers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('public', 'free')),
    counselling_type TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('client', 'mentor', 'counsellor', 'coordinator')),
    carrier_id TEXT REFERENCES carriers (id),
    name_sealed TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT 'de',
    sign_in_name TEXT UNIQUE,
    email_sealed TEXT,
    email_digest TEXT UNIQUE,
    phone_sealed TEXT,
    text_size TEXT NOT NULL DEFAULT 'normal' CHECK (text_size IN ('normal', 'large', 'larger')),
    opaque_id TEXT NOT NULL UNIQUE,
    staff_rights TEXT NOT NULL DEFAULT '[]',
    -- From when the right to read complaints counts, and who gave it. Empty: it counts.
    complaint_from TEXT,
    complaint_given_by TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    deactivated_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX accounts_by_role ON accounts (role, carrier_id);
CREATE INDEX accounts_with_rights ON accounts (carrier_id) WHERE staff_rights <> '[]';

CREATE TABLE secrets (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('pin', 'password')),
    secret_hash TEXT NOT NULL,
    set_at TEXT NOT NULL
) {strict};

CREATE TABLE second_factors (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL UNIQUE REFERENCES accounts (id),
    -- Empty where a passkey was set up instead of an app for codes.
    seed_sealed TEXT,
    made_at TEXT NOT NULL,
    confirmed_at TEXT,
    last_counter INTEGER NOT NULL DEFAULT 0
) {strict};

CREATE TABLE second_factor_renewals (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    asked_by TEXT NOT NULL REFERENCES accounts (id),
    asked_at TEXT NOT NULL,
    confirmed_by TEXT REFERENCES accounts (id),
    confirmed_at TEXT
) {strict};

CREATE TABLE recovery_codes (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    code_digest TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    used_at TEXT
) {strict};
CREATE INDEX recovery_codes_of ON recovery_codes (account_id);

CREATE TABLE sign_in_codes (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('card', 'screen', 'invite', 'reset_mail', 'reset_letter')),
    code_digest TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    made_by TEXT,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    cancelled_at TEXT
) {strict};
CREATE INDEX sign_in_codes_of ON sign_in_codes (account_id, made_at);

CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL
) {strict};

CREATE TABLE device_people (
    id TEXT PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES devices (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    picture TEXT NOT NULL,
    added_at TEXT NOT NULL,
    removed_at TEXT
) {strict};
CREATE INDEX device_people_on ON device_people (device_id);
CREATE UNIQUE INDEX device_people_once ON device_people (device_id, account_id) WHERE removed_at IS NULL;

CREATE TABLE sessions (
    token_digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    device_id TEXT REFERENCES devices (id),
    phone TEXT NOT NULL CHECK (phone IN ('own', 'shared', 'desk')),
    label TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    second_factor_at TEXT,
    secret_at TEXT,
    -- Opened by a passkey, and no PIN or password was given since: what is specially protected stays closed.
    passkey_at TEXT,
    locked_at TEXT,
    ended_at TEXT,
    end_reason TEXT
) {strict};
CREATE INDEX sessions_of ON sessions (account_id, ended_at);

CREATE TABLE rate_limits (
    key TEXT PRIMARY KEY,
    hits INTEGER NOT NULL,
    expires_at TEXT NOT NULL
) {strict};

CREATE TABLE alarms (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    raised_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    closed_at TEXT,
    closed_by TEXT
) {strict};

CREATE TABLE clients (
    id TEXT PRIMARY KEY REFERENCES accounts (id),
    name_latin_sealed TEXT,
    name_native_sealed TEXT,
    spoken_languages TEXT NOT NULL DEFAULT '[]',
    reading_languages TEXT NOT NULL DEFAULT '[]',
    interpreter_language TEXT NOT NULL DEFAULT '',
    dialect_sealed TEXT,
    literacy TEXT NOT NULL DEFAULT 'not_stated',
    birth_year_sealed TEXT,
    address_sealed TEXT,
    safe_contact_sealed TEXT,
    channels TEXT NOT NULL DEFAULT '["phone"]',
    reminder_email_sealed TEXT,
    reminder_mobile_sealed TEXT,
    push_text TEXT NOT NULL DEFAULT 'neutral' CHECK (push_text IN ('neutral', 'with_time', 'off')),
    reminders_paused_until TEXT,
    phone_use TEXT NOT NULL DEFAULT 'shared' CHECK (phone_use IN ('own', 'shared')),
    made_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

CREATE TABLE mentors (
    id TEXT PRIMARY KEY REFERENCES accounts (id),
    mentor_code TEXT NOT NULL UNIQUE,
    languages TEXT NOT NULL DEFAULT '[]',
    max_clients INTEGER NOT NULL DEFAULT 3,
    confidentiality_on TEXT,
    training_on TEXT,
    made_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

CREATE TABLE clearances (
    id TEXT PRIMARY KEY,
    mentor_id TEXT NOT NULL REFERENCES mentors (id),
    seen_on TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    seen_by_sealed TEXT NOT NULL,
    suitable TEXT NOT NULL CHECK (suitable = 'yes'),
    lapses_on TEXT NOT NULL,
    made_at TEXT NOT NULL
) {strict};
CREATE INDEX clearances_of ON clearances (mentor_id, lapses_on);

CREATE TABLE push_subscriptions (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    session_id TEXT,
    label TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL,
    endpoint_sealed TEXT NOT NULL,
    endpoint_digest TEXT NOT NULL UNIQUE,
    p256dh_sealed TEXT NOT NULL,
    auth_sealed TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    accepted_at TEXT,
    failed_at TEXT,
    failure TEXT
) {strict};
CREATE INDEX push_subscriptions_of ON push_subscriptions (account_id);
CREATE INDEX push_subscriptions_of_session ON push_subscriptions (session_id);
