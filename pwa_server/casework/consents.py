"""Yes, no, and whether a yes holds. Taking a yes back, with all that it ends, stands in withdrawals.py.

The client answers in the app; whoever counsels her writes down what she said, in which language and how it was asked.
"""

from datetime import date

from pwa_server.access import rights
from pwa_server.casework import cases
from pwa_server.domain import consents
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

# A plan that is protected opens again by a yes to it; the app is how the client says so.
ASKED_WHILE_RESTRICTED = ("case_record", "app_use")


def give(
    tx: Tx,
    case_id: str,
    purpose: str,
    recipient: str = "",
    *,
    language: str = "",
    channel: str = "app",
    expires_on: date | None = None,
    scope: str | None = None,
) -> str:
    """Note a yes and return its id; the same yes to the same text again is the one that stands there.

    `language` is the one in which it was asked, the client's own if left out. An earlier yes to an older text, or to
    another `scope`, ends.
    Raises NotVisible, NotAllowed, BadInput, RuleBroken for a case that has ended.
    """
    case = _askable(tx, case_id, purpose, recipient, channel)
    open_one = open_record(tx, case_id, purpose, recipient)
    same_text = open_one and open_one["text_version"] == consents.PURPOSES[purpose].version
    if open_one and same_text and open_one["scope"] == scope:
        return str(open_one["id"])
    if open_one:
        end_record(tx, open_one, "expired", channel)
    return _insert(tx, case, "given", purpose, recipient, language, channel, expires_on, scope)


def decline(
    tx: Tx, case_id: str, purpose: str, recipient: str = "", *, language: str = "", channel: str = "app"
) -> str:
    """Note a no and return its id. It changes nothing else, and can become a yes at any time. Raises as `give` does.

    Somebody who said yes before takes it back instead: RuleBroken.
    """
    case = _askable(tx, case_id, purpose, recipient, channel)
    if open_record(tx, case_id, purpose, recipient):
        raise RuleBroken(N_("Sie haben Ja gesagt. Sie können Ihr Ja hier beenden."))
    return _insert(tx, case, "declined", purpose, recipient, language, channel, None)


def is_given(read: Read, case_id: str, purpose: str, recipient: str = "") -> bool:
    """Whether the client's yes to this purpose (and recipient) holds now, as the actor may see it."""
    today = berlin_day(read.now).isoformat()
    records = read.rows("consents.of_purpose", case_id=case_id, purpose=purpose)
    return any(record["recipient"] == recipient and consents.holds(record, today) for record in records)


def require_given(tx: Tx, case_id: str, purpose: str, recipient: str = "") -> None:
    """Raise RuleBroken unless the client said yes to this purpose (and recipient) and has not taken it back."""
    if not is_given(tx, case_id, purpose, recipient):
        raise RuleBroken(consents.YES_FIRST)


def end(tx: Tx, case_id: str, purpose: str, recipient: str = "", *, state: str = "withdrawn") -> bool:
    """End the yes that stands open, and nothing else: the caller ends what it allowed. False where there is none."""
    record = open_record(tx, case_id, purpose, recipient)
    if record:
        end_record(tx, record, state)
    return record is not None


def end_record(tx: Tx, record: Row, state: str, channel: str = "app", language: str = "") -> None:
    """End one record. Raises RuleBroken for one that has ended."""
    consents.require_end(record["state"], state)
    tx.update(
        "consents",
        record["id"],
        state=state,
        ended_at=tx.now,
        ended_by=tx.actor_id or None,
        ended_channel=channel,
        ended_language=language or None,
    )
    cases.touch(tx, record["case_id"])


def open_record(tx: Tx, case_id: str, purpose: str, recipient: str = "") -> Row | None:
    """The yes that stands open, or None."""
    records = tx.rows("consents.of_purpose", case_id=case_id, purpose=purpose)
    same = (record for record in records if record["recipient"] == recipient)
    return next((record for record in same if record["state"] == "given" and record["ended_at"] is None), None)


def note_app_use(tx: Tx) -> None:
    """Choosing a PIN is the client's yes to the app; without a case, or after its end, there is nothing to note."""
    case = tx.row("cases.own")
    if case and case["state"] not in ("closed", "erased"):
        give(tx, case["id"], "app_use")


def _askable(tx: Tx, case_id: str, purpose: str, recipient: str, channel: str) -> Row:
    case = tx.row("cases.find", case_id=case_id)
    if case is None or case["state"] == "erased":
        raise NotVisible
    rights.require(case["relationship"], "consent.answer")
    asked = consents.purpose_of(purpose)
    own = case["relationship"] == "client"
    if channel not in consents.CHANNELS or own != (channel == "app"):
        raise BadInput(consents.NOT_A_CHOICE)
    if not own and not asked.by_staff:
        raise NotAllowed
    if bool(recipient) != bool(asked.recipient):
        raise BadInput(consents.NOT_A_CHOICE)
    ended = case["state"] == "closed" or (case["state"] == "restricted" and purpose not in ASKED_WHILE_RESTRICTED)
    if ended:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    return case


def _insert(
    tx: Tx,
    case: Row,
    state: str,
    purpose: str,
    recipient: str,
    language: str,
    channel: str,
    expires_on: date | None,
    scope: str | None = None,
) -> str:
    record_id = tx.insert(
        "consents",
        case_id=case["id"],
        purpose=purpose,
        recipient=recipient,
        state=state,
        text_version=consents.PURPOSES[purpose].version,
        language=language or case["client_language"],
        channel=channel,
        made_at=tx.now,
        made_by=tx.actor_id,
        expires_on=expires_on.isoformat() if expires_on else None,
        scope=scope,
    )
    cases.touch(tx, case["id"])
    return record_id
