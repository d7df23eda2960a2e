-- Codes that begin a session or set a new password. Only their digests are stored.

-- name: find
SELECT c.id, c.account_id, c.kind, c.used_at, c.cancelled_at, c.expires_at
FROM sign_in_codes c
JOIN accounts a ON a.id = c.account_id
WHERE c.code_digest = :code_digest
    AND c.used_at IS NULL AND c.cancelled_at IS NULL AND c.expires_at > :now
    AND a.deactivated_at IS NULL;

-- name: use!
UPDATE sign_in_codes SET used_at = :now
WHERE id = :id AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > :now;

-- name: cancel!
UPDATE sign_in_codes SET cancelled_at = :now
WHERE id = :id AND account_id = :account_id AND used_at IS NULL AND cancelled_at IS NULL;

-- name: cancel_for_client!
UPDATE sign_in_codes SET cancelled_at = :now
WHERE account_id = :account_id AND kind IN ('card', 'screen') AND used_at IS NULL AND cancelled_at IS NULL;

-- name: cancel_for_account!
UPDATE sign_in_codes SET cancelled_at = :now
WHERE account_id = :account_id AND kind IN ('invite', 'reset_mail', 'reset_letter')
    AND used_at IS NULL AND cancelled_at IS NULL;

-- name: of_case
-- The cards and screen codes of a case, newest first: when made, used, cancelled; never the code.
SELECT s.id, s.kind, s.made_at, s.expires_at, s.used_at, s.cancelled_at, a.sign_in_name
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN accounts a ON a.id = c.client_id
JOIN sign_in_codes s ON s.account_id = c.client_id AND s.kind IN ('card', 'screen')
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('counsellor', 'deputy')
    AND r.case_id = :case_id
ORDER BY s.made_at DESC, s.id DESC;

-- name: find_of_case
SELECT s.id, s.account_id, s.used_at, s.cancelled_at, r.relationship
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN sign_in_codes s ON s.account_id = c.client_id AND s.kind IN ('card', 'screen')
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.case_id = :case_id AND s.id = :code_id;
