"""The card: a code that begins a session once. Opening its link shows the code and uses nothing up."""

from starlette.responses import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import codes, tries
from pwa_server.domain.problems import N_
from pwa_server.domain.secrets import tidy_code
from pwa_server.pages.everyone import entry
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

APPLE = ("iPhone", "iPad", "iPod")
NOT_SAFARI = ("CriOS", "FxiOS", "EdgiOS")


class CodeForm(Form):
    """The code as it stands on the card."""

    c = StringField(
        N_("Der Code auf Ihrer Karte"),
        [InputRequired(), Length(max=100)],
        render_kw={
            "autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr",
            "class": "code", "placeholder": "XXXX-XXXX",
        },
    )  # fmt: skip


async def show_code(visit: Visit) -> Response:
    """The code of the link, ready to be used; on an iPhone first how to put the page on the home screen."""
    asked = visit.request.query_params
    code = tidy_code(asked.get("c", ""))
    if code and "here" not in asked and opens_in_safari(visit.request.headers.get("user-agent", "")):
        return entry.public_page(visit, "everyone/home_screen.html", code=code)
    return entry.public_page(visit, "everyone/code.html", form=CodeForm.empty(visit, c=code), unknown=False)


def opens_in_safari(user_agent: str) -> bool:
    """Safari on an iPhone or iPad: its cookies stay there. The app on the home screen does not call itself Safari."""
    on_apple = any(name in user_agent for name in APPLE)
    return on_apple and "Safari/" in user_agent and not any(name in user_agent for name in NOT_SAFARI)


async def use_code(visit: Visit) -> Response:
    """Use a code. Unknown, used, cancelled and expired ones get the same answer, which names whom to call."""
    form = await CodeForm.of(visit)
    if not form.validate():
        return entry.public_page(visit, "everyone/code.html", status=422, form=form, unknown=False)
    pace = await entry.write(visit, tries.begin_code, entry.browser(visit).address)
    if pace.pause:
        await visit.parts.pause(pace.pause)
    try:
        begun = await entry.write(visit, codes.use_code, form.c.data, entry.browser(visit))
    except codes.UnknownCode:
        await entry.count_wrong(visit, tries.wrong_code)
        form.c.data = tidy_code(form.c.data)
        return entry.public_page(visit, "everyone/code.html", status=422, form=form, unknown=True)
    return entry.begun(visit, begun)
