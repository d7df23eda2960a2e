-- What the monitoring tells: finished numbers without anybody in them, and words beside them.

-- name: carriers
SELECT id, name, kind, counselling_type FROM carriers ORDER BY made_at, id;

-- name: written
SELECT DISTINCT period, indicator FROM indicator_snapshots WHERE period >= :since;

-- name: first_moment
SELECT MIN(made_at) AS at FROM installation;

-- name: tallies
SELECT carrier_id, dimension, number, people, days FROM indicator_tallies WHERE quarter = :quarter AND indicator = :indicator;

-- name: forget_tallies!
DELETE FROM indicator_tallies WHERE quarter = :quarter AND indicator = :indicator;

-- name: of_indicator
-- One indicator in all periods; `:carrier_id` '' is all carriers together.
SELECT period, COALESCE(carrier_id, '') AS carrier_id, indicator, definition, dimension, state, value, base
FROM indicator_snapshots
WHERE indicator = :indicator AND COALESCE(carrier_id, '') = :carrier_id
ORDER BY period;

-- name: of_period
SELECT period, COALESCE(carrier_id, '') AS carrier_id, indicator, definition, dimension, state, value, base
FROM indicator_snapshots
WHERE period = :period AND COALESCE(carrier_id, '') = :carrier_id
ORDER BY indicator, dimension;

-- name: totals
-- Every indicator without its categories, in the periods from `:first` to `:last`, of whatever kind.
SELECT period, COALESCE(carrier_id, '') AS carrier_id, indicator, definition, dimension, state, value, base
FROM indicator_snapshots
WHERE period BETWEEN :first AND :last AND COALESCE(carrier_id, '') = :carrier_id AND dimension = :total
ORDER BY period, indicator;

-- name: of_periods
-- One indicator of everybody in two to four periods, for a longer one; more names than one asks for make no difference.
SELECT period, COALESCE(carrier_id, '') AS carrier_id, definition, dimension, state, value, base
FROM indicator_snapshots
WHERE indicator = :indicator AND period IN (:first, :second, :third, :fourth);

-- name: all_together
SELECT period, indicator, definition, dimension, state, value, base FROM indicator_snapshots
WHERE carrier_id IS NULL
ORDER BY period, indicator, dimension;

-- name: periods
SELECT DISTINCT period FROM indicator_snapshots ORDER BY period DESC;

-- name: report
SELECT id, period, COALESCE(carrier_id, '') AS carrier_id, posts, version, words_sealed AS "words@id", quick_wins_sealed AS "quick_wins@id"
FROM period_reports WHERE period = :period AND COALESCE(carrier_id, '') = :carrier_id;

-- name: places
SELECT id, name, taken_at FROM benchmark_places ORDER BY LOWER(name), id;

-- name: place_named
SELECT id FROM benchmark_places WHERE LOWER(name) = LOWER(:place_name);

-- name: drop_figures!
DELETE FROM benchmark_figures WHERE place_id = :place_id;

-- name: drop_place!
DELETE FROM benchmark_places WHERE id = :place_id;

-- name: figures_of_period
SELECT f.place_id, f.indicator, f.definition, f.dimension, f.state, f.value FROM benchmark_figures f WHERE f.period = :period;

-- name: place_periods
SELECT DISTINCT period FROM benchmark_figures ORDER BY period DESC;
