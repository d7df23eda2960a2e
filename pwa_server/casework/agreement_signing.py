"""Who signs a version, and how: in the app, on paper, read aloud. Nobody has to; a no changes nothing else."""

from dataclasses import dataclass
from typing import Any

from pwa_server.access import rights
from pwa_server.casework import agreements, help, meetings  # noqa: A004 (verbs are named as what they are about)
from pwa_server.casework.agreements import LONGEST_NAME, find, move, settle
from pwa_server.casework.cases import touch
from pwa_server.domain import agreements as rules
from pwa_server.domain.ages import needs_guardian
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.storage.database import Row, Tx

LONGEST_WORDS = 1000
NO_NAME = N_("Bitte schreiben Sie einen Namen.")
TOO_LONG = N_("Das ist zu lang. Bitte schreiben Sie kürzer.")


@dataclass(frozen=True)
class Signing:
    """How somebody signed outside the app. `copy_given`: the person took home a copy in her language and German."""

    method: str
    explained_in: str = ""
    interpreter: str = ""
    witness: str = ""
    name: str = ""
    copy_given: bool = False


def sign(tx: Tx, agreement_id: str, shown_hash: str, explained_in: str, *, secret_is_fresh: bool) -> Row:
    """Sign for oneself in the app, as client or counsellor, right after PIN or password.

    `shown_hash` is that of the text on the page: another text is never signed unseen. Raises Stale, RuleBroken for a
    version that waits for no signature (or none of this person), NotAllowed for a deputy.
    """
    row = _signable(tx, agreement_id, "agreement.sign")
    if not secret_is_fresh:
        raise RuleBroken(N_("Bitte geben Sie zuerst Ihre PIN oder Ihr Passwort ein."))
    if row["hash"] != shown_hash:
        raise Stale
    places = tx.rows("agreements.signatures", agreement_id=agreement_id)
    own = next((s for s in places if s["person_id"] == tx.actor_id and s["role"] == row["relationship"]), None)
    if own is None or own["signed_at"]:
        raise RuleBroken(N_("Ihre Unterschrift ist schon da."))
    _write(tx, own, row, "app_confirm", explained_in=explained_in)
    if row["relationship"] == "client":
        _note_copy(tx, row, "app")
    return _after(tx, row)


def record(tx: Tx, signature_id: str, signing: Signing) -> Row:
    """Write down that somebody signed on paper or said yes after it was read aloud. Raises RuleBroken, BadInput."""
    place = _place(tx, signature_id)
    row = _signable(tx, place["agreement_id"], "agreement.edit")
    if place["signed_at"]:
        raise RuleBroken(N_("Diese Unterschrift ist schon da."))
    _require_signing(signing)
    if not (place["person_id"] or place["name"] or signing.name):
        raise BadInput(NO_NAME)
    facts = {"interpreter_sealed": signing.interpreter or None, "witness_sealed": signing.witness or None}
    if signing.name:
        facts["name_sealed"] = signing.name
    _write(tx, place, row, signing.method, explained_in=signing.explained_in, **facts)
    if signing.copy_given:
        _note_copy(tx, row, "paper")
    return _after(tx, row)


