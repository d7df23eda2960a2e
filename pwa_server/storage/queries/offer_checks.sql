-- What client and counsellor found when they looked through the offers.

-- name: of_goal
SELECT k.id, k.found, k.offer_id, k.made_at, o.title AS offer_title
FROM case_relationship r
JOIN offer_checks k ON k.case_id = r.case_id
LEFT JOIN offers o ON o.id = k.offer_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until
    AND r.relationship IN ('client', 'counsellor', 'deputy') AND k.goal_id = :goal_id
ORDER BY k.made_at DESC, k.id DESC;
