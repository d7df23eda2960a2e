"""/office/offers: the directory of offers, kept by counsellors and coordination together."""

import json
from typing import Any

from starlette.responses import Response
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework import offers
from pwa_server.casework.offers import Offer
from pwa_server.domain import offers as rules
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.offers import Time
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.i18n.formats import parse_clock
from pwa_server.pages import offer_words, paging, views
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.words import SeveralField
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

MORE = (
    "level_from", "level_to", "target_group", "access", "place", "accessibility", "cost", "cost_words",
    "registration",
)  # fmt: skip
NUMBERS = ("seats_total", "seats_free", "waiting")
DAYS = ("starts_on", "ends_on", "expires_on")


class OfferForm(Form):
    """An offer. The first five fields are enough for a club or a meeting place."""

    title = StringField(N_("Wie heißt das Angebot?"), validators=[InputRequired(), Length(max=120)])
    partner_id = SelectField(N_("Bei welcher Stelle?"))
    kind = SelectField(N_("Was ist es?"))
    life_area = SelectField(N_("Lebensbereich"))
    days = SeveralField(N_("An welchen Tagen?"))
    begins = TimeField(N_("Von"), validators=[Optional()])
    ends = TimeField(N_("Bis"), validators=[Optional()])
    plain = TextAreaField(N_("In einfachen Worten"), validators=[Length(max=500)], render_kw={"lang": "de"})
    level_from = SelectField(N_("Ab welchem Niveau?"), default="none")
    level_to = SelectField(N_("Bis zu welchem Niveau?"), default="C2")
    target_group = SelectField(N_("Für wen?"), default="all")
    access = SelectField(N_("Wie offen ist es?"), default="mainstream")
    childcare = BooleanField(N_("Es gibt Kinderbetreuung zur gleichen Zeit."))
    starts_on = DateField(N_("Beginnt am"), validators=[Optional()])
    ends_on = DateField(N_("Endet am"), validators=[Optional()])
    expires_on = DateField(N_("Anmeldung möglich bis"), validators=[Optional()])
    seats_total = IntegerField(N_("Plätze"), validators=[Optional()])
    seats_free = IntegerField(N_("Davon frei"), validators=[Optional()])
    waiting = IntegerField(N_("Auf der Warteliste"), validators=[Optional()])
    place = StringField(N_("Ort"), validators=[Length(max=200)])
    accessibility = SelectField(N_("Weg hinein"), default="not_known")
    cost = SelectField(N_("Was kostet es?"), default="not_known")
    cost_words = StringField(N_("Mehr zum Preis"), validators=[Length(max=120)])
    languages = SeveralField(N_("Dort spricht man auch"))
    registration = StringField(N_("Wie meldet man sich an?"), validators=[Length(max=200)])
    version = HiddenField()


class SeatsForm(Form):
    """What changes most often."""

    seats_free = IntegerField(N_("Davon frei"), validators=[Optional()])
    waiting = IntegerField(N_("Auf der Warteliste"), validators=[Optional()])
    version = HiddenField()


def _bind(visit: Visit, form: Any) -> Any:
    partners = [(row["id"], row["name"]) for row in visit.read.rows("meetings.partners")]
    kept = form.partner_id.data
    if kept and kept not in dict(partners) and visit.path.get("offer_id"):
        partners.append((kept, visit.say(N_("wie bisher"))))
    form.partner_id.choices = [("", visit.say(N_("Bitte wählen"))), *partners]
    form.kind.choices = [(code, visit.say(word)) for code, word in offer_words.KINDS.items()]
    form.life_area.choices = [(area, views.life_area(visit, area)) for area in LIFE_AREAS]
    form.days.choices = [(str(number), visit.say(word)) for number, word in enumerate(words.WEEKDAYS)]
    levels = [(level, offer_words.level_name(visit, level)) for level in rules.LEVELS]
    form.level_from.choices = form.level_to.choices = levels
    form.target_group.choices = words.choices(visit, offer_words.TARGET_GROUPS)
    form.access.choices = words.choices(visit, offer_words.ACCESSES)
    form.accessibility.choices = words.choices(visit, offer_words.ACCESSIBILITIES)
    form.cost.choices = words.choices(visit, offer_words.COSTS)
    form.languages.choices = words.spoken_languages(visit)
    return form


async def show_offers(visit: Visit) -> Response:
    """All offers, found by word and area; those to ask about again stand first."""
    query = visit.request.query_params
    asked, area, ended = query.get("q", "").strip()[:80], query.get("area", ""), query.get("ended") == "1"
    rows = visit.read.rows("offers.list")
    shown = [offer_words.offer_view(visit, row) for row in rows if _matches(row, asked, area)]
    shown = [offer for offer in shown if ended or offer["open"] or offer["state"] == "draft"]
    shown.sort(key=lambda offer: (not offer["old"], offer["state"] != "draft"))
    shown, pages = paging.part(visit, shown)
    found: dict[str, Any] = {"asked": asked, "area": area, "ended": ended, "pages": pages}
    areas = [(code, views.life_area(visit, code)) for code in LIFE_AREAS]
    return visit.page("coordinator/offers.html", nav="offers", offers=shown, areas=areas, **found)


