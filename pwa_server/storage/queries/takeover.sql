-- People of the own caseload who have not come in yet: for them cards are printed in one go.

-- name: without_access
SELECT
    c.id, c.client_id, c.carrier_id, c.opened_at, a.language AS client_language, k.name AS office_name,
    k.phone AS office_phone,
    a.name_sealed AS "name@client_id",
    p.name_latin_sealed AS "name_latin@client_id",
    p.name_native_sealed AS "name_native@client_id",
    (
        SELECT COUNT(*) FROM sign_in_codes s
        WHERE s.account_id = c.client_id AND s.kind = 'card' AND s.used_at IS NULL AND s.cancelled_at IS NULL
            AND s.expires_at > :now
    ) AS open_cards
FROM case_relationship r
JOIN cases c ON c.id = r.case_id
JOIN accounts a ON a.id = c.client_id
JOIN clients p ON p.id = c.client_id
JOIN carriers k ON k.id = c.carrier_id
LEFT JOIN secrets s ON s.account_id = c.client_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship = 'counsellor' AND c.state NOT IN ('restricted', 'closed', 'erased') AND s.account_id IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM consents n
        WHERE n.case_id = c.id AND n.purpose = 'case_record' AND n.state = 'declined'
            AND NOT EXISTS (
                SELECT 1 FROM consents later
                WHERE later.case_id = n.case_id AND later.purpose = n.purpose AND later.made_at > n.made_at
            )
    )
ORDER BY c.opened_at DESC, c.id
LIMIT 300;
