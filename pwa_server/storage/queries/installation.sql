-- name: offices
-- The carriers with their numbers, as they stand on every card.
SELECT name, phone FROM carriers WHERE phone <> '' ORDER BY name, id LIMIT 6;

-- name: current
SELECT id, municipality, land, demo_since, shared_version FROM installation;

-- name: sealed_sample
-- Some sealed value: opening it tells whether the keys belong to this database.
SELECT id, name_sealed AS "name@id" FROM accounts LIMIT 1;

-- name: touch!
-- Hours, closing days, partners and numbers stand on everybody's pages: kept pages are made anew.
UPDATE installation SET shared_version = shared_version + 1;
