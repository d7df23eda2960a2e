"""Feedback to the office outside the counselling team: sent by anybody, read and answered by the complaint office alone.

Who wrote is kept only where the writer wants it. The code, of which a digest is stored, opens the answer without an account.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from pwa_server.casework.staff import require_right
from pwa_server.domain import feedback as rules
from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, Problem, RuleBroken
from pwa_server.domain.recordings import examine
from pwa_server.domain.secrets import read_code
from pwa_server.domain.times import later
from pwa_server.storage import rate_limits
from pwa_server.storage.database import Read, Row, Tx
from pwa_server.storage.ids import new_id_without_time

OFFICE_RIGHT = "complaint_office"
# A shelter has one address: what stops a machine must not stop thirty people.
SENDS_OF_ADDRESS = "30/hour; 100/day"
SENDS_IN_ALL = "300/hour"
# A voice takes the room of a thousand messages, and anybody may send one.
VOICES_OF_ADDRESS = "15/hour; 40/day"
VOICES_IN_ALL = "60/hour; 300/day"


class TooMany(Problem):
    """Somebody, or a machine, sends very much."""

    status = 429

    def __init__(self) -> None:
        super().__init__(N_("Gerade kommen sehr viele Nachrichten an. Bitte versuchen Sie es später noch einmal."))


@dataclass(frozen=True)
class Message:
    """What somebody wrote, or said: then `sound` stands for the words. Everything but kind and area may stay empty else."""

    kind: str
    about: str
    words: str
    language: str
    carrier_id: str = ""
    person: str = ""
    name: str = ""
    reach: str = ""
    sound: bytes = b""


def receipt_digest(read: Read, typed: str) -> str:
    """Under what a code is found, however it was typed; one from before the last change of the pepper stays with its own."""
    found = read.row_by_digest("feedback.receipt", "receipt_digest", "receipt", read_code(typed))
    return str(found["receipt_digest"]) if found else read.digest("receipt", read_code(typed))


def send(tx: Tx, message: Message, receipt: str, address: str, account_id: str = "") -> None:
    """Take a message. The same words under the same code change nothing. Raises BadInput or TooMany."""
    _require_whole(tx, message, receipt)
    digest = receipt_digest(tx, receipt)
    said = hashlib.sha256(message.sound).hexdigest() if message.sound else ""
    content = "\n".join(filter(None, (message.kind, message.about, message.words, said)))
    if tx.row_by_digest("feedback.same", "content_digest", "feedback", content, receipt_digest=digest):
        return
    _require_not_too_many(tx, message, tx.digest("address", address))
    at = tx.now if account_id else rules.hour_of(tx.now)
    feedback_id = tx.insert(
        "feedback", id=new_id_without_time(), kind=message.kind, about=message.about, language=message.language,
        words_sealed=message.words,
        carrier_id=message.carrier_id or None, person_sealed=message.person or None, name_sealed=message.name or None,
        reach_sealed=message.reach or None, account_id=account_id or None, receipt_digest=digest,
        content_digest=tx.digest("feedback", content),
        received_at=at, state_at=at, **_sound(message),
    )  # fmt: skip
    tx.insert("feedback_states", id=new_id_without_time(), feedback_id=feedback_id, state="new", at=at)


def _require_not_too_many(tx: Tx, message: Message, address: str) -> None:
    waits = rate_limits.hit(tx, SENDS_OF_ADDRESS, "feedback", address)
    waits = waits or rate_limits.hit(tx, SENDS_IN_ALL, "feedback_all")
    if message.sound:
        waits = waits or rate_limits.hit(tx, VOICES_OF_ADDRESS, "feedback_voice", address)
        waits = waits or rate_limits.hit(tx, VOICES_IN_ALL, "feedback_voice_all")
    if waits:
        raise TooMany


def _sound(message: Message) -> dict[str, Any]:
    if not message.sound:
        return {}
    sound = examine(message.sound)
    seconds = None if sound.seconds is None else round(sound.seconds)
    return {"sound_sealed": message.sound, "sound_type": sound.media_type, "sound_seconds": seconds}


def _require_whole(tx: Tx, message: Message, receipt: str) -> None:
    if message.kind not in rules.KINDS or message.about not in rules.ABOUT:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if message.carrier_id and message.carrier_id not in {row["id"] for row in tx.rows("feedback.carriers")}:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if message.sound:
        examine(message.sound)
    else:
        rules.require_words(message.words)
    if max(len(message.person), len(message.name), len(message.reach)) > rules.LONGEST_LINE:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if len(read_code(receipt)) != rules.RECEIPT_SIGNS:
        raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))


def a_year_ago(now: str) -> str:
    """Since when nobody in the complaint office may have had a case."""
    return later(now, days=-rules.KEEP_DAYS)


def require_outside_the_team(read: Read, staff_id: str) -> None:
    """Raise RuleBroken for somebody who counsels people or did so within a year: complaints are not theirs to read."""
    if read.row("feedback.counsels", staff_id=staff_id, since=a_year_ago(read.now)):
        raise RuleBroken(N_("Diese Person berät Menschen. Die Beschwerdestelle gehört nicht zum Team."))


def _find(tx: Tx, feedback_id: str) -> Row:
    require_right(tx, "feedback.answer")
    row = tx.row("feedback.find", id=feedback_id, since=a_year_ago(tx.now))
    if row is None:
        raise NotVisible
    return row


def move(tx: Tx, feedback_id: str, to: str, version: int) -> None:
    """Begin to work on a message, or close it. Raises NotVisible, NotAllowed, RuleBroken, Stale."""
    row = _find(tx, feedback_id)
    rules.require_move(row["state"], to)
    if to == "answered":
        raise RuleBroken(N_("Bitte schreiben Sie zuerst eine Antwort."))
    _set_state(tx, row, to, version)


def answer(tx: Tx, feedback_id: str, words: str, language: str, version: int, translation: str = "") -> None:
    """Answer a message that somebody works on, or add to an answer; `translation` is in the writer's language.

    Raises NotVisible, NotAllowed, BadInput, RuleBroken (not begun yet, closed), Stale.
    """
    row = _find(tx, feedback_id)
    rules.require_words(words)
    if len(translation) > rules.LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if row["state"] != "answered":
        rules.require_move(row["state"], "answered")
    tx.insert(
        "feedback_answers", feedback_id=row["id"], words_sealed=words, language=language, at=tx.now, by_id=tx.actor_id,
        translation_sealed=translation or None, translation_language=row["language"] if translation else None,
    )  # fmt: skip
    _set_state(tx, row, "answered", version)


def save_office(tx: Tx, phone: str, hours: str, version: int) -> None:
    """Keep the number that people call with praise or a complaint. Raises NotAllowed, BadInput, Stale."""
    require_right(tx, "feedback.answer")
    require_outside_the_team(tx, tx.actor_id)
    require_phone(phone)
    if len(hours) > rules.LONGEST_LINE:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    facts = {"phone": phone, "hours": hours, "changed_at": tx.now, "changed_by": tx.actor_id}
    known = tx.row("feedback.office")
    if known is None:
        tx.insert("complaint_office", **facts)
    else:
        tx.update("complaint_office", known["id"], version=version, **facts)


def _set_state(tx: Tx, row: Row, to: str, version: int) -> None:
    tx.update("feedback", row["id"], version=version, state=to, state_at=tx.now)
    tx.insert("feedback_states", feedback_id=row["id"], state=to, at=tx.now, by_id=tx.actor_id)


def forget_old(tx: Tx) -> None:
    """Delete messages that have been closed for a year."""
    before = later(tx.now, days=-rules.KEEP_DAYS)
    tx.run("feedback.forget_answers", before=before)
    tx.run("feedback.forget_states", before=before)
    tx.run("feedback.forget", before=before)


@dataclass(frozen=True)
class Statement:
    """What coordination adds to the statement on accessibility."""

    contact: str
    phone: str
    email: str
    enforcement: str
    more_limits: str


def save_statement(tx: Tx, statement: Statement, checked_on: str, version: int) -> None:
    """Keep the public statement on accessibility. Raises NotAllowed, BadInput, Stale."""
    actor = tx.row("accounts.find", id=tx.actor_id)
    if actor is None or actor["role"] != "coordinator":
        raise NotAllowed
    require_phone(statement.phone)
    facts = {
        "contact": statement.contact, "phone": statement.phone, "email": statement.email, "checked_on": checked_on or None,
        "enforcement": statement.enforcement, "more_limits": statement.more_limits, "changed_at": tx.now, "changed_by": tx.actor_id,
    }  # fmt: skip
    known = tx.row("feedback.statement")
    if known is None:
        tx.insert("accessibility_statement", **facts)
    else:
        tx.update("accessibility_statement", known["id"], version=version, **facts)
