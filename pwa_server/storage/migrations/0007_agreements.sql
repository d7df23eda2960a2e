-- One version of what both sides want to do. While `draft` it has no text; offering freezes it in `snapshot_sealed` (all
-- its languages) under `hash`, and no verb changes either again. Goals under special protection are never in it.
CREATE TABLE agreement_versions (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN (
            'draft', 'offered', 'partly_signed', 'in_force', 'superseded', 'fulfilled', 'ended', 'declined', 'discarded'
        )
    ),
    snapshot_sealed TEXT,
    hash TEXT,
    change_reason_sealed TEXT,
    supersedes_id TEXT REFERENCES agreement_versions (id),
    review_meeting_id TEXT REFERENCES meetings (id),
    copy_given_at TEXT,
    copy_how TEXT CHECK (copy_how IN ('app', 'paper')),
    made_at TEXT NOT NULL,
    made_by TEXT,
    offered_at TEXT,
    in_force_at TEXT,
    ended_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (case_id, number)
) {strict};
CREATE UNIQUE INDEX agreement_versions_in_force ON agreement_versions (case_id) WHERE state = 'in_force';
CREATE UNIQUE INDEX agreement_versions_open ON agreement_versions (case_id)
    WHERE state IN ('draft', 'offered', 'partly_signed');
CREATE INDEX agreement_versions_after ON agreement_versions (supersedes_id);
CREATE INDEX agreement_versions_of_review ON agreement_versions (review_meeting_id);

CREATE TABLE agreement_states (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreement_versions (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT,
    reason TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX agreement_states_of ON agreement_states (agreement_id, at);
CREATE INDEX agreement_states_of_case ON agreement_states (case_id, at);

-- One place to sign. Open until `signed_at`, then it never changes; `hash` is that of the version that was signed.
CREATE TABLE agreement_signatures (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreement_versions (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    role TEXT NOT NULL CHECK (role IN ('client', 'counsellor', 'guardian', 'mentor', 'partner', 'other')),
    person_id TEXT REFERENCES accounts (id),
    name_sealed TEXT,
    required TEXT NOT NULL CHECK (required IN ('yes', 'no')),
    signed_at TEXT,
    method TEXT CHECK (method IN ('app_confirm', 'paper_scan', 'oral_read_aloud', 'paper_mark_read_aloud')),
    hash TEXT,
    explained_in TEXT NOT NULL DEFAULT '',
    interpreter_sealed TEXT,
    witness_sealed TEXT,
    recorded_by TEXT,
    made_at TEXT NOT NULL
) {strict};
CREATE INDEX agreement_signatures_of ON agreement_signatures (agreement_id);
CREATE INDEX agreement_signatures_of_case ON agreement_signatures (case_id);

-- What the client said to a version besides yes: a question, or no. The counsellor sees it in the day list until looked at.
CREATE TABLE agreement_answers (
    id TEXT PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreement_versions (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    answer TEXT NOT NULL CHECK (answer IN ('question', 'declined')),
    words_sealed TEXT,
    language TEXT NOT NULL,
    received_at TEXT NOT NULL,
    answer_by_on TEXT,
    seen_at TEXT,
    seen_by TEXT
) {strict};
CREATE INDEX agreement_answers_of ON agreement_answers (agreement_id);
CREATE INDEX agreement_answers_of_case ON agreement_answers (case_id, received_at);

-- What a carrier writes on its plans and agreements: no logo, one heading, who sends it, one closing sentence.
CREATE TABLE document_templates (
    id TEXT PRIMARY KEY,
    carrier_id TEXT NOT NULL UNIQUE REFERENCES carriers (id),
    heading TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL DEFAULT '',
    closing TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
