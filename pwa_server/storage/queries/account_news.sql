-- What a person is told about the own account. It is asked on devices that she used before it happened, and on no other:
-- whoever came in with a stolen secret must not be the one who says that all is well: what happened on a device of which it
-- is still asked whose it is, is not asked there. That question goes with a new secret, and not by signing out.

-- name: waiting
SELECT n.id, n.kind, n.label, n.at, n.session_id
FROM account_news n
JOIN sessions here ON here.id = :session_id AND here.account_id = n.account_id
WHERE n.account_id = :actor AND n.answered_at IS NULL AND n.at > :since
    AND (n.session_id IS NULL OR n.session_id <> here.id)
    AND (
        n.kind <> 'new_device'
        OR EXISTS (
            SELECT 1 FROM sessions s
            WHERE s.id = n.session_id AND (
                s.end_reason IS NULL
                OR s.end_reason NOT IN ('secret_changed', 'phone_lost', 'second_factor_renewed', 'app_ended')
            )
        )
    )
    AND NOT EXISTS (
        SELECT 1 FROM account_news q
        JOIN sessions asked ON asked.id = q.session_id AND asked.device_id = here.device_id
        JOIN sessions there ON there.id = n.session_id AND there.device_id = here.device_id
        WHERE q.account_id = n.account_id AND q.kind = 'new_device' AND (q.answer IS NULL OR q.answer <> 'me')
    )
    AND EXISTS (
        SELECT 1 FROM sessions o
        WHERE o.account_id = n.account_id AND o.made_at < n.at AND o.secret_at IS NOT NULL
            AND (o.id = here.id OR o.device_id = here.device_id)
    )
ORDER BY n.at DESC, n.id DESC
LIMIT 3;

-- name: answer!
UPDATE account_news SET answer = :answer, answered_at = :now WHERE id = :id AND account_id = :actor AND answered_at IS NULL;

-- name: lately
-- Whether this was told since then.
SELECT id FROM account_news WHERE account_id = :account_id AND kind = :kind AND at > :since LIMIT 1;

-- name: signed_in_elsewhere
-- Whether the account was in use on another device before.
SELECT id FROM sessions WHERE account_id = :account_id AND (device_id IS NULL OR device_id <> :device_id) LIMIT 1;

-- name: signed_in_here
SELECT id FROM sessions WHERE account_id = :account_id AND device_id = :device_id AND secret_at IS NOT NULL LIMIT 1;

-- name: address
-- Where mails about an account go: staff and mentors have an address of their own, clients one for messages if they gave it.
SELECT a.id, a.email_sealed AS "email@id", k.reminder_email_sealed AS "reminder_email@id"
FROM accounts a
LEFT JOIN clients k ON k.id = a.id
WHERE a.id = :account_id;
