-- What somebody wants to say to the office outside the counselling team. Without `account_id`, `name_sealed` and
-- `reach_sealed` nobody knows who wrote; `receipt_digest` lets the writer read the answer. The same words under the same
-- code are one message.
CREATE TABLE feedback (
    id TEXT PRIMARY KEY,
    carrier_id TEXT REFERENCES carriers (id),
    kind TEXT NOT NULL CHECK (kind IN ('praise', 'complaint', 'barrier', 'idea')),
    about TEXT NOT NULL,
    language TEXT NOT NULL,
    words_sealed TEXT NOT NULL,
    person_sealed TEXT,
    name_sealed TEXT,
    reach_sealed TEXT,
    account_id TEXT REFERENCES accounts (id),
    receipt_digest TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    sound_sealed {blob},
    sound_type TEXT,
    sound_seconds INTEGER,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'in_progress', 'answered', 'closed')),
    received_at TEXT NOT NULL,
    state_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (receipt_digest, content_digest)
) {strict};
CREATE INDEX feedback_by_state ON feedback (state, received_at);
CREATE INDEX feedback_of ON feedback (account_id);

CREATE TABLE feedback_states (
    id TEXT PRIMARY KEY,
    feedback_id TEXT NOT NULL REFERENCES feedback (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    by_id TEXT
) {strict};
CREATE INDEX feedback_states_of ON feedback_states (feedback_id, at);

CREATE TABLE feedback_answers (
    id TEXT PRIMARY KEY,
    feedback_id TEXT NOT NULL REFERENCES feedback (id),
    words_sealed TEXT NOT NULL,
    language TEXT NOT NULL,
    translation_sealed TEXT,
    translation_language TEXT,
    at TEXT NOT NULL,
    by_id TEXT NOT NULL
) {strict};
CREATE INDEX feedback_answers_of ON feedback_answers (feedback_id, at);

-- Who may read which message: the complaint office of the carrier that it names; where a carrier had none that counted
-- when the message came, and where no carrier is named, every complaint office. Whether such an account counsels somebody
-- is asked in each statement.
CREATE VIEW feedback_reach (actor_id, feedback_id) AS
SELECT accounts.id, feedback.id
FROM accounts
JOIN feedback ON feedback.carrier_id IS NULL OR accounts.carrier_id IS NULL OR feedback.carrier_id = accounts.carrier_id
    OR NOT EXISTS (
        SELECT 1 FROM accounts other
        WHERE other.carrier_id = feedback.carrier_id AND other.deactivated_at IS NULL
            AND other.staff_rights LIKE '%"complaint_office"%'
            AND (other.complaint_from IS NULL OR other.complaint_from <= feedback.received_at)
    )
WHERE accounts.deactivated_at IS NULL AND accounts.staff_rights LIKE '%"complaint_office"%';

-- The public statement on accessibility: one row, its words kept by coordination.
CREATE TABLE accessibility_statement (
    id TEXT PRIMARY KEY,
    contact TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    enforcement TEXT NOT NULL DEFAULT '',
    more_limits TEXT NOT NULL DEFAULT '',
    checked_on TEXT,
    changed_at TEXT NOT NULL,
    changed_by TEXT REFERENCES accounts (id),
    version INTEGER NOT NULL DEFAULT 1
) {strict};

-- What the organisations want to reach together.
CREATE TABLE network_goals (
    id TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT,
    reached_on TEXT,
    ended_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

-- How the organisations work together. A version counts once different people of different organisations have said yes.
CREATE TABLE network_rules (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    words TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'in_force', 'superseded', 'withdrawn')),
    made_at TEXT NOT NULL,
    made_by TEXT,
    carrier_id TEXT REFERENCES carriers (id),
    in_force_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE UNIQUE INDEX network_rules_in_force ON network_rules (state) WHERE state = 'in_force';
CREATE UNIQUE INDEX network_rules_proposed ON network_rules (state) WHERE state = 'proposed';

-- One organisation's yes: a carrier's by one of its own accounts, a partner's on paper, written down by coordination.
CREATE TABLE network_adoptions (
    id TEXT PRIMARY KEY,
    rules_id TEXT NOT NULL REFERENCES network_rules (id),
    carrier_id TEXT REFERENCES carriers (id),
    partner_id TEXT REFERENCES partners (id),
    adopted_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id)
) {strict};
CREATE UNIQUE INDEX network_adoptions_of_carrier ON network_adoptions (rules_id, carrier_id) WHERE carrier_id IS NOT NULL;
CREATE UNIQUE INDEX network_adoptions_of_partner ON network_adoptions (rules_id, partner_id) WHERE partner_id IS NOT NULL;

