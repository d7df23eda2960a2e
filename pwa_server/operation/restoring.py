"""What happens to a backup before it takes the database's place: what ended since ends again, from the journal.

See docs/decisions/0020-restore-journal.md.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pwa_server.app import clock_of
from pwa_server.casework import restored
from pwa_server.domain.times import instant
from pwa_server.settings import Settings
from pwa_server.storage import backup, journal
from pwa_server.storage.database import Database
from pwa_server.storage.journal import Entry
from pwa_server.storage.keys import load_or_make
from pwa_server.storage.migrations import migrate
from pwa_server.storage.sealing import Sealing

FLAG = "--without-journal"
COMES_BACK = (
    "Without it everything comes back that ended since the backup: erased plans, consents and permissions of mentors that\n"
    "were taken back, sessions of lost phones, old passwords. "
)
# How the operator reads what was done, by the beginning of its kind; '' where another line says it.
WORDS = (
    ("cases.erased", "plans erased"),
    ("cases.state", "plans hidden or closed"),
    ("cases.closure_reason", ""),
    ("cases.", "days of erasing brought forward"),
    ("carrier_handovers.accepted", "plans gone to another service again, as their clients had said"),
    ("carrier_handovers.", "questions about another service answered"),
    ("consents.state", "consents taken back or ended"),
    ("consents.", ""),
    ("mentor_grants.state", "permissions of mentors ended or resting"),
    ("mentor_grants.", "limits of a mentor's permission"),
    ("mentor_grant_goals.", "goals taken out of a mentor's sight"),
    ("meetings.mentor_id", "mentors who no longer come to a meeting"),
    ("meetings.state", "meetings called off or moved"),
    ("meetings.interpreter_state", "interpreters called off"),
    ("sessions.phone", "phones that others use too"),
    ("sessions.locked_at", "screens locked"),
    ("sessions.", "sessions ended"),
    ("device_people.", "people taken off a device"),
    ("sign_in_codes.", "cards, letters and links used up or cancelled"),
    ("recovery_codes.", "recovery codes used up or deleted"),
    ("second_factor", "second factors taken away"),
    ("passkeys.", "passkeys taken away"),
    ("secrets.", "PINs and passwords that had been replaced"),
    ("accounts.deactivated_at", "accounts closed"),
    ("accounts.staff_rights", "accounts with fewer rights"),
    ("push_subscriptions.", "phones that get no messages any more"),
    ("clients.channels", "ways of messages closed"),
    ("clients.p", "choices of what a phone shows"),
    ("mentors.", "promises of confidentiality taken back"),
    ("step_shares.", "links of partners opened or ended"),
    ("deputyships.", "deputies ended"),
    ("standing_deputies.", "deputies ended"),
    ("case_assignments.counsellor", "plans that a colleague went on with"),
    ("case_assignments.", "assignments to a plan ended"),
    ("agreement_versions.", "agreements that ended or were taken back"),
    ("partners.", "partners ended"),
    ("cooperation", "cooperations ended"),
    ("goals.sensitivity", "goals under more protection"),
    ("needs.sensitivity", "wishes under more protection"),
    ("meetings.sensitivity", "meetings under more protection"),
    ("data_requests.", "questions about the own data asked or answered"),
    ("recordings.", "recordings deleted"),
    ("needs.gone", "wishes taken back"),
    ("staff_notes.", "notes deleted"),
    ("", "texts, numbers and addresses deleted"),
)


@dataclass(frozen=True)
class Known:
    """What is known of the time after backups. `entries` is None without a journal; `cut` tells of an unreadable end.

    `more`: they are not all in the file yet.
    """

    entries: list[Entry] | None
    cut: bool = False
    more: bool = False


class NotKnown(Exception):
    """What ended since the backup is not known, or not all of it. The message says why."""


def known(settings: Settings) -> Known:
    """The journal, with what the present database noted after it, if there is one that can be read."""
    present = backup.noted(settings.database_path) if settings.database_path.exists() else []
    try:
        entries, cut = journal.read(settings.journal_path)
    except FileNotFoundError:
        return Known(present or None, more=bool(present))
    last = entries[-1].seq if entries else 0
    fits = not entries or any((entry.seq, entry.at) == (last, entries[-1].at) for entry in present)
    more = [entry for entry in present if entry.seq > last] if fits else []
    return Known(entries + more, cut and not more, bool(more))


def require_reach(copy: Path, known: Known) -> None:
    """Raise NotKnown unless the entries go on without a gap from where the backup ends."""
    had = {entry.seq: entry for entry in backup.noted(copy)}
    newest = max(had, default=0)
    if known.entries is None:
        raise NotKnown("There is no restore journal")
    first, last = (known.entries[0], known.entries[-1]) if known.entries else (None, None)
    if (last.seq if last else 0) < newest:
        raise NotKnown("The restore journal ends before the backup was made")
    if first and first.seq > newest + 1:
        raise NotKnown(f"The restore journal begins after the backup was made ({first.at})")
    same = (entry for entry in known.entries if entry.seq == newest)
    if any((entry.at, entry.kind) != (had[newest].at, had[newest].kind) for entry in same):
        raise NotKnown("The restore journal is that of another installation, or of another restore")


def end_again(settings: Settings, beside: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """Bring a copy's schema up to date, end again in it what ended since, and tell. Everything or nothing is done."""
    now = instant(clock_of(settings)())
    database = Database(beside, Sealing(load_or_make(settings.key_dir)))
    try:
        migrate(database)
        done = backup.ended_again(database, now, entries, restored.end_again)
        database.empty_log()
    finally:
        database.close()
    if entries:
        again = told(done.ended)
        found = "What ended since the backup has ended again:" if again else "By it nothing has ended since the backup."
        yield f"The journal reaches until {entries[-1].at}. {found}"
        yield from (f"  {words}: {number}" for words, number in again.items())
    yield (
        f"Messages that were due until now are not sent: {done.dropped}. About {done.calls} meetings ahead somebody has to\n"
        "call; the calls stand on the counsellors' lists."
    )
    yield from _left_to_do(done)


def told(ended: Mapping[str, int]) -> Counter[str]:
    """How many of what was done, in words."""
    numbers: Counter[str] = Counter()
    for kind, number in ended.items():
        about = "" if kind.endswith("_sealed") else kind
        words = next(words for beginning, words in WORDS if about.startswith(beginning))
        if words:
            numbers[words] += number
    return numbers


def _left_to_do(done: restored.Done) -> Iterator[str]:
    secrets = sum(number for kind, number in done.ended.items() if kind.startswith("secrets."))
    if secrets:
        yield (
            f"{secrets} people have no PIN or password now: the new one is not in the backup, the old one is worthless. Clients\n"
            "need a new card, everybody else a new invitation; where nobody can manage accounts any more, `invite` helps."
        )
    if done.not_possible:
        yield (
            f"{done.not_possible} plans had gone to another service and could not go again. Nobody counsels these people\n"
            "in Wegplan now; only they see their plan."
        )


def stamp(settings: Settings) -> str:
    """This moment as part of a file's name."""
    return re.sub("[-:]", "", instant(clock_of(settings)()))
