"""/grants/new: the client asks for a companion, for goals of her choice until a day of her choice."""

from datetime import date, timedelta
from typing import Any

from starlette.responses import Response
from wtforms import DateField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework import tries
from pwa_server.casework.grants import LONGEST_WORDS, request_grant
from pwa_server.domain.grants import (
    COMING_ALONG,
    DEFAULT_MONTHS,
    LONGEST_MONTHS,
    TOLD_DAYS,
    USUAL,
    months_later,
    require_end_in_range,
)
from pwa_server.domain.people import first_name
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.pages.client.own_case import READ_ONLY_STATES, office, own_case, with_own_case
from pwa_server.pages.client.sharing import ShownForm, right_choices, shareable
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

TOO_MANY_CODES = N_("Das waren viele Versuche. Bitte rufen Sie uns an.")
CODE_NEEDED = N_("Bitte schreiben Sie den Code von der Karte.")
WAYS = (("somebody", N_("Das Büro sucht für mich")), ("code", N_("Ich habe einen Code")))
OTHER_CODE = "other"


class GrantForm(ShownForm):
    """Who, what, until when."""

    who = RadioField(
        N_("Wen möchten Sie fragen?"),
        choices=choices(WAYS),
        validators=[InputRequired()],
    )
    code = StringField(N_("Code von der Karte"), validators=[Optional(), Length(max=40)])
    wish = TextAreaField(N_("Wobei soll die Person helfen?"), validators=[Optional(), Length(max=LONGEST_WORDS)])
    # Whose code it is, once the client has seen the name and said yes.
    person = HiddenField()
    until = DateField(N_("Bis wann?"), validators=[InputRequired()])


@with_own_case
async def show_new_grant(visit: Visit, case: Row) -> Response:
    """The form: six months unless another day is chosen, no goal chosen beforehand. `?code=` comes from a mentor's QR code."""
    code = visit.request.query_params.get("code", "")[:40]
    chosen = {"who": "code", "code": code} if code else {"who": "somebody"}
    until = months_later(visit.today, DEFAULT_MONTHS)
    return _form_page(visit, case, GrantForm.empty(visit, until=until, rights=list(USUAL), **chosen))


async def make_grant(visit: Visit) -> Response:
    """Ask for a companion."""
    case = own_case(visit)
    form = await GrantForm.of(visit)
    form.goals.choices = choices((goal["id"], goal["title"].text) for goal in shareable(visit, case))
    former = _former(visit, case)
    form.who.choices = _whom(former)
    if not _is_complete(visit, form):
        return _form_page(visit, case, form, 422)
    with_code = form.who.data == "code"
    if with_code and (asked_first := await _ask_whose_code(visit, case, form)):
        return asked_first
    until: date = form.until.data
    try:
        known = {row["mentor_id"]: row["mentor_code"] for row in former}
        code = _code(form) if with_code else known.get(form.who.data, "")
        asked = (code, form.wish.data or "", form.goals.data or [], until, form.rights.data or [])
        await visit.write(request_grant, *asked)
    except (BadInput, RuleBroken) as problem:
        form.form_errors = [visit.say(problem.message, **problem.values)]
        return _form_page(visit, case, form, problem.status)
    return visit.redirect(with_thanks("/sharing", "asked"))


def _is_complete(visit: Visit, form: Any) -> bool:
    valid = bool(form.validate()) and _day_fits(visit, form)
    if form.who.data != "code" or form.code.data:
        return valid
    form.code.errors = [*form.code.errors, visit.say(CODE_NEEDED)]
    return False


def _day_fits(visit: Visit, form: Any) -> bool:
    """Told beside the day, before anybody is named."""
    try:
        require_end_in_range(form.until.data, visit.today)
    except BadInput as problem:
        form.until.errors = [visit.say(problem.message, **problem.values)]
        return False
    return True


async def _ask_whose_code(visit: Visit, case: Row, form: Any) -> Response | None:
    """The page that names whose code was typed, or None once she said yes to the name: a slip of the finger tells no
    stranger of her. An unknown code or a form that shows nothing is refused by the verb, as without this question."""
    if form.person.data == OTHER_CODE:
        form.code.data, form.person.data = "", ""
        return _form_page(visit, case, form)
    mentor = visit.read.row("own.mentor_by_code", code=_code(form), today=visit.today.isoformat())
    if mentor and form.person.data == mentor["id"]:
        return None
    # Counted on its own: what a refused request writes is taken back.
    if not await visit.parts.database.write(visit.actor.id, visit.now, tries.begin_mentor_code):
        form.code.errors = [visit.say(TOO_MANY_CODES)]
        return _form_page(visit, case, form, 429)
    if mentor is None or not (form.goals.data or COMING_ALONG in (form.rights.data or [])):
        return None
    person = {"id": mentor["id"], "name": first_name(mentor["name"])}
    return visit.page("client/grant_person.html", form=form, person=person, other=OTHER_CODE)


def _code(form: Any) -> str:
    return (form.code.data or "").upper().replace(" ", "")


def _form_page(visit: Visit, case: Row, form: Form, status: int = 200) -> Response:
    goals = shareable(visit, case)
    form.goals.choices = choices((goal["id"], goal["title"].text) for goal in goals)
    form.rights.choices = right_choices(goals)
    former = _former(visit, case)
    form.who.choices = _whom(former)
    return visit.page(
        "client/grant_new.html",
        status=status,
        known=[row["mentor_id"] for row in former],
        form=form,
        goals=goals,
        chosen=form.goals.data or [],
        first_day=visit.today.isoformat(),
        last_day=months_later(visit.today, LONGEST_MONTHS).isoformat(),
        may_ask=case["state"] not in READ_ONLY_STATES,
        **office(visit, case),
    )


def _former(visit: Visit, case: Row) -> list[Row]:
    soon = (visit.today + timedelta(days=TOLD_DAYS)).isoformat()
    return visit.read.rows("own.former_mentors", case_id=case["id"], soon=soon)


def _whom(former: list[Row]) -> list[SelectChoice]:
    """Whoever came along until a grant ran out, or whose grant ends soon, needs no code again."""
    return choices([*((row["mentor_id"], row["name"]) for row in former), *WAYS])