def add_place(tx: Tx, agreement_id: str, role: str, name: str, *, required: bool) -> Row:
    """Let somebody else who took part in the talk sign too. Raises BadInput for a role that is there once by itself."""
    row = find(tx, agreement_id, "agreement.edit")
    if row["state"] not in rules.OPEN:
        raise RuleBroken(N_("Das geht bei dieser Vereinbarung nicht mehr. Bitte sehen Sie noch einmal nach."))
    if role not in rules.ROLES or role in ("client", "counsellor"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(NO_NAME)
    required_text = "yes" if required else "no"
    agreements.insert_place(tx, agreement_id, row["case_id"], role, name_sealed=name, required=required_text)
    touch(tx, row["case_id"])
    return row


def remove_place(tx: Tx, signature_id: str) -> Row:
    """Somebody need not sign after all. Client and counsellor stay, and the guardian of a minor."""
    place = _place(tx, signature_id)
    row = find(tx, place["agreement_id"], "agreement.edit")
    guards_minor = place["role"] == "guardian" and needs_guardian(agreements.age_of_client(tx, row["case_id"]))
    if (
        place["signed_at"]
        or row["state"] not in rules.OPEN
        or place["role"] in ("client", "counsellor")
        or guards_minor
    ):
        raise RuleBroken(N_("Diese Unterschrift bleibt nötig."))
    tx.update("agreement_signatures", signature_id, required="no")
    touch(tx, row["case_id"])
    settle(tx, row["id"])
    return row


def give_copy(tx: Tx, agreement_id: str) -> Row:
    """Note that the person took home a paper copy in her language and in German."""
    row = _signable(tx, agreement_id, "agreement.edit")
    _note_copy(tx, row, "paper")
    settle(tx, row["id"])
    touch(tx, row["case_id"])
    return row


def book_review(tx: Tx, agreement_id: str, time: meetings.Time, details: meetings.Details) -> Row:
    """Book the first talk about how the plan goes, on the page where everybody signs."""
    row = _signable(tx, agreement_id, "agreement.edit")
    meetings.book(tx, row["case_id"], time, details)
    settle(tx, row["id"])
    return row


def ask(tx: Tx, agreement_id: str, words: str, language: str) -> str:
    """Keep the client's question to a version and return its id: the counsellor sees it in the day list."""
    row = _signable(tx, agreement_id, "agreement.answer")
    case = tx.row("cases.own")
    if case is None:
        raise NotVisible
    answer_by_on = help.promised_day(tx, case).isoformat()
    return _answer(tx, row, "question", words, language, answer_by_on)


def decline(tx: Tx, agreement_id: str, words: str, language: str) -> Row:
    """The client does not want this version. Counselling and plan go on as they were; nothing else changes."""
    row = _signable(tx, agreement_id, "agreement.answer")
    _answer(tx, row, "declined", words, language, None)
    move(tx, row, "declined", ended_at=tx.now)
    return row


def note_declined(tx: Tx, agreement_id: str) -> Row:
    """The client said so in the talk."""
    row = _signable(tx, agreement_id, "agreement.edit")
    move(tx, row, "declined", ended_at=tx.now)
    return row


def see_answer(tx: Tx, answer_id: str) -> Row:
    """Staff have read what the client said. Seeing it twice changes nothing. Raises NotVisible."""
    answer = tx.row("agreements.find_answer", answer_id=answer_id)
    if answer is None:
        raise NotVisible
    rights.require(answer["relationship"], "case.edit")
    if answer["seen_at"] is None:
        tx.update("agreement_answers", answer_id, seen_at=tx.now, seen_by=tx.actor_id)
        touch(tx, answer["case_id"])
    return answer


def _signable(tx: Tx, agreement_id: str, action: str) -> Row:
    row = find(tx, agreement_id, action)
    if row["state"] not in rules.SIGNABLE:
        raise RuleBroken(N_("Das geht bei dieser Vereinbarung nicht mehr. Bitte sehen Sie noch einmal nach."))
    return row


def _place(tx: Tx, signature_id: str) -> Row:
    place = tx.row("agreements.find_signature", signature_id=signature_id)
    if place is None:
        raise NotVisible
    return place


def _require_signing(signing: Signing) -> None:
    if signing.method not in rules.METHODS or signing.method == "app_confirm":
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if max(len(signing.interpreter), len(signing.witness), len(signing.name)) > LONGEST_NAME:
        raise BadInput(TOO_LONG)
    if signing.method in rules.READ_ALOUD and not (signing.explained_in and (signing.interpreter or signing.witness)):
        raise BadInput(N_("Bitte schreiben Sie: In welcher Sprache haben Sie vorgelesen? Wer war dabei?"))


def _write(tx: Tx, place: Row, row: Row, method: str, **facts: Any) -> None:
    signed = {"signed_at": tx.now, "method": method, "hash": row["hash"], "recorded_by": tx.actor_id}
    tx.update("agreement_signatures", place["id"], **signed, **facts)


def _note_copy(tx: Tx, row: Row, how: str) -> None:
    if not row["copy_given_at"]:
        tx.update("agreement_versions", row["id"], copy_given_at=tx.now, copy_how=how)


def _after(tx: Tx, row: Row) -> Row:
    """After a signature: the version is partly signed, and in force as soon as nothing is missing."""
    if row["state"] == "offered":
        move(tx, row, "partly_signed")
    settle(tx, row["id"])
    touch(tx, row["case_id"])
    return row


def _answer(tx: Tx, row: Row, answer: str, words: str, language: str, answer_by_on: str | None) -> str:
    if len(words) > LONGEST_WORDS:
        raise BadInput(TOO_LONG)
    answer_id = tx.insert(
        "agreement_answers",
        agreement_id=row["id"],
        case_id=row["case_id"],
        answer=answer,
        words_sealed=words or None,
        language=language,
        received_at=tx.now,
        answer_by_on=answer_by_on,
    )
    touch(tx, row["case_id"])
    return answer_id
