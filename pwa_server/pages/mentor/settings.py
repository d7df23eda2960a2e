"""/mentor/settings: a mentor's language and text size, and the way to notifications, phones and password."""

from starlette.responses import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from pwa_server.casework.own_settings import set_reading
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import OFFERED
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import Visit


class ReadingForm(Form):
    """Language and text size."""

    language = RadioField(
        N_("Sprache"),
        choices=choices((language.tag, language.name) for language in OFFERED),
        validators=[InputRequired()],
    )
    text_size = RadioField(
        N_("Schrift"),
        choices=choices([("normal", N_("Normal")), ("large", N_("Groß")), ("larger", N_("Sehr groß"))]),
        validators=[InputRequired()],
    )


async def show_settings(visit: Visit) -> Response:
    """The own settings of a mentor."""
    form = ReadingForm.empty(visit, language=visit.language.tag, text_size=visit.actor.text_size)
    return visit.page("mentor/settings.html", nav="clients", form=form)


async def save_settings(visit: Visit) -> Response:
    """Keep language and text size."""
    form = await ReadingForm.of(visit)
    if not form.validate():
        return visit.page("mentor/settings.html", status=422, nav="clients", form=form)
    await visit.write(set_reading, form.language.data, form.text_size.data)
    return visit.redirect("/mentor/settings")
