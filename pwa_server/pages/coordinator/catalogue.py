"""/office/catalogue: the blocks of this installation, and what is to be looked at again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework import catalogue_editing
from pwa_server.casework.catalogue_editing import Draft, StepDraft, keys_of
from pwa_server.domain import catalogue as rules
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.domain.steps import RESPONSIBLE
from pwa_server.i18n.languages import OFFERED, SOURCE
from pwa_server.i18n.texts import catalogue_texts, from_catalogue
from pwa_server.pages import catalogue_words, views
from pwa_server.pages.coordinator import words
from pwa_server.storage import catalogue
from pwa_server.storage.catalogue import Block, BlockStep
from pwa_server.web.forms import Form, clean, version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
EMPTY_STEPS = 3
GERMAN = {"lang": "de"}


class BlockForm(Form):
    """A goal of the catalogue; its steps are read beside."""

    title = StringField(N_("Kurzer Name"), validators=[InputRequired(), Length(max=80)], render_kw=GERMAN)
    goal = StringField(
        N_("Das Ziel in einem Satz"), validators=[InputRequired(), Length(max=rules.LONGEST_TEXT)], render_kw=GERMAN
    )
    text = TextAreaField(
        N_("Worum geht es?"), validators=[InputRequired(), Length(max=rules.LONGEST_TEXT)], render_kw=GERMAN
    )
    life_area = SelectField(N_("Lebensbereich"))
    sensitivity = SelectField(N_("Schutz"), default="standard")
    volatility = SelectField(N_("Wie oft ändert sich das?"), default="low")
    review_by = DateField(N_("Wieder prüfen bis"), validators=[Optional()])
    staff_note = TextAreaField(
        N_("Hinweis für die Beratung"), validators=[Length(max=rules.LONGEST_NOTE)], render_kw=GERMAN
    )
    version = HiddenField(default="0")


@dataclass(frozen=True)
class Row:
    """One line of the form's steps."""

    key: str = ""
    text: str = ""
    responsible: str = "client"
    partner_kind: str = ""
    days: str = ""
    alone: str = ""


def _bind(visit: Visit, form: Any) -> Any:
    form.life_area.choices = [(area, views.life_area(visit, area)) for area in LIFE_AREAS]
    form.sensitivity.choices = words.choices(visit, catalogue_words.SENSITIVITIES)
    form.volatility.choices = words.choices(visit, catalogue_words.VOLATILITIES)
    return form


async def show_catalogue(visit: Visit) -> Response:
    """All blocks: those to look at first, found by word and area."""
    query = visit.request.query_params
    asked, area, due = query.get("q", "").strip()[:80], query.get("area", ""), query.get("due") == "1"
    layer = catalogue.layer()
    both = [*layer.blocks.values(), *layer.hidden.values()]
    shown = [catalogue_words.block_view(visit, block, hidden=block.id in layer.hidden) for block in both]
    found = [
        block
        for block in shown
        if (not area or block["area"] == area) and (not due or block["due"]) and _matches(block, asked)
    ]
    order = {area: place for place, area in enumerate(LIFE_AREAS)}
    found.sort(
        key=lambda b: (b["hidden"], not b["overdue"], not b["due"], order[b["area"]], b["title"].text.casefold())
    )
    return visit.page(
        "coordinator/catalogue.html",
        nav="catalogue",
        blocks=found,
        asked=asked,
        area=area,
        due=due,
        number_due=sum(block["due"] and not block["hidden"] for block in shown),
        areas=[(code, views.life_area(visit, code)) for code in LIFE_AREAS],
    )


def _matches(block: View, asked: str) -> bool:
    text = f"{block['title'].text} {block['goal'].text}".casefold()
    return all(word in text for word in asked.casefold().split())


async def show_new(visit: Visit) -> Response:
    """The form for a new block."""
    return _page(visit, _bind(visit, BlockForm.empty(visit, life_area="everyday")), None, [])


async def add(visit: Visit) -> Response:
    """A new block, offered at once."""
    form = _bind(visit, await BlockForm.of(visit))
    rows = _sent_rows(await visit.form())
    if form.validate():
        try:
            block_id = await visit.write(catalogue_editing.add, _draft(form, rows))
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect(f"/office/catalogue/{block_id}")
    return _page(visit, form, None, rows, 422)


def find(visit: Visit) -> Block:
    """The block that the address names. Raises NotVisible."""
    block = catalogue.known_block(visit.path["block_id"])
    if block is None:
        raise NotVisible
    return block


async def show_block(visit: Visit) -> Response:
    """One block as a form, beside it when it was looked at and how far its translations are."""
    block = find(visit)
    german = catalogue.german()
    values = {part: german[block.key(part)] for part in ("title", "goal", "text")}
    values |= {name: getattr(block, name) for name in ("life_area", "sensitivity", "volatility", "staff_note")}
    stored = visit.read.row("catalogue.find", id=block.id)
    form = BlockForm.empty(
        visit,
        **values,
        review_by=date.fromisoformat(block.review_by),
        version=str(stored["version"] if stored else catalogue_editing.SHIPPED_VERSION),
    )
    rows = [
        Row(step.key, german[step.key], step.responsible, step.partner_kind or "", str(step.days or ""), _alone(step))
        for step in block.steps
    ]
    return _page(visit, _bind(visit, form), block, rows)