def _matches(row: Row, asked: str, area: str) -> bool:
    text = " ".join((row["title"], row["words"], row["partner_name"], row["place"])).casefold()
    return (not area or row["life_area"] == area) and all(word in text for word in asked.casefold().split())


async def show_new(visit: Visit) -> Response:
    """The form for a new offer; `partner` chooses the place beforehand."""
    start = {"partner_id": visit.request.query_params.get("partner", ""), "life_area": "language"}
    return _page(visit, _bind(visit, OfferForm.empty(visit, **start)), None)


async def add(visit: Visit) -> Response:
    """A new offer, as a draft or for all to see."""
    form = _bind(visit, await OfferForm.of(visit))
    publish = (await visit.form()).get("publish") == "yes"
    if form.validate():
        try:
            offer_id = await visit.write(offers.add, _offer(form), publish=publish)
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect(f"/office/offers/{offer_id}")
    return _page(visit, form, None, 422)


def _find(visit: Visit) -> Row:
    row = visit.read.row("offers.find", id=visit.path["offer_id"])
    if row is None:
        raise NotVisible
    return row


async def show_offer(visit: Visit) -> Response:
    """One offer: what changes most often, its form, what was."""
    row = _find(visit)
    return _page(visit, _bind(visit, OfferForm.empty(visit, **_values(row))), row)


async def edit(visit: Visit) -> Response:
    """Change an offer. What was typed stays in the form when somebody else was faster."""
    row = _find(visit)
    form = _bind(visit, await OfferForm.of(visit))
    status = 422
    if form.validate():
        try:
            await visit.write(offers.edit, row["id"], version_of(form.version.data), _offer(form))
        except (BadInput, RuleBroken, Stale) as problem:
            words.add_problem(visit, form, problem)
            status = problem.status
        else:
            return visit.redirect(f"/office/offers/{row['id']}")
    return _page(visit, form, row, status)


async def move(visit: Visit) -> Response:
    """Publish, full, over, withdrawn."""
    form = await visit.form()
    offer_id = visit.path["offer_id"]
    await visit.write(offers.move, offer_id, version_of(form.get("version")), str(form.get("to", "")))
    return visit.redirect(f"/office/offers/{offer_id}")


async def set_seats(visit: Visit) -> Response:
    """Free seats and the waiting list as of today."""
    form: Any = await SeatsForm.of(visit)
    if not form.validate():
        raise BadInput(N_("Bitte schreiben Sie eine Zahl."))
    offer_id = visit.path["offer_id"]
    version = version_of(form.version.data)
    await visit.write(offers.set_seats, offer_id, version, form.seats_free.data, form.waiting.data)
    return visit.redirect(f"/office/offers/{offer_id}")


async def verify(visit: Visit) -> Response:
    """Somebody asked, and everything still holds."""
    form = await visit.form()
    await visit.write(offers.verify, visit.path["offer_id"], version_of(form.get("version")))
    return visit.redirect("/office/offers")


def _values(row: Row) -> dict[str, Any]:
    times = json.loads(row["times"])
    first = times[0] if times else None
    return {
        **{name: row[name] for name in ("title", "partner_id", "kind", "life_area", *MORE, *NUMBERS)},
        **{name: offer_words.day_of(row[name]) for name in DAYS},
        "plain": row["words"],
        "version": str(row["version"]),
        "childcare": row["childcare"] == "yes",
        "languages": json.loads(row["languages"]),
        "days": [str(time["weekday"]) for time in times],
        "begins": parse_clock(first["begins"]) if first else None,
        "ends": parse_clock(first["ends"]) if first else None,
    }


def _offer(form: Any) -> Offer:
    said: dict[str, Any] = {name: form[name].data or "" for name in ("title", "partner_id", "kind", "life_area", *MORE)}
    return Offer(
        **said | {name: form[name].data for name in (*NUMBERS, *DAYS)},
        words=form.plain.data or "",
        childcare=form.childcare.data,
        languages=tuple(form.languages.data or ()),
        times=_times(form),
    )


def _times(form: Any) -> tuple[Time, ...]:
    days = form.days.data or ()
    if not days and not form.begins.data and not form.ends.data:
        return ()
    if not (days and form.begins.data and form.ends.data):
        raise BadInput(N_("Bitte wählen Sie Tage und Uhrzeit zusammen."))
    begins, ends = form.begins.data.strftime("%H:%M"), form.ends.data.strftime("%H:%M")
    return tuple(Time(int(day), begins, ends) for day in days)


def _page(visit: Visit, form: Any, row: Row | None, status: int = 200) -> Response:
    moves = [to for to in offer_words.MOVES if row and to in rules.TRANSITIONS[row["state"]]]
    history = visit.read.rows("offers.history", offer_id=row["id"]) if row else []
    return visit.page(
        "coordinator/offer.html",
        status=status,
        nav="offers",
        form=form,
        offer=offer_words.offer_view(visit, row) if row else None,
        moves=words.choices(visit, offer_words.MOVES, moves),
        history=[
            {
                "what": visit.say(offer_words.STATES[entry["state"]]),
                "by": entry["by_name"] or "",
                "when": views.moment_of(visit, entry["at"]),
            }
            for entry in history
        ],
    )
