-- What ended and must not come back with a backup: what kind of thing, which one, when. Ids, codes and instants only.
-- Triggers write it (storage/never_undone.py), each commit copies it into a file of its own (storage/journal.py).
-- `at` is empty until the transaction that ended it is about to commit.
CREATE TABLE never_undone (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    other TEXT NOT NULL DEFAULT ''
) {strict};
CREATE INDEX never_undone_about ON never_undone (subject);
CREATE INDEX never_undone_new ON never_undone (seq) WHERE at = '';
