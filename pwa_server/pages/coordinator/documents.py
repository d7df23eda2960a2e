"""/office/documents: what each carrier writes on plans and agreements. No case is near."""

from typing import Any

from starlette.responses import Response
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from pwa_server.casework import document_templates
from pwa_server.casework.document_templates import LONGEST_CLOSING, LONGEST_HEADING, LONGEST_SENDER, Wording
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit


class WordingForm(Form):
    """Heading, sender, closing sentence."""

    heading = StringField(
        N_("Überschrift"),
        description=N_("Steht über dem Plan, zum Beispiel der Name vom Programm."),
        validators=[Length(max=LONGEST_HEADING)],
    )
    sender = StringField(
        N_("Absender"),
        description=N_("Leer heißt: Name und Adresse vom Träger."),
        validators=[Length(max=LONGEST_SENDER)],
    )
    closing = StringField(
        N_("Letzter Satz"),
        description=N_("Steht auf Deutsch unter dem Plan. Bitte einfach schreiben."),
        validators=[Length(max=LONGEST_CLOSING)],
    )
    version = HiddenField()


async def show_documents(visit: Visit) -> Response:
    """All carriers with their wording."""
    return visit.page("coordinator/documents.html", nav="documents", carriers=visit.read.rows("document_templates.all"))


async def show_wording(visit: Visit) -> Response:
    """The form of one carrier."""
    row = _carrier(visit)
    words = {name: row[name] or "" for name in ("heading", "sender", "closing")}
    return _page(visit, row, WordingForm.empty(visit, version=row["version"] or 0, **words))


async def save_wording(visit: Visit) -> Response:
    """Keep it."""
    form: Any = await WordingForm.of(visit)
    if not form.validate():
        return _page(visit, _carrier(visit), form, 422)
    wording = Wording(form.heading.data or "", form.sender.data or "", form.closing.data or "")
    version = version_of(form.version.data)
    await visit.write(document_templates.save, visit.path["carrier_id"], version, wording)
    return visit.redirect("/office/documents")


def _carrier(visit: Visit) -> Row:
    row = visit.read.row("document_templates.of_carrier", carrier_id=visit.path["carrier_id"])
    if row is None:
        raise NotVisible
    return row


def _page(visit: Visit, carrier: Row, form: Form, status: int = 200) -> Response:
    return visit.page("coordinator/document_wording.html", status=status, nav="documents", carrier=carrier, form=form)
