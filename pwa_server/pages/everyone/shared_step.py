"""/shared/{token}: a partner looks at the one step that a client lets her see, and answers. No account is needed.

Opening the link shows a button and nothing else: whoever previews links in mails uses nothing up.
"""

from starlette.responses import Response
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import step_shares
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.domain.sharing import LONGEST_WORDS, VISIT_MINUTES
from pwa_server.pages import partner_words, views
from pwa_server.pages.everyone import entry
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import Visit


class AnswerForm(Form):
    """How far the partner is."""

    progress = RadioField(
        N_("Wie weit sind Sie?"), choices=choices(partner_words.PROGRESS.items()), validators=[InputRequired()]
    )
    sentence = TextAreaField(N_("Noch ein Satz dazu"), validators=[Length(max=LONGEST_WORDS)])
    request_key = HiddenField()


async def show_door(visit: Visit) -> Response:
    """The same page for every link, whether there is one or not."""
    return entry.public_page(visit, "everyone/shared_door.html", token=visit.path["token"][:100])


async def open_step(visit: Visit) -> Response:
    """The step, if the link still opens."""
    try:
        shown = await entry.write(visit, step_shares.look, visit.path["token"])
    except NotVisible:
        return _gone(visit)
    return _step_page(visit, shown, AnswerForm.empty(visit))


async def answer(visit: Visit) -> Response:
    """Keep the partner's answer and show the step again."""
    form = await AnswerForm.of(visit)
    try:
        if not form.validate():
            shown = await entry.write(visit, step_shares.look_again, visit.path["token"])
            return _step_page(visit, shown, form, 422)
        words = form.sentence.data or ""
        shown = await entry.write(visit, step_shares.answer, visit.path["token"], form.progress.data, words)
    except NotVisible:
        return _gone(visit)
    return _step_page(visit, shown, None)


def _gone(visit: Visit) -> Response:
    return entry.public_page(visit, "everyone/shared_gone.html", status=404)


def _step_page(visit: Visit, shown: Row, form: Form | None, status: int = 200) -> Response:
    return entry.public_page(
        visit,
        "everyone/shared_step.html",
        status=status,
        token=visit.path["token"],
        form=form,
        step={
            "title": views.step_title(visit, shown | {"id": shown["step_id"]}, {}),
            "due": views.day(visit, shown["due_on"]),
            "papers": [paper["name"] for paper in views.documents(visit, shown["documents"])],
            "name": shown["name_shown"] or "",
            "partner": shown["partner_name"],
        },
        contact={
            "name": shown["staff_name"],
            "phone": shown["staff_phone"] or shown["office_phone"],
            "office": shown["office_name"],
        },
        minutes=VISIT_MINUTES,
    )
