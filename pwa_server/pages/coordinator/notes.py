"""/network/notes: what colleagues learn from each other, without anybody's case."""

from starlette.responses import Response
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import network
from pwa_server.domain.network import LONGEST_LINE, LONGEST_WORDS
from pwa_server.domain.problems import N_, BadInput
from pwa_server.pages import paging, views
from pwa_server.pages.coordinator import words
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit


class NoteForm(Form):
    """A note for all colleagues."""

    topic = StringField(N_("Thema"), [InputRequired(), Length(max=LONGEST_LINE)])
    text = TextAreaField(
        N_("Was sollen andere wissen?"), [InputRequired(), Length(max=LONGEST_WORDS)], render_kw={"rows": 5}
    )
    without_people = BooleanField(N_("Ich habe nachgesehen: Man erkennt darin keinen Menschen."))


async def show_notes(visit: Visit) -> Response:
    """All notes, the newest first, and a form for one more."""
    return _page(visit, NoteForm.empty(visit))


def _page(visit: Visit, form: NoteForm, status: int = 200) -> Response:
    rows, pages = paging.part(visit, visit.read.rows("network.notes"))
    notes = [
        {
            "id": row["id"],
            "topic": row["topic"],
            "words": row["words"],
            "author": row["author"] or "",
            "carrier": row["carrier_name"] or "",
            "on": views.moment_of(visit, row["made_at"]),
            "may_remove": row["made_by"] == visit.actor.id or visit.actor.role == "coordinator",
        }
        for row in rows
    ]
    return visit.page("coordinator/notes.html", status=status, nav="network", form=form, notes=notes, pages=pages)


async def write_note(visit: Visit) -> Response:
    """One more note."""
    form = await NoteForm.of(visit)
    if form.validate():
        try:
            await visit.write(network.write_note, form.topic.data, form.text.data, bool(form.without_people.data))
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/network/notes")
    return _page(visit, form, 422)


async def remove_note(visit: Visit) -> Response:
    """Take a note away."""
    await visit.write(network.remove_note, visit.path["note_id"])
    return visit.redirect("/network/notes")
