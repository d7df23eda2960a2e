-- What staff of this installation changed of the catalogue. Nothing here belongs to a case.

-- name: blocks
SELECT
    id, life_area, sensitivity, volatility, review_by, checked_on, checked_by, mentor_may_help, documents, partner_kinds,
    staff_note, steps, hidden_at, changed_at, changed_by, version
FROM catalogue_blocks
ORDER BY changed_at, id;

-- name: find
SELECT
    b.id, b.life_area, b.sensitivity, b.volatility, b.review_by, b.checked_on, b.checked_by, b.mentor_may_help, b.documents,
    b.partner_kinds, b.staff_note, b.steps, b.hidden_at, b.changed_at, b.changed_by, b.version,
    c.name_sealed AS "checked_by_name@checked_by",
    w.name_sealed AS "changed_by_name@changed_by"
FROM catalogue_blocks b
LEFT JOIN accounts c ON c.id = b.checked_by
LEFT JOIN accounts w ON w.id = b.changed_by
WHERE b.id = :id;

-- name: wordings
-- The newest German of a key comes last.
SELECT id, key, language, german, text, checked_at, written_at
FROM catalogue_wordings
ORDER BY written_at, id;

-- name: find_wording
SELECT id, text, checked_at, version FROM catalogue_wordings
WHERE key = :key AND language = :language AND german = :german;

-- name: wordings_of
-- Typed translations of some keys, with who wrote and who checked them.
SELECT
    w.id, w.key, w.language, w.german, w.text, w.written_by, w.written_at, w.checked_by, w.checked_at,
    a.name_sealed AS "written_by_name@written_by",
    c.name_sealed AS "checked_by_name@checked_by"
FROM catalogue_wordings w
LEFT JOIN accounts a ON a.id = w.written_by
LEFT JOIN accounts c ON c.id = w.checked_by
WHERE w.language = :language AND w.key >= :first AND w.key < :last
ORDER BY w.written_at, w.id;
