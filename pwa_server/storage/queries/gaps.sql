-- Service gaps: numbers without anybody behind them.

-- name: known
SELECT id FROM service_gaps WHERE about_digest = :about_digest;

-- name: by_kind
-- How many needs nothing suited since a month, by area, level and childcare.
SELECT life_area, level, childcare, COUNT(*) AS number
FROM service_gaps
WHERE month >= :first
GROUP BY life_area, level, childcare
ORDER BY COUNT(*) DESC, life_area, level, childcare;