def _alone(step: BlockStep) -> str:
    return catalogue.german().get(f"{step.key}.without_mentor", "") if step.without_mentor else ""


async def edit(visit: Visit) -> Response:
    """Change a block. What was typed stays in the form when somebody else was faster."""
    block = find(visit)
    form = _bind(visit, await BlockForm.of(visit))
    rows = _sent_rows(await visit.form())
    status = 422
    if form.validate():
        try:
            await visit.write(catalogue_editing.edit, block.id, version_of(form.version.data), _draft(form, rows))
        except (BadInput, Stale) as problem:
            words.add_problem(visit, form, problem)
            status = problem.status
        else:
            return visit.redirect(f"/office/catalogue/{block.id}")
    return _page(visit, form, block, rows, status)


VERBS = {"hide": catalogue_editing.hide, "show": catalogue_editing.show, "confirm": catalogue_editing.confirm}


async def change_state(visit: Visit) -> Response:
    """POST with `what`: hide, show, or confirm that everything still holds."""
    form = await visit.form()
    verb = VERBS.get(str(form.get("what", "")))
    if verb is None:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    block_id = visit.path["block_id"]
    await visit.write(verb, block_id, version_of(form.get("version")))
    return visit.redirect(f"/office/catalogue/{block_id}")


def _sent_rows(form: FormData) -> list[Row]:
    rows = []
    for number in range(rules.MOST_STEPS + EMPTY_STEPS):
        values = {name: str(clean(str(form.get(f"step-{number}-{name}", ""))) or "") for name in Row.__annotations__}
        if values["text"]:
            rows.append(Row(**values))
    return rows


def _draft(form: Any, rows: list[Row]) -> Draft:
    plain = ("life_area", "title", "goal", "text", "sensitivity", "volatility", "staff_note")
    said = {name: form[name].data or "" for name in plain}
    return Draft(**said, review_by=form.review_by.data, steps=tuple(_step(row) for row in rows))


def _step(row: Row) -> StepDraft:
    if row.days and not (row.days.isascii() and row.days.isdigit() and len(row.days) <= 3):
        raise BadInput(N_("Bitte schreiben Sie eine Zahl."))
    days = int(row.days) if row.days else None
    return StepDraft(row.text, row.responsible, row.partner_kind or None, days, row.key, row.alone)


def _page(visit: Visit, form: Any, block: Block | None, rows: list[Row], status: int = 200) -> Response:
    stored = visit.read.row("catalogue.find", id=block.id) if block else None
    hidden = block is not None and block.id in catalogue.layer().hidden
    empty = [Row() for _ in range(EMPTY_STEPS if block else 2 * EMPTY_STEPS)]
    kinds = [
        (kind, from_catalogue(visit.language.tag, f"partner_kind.{kind}").text) for kind in catalogue.partner_kinds()
    ]
    return visit.page(
        "coordinator/catalogue_block.html",
        status=status,
        nav="catalogue",
        form=form,
        block=catalogue_words.block_view(visit, block, hidden=hidden) if block else None,
        version=stored["version"] if stored else catalogue_editing.SHIPPED_VERSION,
        checked_by=stored["checked_by_name"] or "" if stored else "",
        changed_by=stored["changed_by_name"] or "" if stored else "",
        changed=views.moment_of(visit, stored["changed_at"]) if stored else None,
        rows=[*rows, *empty][: rules.MOST_STEPS + EMPTY_STEPS],
        responsible=[(code, visit.say(catalogue_words.WHO[code])) for code in RESPONSIBLE],
        kinds=[("", visit.say(N_("keine"))), *sorted(kinds, key=lambda kind: kind[1].casefold())],
        gaps=", ".join(f"{{{gap}}}" for gap in rules.GAPS),
        languages_of_block=[_progress(block, language) for language in OFFERED if language.tag != SOURCE]
        if block
        else [],
    )


def _progress(block: Block, language: Any) -> View:
    """How many wordings of a block have a translation, and how many of those somebody has checked."""
    layer, german = catalogue.layer(), catalogue.german()
    keys = keys_of(block)
    shipped, shipped_german = catalogue_texts(language.tag), catalogue_texts(SOURCE)
    typed = {key: layer.typed.get((key, language.tag, german[key])) for key in keys}
    there = [key for key in keys if typed[key] or (shipped_german.get(key) == german[key] and shipped.get(key))]
    checked = sum(1 for found in typed.values() if found and found[1])
    return {"language": language, "there": len(there), "all": len(keys), "checked": checked}
