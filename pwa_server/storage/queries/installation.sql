-- name: current
SELECT id, municipality, land, demo_since, shared_version FROM installation;
