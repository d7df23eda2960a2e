"""/network: what the services have agreed on together. All staff read it, coordination keeps it, each carrier says its yes."""

from collections.abc import Callable
from datetime import date
from typing import Concatenate, ParamSpec

from starlette.responses import Response

from pwa_server.casework import network
from pwa_server.domain.problems import N_, BadInput
from pwa_server.i18n.formats import parse_clock, parse_day
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import views
from pwa_server.pages.coordinator.partners import is_old
from pwa_server.pages.views import View
from pwa_server.storage.database import Row, Tx
from pwa_server.web.forms import Refused, clean, refused, version_of
from pwa_server.web.visit import Visit

P = ParamSpec("P")
# The rules may be long; each sign of another script is six signs long on the way.
ROUTE_BYTES = 64_000

RULES_STATES = {
    "proposed": N_("Vorschlag"),
    "in_force": N_("gilt"),
    "superseded": N_("galt früher"),
    "withdrawn": N_("zurückgenommen"),
}
TASK_KINDS = {"task": N_("Aufgabe"), "product": N_("Ergebnis")}


async def show_network(visit: Visit) -> Response:
    """Goals, rules, the next meeting, tasks and results, whom to ask where."""
    return _page(visit)


def _page(visit: Visit, refused: Refused | None = None) -> Response:
    read = visit.read
    rules = _rules(visit)
    meetings = [_meeting(visit, row) for row in read.rows("network.meetings")]
    return visit.page(
        "coordinator/network.html",
        status=422 if refused else 200,
        refused=refused,
        nav="network",
        may_edit=visit.actor.role == "coordinator",
        goals=[{**row, "reached": views.day(visit, row["reached_on"])} for row in read.rows("network.goals")],
        proposal=next((each for each in rules if each["state"] == "proposed"), None),
        in_force=next((each for each in rules if each["state"] == "in_force"), None),
        older=[each for each in rules if each["state"] in ("superseded", "withdrawn")],
        coming=[each for each in reversed(meetings) if each["state"] == "planned"],
        past=[each for each in meetings if each["state"] != "planned"],
        tasks=[_task(visit, row) for row in read.rows("network.tasks")],
        kinds=[(code, visit.say(label)) for code, label in TASK_KINDS.items()],
        contacts=[_contact(visit, row) for row in read.rows("network.contacts")],
    )


def _rules(visit: Visit) -> list[View]:
    adoptions = visit.read.rows("network.adoptions")
    partners = visit.read.rows("meetings.partners")
    return [
        {
            "id": row["id"],
            "number": row["number"],
            "words": row["words"],
            "state": row["state"],
            "state_text": visit.say(RULES_STATES[row["state"]]),
            "since": views.moment_of(visit, row["in_force_at"]),
            "made": views.moment_of(visit, row["made_at"]),
            "by": row["carrier_name"] or "",
            "version": row["version"],
            "adoptions": [_adoption(visit, each) for each in adoptions if each["rules_id"] == row["id"]],
            "without": _without(partners, [each["partner_id"] for each in adoptions if each["rules_id"] == row["id"]]),
            "mine": any(
                each["carrier_id"] == visit.actor.carrier_id for each in adoptions if each["rules_id"] == row["id"]
            ),
        }
        for row in visit.read.rows("network.rules")
    ]


def _without(partners: list[Row], said_yes: list[str | None]) -> list[Row]:
    """The partners who have not agreed yet."""
    return [partner for partner in partners if partner["id"] not in said_yes]


def _adoption(visit: Visit, row: Row) -> View:
    return {
        "name": row["carrier_name"] or row["partner_name"],
        "on_paper": row["partner_id"] is not None,
        "on": views.day(visit, row["adopted_on"]),
    }


def _meeting(visit: Visit, row: Row) -> View:
    when = views.day_and_time(visit, row["on_day"], row["clock"]) if row["clock"] else views.day(visit, row["on_day"])
    return {**row, "when": when, "is_past": row["on_day"] <= visit.today.isoformat()}


def _task(visit: Visit, row: Row) -> View:
    return {
        **row,
        "kind_text": visit.say(TASK_KINDS[row["kind"]]),
        "due": views.day(visit, row["due_on"]),
        "done": views.day(visit, row["done_on"]),
    }


