"""/office/texts: imprint, privacy notice and lawful exceptions, of the installation and of each service."""

from starlette.responses import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from pwa_server.casework import public_texts as verbs
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.i18n.languages import BY_TAG, OFFERED, SOURCE
from pwa_server.pages import views
from pwa_server.pages.privacy_words import EXCEPTIONS
from pwa_server.pages.views import View
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

TITLES = {
    "imprint": N_("Impressum"),
    "privacy": N_("Datenschutz-Erklärung"),
    "exceptions": N_("Wann die Stelle etwas weitersagen darf"),
}
# Stands in the address for the whole installation.
ALL = "all"


class TextForm(Form):
    """One text in one language."""

    text = TextAreaField(N_("Text"), validators=[Length(max=max(verbs.LONGEST.values()))])


async def show_texts(visit: Visit) -> Response:
    """GET /office/texts: what is written in which language, and what is not."""
    written: dict[tuple[str, str], dict[str, str]] = {}
    for row in visit.read.rows("public_texts.overview"):
        written.setdefault((row["kind"], row["owner_id"]), {}).setdefault(row["language"], row["made_at"])
    owners = [("", _all(visit)), *((row["id"], row["name"]) for row in visit.read.rows("offices.carriers"))]
    return visit.page(
        "coordinator/public_texts.html",
        nav="texts",
        owners=[
            {
                "name": name,
                "texts": [
                    {
                        "title": visit.say(TITLES[kind]),
                        "url": f"/office/texts/{kind}/{owner_id or ALL}",
                        "languages": [
                            (BY_TAG[tag].name, views.moment_of(visit, at))
                            for tag, at in written.get((kind, owner_id), {}).items()
                            if tag in BY_TAG
                        ],
                    }
                    for kind in verbs.KINDS
                    if owner_id or kind != "exceptions"
                ],
            }
            for owner_id, name in owners
        ],
    )


async def show_form(visit: Visit) -> Response:
    """GET /office/texts/{kind}/{owner} with `?language=`: the wording that counts, to be written anew."""
    kind, owner, language = _asked(visit)
    rows = visit.read.rows("public_texts.wordings", kind=kind, carrier_id=owner["id"])
    text = next((row["text"] for row in rows if row["language"] == language), "")
    return _page(visit, kind, owner, language, TextForm.empty(visit, text=text))


async def save(visit: Visit) -> Response:
    """POST /office/texts/{kind}/{owner} with `?language=`."""
    kind, owner, language = _asked(visit)
    form = await TextForm.of(visit)
    if not form.validate():
        return _page(visit, kind, owner, language, form, 422)
    try:
        await visit.write(verbs.write, kind, owner["id"], language, form.text.data or "")
    except BadInput as problem:
        form.text.errors = [*form.text.errors, visit.say(problem.message)]
        return _page(visit, kind, owner, language, form, 422)
    return visit.redirect("/office/texts")


def _all(visit: Visit) -> str:
    installation = visit.read.row("installation.current")
    return installation["municipality"] if installation else visit.say(N_("Alle"))


def _asked(visit: Visit) -> tuple[str, View, str]:
    kind, owner_id = visit.path["kind"], visit.path["owner"]
    language = visit.request.query_params.get("language", SOURCE)
    if kind not in verbs.KINDS or language not in BY_TAG or (owner_id == ALL and kind == "exceptions"):
        raise NotVisible
    if owner_id == ALL:
        return kind, {"id": "", "name": _all(visit), "kind": "", "path": ALL}, language
    carrier = visit.read.row("offices.carrier", id=owner_id)
    if carrier is None:
        raise NotVisible
    return kind, {"id": owner_id, "name": carrier["name"], "kind": carrier["kind"], "path": owner_id}, language


def _page(visit: Visit, kind: str, owner: View, language: str, form: TextForm, status: int = 200) -> Response:
    form.text.render_kw = {"lang": language, "hx-ignore": True}
    without = EXCEPTIONS[owner["kind"]] if kind == "exceptions" else ()
    return visit.page(
        "coordinator/public_text.html",
        status=status,
        nav="texts",
        form=form,
        title=visit.say(TITLES[kind]),
        owner=owner,
        url=f"/office/texts/{kind}/{owner['path']}",
        language=BY_TAG[language],
        offered=OFFERED,
        longest=verbs.LONGEST[kind],
        without=[visit.say(sentence) for sentence in without],
    )
