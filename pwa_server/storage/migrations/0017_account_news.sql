-- What a person is told about the own account: a sign-in on a device that was new, wrong tries, another way in.
-- `session_id` is the session that it happened in, which is never asked about itself.
CREATE TABLE account_news (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    session_id TEXT,
    label TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    answer TEXT CHECK (answer IN ('me', 'not_me')),
    answered_at TEXT
) {strict};
CREATE INDEX account_news_waiting ON account_news (account_id, at) WHERE answered_at IS NULL;
CREATE INDEX account_news_of ON account_news (account_id, kind, at);
