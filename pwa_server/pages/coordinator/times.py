"""/office/times: when each office is open, its number, and the days on which nobody is there."""

import re
from itertools import groupby

from starlette.responses import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework import offices
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.pages.coordinator import words
from pwa_server.pages.views import View
from pwa_server.storage.database import Row, Tx
from pwa_server.web.forms import Form, clean, version_of
from pwa_server.web.visit import Visit

# Morning and afternoon.
SPANS = 2
CLOCK = re.compile(r"\d{2}:\d{2}")


class ClosingForm(Form):
    """Days on which an office is closed."""

    carrier_id = SelectField(N_("Welches Büro?"))
    first = DateField(N_("Erster Tag"), validators=[InputRequired()])
    last = DateField(N_("Letzter Tag"), validators=[Optional()])
    name = StringField(N_("Warum?"), validators=[Length(max=80)])


async def show_times(visit: Visit) -> Response:
    """All offices with their week, and the closing days ahead."""
    return _page(visit, _bind(visit, ClosingForm.empty(visit, carrier_id=visit.actor.carrier_id)))


def _bind(visit: Visit, form: ClosingForm) -> ClosingForm:
    form.carrier_id.choices = [(row["id"], row["name"]) for row in visit.read.rows("offices.carriers")]
    return form


def _page(visit: Visit, form: ClosingForm, status: int = 200) -> Response:
    closing = [
        {
            "id": row["id"],
            "name": row["name"],
            "carrier": row["carrier_name"],
            **words.span(visit, row["from_on"], row["until_on"]),
        }
        for row in visit.read.rows("offices.closing_days", today=visit.today.isoformat())
    ]
    hours = visit.read.rows("offices.hours_of_all")
    carriers = [
        _office(visit, row, [hour for hour in hours if hour["carrier_id"] == row["id"]])
        for row in visit.read.rows("offices.carriers")
    ]
    return visit.page(
        "coordinator/times.html", status=status, nav="times", offices=carriers, closing=closing, form=form
    )


def _office(visit: Visit, row: Row, hours: list[Row]) -> View:
    week = [
        {
            "number": weekday,
            "name": visit.say(words.WEEKDAYS[weekday]),
            "spans": [(hour["opens"], hour["closes"]) for hour in hours if hour["weekday"] == weekday],
        }
        for weekday in range(7)
    ]
    return {
        "id": row["id"],
        "name": row["name"],
        "address": row["address"],
        "phone": row["phone"],
        "own": row["id"] == visit.actor.carrier_id,
        "week": week,
        "blocks": _blocks(week),
        "version": row["version"],
    }


def _blocks(week: list[View]) -> list[View]:
    """Neighbouring days with the same hours in one line; days without hours are left out."""
    blocks = []
    for _, days in groupby(week, key=lambda day: day["spans"]):
        same = list(days)
        last = same[-1]["name"] if len(same) > 1 else ""
        blocks.append({"first": same[0]["name"], "last": last, "spans": same[0]["spans"]})
    return [block for block in blocks if block["spans"]]


def _carrier(visit: Visit) -> Row:
    row = visit.read.row("offices.carrier", id=visit.path["carrier_id"])
    if row is None:
        raise NotVisible
    return row


async def show_office(visit: Visit) -> Response:
    """The form of one office: number, address and the week."""
    carrier = _carrier(visit)
    office = _office(visit, carrier, visit.read.rows("offices.hours", carrier_id=carrier["id"]))
    return visit.page("coordinator/office_times.html", nav="times", office=office, spans=SPANS)


async def save_office(visit: Visit) -> Response:
    """Keep number, address and the week."""
    form = await visit.form()
    version = version_of(form.get("version"))
    hours = [span for weekday in range(7) for number in range(SPANS) if (span := _span(form, weekday, number))]
    address, phone = clean(str(form.get("address", ""))), clean(str(form.get("phone", "")))
    await visit.write(_save, visit.path["carrier_id"], version, address, phone, hours)
    return visit.redirect("/office/times")


def _save(tx: Tx, carrier_id: str, version: int, address: str, phone: str, hours: offices.Hours) -> None:
    """One form, one transaction."""
    offices.edit_carrier(tx, carrier_id, version, address, phone)
    offices.set_hours(tx, carrier_id, hours)


def _span(form: object, weekday: int, number: int) -> tuple[int, str, str] | None:
    opens, closes = (str(form.get(f"{edge}_{weekday}_{number}", "")) for edge in ("opens", "closes"))  # type: ignore[attr-defined]
    if not opens and not closes:
        return None
    if not CLOCK.fullmatch(opens) or not CLOCK.fullmatch(closes):
        raise BadInput(N_("Bitte wählen Sie eine Uhrzeit."))
    return weekday, opens, closes


async def add_closing_days(visit: Visit) -> Response:
    """Close an office for some days."""
    form = _bind(visit, await ClosingForm.of(visit))
    if form.validate():
        last = form.last.data or form.first.data
        try:
            await visit.write(
                offices.add_closing_days, form.carrier_id.data, form.first.data, last, form.name.data or ""
            )
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/office/times#closing")
    return _page(visit, form, 422)


async def remove_closing_days(visit: Visit) -> Response:
    """Open it after all."""
    await visit.write(offices.remove_closing_days, visit.path["closing_id"])
    return visit.redirect("/office/times#closing")
