ALTER TABLE partners ADD COLUMN public_body TEXT NOT NULL DEFAULT 'no' CHECK (public_body IN ('no', 'yes'));

-- The day since when we wait for the partner of a step; NULL while it is not the partner's turn.
ALTER TABLE steps ADD COLUMN waiting_since TEXT;

-- What partners have agreed on together. The rules can be read by everybody.
CREATE TABLE cooperation_agreements (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    rules TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    review_on TEXT NOT NULL,
    ended_at TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

CREATE TABLE cooperation_members (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES cooperation_agreements (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    joined_on TEXT NOT NULL,
    left_on TEXT
) {strict};
CREATE INDEX cooperation_members_of ON cooperation_members (agreement_id, left_on);
CREATE INDEX cooperation_members_by_partner ON cooperation_members (partner_id, left_on);

-- Partners that may be shown a step today, where the person agrees.
CREATE VIEW cooperating_partners (partner_id) AS
SELECT DISTINCT cooperation_members.partner_id
FROM cooperation_members
JOIN cooperation_agreements ON cooperation_agreements.id = cooperation_members.agreement_id
WHERE cooperation_members.left_on IS NULL AND cooperation_agreements.ended_at IS NULL;

CREATE TABLE offers (
    id TEXT PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    kind TEXT NOT NULL,
    life_area TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    level_from TEXT NOT NULL DEFAULT 'none',
    level_to TEXT NOT NULL DEFAULT 'C2',
    target_group TEXT NOT NULL DEFAULT 'all',
    access TEXT NOT NULL DEFAULT 'mainstream' CHECK (access IN ('mainstream', 'specific')),
    times TEXT NOT NULL DEFAULT '[]',
    starts_on TEXT,
    ends_on TEXT,
    place TEXT NOT NULL DEFAULT '',
    accessibility TEXT NOT NULL DEFAULT 'not_known' CHECK (accessibility IN ('not_known', 'yes', 'partly', 'no')),
    cost TEXT NOT NULL DEFAULT 'not_known' CHECK (cost IN ('not_known', 'free', 'sometimes_free', 'paid')),
    cost_words TEXT NOT NULL DEFAULT '',
    seats_total INTEGER,
    seats_free INTEGER,
    waiting INTEGER,
    childcare TEXT NOT NULL DEFAULT 'no' CHECK (childcare IN ('no', 'yes')),
    languages TEXT NOT NULL DEFAULT '[]',
    registration TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'full', 'expired', 'withdrawn')),
    verified_on TEXT NOT NULL,
    expires_on TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX offers_by_area ON offers (life_area, state);
CREATE INDEX offers_by_partner ON offers (partner_id);

CREATE TABLE offer_states (
    id TEXT PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT
) {strict};
CREATE INDEX offer_states_of ON offer_states (offer_id, at);

-- That client and counsellor looked for something that fits a goal, and what they found.
CREATE TABLE offer_checks (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    goal_id TEXT NOT NULL REFERENCES goals (id),
    found TEXT NOT NULL CHECK (found IN ('offer', 'no_offer')),
    offer_id TEXT REFERENCES offers (id),
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE INDEX offer_checks_of ON offer_checks (goal_id, made_at);
CREATE INDEX offer_checks_of_case ON offer_checks (case_id, made_at);

-- A need that nothing suits. It names neither person nor case: a month, an area, a level. `about_digest` is a keyed hash
-- that keeps the same goal or step from counting twice.
CREATE TABLE service_gaps (
    id TEXT PRIMARY KEY,
    carrier_id TEXT NOT NULL REFERENCES carriers (id),
    month TEXT NOT NULL,
    life_area TEXT NOT NULL,
    level TEXT NOT NULL DEFAULT '',
    childcare TEXT NOT NULL DEFAULT 'not_known' CHECK (childcare IN ('not_known', 'no', 'yes')),
    source TEXT NOT NULL CHECK (source IN ('no_match', 'no_place_available', 'no_offer')),
    about_digest TEXT NOT NULL UNIQUE
) {strict};
CREATE INDEX service_gaps_by_month ON service_gaps (month, life_area);

-- One step shown to one partner, by consent. The link opens once and for a short time; only its digest is stored.
CREATE TABLE step_shares (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    step_id TEXT NOT NULL REFERENCES steps (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    consent_id TEXT NOT NULL REFERENCES consents (id),
    chosen TEXT NOT NULL DEFAULT 'no' CHECK (chosen IN ('no', 'yes')),
    contact_id TEXT REFERENCES accounts (id),
    name_shown_sealed TEXT,
    token_digest TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    expires_at TEXT NOT NULL,
    opened_at TEXT,
    ended_at TEXT
) {strict};
CREATE INDEX step_shares_of ON step_shares (case_id, made_at);
CREATE INDEX step_shares_of_step ON step_shares (step_id, made_at);

CREATE TABLE partner_notes (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    step_id TEXT NOT NULL REFERENCES steps (id),
    share_id TEXT NOT NULL REFERENCES step_shares (id),
    progress TEXT NOT NULL CHECK (progress IN ('working_on_it', 'appointment', 'finished', 'not_possible')),
    words_sealed TEXT,
    at TEXT NOT NULL,
    seen_at TEXT,
    seen_by TEXT
) {strict};
CREATE INDEX partner_notes_of_step ON partner_notes (step_id, at);
CREATE INDEX partner_notes_of_case ON partner_notes (case_id, at);

-- Who interprets: people and services, kept by coordination.
CREATE TABLE interpreters (
    id TEXT PRIMARY KEY,
    name_sealed TEXT NOT NULL,
    gender TEXT NOT NULL DEFAULT 'not_said' CHECK (gender IN ('not_said', 'woman', 'man', 'service')),
    languages TEXT NOT NULL DEFAULT '[]',
    dialects TEXT NOT NULL DEFAULT '',
    confidential_since TEXT,
    phone_sealed TEXT,
    booking_sealed TEXT,
    made_at TEXT NOT NULL,
    ended_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

-- What one meeting needs of its interpreter beside the language, and who was asked.
CREATE TABLE meeting_interpreting (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    meeting_id TEXT NOT NULL UNIQUE REFERENCES meetings (id),
    dialect_sealed TEXT,
    wish TEXT NOT NULL DEFAULT 'none' CHECK (wish IN ('none', 'woman', 'man')),
    interpreter_id TEXT REFERENCES interpreters (id)
) {strict};
CREATE INDEX meeting_interpreting_of ON meeting_interpreting (case_id);

-- Blocks of this installation: written here, or shipped ones that somebody here has changed. What is shipped stays as it
-- is below; what is not named here is as shipped.
CREATE TABLE catalogue_blocks (
    id TEXT PRIMARY KEY,
    life_area TEXT NOT NULL,
    sensitivity TEXT NOT NULL CHECK (sensitivity IN ('standard', 'elevated', 'high')),
    volatility TEXT NOT NULL CHECK (volatility IN ('low', 'medium', 'high')),
    review_by TEXT NOT NULL,
    checked_on TEXT,
    checked_by TEXT REFERENCES accounts (id),
    mentor_may_help TEXT NOT NULL CHECK (mentor_may_help IN ('no', 'yes')),
    documents TEXT NOT NULL DEFAULT '[]',
    partner_kinds TEXT NOT NULL DEFAULT '[]',
    staff_note TEXT NOT NULL DEFAULT '',
    steps TEXT NOT NULL DEFAULT '[]',
    hidden_at TEXT,
    changed_at TEXT NOT NULL,
    changed_by TEXT REFERENCES accounts (id),
    version INTEGER NOT NULL DEFAULT 1
) {strict};

-- Wordings of the catalogue by key. A German one is never changed, a newer one counts instead; a translation belongs to
-- exactly one German wording, so that it never stands for other words.
CREATE TABLE catalogue_wordings (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    language TEXT NOT NULL,
    german TEXT NOT NULL,
    text TEXT NOT NULL,
    written_by TEXT REFERENCES accounts (id),
    written_at TEXT NOT NULL,
    checked_by TEXT REFERENCES accounts (id),
    checked_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (key, language, german)
) {strict};
