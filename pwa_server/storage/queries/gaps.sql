-- Service gaps: numbers without anybody behind them.

-- name: known
SELECT id FROM service_gaps WHERE about_digest = :about_digest;
