"""Translations that people type: kept with who wrote them and who, speaking the language, checked them."""

from dataclasses import dataclass
from typing import Any

from pwa_server.casework import found
from pwa_server.casework.cases import touch
from pwa_server.domain.problems import N_, BadInput
from pwa_server.storage.database import Row, Tx

LONGEST = 1000


@dataclass(frozen=True)
class Typed:
    """A typed translation. `checked` says that whoever typed it speaks the language and has read it again."""

    language: str
    text: str
    checked: bool = False


def keep(tx: Tx, case_id: str, subject_id: str, field: str, typed: Typed) -> None:
    """Write or replace one translation; an empty text takes it away. The caller has found the subject in this case."""
    if len(typed.text) > LONGEST:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    place = {"subject_id": subject_id, "field": field, "language": typed.language}
    known = tx.row("translations.find", case_id=case_id, **place)
    if not typed.text:
        tx.run("translations.drop", case_id=case_id, **place)
        return
    if known and known["text"] == typed.text and bool(known["checked_at"]) == typed.checked:
        return
    record = _record(tx, typed)
    if known:
        tx.update("translations", known["id"], **record)
    else:
        tx.insert("translations", case_id=case_id, **place, **record)


def _record(tx: Tx, typed: Typed) -> dict[str, Any]:
    checked = (
        {"checked_by": tx.actor_id, "checked_at": tx.now} if typed.checked else {"checked_by": None, "checked_at": None}
    )
    return {"text_sealed": typed.text, "written_by": tx.actor_id, "written_at": tx.now, **checked}


def german_changed(tx: Tx, case_id: str, subject_id: str, field: str) -> None:
    """The German text is another: translations of the old one would say something else, so they become drafts."""
    tx.run("translations.make_drafts", case_id=case_id, subject_id=subject_id, field=field)


def translate_goal(tx: Tx, goal_id: str, typed: Typed) -> Row:
    """Keep a translation of a goal's sentence."""
    goal = found.goal(tx, goal_id)
    keep(tx, goal["case_id"], goal_id, "title", typed)
    touch(tx, goal["case_id"])
    return goal


def translate_step(tx: Tx, step_id: str, typed: Typed) -> Row:
    """Keep a translation of a step's sentence."""
    step = found.step(tx, step_id)
    keep(tx, step["case_id"], step_id, "text", typed)
    touch(tx, step["case_id"])
    return step
