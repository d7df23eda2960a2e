"""Ask to correct, to hide or to erase what is kept; see until when the answer comes, and what it is."""

from starlette.responses import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import data_requests as verbs
from pwa_server.casework import restriction
from pwa_server.domain.data_requests import LONGEST_WORDS
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.pages import views
from pwa_server.pages.client.own_case import office, own_case
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

KINDS = {
    "correct": N_("Etwas ist falsch"),
    "restrict": N_("Nicht mehr zeigen"),
    "erase": N_("Alles löschen"),
}
ICONS = {"correct": "edit", "restrict": "lock", "erase": "close"}
STATE_TEXTS = {
    "open": N_("Wir antworten bis:"),
    "granted": N_("Wir haben Ja gesagt."),
    "declined": N_("Wir haben Nein gesagt. Der Grund:"),
    "taken_back": N_("Sie haben das zurückgenommen."),
    "handed_over": N_("Das beantwortet jetzt Ihre neue Beratung."),
}


class RequestForm(Form):
    """What should happen with the data, and in one's own words what is wrong."""

    kind = RadioField(N_("Was möchten Sie?"), choices=choices(KINDS.items()), validators=[InputRequired()])
    words = TextAreaField(N_("Was sollen wir wissen?"), id="own-words", validators=[Length(max=LONGEST_WORDS)])


async def show_requests(visit: Visit) -> Response:
    """GET /requests, also of a plan that is hidden or has ended."""
    return _page(visit, own_case(visit), RequestForm.empty(visit))


async def ask(visit: Visit) -> Response:
    """POST /requests with `kind` and `words`."""
    case = own_case(visit)
    form = await RequestForm.of(visit)
    if not form.validate():
        return _page(visit, case, form, 422)
    try:
        await visit.write(verbs.ask, form.kind.data, form.words.data or "", visit.language.tag)
    except (BadInput, RuleBroken) as problem:
        form.form_errors = [visit.say(problem.message)]
        return _page(visit, case, form, problem.status)
    return visit.redirect(with_thanks("/requests", "asked"))


async def show_again(visit: Visit) -> Response:
    """POST /requests/show-again: the client wants her own plan back, at once."""
    own_case(visit)
    await visit.write(restriction.show_again)
    return visit.redirect("/today")


async def take_back(visit: Visit) -> Response:
    """POST /requests/{id}/end."""
    own_case(visit)
    await visit.write(verbs.take_back, visit.path["id"])
    return visit.redirect(with_thanks("/requests", "ended"))


def _page(visit: Visit, case: Row, form: Form, status: int = 200) -> Response:
    rows = visit.read.rows("data_requests.of_case", case_id=case["id"])
    return visit.page(
        "client/data_requests.html",
        status=status,
        form=form,
        icons=ICONS,
        requests=[_request(visit, row) for row in rows],
        erase_on=views.day(visit, case["erase_due_on"]),
        **office(visit, case),
    )


def _request(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "icon": ICONS[row["kind"]],
        "kind": visit.say(KINDS[row["kind"]]),
        "state": row["state"],
        "state_text": visit.say(STATE_TEXTS[row["state"]]),
        "words": row["words"] or "",
        "language": row["language"],
        "due": views.day(visit, row["due_on"]),
        "late": row["state"] == "open" and row["due_on"] < visit.today.isoformat(),
        "asked": views.moment_of(visit, row["made_at"]),
        "answered": views.moment_of(visit, row["answered_at"]),
        "reason": row["reason"] or "",
    }
