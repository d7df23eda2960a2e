"""Who interprets: the register that coordination keeps, and what one meeting needs beside the language."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from pwa_server.casework import found, meetings
from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.meetings import INTERPRETER_WISHES
from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

GENDERS = ("not_said", "woman", "man", "service")
LONGEST = 200


@dataclass(frozen=True)
class Interpreter:
    """A person or a service. `confidential_since` is the day of the promise to tell nothing."""

    name: str
    gender: str = "not_said"
    languages: tuple[str, ...] = ()
    dialects: str = ""
    confidential_since: date | None = None
    phone: str = ""
    booking: str = ""


@dataclass(frozen=True)
class Arrangement:
    """What is settled for one meeting: how far ('' for as far as before), with whom, in which dialect, and the client's wish."""

    state: str
    interpreter_id: str = ""
    name: str = ""
    dialect: str = ""
    wish: str = "none"


def add(tx: Tx, interpreter: Interpreter) -> str:
    """A new entry of the register; returns its id. Raises NotAllowed, BadInput."""
    require_coordinator(tx)
    return tx.insert("interpreters", **_columns(tx, interpreter), made_at=tx.now)


def edit(tx: Tx, interpreter_id: str, version: int, interpreter: Interpreter) -> None:
    """Change an entry. Raises NotAllowed, NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    _find(tx, interpreter_id)
    tx.update("interpreters", interpreter_id, version=version, **_columns(tx, interpreter))


def end(tx: Tx, interpreter_id: str, version: int) -> None:
    """Take an entry off the register; meetings that name it keep it. Raises NotAllowed, NotVisible, Stale."""
    require_coordinator(tx)
    _find(tx, interpreter_id)
    tx.update("interpreters", interpreter_id, version=version, ended_at=tx.now)


def arrange(tx: Tx, meeting_id: str, version: int, arrangement: Arrangement) -> Row:
    """Keep what a meeting needs and how far the interpreting is. `confirmed` settles it where the client said yes.

    Raises NotVisible, NotAllowed, BadInput, Stale, RuleBroken for somebody who does not speak the language or has not
    promised to tell nothing.
    """
    meeting = found.meeting(tx, meeting_id)
    if arrangement.wish not in INTERPRETER_WISHES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(arrangement.dialect) > LONGEST:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    chosen = _chosen(tx, arrangement.interpreter_id, meeting["interpreter_language"])
    name = chosen["name"] if chosen else arrangement.name
    meetings.set_interpreter(tx, meeting_id, version, arrangement.state, name)
    nobody = (arrangement.state or meeting["interpreter_state"]) in ("needed", "none_found")
    record: dict[str, Any] = {
        "dialect_sealed": arrangement.dialect or None,
        "wish": arrangement.wish,
        "interpreter_id": chosen["id"] if chosen and not nobody else None,
    }
    known = tx.row("interpreters.of_meeting", meeting_id=meeting_id)
    if known:
        tx.update("meeting_interpreting", known["id"], **record)
    else:
        tx.insert("meeting_interpreting", case_id=meeting["case_id"], meeting_id=meeting_id, **record)
    return meeting


def _chosen(tx: Tx, interpreter_id: str, language: str) -> Row | None:
    if not interpreter_id:
        return None
    chosen = tx.row("interpreters.find", id=interpreter_id)
    if chosen is None:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if language not in json.loads(chosen["languages"]):
        raise RuleBroken(N_("Diese Person spricht die Sprache nicht."))
    if not chosen["confidential_since"]:
        raise RuleBroken(N_("Diese Person hat noch kein Versprechen abgegeben."))
    return chosen


def _find(tx: Tx, interpreter_id: str) -> Row:
    row = tx.row("interpreters.find", id=interpreter_id)
    if row is None:
        raise NotVisible
    return row


def _columns(tx: Tx, interpreter: Interpreter) -> dict[str, Any]:
    if not interpreter.name or not interpreter.languages:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if interpreter.gender not in GENDERS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    require_phone(interpreter.phone)
    since = interpreter.confidential_since
    if since and since > berlin_day(tx.now):
        raise BadInput(N_("Dieser Tag kommt erst noch."))
    return {
        "name_sealed": interpreter.name,
        "gender": interpreter.gender,
        "languages": json.dumps(list(interpreter.languages)),
        "dialects": interpreter.dialects,
        "confidential_since": since.isoformat() if since else None,
        "phone_sealed": interpreter.phone or None,
        "booking_sealed": interpreter.booking or None,
    }
