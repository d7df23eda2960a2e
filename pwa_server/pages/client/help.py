"""Help: what is in the way and who reads it by which day. Emergency numbers stand first unless a step is asked about.

After the counselling nobody promises an answer: the page names whom to call and when. What a phone still sends is kept.
"""

from typing import Any

from starlette.responses import Response
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework.help import LONGEST_WORDS, ask_for_help
from pwa_server.domain.problems import N_
from pwa_server.domain.times import berlin_day
from pwa_server.pages import views
from pwa_server.pages.client import telling
from pwa_server.pages.client.office_hours import week
from pwa_server.pages.client.own_case import READ_ONLY_STATES, issued, office, own_case, stored, with_own_case
from pwa_server.pages.client.voices import own_recordings
from pwa_server.pages.voices import with_microphone
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import Visit


class HelpForm(Form):
    """What is in the way, in one tap; words as well if wanted."""

    obstacle = RadioField(
        N_("Wobei brauchen Sie Hilfe?"), choices=choices(views.OBSTACLE_TEXTS.items()), validators=[InputRequired()]
    )
    words = TextAreaField(
        N_("Möchten Sie etwas dazu schreiben?"), id="own-words", validators=[Optional(), Length(max=LONGEST_WORDS)]
    )
    step_id = HiddenField()


@with_own_case
async def show_help(visit: Visit, case: Row) -> Response:
    """The form and the own requests. `?step=` names the step it is about, `?sent=` the request that was just made."""
    query = visit.request.query_params
    return _page(visit, case, HelpForm.empty(visit, step_id=query.get("step", "")), sent=query.get("sent", ""))


async def ask(visit: Visit) -> Response:
    """Keep the request and say who reads it by when. One that comes after the counselling is kept without a promise."""
    case = own_case(visit)
    form = await HelpForm.of(visit)
    if not form.validate() and not visit.wants_json and case["state"] not in READ_ONLY_STATES:
        return _page(visit, case, form, status=422)
    sent = await visit.form()
    request_id = await visit.write(
        ask_for_help,
        form.obstacle.data or "",
        form.words.data or "",
        visit.language.tag,
        visit.tapped_at(sent),
        form.step_id.data or None,
    )
    return visit.redirect(f"/help?sent={request_id}")


def _page(visit: Visit, case: Row, form: Form, sent: str = "", status: int = 200) -> Response:
    spoken = own_recordings(visit, case, "help_request")
    requests = [
        _request(visit, row) | {"recording": spoken.get((row["id"], ""))}
        for row in visit.read.rows("help.of_case", case_id=case["id"])
    ]
    plain = status == 200 and not sent and not form.step_id.data
    page = visit.page(
        "client/help.html",
        status=status,
        stored_seconds=stored(case) if plain else None,
        nav="help",
        issued=issued(visit),
        ended=case["state"] in READ_ONLY_STATES,
        hours=week(visit, case) if case["state"] in READ_ONLY_STATES else [],
        form=form,
        obstacles=telling.obstacles(visit),
        step=_step(visit, case, form.step_id.data),
        requests=requests,
        sent=next((request for request in requests if request["id"] == sent), None),
        read_only=case["state"] in READ_ONLY_STATES,
        **office(visit, case),
    )
    return with_microphone(page)


def _request(visit: Visit, row: Row) -> dict[str, Any]:
    # Own words are not shown again: somebody else may look at the screen.
    return {
        "id": row["id"],
        "obstacle": row["obstacle"],
        "obstacle_text": visit.say(views.OBSTACLE_TEXTS[row["obstacle"]]),
        "sent_on": views.day(visit, berlin_day(row["received_at"]).isoformat()),
        "answer_by": views.day(visit, row["answer_by_on"]),
        "reader": row["reader_name"] if row["read_at"] else "",
        "closed": row["closed_at"] is not None,
    }


def _step(visit: Visit, case: Row, step_id: str | None) -> dict[str, Any] | None:
    step = visit.read.row("steps.find", step_id=step_id, high="no") if step_id else None
    if step is None or step["case_id"] != case["id"]:
        return None
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    return telling.step_view(visit, step, translations)
