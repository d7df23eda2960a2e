-- The public key that a browser subscribed with: a push service takes messages for it that are signed by that key alone.
-- Empty in rows from before keys could be changed: there was one key then.
ALTER TABLE push_subscriptions ADD COLUMN sender_key TEXT NOT NULL DEFAULT '';
