"""Agreements in the day list: what clients said to them, and guardians who need not sign any more."""

from typing import Any

from pwa_server.domain.ages import age_group, needs_guardian
from pwa_server.domain.problems import N_
from pwa_server.pages import views
from pwa_server.pages.counsellor.caseload import once
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
SAID = {
    "question": N_("Frage zur Vereinbarung"),
    "declined": N_("Die Person möchte die Vereinbarung nicht."),
}
GROWN_UP = N_("Die Person ist jetzt 18. Der Vormund unterschreibt nicht mehr.")


def agreement_rows(visit: Visit, everybody: dict[str, View]) -> list[View]:
    """One line for each answer nobody has looked at, and for each guardian of somebody who is 18 by now."""
    answers = [_answer(visit, row, everybody) for row in once(visit.read.rows("agreements.unseen_answers"))]
    waiting = once(visit.read.rows("agreements.waiting_guardians"))
    grown_up = [_line(row, everybody, visit.say(GROWN_UP)) for row in waiting if _is_adult(visit, row)]
    return answers + grown_up


def _answer(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    return _line(row, everybody, visit.say(SAID[row["answer"]])) | {
        "words": row["words"] or "",
        "language": row["language"],
        "answer_by": views.day(visit, row["answer_by_on"]),
        "due": bool(row["answer_by_on"]) and row["answer_by_on"] <= visit.today.isoformat(),
    }


def _line(row: Row, everybody: dict[str, View], what: str) -> View:
    return {
        "who": everybody[row["case_id"]],
        "url": f"/desk/agreements/{row['agreement_id']}",
        "what": what,
        "words": "",
        "language": "",
        "answer_by": None,
        "due": False,
    }


def _is_adult(visit: Visit, row: Row) -> bool:
    year, month = row["birth_year"], row["birth_month"]
    return not needs_guardian(age_group(int(year) if year else None, int(month) if month else None, visit.today))
