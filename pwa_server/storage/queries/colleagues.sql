-- Who of a carrier's counsellors is new, and whom colleagues know. An account is as young as its newest step: made, invited
-- anew, second factor set up.

-- name: steps_to
SELECT a.id, a.made_at, f.confirmed_at,
    (SELECT MAX(c.made_at) FROM sign_in_codes c WHERE c.account_id = a.id AND c.kind = 'invite') AS invited_at
FROM accounts a
LEFT JOIN second_factors f ON f.account_id = a.id
WHERE a.id = :id;

-- name: of_carrier
-- Counsellors who can look after somebody; `known_at` is when `:staff_id` last said that she knows this one.
SELECT a.id, a.title, a.made_at, f.confirmed_at,
    (SELECT MAX(c.made_at) FROM sign_in_codes c WHERE c.account_id = a.id AND c.kind = 'invite') AS invited_at,
    (SELECT MAX(x.made_at) FROM colleague_confirmations x WHERE x.staff_id = :staff_id AND x.colleague_id = a.id) AS known_at,
    a.name_sealed AS "name@id"
FROM accounts a
JOIN secrets s ON s.account_id = a.id
LEFT JOIN second_factors f ON f.account_id = a.id
WHERE a.carrier_id = :carrier_id AND a.role = 'counsellor' AND a.deactivated_at IS NULL AND a.id <> :staff_id
ORDER BY a.made_at, a.id;

-- name: known
SELECT MAX(x.made_at) AS known_at FROM colleague_confirmations x
WHERE x.staff_id = :staff_id AND x.colleague_id = :colleague_id;
