-- How people sign in by the unlock of their own device. A row ends by going: nobody needs an old key.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- The browser profile on which it was set up: it ends where that one is signed out from elsewhere.
    device_id TEXT REFERENCES devices (id),
    credential_digest TEXT NOT NULL UNIQUE,
    credential_sealed TEXT NOT NULL,
    public_key_sealed TEXT NOT NULL,
    sign_count INTEGER NOT NULL DEFAULT 0,
    label TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL,
    used_at TEXT,
    -- Its counter went back: there may be a copy, so neither is taken any more.
    stopped_at TEXT
) {strict};
CREATE INDEX passkeys_of ON passkeys (account_id);
CREATE INDEX passkeys_on ON passkeys (device_id);

-- What a device was asked to sign: once, for five minutes, for one session or one visit at the door.
CREATE TABLE passkey_challenges (
    id TEXT PRIMARY KEY,
    bound_digest TEXT NOT NULL UNIQUE,
    challenge TEXT NOT NULL,
    expires_at TEXT NOT NULL
) {strict};
CREATE INDEX passkey_challenges_end ON passkey_challenges (expires_at);
