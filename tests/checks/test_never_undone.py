"""Whatever ends is noted for the restore journal, by a trigger or with a reason why not: no new verb can forget it."""

import re
from pathlib import Path
from typing import Any

import pytest

from pwa_server.casework import restored
from pwa_server.domain import grants
from pwa_server.operation import restoring
from pwa_server.storage import never_undone
from pwa_server.storage.never_undone import WATCHES

QUERIES = Path(never_undone.__file__).parent / "queries"
# A column that says by its name that something ends with it, or in which state something is.
ENDING = re.compile(
    "ended|removed|cancelled|withdrawn|used|opened|locked|deactivated|stopped|closed|left|hidden|revoked|lapses|expires"
    "|until|confirmed|superseded|declined|erase"
)
BESIDE = re.compile("_(by|language|channel|reason|as)$")
WORK = "Work of the office: it is entered again, and lets nobody see more."
TEXTS = "Public texts, offers or numbers: nobody's own."
HISTORY = "History of a row whose own state is watched, or needs not to be."
OWN_TIME = "A moment that was fixed when the row was made: it ends by itself, in a backup too."
SENDING = "What is to be sent: after a restore nothing of the lost time is sent at all."
WATCHED_BESIDE = "Follows from a column that is watched."
NOT_NEEDED = {
    "absences.until_on": WORK,
    "agreement_states.state": HISTORY,
    "agreement_versions.ended_at": WATCHED_BESIDE,
    "alarms.closed_at": WORK,
    "benchmark_figures.state": TEXTS,
    "call_tasks.closed_at": WORK,
    "case_states.state": HISTORY,
    "cases.closed_at": WATCHED_BESIDE,
    "cases.opened_at": OWN_TIME,
    "catalogue_blocks.hidden_at": TEXTS,
    "catalogue_blocks.sensitivity": TEXTS,
    "clearances.lapses_on": OWN_TIME,
    "clients.reminders_paused_until": "A pause shows nobody more, and whoever asked for it is asked again.",
    "closing_days.until_on": WORK,
    "consents.expires_on": OWN_TIME,
    "deputyships.until_on": OWN_TIME,
    "feedback.state": WORK,
    "feedback_states.state": HISTORY,
    "goal_states.state": HISTORY,
    "goals.state": WORK,
    "help_requests.closed_at": WORK,
    "holds.ended_at": "A hold keeps a plan longer; the plan that was erased then is erased again.",
    "holds.until_on": OWN_TIME,
    "indicator_snapshots.state": TEXTS,
    "interpreters.ended_at": "Who interprets has no account.",
    "mails.ended_at": SENDING,
    "mails.lease_until": SENDING,
    "mails.state": SENDING,
    "meeting_states.state": HISTORY,
    "need_states.state": HISTORY,
    "needs.state": WORK,
    "network_goals.ended_at": WORK,
    "network_meetings.state": WORK,
    "network_rules.state": WORK,
    "network_tasks.removed_at": WORK,
    "offer_states.state": HISTORY,
    "offers.expires_on": TEXTS,
    "offers.state": TEXTS,
    "passkey_challenges.expires_at": OWN_TIME,
    "passkeys.used_at": "When it last opened something; a copy of it is found by its counter.",
    "rate_limits.expires_at": OWN_TIME,
    "reminders.ended_at": SENDING,
    "reminders.lease_until": SENDING,
    "reminders.state": SENDING,
    "reviews.confirmed": WORK,
    "reviews.opened_at": OWN_TIME,
    "reviews.state": WORK,
    "second_factors.confirmed_at": "It is set once; taking the factor away deletes the row.",
    "sessions.expires_at": OWN_TIME,
    "sessions.used_at": "When it was last used.",
    "sign_in_codes.expires_at": OWN_TIME,
    "situation_facts.residence_until": WORK,
    "situation_languages.withdrawn_at": WORK,
    "step_shares.expires_at": OWN_TIME,
    "steps.removed_at": WORK,
    "steps.state": WORK,
    "tombstones.erased_on": OWN_TIME,
}
BY_AGE = "Deleted because of its age: the nightly job does it again."
DELETED_NOT_NEEDED = {
    "absences": WORK,
    "access_log": BY_AGE,
    "account_news": BY_AGE,
    "benchmark_figures": TEXTS,
    "benchmark_places": TEXTS,
    "clearances": BY_AGE,
    "closing_days": WORK,
    "deliveries": BY_AGE,
    "denials": BY_AGE,
    "devices": "A device without anybody on it.",
    "feedback": BY_AGE,
    "feedback_answers": BY_AGE,
    "feedback_states": BY_AGE,
    "idempotency_keys": BY_AGE,
    "indicator_tallies": TEXTS,
    "mails": BY_AGE,
    "need_states": "Goes with its need.",
    "never_undone": BY_AGE,
    "office_hours": WORK,
    "partner_contacts": WORK,
    "passkey_challenges": BY_AGE,
    "rate_limits": BY_AGE,
    "reminders": BY_AGE,
    "review_decisions": WORK,
    "review_hurdles": WORK,
    "sign_in_codes": BY_AGE,
    "situation_certificates": "Written anew with the form: a correction is entered again.",
    "situation_household": "Written anew with the form: a correction is entered again.",
    "tellings": WORK,
    "translations": WORK,
    "worker_state": "Says when a process lived; told anew within a minute.",
}
COLUMNS = """
SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name <> 'never_undone' AND m.name NOT LIKE '\\_%' ESCAPE '\\'
"""


