-- Offers of partners. Nothing here belongs to a case.

-- name: list
SELECT
    o.id, o.partner_id, o.kind, o.life_area, o.title, o.words, o.level_from, o.level_to, o.target_group, o.access, o.times,
    o.starts_on, o.ends_on, o.place, o.accessibility, o.cost, o.cost_words, o.seats_total, o.seats_free, o.waiting,
    o.childcare, o.languages, o.registration, o.state, o.verified_on, o.expires_on, o.version, p.name AS partner_name,
    p.address AS partner_address
FROM offers o
JOIN partners p ON p.id = o.partner_id
ORDER BY o.life_area, o.title, o.id;

-- name: of_area
SELECT
    o.id, o.partner_id, o.kind, o.life_area, o.title, o.words, o.level_from, o.level_to, o.target_group, o.access, o.times,
    o.starts_on, o.ends_on, o.place, o.accessibility, o.cost, o.cost_words, o.seats_total, o.seats_free, o.waiting,
    o.childcare, o.languages, o.registration, o.state, o.verified_on, o.expires_on, o.version, p.name AS partner_name,
    p.address AS partner_address
FROM offers o
JOIN partners p ON p.id = o.partner_id AND p.ended_at IS NULL
WHERE o.life_area = :life_area AND o.state IN ('published', 'full')
ORDER BY o.title, o.id;

-- name: find
SELECT
    o.id, o.partner_id, o.kind, o.life_area, o.title, o.words, o.level_from, o.level_to, o.target_group, o.access, o.times,
    o.starts_on, o.ends_on, o.place, o.accessibility, o.cost, o.cost_words, o.seats_total, o.seats_free, o.waiting,
    o.childcare, o.languages, o.registration, o.state, o.verified_on, o.expires_on, o.version, p.name AS partner_name,
    p.address AS partner_address
FROM offers o
JOIN partners p ON p.id = o.partner_id
WHERE o.id = :id;

-- name: history
SELECT h.id, h.state, h.at, h.by_id, a.name_sealed AS "by_name@by_id"
FROM offer_states h
LEFT JOIN accounts a ON a.id = h.by_id
WHERE h.offer_id = :offer_id
ORDER BY h.at, h.id;

-- name: over
SELECT id, version FROM offers
WHERE state IN ('published', 'full') AND (expires_on < :today OR ends_on < :today)
ORDER BY id;
