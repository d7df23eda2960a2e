"""/office/cooperation: agreements with partners; /cooperation: their rules and members, for everybody."""

from typing import Any

from starlette.responses import Response
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import cooperation
from pwa_server.casework.cooperation import LONGEST_RULES, Agreement
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.i18n.formats import parse_day
from pwa_server.pages import views
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.words import SeveralField
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]


class AgreementForm(Form):
    """What partners signed."""

    title = StringField(N_("Wie heißt die Vereinbarung?"), validators=[InputRequired(), Length(max=120)])
    rules = TextAreaField(
        N_("Unsere Regeln"), validators=[InputRequired(), Length(max=LONGEST_RULES)], render_kw={"lang": "de"}
    )
    signed_on = DateField(N_("Unterschrieben am"), validators=[InputRequired()])
    review_on = DateField(N_("Wieder ansehen am"), validators=[InputRequired()])
    members = SeveralField(N_("Wer macht mit?"))
    version = HiddenField()


def _bind(visit: Visit, form: Any) -> Any:
    form.members.choices = [(row["id"], row["name"]) for row in visit.read.rows("meetings.partners")]
    return form


def _agreements(visit: Visit) -> list[View]:
    members = visit.read.rows("cooperation.all_members")
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "rules": row["rules"],
            "signed": views.day(visit, row["signed_on"]),
            "review": views.day(visit, row["review_on"]),
            "review_due": row["review_on"] <= visit.today.isoformat(),
            "members": [member["name"] for member in members if member["agreement_id"] == row["id"]],
        }
        for row in visit.read.rows("cooperation.list")
    ]


async def show_agreements(visit: Visit) -> Response:
    """All agreements that hold, and the partners without one."""
    members = {row["partner_id"] for row in visit.read.rows("cooperation.all_members")}
    without = [row["name"] for row in visit.read.rows("meetings.partners") if row["id"] not in members]
    return visit.page("coordinator/cooperations.html", nav="partners", agreements=_agreements(visit), without=without)


async def show_public(visit: Visit) -> Response:
    """The rules, as everybody may read them."""
    return visit.page("everyone/cooperation.html", agreements=_agreements(visit))


async def show_new(visit: Visit) -> Response:
    """The form for a new agreement."""
    return _page(visit, _bind(visit, AgreementForm.empty(visit, signed_on=visit.today)), None)


async def sign(visit: Visit) -> Response:
    """Keep a new agreement."""
    form = _bind(visit, await AgreementForm.of(visit))
    if form.validate():
        try:
            await visit.write(cooperation.sign, _agreement(form))
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/office/cooperation")
    return _page(visit, form, None, 422)


def _find(visit: Visit) -> Row:
    row = visit.read.row("cooperation.find", id=visit.path["agreement_id"])
    if row is None:
        raise NotVisible
    return row


async def show_agreement(visit: Visit) -> Response:
    """One agreement as a form."""
    row = _find(visit)
    members = [member["partner_id"] for member in visit.read.rows("cooperation.members", agreement_id=row["id"])]
    days = {name: parse_day(row[name]) for name in ("signed_on", "review_on")}
    values = {"title": row["title"], "rules": row["rules"], "version": str(row["version"]), "members": members} | days
    return _page(visit, _bind(visit, AgreementForm.empty(visit, **values)), row)


async def edit(visit: Visit) -> Response:
    """Change an agreement. What was typed stays in the form when somebody else was faster."""
    row = _find(visit)
    form = _bind(visit, await AgreementForm.of(visit))
    status = 422
    if form.validate():
        try:
            await visit.write(cooperation.edit, row["id"], version_of(form.version.data), _agreement(form))
        except (BadInput, Stale) as problem:
            words.add_problem(visit, form, problem)
            status = problem.status
        else:
            return visit.redirect("/office/cooperation")
    return _page(visit, form, row, status)


async def end(visit: Visit) -> Response:
    """The agreement ends."""
    form = await visit.form()
    await visit.write(cooperation.end, visit.path["agreement_id"], version_of(form.get("version")))
    return visit.redirect("/office/cooperation")


def _agreement(form: Any) -> Agreement:
    return Agreement(
        form.title.data, form.rules.data, form.signed_on.data, form.review_on.data, tuple(form.members.data or ())
    )


def _page(visit: Visit, form: Any, row: Row | None, status: int = 200) -> Response:
    kept = {"id": row["id"], "version": row["version"]} if row else None
    return visit.page("coordinator/cooperation.html", status=status, nav="partners", form=form, agreement=kept)
