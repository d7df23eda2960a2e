"""A consent as a client and whoever counsels her read it: the same words on both pages."""

import json
from collections.abc import Sequence

from pwa_server.casework.consents import ASKED_WHILE_RESTRICTED
from pwa_server.domain import consents
from pwa_server.domain.problems import N_
from pwa_server.i18n.texts import Said, said
from pwa_server.pages import views
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

YEAR = 365
STATE_TEXTS = {
    "given": N_("Sie haben Ja gesagt."),
    "declined": N_("Sie haben Nein gesagt. Das ist in Ordnung."),
    "withdrawn": N_("Sie haben das beendet."),
    "expired": N_("Die Zeit dafür ist vorbei."),
}

RIGHT_TEXTS = {
    "see_steps": N_("Die Schritte sehen"),
    "see_meetings_invited": N_("Zu Terminen mitkommen"),
    "mark_own_steps_done": N_("Eigene Schritte abhaken"),
    "write_note_to_client": N_("Mir kurz schreiben"),
}


def days_kept(visit: Visit) -> int:
    """For how many days the reader's service keeps a plan after its end; where none is known the longest of all."""
    mine = visit.somebody.carrier_id if visit.somebody else None
    carriers = visit.read.rows("public_texts.controllers")
    own = [row for row in carriers if row["id"] == mine]
    return max((int(row["retention_days"]) for row in own or carriers), default=YEAR)


def erased_after(visit: Visit, days: int) -> str:
    """When everything goes, as a sentence."""
    if days == YEAR:
        return visit.say(N_("Ein Jahr nach der Beratung löschen wir alles."))
    return visit.say(N_("%(days)s Tage nach der Beratung löschen wir alles."), days=days)


def _kept(visit: Visit, purpose: consents.Purpose) -> str:
    if purpose.code == "case_record" and (days := days_kept(visit)) != YEAR:
        return erased_after(visit, days)
    return visit.say(purpose.keep)


def purpose_view(visit: Visit, purpose: consents.Purpose) -> View:
    """A purpose with the sentences to read aloud, in the reader's language."""
    return {
        "code": purpose.code,
        "icon": purpose.icon,
        "title": visit.say(purpose.title),
        "ask": [visit.say(sentence) for sentence in purpose.ask],
        "ends": visit.say(purpose.ends),
        "data": visit.say(purpose.data),
        "recipients": visit.say(purpose.recipients),
        "keep": _kept(visit, purpose),
        "recipient": purpose.recipient,
        "by_staff": purpose.by_staff,
    }


def record_view(visit: Visit, row: Row) -> View:
    """One answer: to what, to whose good, since when, whether it still counts."""
    holds = consents.holds(row, visit.today.isoformat())
    state = "expired" if row["state"] == "given" and not holds else row["state"]
    return purpose_view(visit, consents.PURPOSES[row["purpose"]]) | {
        "id": row["id"],
        "state": state,
        "state_text": visit.say(STATE_TEXTS[state]),
        "holds": holds,
        "who": row["mentor_name"] or row["partner_name"] or row["carrier_name"] or row["person_name"] or "",
        "since": views.moment_of(visit, row["made_at"]),
        "until": views.day(visit, row["expires_on"]),
        "ended": views.moment_of(visit, row["ended_at"]),
        "language": row["language"],
        "channel": row["channel"],
    }


def asks_for_plan(visit: Visit, case_id: str) -> bool:
    """Whether the plan rests on a yes: where a public service keeps it by law, it informs and asks nothing."""
    carrier = visit.read.row("situation.carrier", case_id=case_id)
    return carrier is None or carrier["plan_basis"] == "consent"


def askable(visit: Visit, case: Row) -> list[consents.Purpose]:
    """Purposes without a recipient that may be asked in this state of the case."""
    if case["state"] == "closed":
        return []
    asked = [purpose for purpose in consents.PURPOSES.values() if not purpose.recipient]
    if case["state"] == "restricted":
        asked = [purpose for purpose in asked if purpose.code in ASKED_WHILE_RESTRICTED]
    return [purpose for purpose in asked if purpose.code != "case_record" or asks_for_plan(visit, case["id"])]


def answers(visit: Visit, case_id: str) -> list[View]:
    """The answer that counts for each purpose and recipient, those that hold first."""
    rows = visit.read.rows("consents.of_case", case_id=case_id)
    known = [row for row in consents.latest(rows).values() if row["purpose"] in consents.PURPOSES]
    told = _changes(visit, case_id, rows)
    views_of = [record_view(visit, dict(row)) | {"changes": told.get(row["recipient"], [])} for row in known]
    return sorted(views_of, key=lambda view: not view["holds"])


def _changes(visit: Visit, case_id: str, rows: Sequence[Row]) -> dict[str, list[View]]:
    """What each new choice for a mentor added and took away, by grant, the newest first. Nothing specially protected."""
    scoped = [row for row in reversed(rows) if row["scope"]]
    if not scoped:
        return {}
    titles = _titles(visit, case_id)
    found: dict[str, list[View]] = {}
    before: dict[str, set[str]] = {}
    for row in scoped:
        scope = json.loads(row["scope"])
        covered = {*scope["goals"], *scope["rights"]}
        if (old := before.get(row["recipient"])) is not None:
            view: View = {"when": views.moment_of(visit, row["made_at"])}
            view["added"] = [titles[one] for one in titles if one in covered - old]
            view["taken"] = [titles[one] for one in titles if one in old - covered]
            found.setdefault(row["recipient"], []).insert(0, view)
        before[row["recipient"]] = covered
    return found


def _titles(visit: Visit, case_id: str) -> dict[str, Said]:
    """The words for a goal or a right by its id, goals first, in the order of the plan."""
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case_id))
    goals = visit.read.rows("goals.of_case", case_id=case_id, high="no")
    titles = {goal["id"]: views.goal_title(visit, goal, translations) for goal in goals}
    return titles | {code: said(visit.say(words), visit.language.tag) for code, words in RIGHT_TEXTS.items()}
