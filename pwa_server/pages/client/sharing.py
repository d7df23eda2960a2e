"""Who may look and who looked: grants made and ended by the client alone, and the access log in plain words."""

import json
from typing import Any

from starlette.responses import Response
from wtforms import SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from pwa_server.casework.grants import end_grant
from pwa_server.casework.mentor_confirmation import confirm_person
from pwa_server.casework.mentor_notes import put_away
from pwa_server.domain.goals import LIVE
from pwa_server.domain.grants import CHOICES, TRANSITIONS, WITHOUT_GOALS, is_for_meetings_only, may_be_shared
from pwa_server.domain.problems import N_
from pwa_server.pages import opening_words, views
from pwa_server.pages.client.mentor_news import asks_for_person, is_ending, note, person_asked, shown_name
from pwa_server.pages.client.own_case import READ_ONLY_STATES, office, own_case, with_own_case
from pwa_server.pages.consent_words import RIGHT_TEXTS
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

STATE_TEXTS = {
    "requested": N_("Wir prüfen noch etwas. Dann fragen wir die Person."),
    "offered": N_("Wir warten auf die Antwort."),
    "suspended": N_("Darf gerade nicht schauen."),
}
LOOKING = N_("Wir suchen jemanden für Sie.")


class ShownForm(Form):
    """What a companion may see and do: the same ticks when she is asked and when it is changed."""

    goals = SelectMultipleField(
        N_("Welche Ziele darf die Person sehen?"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    rights = SelectMultipleField(
        N_("Was darf die Person noch?"),
        choices=choices(RIGHT_TEXTS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


@with_own_case
async def show_sharing(visit: Visit, case: Row) -> Response:
    """Grants that run or wait, each with one tap to end it, and who looked by day."""
    grants = [_grant(visit, row) for row in visit.read.rows("own.grants", case_id=case["id"])]
    titles = {goal["id"]: goal["title"] for goal in _goals(visit, case)}
    for row in visit.read.rows("own.grant_goals", case_id=case["id"]):
        for grant in grants:
            if grant["id"] == row["grant_id"] and row["goal_id"] in titles:
                grant["goals"].append(titles[row["goal_id"]])
    return visit.page(
        "client/sharing.html",
        running=[grant for grant in grants if grant["running"]],
        notes=[note(visit, row) for row in visit.read.rows("mentor_notes.of_client", case_id=case["id"])],
        days=opening_words.days(visit, case["id"]),
        may_ask=case["state"] not in READ_ONLY_STATES,
        **office(visit, case),
    )


async def end(visit: Visit) -> Response:
    """End a grant at once."""
    own_case(visit)
    await visit.write(end_grant, visit.path["id"])
    return visit.redirect(with_thanks("/sharing", "ended"))


async def confirm(visit: Visit) -> Response:
    """Is it this person? A yes or a no to somebody whom the office proposed, or who has a new password from the office."""
    own_case(visit)
    form = await visit.form()
    said = str(form.get("answer", ""))
    await visit.write(confirm_person, visit.path["id"], str(form.get("person", "")), said)
    return visit.redirect(with_thanks("/sharing", "yes" if said == "yes" else "no"))


async def put_note_away(visit: Visit) -> Response:
    """Words of a mentor were read."""
    own_case(visit)
    await visit.write(put_away, visit.path["id"])
    return visit.redirect("/today")


def _goals(visit: Visit, case: Row) -> list[dict[str, Any]]:
    """Goals that can stand on this page: never those under special protection."""
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    rows = visit.read.rows("goals.of_case", case_id=case["id"], high="no")
    return [
        {"id": row["id"], "title": views.goal_title(visit, row, translations)}
        | {"life_area": row["life_area"], "sensitivity": row["sensitivity"]}
        for row in rows
        if row["state"] in LIVE or row["state"] == "paused"
    ]


def shareable(visit: Visit, case: Row) -> list[dict[str, Any]]:
    """The goals that may be shown to a companion."""
    return [goal for goal in _goals(visit, case) if may_be_shared(goal["sensitivity"])]


def right_choices(goals: list[dict[str, Any]]) -> list[SelectChoice]:
    """What there is to allow: without a goal to show, coming along and writing."""
    return choices((right, text) for right, text in RIGHT_TEXTS.items() if goals or right in WITHOUT_GOALS)


def _grant(visit: Visit, row: Row) -> dict[str, Any]:
    words = LOOKING if row["mentor_id"] is None else STATE_TEXTS.get(row["state"], "")
    return {
        "id": row["id"],
        "name": shown_name(row),
        "initials": "".join(word[0] for word in shown_name(row).split()[:2]),
        "picture_colour": 3,
        "state": row["state"],
        "state_text": visit.say(words) if words else "",
        "until": views.day(visit, row["expires_on"]),
        "goals": [],
        "may": [visit.say(RIGHT_TEXTS[right]) for right in CHOICES if right in json.loads(row["rights"])],
        "meetings_only": is_for_meetings_only(json.loads(row["rights"])),
        "wish": row["wish"] or "",
        "asked": person_asked(visit, row) if asks_for_person(row) else None,
        "ends_soon": row["state"] == "active" and is_ending(visit, row),
        "running": row["state"] == "suspended" or (bool(TRANSITIONS[row["state"]]) and row["valid_until"] > visit.now),
    }
