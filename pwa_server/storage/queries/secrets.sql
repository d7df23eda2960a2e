-- name: of_account
SELECT account_id, kind, secret_hash, set_at FROM secrets WHERE account_id = :account_id;

-- name: keep!
INSERT INTO secrets (account_id, kind, secret_hash, set_at) VALUES (:account_id, :kind, :secret_hash, :now)
ON CONFLICT (account_id) DO UPDATE SET
    kind = excluded.kind, secret_hash = excluded.secret_hash, set_at = excluded.set_at;

-- name: forget!
-- A client who ends the app: no PIN opens anything until a new card is used.
DELETE FROM secrets WHERE account_id = :account_id;

-- name: rehash!
-- The same secret under new parameters; nothing happens when it was changed meanwhile.
UPDATE secrets SET secret_hash = :new_hash WHERE account_id = :account_id AND secret_hash = :old_hash;

-- name: for_check
-- What a typed secret is compared with.
SELECT account_id AS id, kind AS secret_kind, secret_hash FROM secrets WHERE account_id = :account_id;
