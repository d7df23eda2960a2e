-- What a client asks about her own data: to correct, to hide, to erase. Answered within a month, with a reason.
CREATE TABLE data_requests (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('correct', 'restrict', 'erase')),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'declined', 'taken_back', 'handed_over')),
    words_sealed TEXT,
    language TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT,
    due_on TEXT NOT NULL,
    answered_at TEXT,
    answered_by TEXT,
    reason_sealed TEXT,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
CREATE INDEX data_requests_of ON data_requests (case_id, made_at);
CREATE INDEX data_requests_open ON data_requests (due_on) WHERE state = 'open';

-- For account management: when the next answer of a service is due, without a name, a kind or a number.
CREATE VIEW next_data_request (carrier_id, due_on) AS
SELECT cases.carrier_id, MIN(data_requests.due_on)
FROM data_requests
JOIN cases ON cases.id = data_requests.case_id
WHERE data_requests.state = 'open' AND cases.state <> 'erased'
GROUP BY cases.carrier_id;

-- Imprint, privacy notice, and what the law lets a carrier tell others: of the installation (no carrier) or of one carrier.
-- A new wording is a new row; the newest counts.
CREATE TABLE public_texts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('imprint', 'privacy', 'exceptions')),
    carrier_id TEXT REFERENCES carriers (id),
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT
) {strict};
CREATE INDEX public_texts_of ON public_texts (kind, carrier_id, language, made_at);
