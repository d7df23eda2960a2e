-- How many seats there are in courses; who looks for one is told by the monitoring alone.

-- name: seats
SELECT
    id, kind, level_from, level_to, childcare, seats_total, seats_free, waiting, state, expires_on, ends_on
FROM offers
WHERE life_area = 'language' AND state IN ('published', 'full')
ORDER BY id;