CREATE TABLE network_meetings (
    id TEXT PRIMARY KEY,
    on_day TEXT NOT NULL,
    clock TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    topics TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

-- What the network has to do, and what it makes: a leaflet, a list of courses.
CREATE TABLE network_tasks (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('task', 'product')),
    words TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    due_on TEXT,
    done_on TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT,
    removed_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};

-- What colleagues learn from each other. Nothing leads from here to a case.
CREATE TABLE staff_notes (
    id TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    words_sealed TEXT NOT NULL,
    carrier_id TEXT REFERENCES carriers (id),
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    removed_at TEXT
) {strict};

-- Numbers without anybody in them. Once written a row never changes: two computations of one period would tell what lies
-- between them. `carrier_id` NULL is all carriers together. `value` is NULL where `state` is 'suppressed'; `base` is how
-- many things a number of days was taken from.
CREATE TABLE indicator_snapshots (
    id TEXT PRIMARY KEY,
    period TEXT NOT NULL,
    carrier_id TEXT REFERENCES carriers (id),
    indicator TEXT NOT NULL,
    definition INTEGER NOT NULL,
    dimension TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('value', 'at_least', 'suppressed')),
    value INTEGER,
    base INTEGER,
    made_at TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX indicator_snapshots_of_carrier ON indicator_snapshots (period, carrier_id, indicator, dimension)
    WHERE carrier_id IS NOT NULL;
CREATE UNIQUE INDEX indicator_snapshots_of_all ON indicator_snapshots (period, indicator, dimension)
    WHERE carrier_id IS NULL;
CREATE INDEX indicator_snapshots_by_indicator ON indicator_snapshots (indicator, period);

-- What an erased case would have added to a quarter that is not written yet: numbers only. Gone with that quarter.
CREATE TABLE indicator_tallies (
    id TEXT PRIMARY KEY,
    quarter TEXT NOT NULL,
    carrier_id TEXT NOT NULL,
    indicator TEXT NOT NULL,
    dimension TEXT NOT NULL,
    number INTEGER NOT NULL,
    people INTEGER NOT NULL,
    days INTEGER
) {strict};
CREATE INDEX indicator_tallies_of ON indicator_tallies (quarter, indicator);

-- What staff write beside the numbers of a period: of one carrier, or (carrier_id NULL) of the whole network.
CREATE TABLE period_reports (
    id TEXT PRIMARY KEY,
    period TEXT NOT NULL,
    carrier_id TEXT REFERENCES carriers (id),
    words_sealed TEXT NOT NULL,
    quick_wins_sealed TEXT,
    posts TEXT NOT NULL DEFAULT '',
    written_at TEXT NOT NULL,
    written_by TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE UNIQUE INDEX period_reports_of_carrier ON period_reports (period, carrier_id) WHERE carrier_id IS NOT NULL;
CREATE UNIQUE INDEX period_reports_of_all ON period_reports (period) WHERE carrier_id IS NULL;

-- Other municipalities' numbers, as they gave them away.
CREATE TABLE benchmark_places (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    taken_at TEXT NOT NULL,
    taken_by TEXT
) {strict};

CREATE TABLE benchmark_figures (
    id TEXT PRIMARY KEY,
    place_id TEXT NOT NULL REFERENCES benchmark_places (id),
    period TEXT NOT NULL,
    indicator TEXT NOT NULL,
    definition INTEGER NOT NULL,
    dimension TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('value', 'at_least', 'suppressed')),
    value INTEGER,
    base INTEGER,
    UNIQUE (place_id, period, indicator, dimension)
) {strict};