@pytest.mark.fault("F42")
def test_every_column_that_ends_something_is_noted_or_says_why_not(parts: Any) -> None:
    connection = parts.database.utils().conn
    watched = {f"{watch.table}.{watch.column}" for watch in never_undone.watches(connection)}
    ending = {
        f"{table}.{column}"
        for table, column in connection.execute(COLUMNS)
        if (ENDING.search(column) and not BESIDE.search(column)) or column in ("state", "sensitivity", "rights")
    }
    # A column of yours is here? Add it to WATCHES in storage/never_undone.py, or to NOT_NEEDED with its reason.
    assert ending - watched - set(NOT_NEEDED) == set()
    assert set(NOT_NEEDED) & watched == set()
    assert set(NOT_NEEDED) <= ending


@pytest.mark.fault("F42")
def test_every_deleted_row_is_noted_or_says_why_not() -> None:
    deleted = {
        table
        for path in QUERIES.glob("*.sql")
        for table in re.findall(r"\bDELETE FROM (\w+)", path.read_text(encoding="utf-8"))
    }
    noted = {watch.table for watch in WATCHES if watch.rule == "gone"}
    assert deleted - noted - set(DELETED_NOT_NEEDED) == set()
    assert set(DELETED_NOT_NEEDED) <= deleted - noted


def test_only_erasure_and_restoring_delete_by_the_table() -> None:
    """What they delete is noted as one erasure, or has been noted before."""
    code = QUERIES.parents[1]
    callers = {
        path.name for path in code.rglob("*.py") if re.search(r"\btx\.delete\(", path.read_text(encoding="utf-8"))
    }
    assert callers == {"erasure.py", "restored.py"}


def test_database_notes_what_this_version_watches(parts: Any) -> None:
    connection = parts.database.utils().conn
    assert never_undone.is_watched(connection)
    connection.execute("DROP TRIGGER never_undo_sessions_ended_at")
    assert not never_undone.is_watched(connection)


def test_each_kind_is_noted_once_and_can_be_done_again_and_told() -> None:
    kinds = [watch.kind for watch in WATCHES]
    assert len(kinds) == len(set(kinds))
    assert {watch.rule for watch in WATCHES} <= set(restored.RULES)
    for kind in kinds:
        words = next(words for beginning, words in restoring.WORDS if kind.startswith(beginning))
        assert words != restoring.WORDS[-1][1] or kind.endswith("_sealed"), kind


def test_each_state_in_which_a_mentor_sees_nothing_closes() -> None:
    [states] = [watch.closing for watch in WATCHES if watch.kind == "mentor_grants.state"]
    assert set(states) == set(grants.TRANSITIONS) - {"active", "offered"}
