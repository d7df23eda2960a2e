-- When an office is open, who is away and who stands in. No case and no client.

-- name: carriers
SELECT id, name, kind, counselling_type, address, phone, version FROM carriers ORDER BY made_at, id;

-- name: carrier
SELECT id, name, kind, counselling_type, address, phone, retention_days, idle_review_days, version FROM carriers
WHERE id = :id;

-- name: hours
SELECT id, carrier_id, weekday, opens, closes FROM office_hours WHERE carrier_id = :carrier_id ORDER BY weekday, opens;

-- name: hours_of_all
SELECT id, carrier_id, weekday, opens, closes FROM office_hours ORDER BY weekday, opens;

-- name: drop_hours!
DELETE FROM office_hours WHERE carrier_id = :carrier_id;

-- name: closing_days
SELECT d.id, d.carrier_id, d.from_on, d.until_on, d.name, k.name AS carrier_name
FROM closing_days d
JOIN carriers k ON k.id = d.carrier_id
WHERE d.until_on >= :today
ORDER BY d.from_on, k.name, d.id;

-- name: drop_closing_days!
DELETE FROM closing_days WHERE id = :id;

-- name: counsellors
-- A carrier's counsellors with their standing deputy. `has_secret` is NULL for somebody who has never signed in.
SELECT
    a.id, a.title,
    (SELECT k.account_id FROM secrets k WHERE k.account_id = a.id) AS has_secret,
    a.name_sealed AS "name@id",
    s.deputy_id,
    d.name_sealed AS "deputy_name@deputy_id"
FROM accounts a
LEFT JOIN standing_deputies s ON s.staff_id = a.id AND s.ended_at IS NULL
LEFT JOIN accounts d ON d.id = s.deputy_id
WHERE a.carrier_id = :carrier_id AND a.role = 'counsellor' AND a.deactivated_at IS NULL
ORDER BY a.made_at, a.id;

-- name: counsellor
SELECT a.id, a.carrier_id, (SELECT k.account_id FROM secrets k WHERE k.account_id = a.id) AS has_secret
FROM accounts a
WHERE a.id = :id AND a.carrier_id = :carrier_id AND a.role = 'counsellor' AND a.deactivated_at IS NULL;

-- name: end_standing!
UPDATE standing_deputies SET ended_at = :now WHERE staff_id = :staff_id AND ended_at IS NULL;

-- name: absences
SELECT b.id, b.staff_id, b.from_on, b.until_on, a.name_sealed AS "name@staff_id"
FROM absences b
JOIN accounts a ON a.id = b.staff_id
WHERE a.carrier_id = :carrier_id AND a.role IN ('counsellor', 'coordinator') AND b.until_on >= :today
ORDER BY b.from_on, b.id;

-- name: absence
SELECT b.id, b.staff_id FROM absences b JOIN accounts a ON a.id = b.staff_id WHERE b.id = :id AND a.carrier_id = :carrier_id;

-- name: drop_absence!
DELETE FROM absences WHERE id = :id;

-- name: deputyships
-- Who stands in for whom, now and later.
SELECT
    t.id, t.staff_id, t.deputy_id, t.from_on, t.until_on, t.reason, t.cases,
    a.name_sealed AS "name@staff_id",
    d.name_sealed AS "deputy_name@deputy_id"
FROM deputyships t
JOIN accounts a ON a.id = t.staff_id
JOIN accounts d ON d.id = t.deputy_id
WHERE a.carrier_id = :carrier_id AND a.role IN ('counsellor', 'coordinator') AND t.until_on >= :today
    AND t.ended_at IS NULL
ORDER BY t.from_on, t.id;

-- name: deputyship
SELECT t.id, t.staff_id, t.deputy_id, t.ended_at
FROM deputyships t
JOIN accounts a ON a.id = t.staff_id
WHERE t.id = :id AND a.carrier_id = :carrier_id;

-- name: deputyships_of
-- Who stands in for this person now or later.
SELECT t.id, t.deputy_id, t.from_on, t.until_on, t.reason FROM deputyships t
WHERE t.staff_id = :staff_id AND t.ended_at IS NULL AND t.until_on >= :today;

-- name: overlapping
-- Whether this person is already being stood in for in these days.
SELECT t.id FROM deputyships t
WHERE t.staff_id = :staff_id AND t.ended_at IS NULL AND t.from_on <= :until_on AND t.until_on >= :from_on;

-- name: worker
SELECT id, alive_at, alarm FROM worker_state WHERE id = 'worker';
