-- Whom to call with praise or a complaint: one number for everybody, kept by the complaint office.
CREATE TABLE complaint_office (
    id TEXT PRIMARY KEY,
    phone TEXT NOT NULL,
    hours TEXT NOT NULL DEFAULT '',
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) {strict};
