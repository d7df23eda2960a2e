"""/office/times/{carrier_id}/plan-basis: whether counsellors of this service ask for a plan or inform about it."""

from typing import Any

from starlette.responses import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from pwa_server.casework.plan_basis import BASES, set_plan_basis
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

WORDS = {
    "consent": N_("Wir fragen: Dürfen wir einen Plan speichern?"),
    "law": N_("Wir informieren: Das Gesetz erlaubt den Plan"),
}


class BasisForm(Form):
    """Ask or inform."""

    version = HiddenField()
    plan_basis = RadioField(N_("Was hören Menschen im ersten Gespräch?"), validators=[InputRequired()])


async def show_basis(visit: Visit) -> Response:
    """GET: what holds now."""
    row = _service(visit)
    return _page(visit, row, BasisForm.empty(visit, version=row["version"], plan_basis=row["plan_basis"]))


async def save_basis(visit: Visit) -> Response:
    """POST with `plan_basis`."""
    row = _service(visit)
    form: Any = _bind(visit, await BasisForm.of(visit))
    if not form.validate():
        return _page(visit, row, form, 422)
    await visit.write(set_plan_basis, row["id"], version_of(form.version.data), form.plan_basis.data)
    return visit.redirect("/office/times")


def _service(visit: Visit) -> Row:
    row = visit.read.row("situation.service", id=visit.path["carrier_id"])
    if row is None or row["id"] != visit.actor.carrier_id:
        raise NotVisible
    return row


def _bind(visit: Visit, form: Any) -> Any:
    form.plan_basis.choices = [(basis, visit.say(WORDS[basis])) for basis in BASES]
    return form


def _page(visit: Visit, row: Row, form: Any, status: int = 200) -> Response:
    return visit.page("coordinator/plan_basis.html", status=status, nav="times", service=row, form=_bind(visit, form))
