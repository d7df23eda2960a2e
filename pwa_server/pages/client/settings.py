"""Settings: language, text size, how we reach you, what a message shows; and the way to all else that is one's own."""

import json
from collections.abc import Sequence

from starlette.responses import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from pwa_server.casework.own_settings import set_reaching, set_reading
from pwa_server.domain.people import CHANNELS
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import OFFERED
from pwa_server.pages.client.own_case import OFFLINE_SECONDS, issued
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


class ReachingForm(Form):
    """Which way first, and what a message shows on a locked screen."""

    first = RadioField(
        N_("Wie erreichen wir Sie zuerst?"),
        choices=choices([("push", N_("Nachricht auf dem Telefon")), ("phone", N_("Anruf")), ("letter", N_("Brief"))]),
        validators=[InputRequired()],
    )
    push_text = RadioField(
        N_("Was steht in der Nachricht?"),
        choices=choices(
            [
                ("neutral", N_("Nur: Sie haben einen Termin")),
                ("with_time", N_("Auch Tag und Uhrzeit")),
                ("off", N_("Keine Nachricht")),
            ]
        ),
        validators=[InputRequired()],
    )


async def show_settings(visit: Visit) -> Response:
    """A client's settings on one page; staff have language and text size here, a mentor a page of her own."""
    if visit.actor.role == "mentor":
        return visit.redirect("/mentor/settings")
    return _page(visit)


async def save_reading(visit: Visit) -> Response:
    """Keep language and text size."""
    form = await ReadingForm.of(visit)
    if not form.validate():
        return _page(visit, reading=form, status=422)
    await visit.write(set_reading, form.language.data, form.text_size.data)
    return visit.redirect("/settings")


async def save_reaching(visit: Visit) -> Response:
    """Keep the first channel, the others behind it in their order, and the text of messages."""
    form = await ReachingForm.of(visit)
    if not form.validate():
        return _page(visit, reaching=form, status=422)
    await visit.write(set_reaching, channel_order(form.first.data, _channels(visit)), form.push_text.data)
    return visit.redirect("/settings")


def channel_order(first: str, known: Sequence[str]) -> list[str]:
    """All channels with `first` in front and the others as they were."""
    order = [*known, *CHANNELS]
    return [first, *dict.fromkeys(channel for channel in order if channel != first)]


def _channels(visit: Visit) -> list[str]:
    row = visit.read.row("own.settings")
    return json.loads(row["channels"]) if row else ["phone"]


def _page(visit: Visit, reading: Form | None = None, reaching: Form | None = None, status: int = 200) -> Response:
    own = visit.read.row("own.settings")
    channels = _channels(visit)
    return visit.page(
        "client/settings.html",
        status=status,
        nav="settings",
        stored_seconds=OFFLINE_SECONDS if status == 200 else None,
        issued=issued(visit),
        layout="layouts/phone.html" if visit.actor.role == "client" else "layouts/desk.html",
        is_client=visit.actor.role == "client",
        reading=reading or ReadingForm.empty(visit, language=visit.language.tag, text_size=visit.actor.text_size),
        reaching=reaching
        or ReachingForm.empty(
            visit, first=next(iter(channels), "phone"), push_text=own["push_text"] if own else "neutral"
        ),
    )
