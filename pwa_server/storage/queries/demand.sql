-- How many people look for a course, without anybody behind the numbers; and how many seats there are.

-- name: courses
SELECT level, childcare, number FROM course_demand ORDER BY level, childcare;

-- name: seats
SELECT
    id, kind, level_from, level_to, childcare, seats_total, seats_free, waiting, state, expires_on, ends_on
FROM offers
WHERE life_area = 'language' AND state IN ('published', 'full')
ORDER BY id;