def _contact(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": from_catalogue(visit.language.tag, f"partner_kind.{row['kind']}").text,
        "contact": row["contact_name"] or "",
        "deputy": row["deputy_name"] or "",
        "phone": row["contact_phone"] or row["phone"],
        "old": is_old(visit, row["verified_on"]),
    }


async def _said(visit: Visit, *names: str) -> list[str]:
    form = await visit.form()
    return [clean(str(form.get(name, ""))) for name in names]


def _day(text: str) -> str:
    try:
        day: date = parse_day(text)
    except ValueError as error:
        raise BadInput(N_("Bitte wählen Sie einen Tag.")) from error
    return day.isoformat()


def _clock(text: str) -> str:
    if not text:
        return ""
    try:
        return parse_clock(text).strftime("%H:%M")
    except ValueError as error:
        raise BadInput(N_("Bitte wählen Sie eine Uhrzeit.")) from error


async def add_goal(visit: Visit) -> Response:
    """A new goal of the network."""
    (words,) = await _said(visit, "words")
    return await _change(visit, "goal-words", network.add_goal, words)


async def end_goal(visit: Visit) -> Response:
    """A goal is reached, or taken off the list."""
    how, version = await _said(visit, "how", "version")
    return await _change(visit, "goals", network.end_goal, visit.path["goal_id"], how, version_of(version))


async def propose_rules(visit: Visit) -> Response:
    """A new version of the rules."""
    (words,) = await _said(visit, "words")
    return await _change(visit, "rules-words", network.propose_rules, words)


async def withdraw_rules(visit: Visit) -> Response:
    """Take a proposal back."""
    (version,) = await _said(visit, "version")
    return await _change(visit, "rules", network.withdraw_rules, visit.path["rules_id"], version_of(version))


async def adopt_rules(visit: Visit) -> Response:
    """The own carrier says yes; coordination also writes down a partner's yes on paper."""
    (partner_id,) = await _said(visit, "partner_id")
    if partner_id:
        return await _change(visit, "partner_id", network.adopt_for_partner, visit.path["rules_id"], partner_id)
    return await _change(visit, "rules", network.adopt_rules, visit.path["rules_id"])


async def plan_meeting(visit: Visit) -> Response:
    """The next meeting."""
    on_day, clock, place, topics = await _said(visit, "on_day", "clock", "place", "topics")
    at = "on_day"
    try:
        day, at = _day(on_day), "clock"
        when = day, _clock(clock)
    except BadInput as problem:
        return await _again(visit, at, problem)
    at = "topics" if not topics else "on_day"
    return await _change(visit, at, network.plan_meeting, *when, place, topics)


async def finish_meeting(visit: Visit) -> Response:
    """It took place, or it did not."""
    to, result, version = await _said(visit, "to", "result", "version")
    meeting_id = visit.path["meeting_id"]
    at = f"result-{meeting_id}"
    return await _change(visit, at, network.finish_meeting, meeting_id, to, result, version_of(version))


async def add_task(visit: Visit) -> Response:
    """Something to do or to make."""
    kind, words, who, due_on = await _said(visit, "kind", "words", "who", "due_on")
    try:
        due = _day(due_on) if due_on else ""
    except BadInput as problem:
        return await _again(visit, "due_on", problem)
    return await _change(visit, "task-words", network.add_task, kind, words, who, due)


async def end_task(visit: Visit) -> Response:
    """It is done, or taken off the list."""
    how, version = await _said(visit, "how", "version")
    return await _change(visit, "tasks", network.end_task, visit.path["task_id"], how, version_of(version))


async def _change(
    visit: Visit, at: str, verb: Callable[Concatenate[Tx, P], object], *args: P.args, **kwargs: P.kwargs
) -> Response:
    """One verb of the network; bad input comes back on the page, beside the field `at`."""
    try:
        await visit.write(verb, *args, **kwargs)
    except BadInput as problem:
        return await _again(visit, at, problem)
    return visit.redirect("/network")


async def _again(visit: Visit, at: str, problem: BadInput) -> Response:
    return _page(visit, refused(visit, visit.request.url.path, at, problem, await visit.form()))
