"""The first long talk: strengths first, then the situation, then wishes, then the counsellor's decision with its reason."""

import json
from datetime import date
from typing import Any

from starlette.responses import Response
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pwa_server.casework import clearings
from pwa_server.casework.clearings import Strengths, Talk
from pwa_server.domain import ages
from pwa_server.domain import clearing as rules
from pwa_server.domain import situation as situation_rules
from pwa_server.domain.meetings import PLACE_KINDS
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.pages import situation as told
from pwa_server.pages import views
from pwa_server.pages.counsellor import inputs, plan_words, words
from pwa_server.pages.counsellor.inputs import PapersField
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.counsellor.situation import summary
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
PARTICIPANTS = {
    "client": N_("Die Person"),
    "counsellor": N_("Beratung"),
    "interpreter": N_("Wer übersetzt"),
    "mentor": N_("Begleitung"),
    "guardian": N_("Vormund oder Eltern"),
    "family": N_("Familie"),
    "partner": N_("Andere Stelle"),
}
DECISIONS = {
    "agreement_sensible": N_("Eine Vereinbarung ist sinnvoll"),
    "not_now": N_("Jetzt nicht, der Plan geht ohne Unterschrift weiter"),
    "acute_only": N_("Nur schnelle Hilfe"),
    "client_declined": N_("Die Person möchte keine Vereinbarung"),
}
# Meetings at which the first long talk is held.
TALK_KINDS = ("intake", "clearing", "outreach")
NOT_HELD = ("cancelled", "moved", "not_held")
AGES = {
    "not_said": N_("Das Alter ist nicht bekannt."),
    "under_16": N_("Unter 16 Jahren: Eine eigene Vereinbarung geht noch nicht. Beraten können Sie trotzdem."),
    "minor": N_("16 oder 17 Jahre: Bei einer Vereinbarung unterschreibt auch der Vormund oder ein Elternteil."),
    "adult": N_("Ab 18 Jahren: Die Person unterschreibt selbst."),
}
# Where the birthday of this year may still be to come.
AGES_NOT_CERTAIN = {
    "under_16": N_(
        "15 oder 16 Jahre: Eine eigene Vereinbarung geht erst ab dem 16. Geburtstag. Beraten können Sie trotzdem."
    ),
    "minor": N_("17 oder 18 Jahre: Bis zum 18. Geburtstag unterschreibt auch der Vormund oder ein Elternteil."),
}


class TalkForm(Form):
    """The talk. Strengths come first, on the page and in the plan."""

    version = HiddenField()
    strengths = TextAreaField(
        N_("Das kann die Person gut. Das hilft ihr."), validators=[Length(max=situation_rules.TEXT_LIMIT)]
    )
    strengths_words = TextAreaField(
        N_("Mit eigenen Worten der Person"), validators=[Length(max=situation_rules.TEXT_LIMIT)]
    )
    strengths_language = SelectField(N_("Sprache dieser Worte"))
    held_on = DateField(N_("Tag"), validators=[InputRequired()])
    place_kind = RadioField(N_("Wo?"), validators=[InputRequired()])
    participants = PapersField(N_("Wer war dabei?"))
    others = StringField(N_("Wer noch?"), validators=[Length(max=rules.TEXT_LIMIT)])
    interpreter_language = SelectField(N_("Übersetzung"))
    interpreter_name = StringField(N_("Wer hat übersetzt?"), validators=[Length(max=rules.TEXT_LIMIT)])


class DecisionForm(Form):
    """The counsellor decides, in a sentence that the client can read."""

    decision = RadioField(N_("Was haben Sie entschieden?"), validators=[InputRequired()])
    reason = TextAreaField(
        N_("Warum?"),
        description=N_("Die Person kann diesen Satz lesen."),
        validators=[InputRequired(), Length(max=rules.REASON_LIMIT)],
    )


class BirthForm(Form):
    """The year of birth; the month only where 16 or 18 depends on it."""

    version = HiddenField()
    birth_year = IntegerField(N_("Geburtsjahr"), validators=[Optional()])
    birth_month = IntegerField(N_("Geburtsmonat"), validators=[Optional(), NumberRange(1, 12)])


async def show_clearing(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/clearing."""
    case = await opened(visit, visit.path["case_id"])
    return _page(visit, case)


async def note_talk(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/clearing: keep the talk and the strengths."""
    case = await opened(visit, visit.path["case_id"])
    form: Any = _bind_talk(visit, await TalkForm.of(visit))
    if not form.validate():
        return _page(visit, case, talk=form, status=422)
    return await _write(visit, case, form, None)


async def decide(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/clearing/decision. What was written about the talk on the same page is kept with it."""
    case = await opened(visit, visit.path["case_id"])
    form: Any = _bind_decision(visit, await DecisionForm.of(visit))
    talk: Any = _bind_talk(visit, await TalkForm.of(visit)) if "held_on" in await visit.form() else None
    complete = [one.validate() for one in (form, talk) if one]
    if not all(complete):
        return _page(visit, case, talk=talk, decision=form, status=422)
    return await _write(visit, case, talk if talk and _is_new(visit, case, talk) else None, form)


async def _write(visit: Visit, case: Row, talk: Any, decision: Any) -> Response:
    """Keep a talk, a decision or both at once; again the page, with all that was typed, where that can't be."""
    shown = {"talk": talk, "decision": decision}
    about = (_talk_of(talk), _strengths_of(talk), version_of(talk.version.data)) if talk else None
    try:
        if decision:
            await visit.write(clearings.decide, case["id"], decision.decision.data, decision.reason.data, about)
        elif about:
            await visit.write(clearings.note_talk, case["id"], *about)
    except Stale:
        facts = visit.read.row("situation.facts", case_id=case["id"])
        talk.version.data = facts["version"] if facts else 0
        return _page(visit, case, **shown, status=409, stale=True)
    except (BadInput, RuleBroken) as problem:
        return _page(visit, case, **shown, status=inputs.sent_back(visit, decision or talk, problem))
    return visit.redirect(f"/desk/cases/{case['id']}/clearing")


def _is_new(visit: Visit, case: Row, talk: Any) -> bool:
    """Whether somebody wrote anything about a talk, beside what the page says by itself: it may be from yesterday."""
    untouched = _empty_talk(visit, case)
    names = (field.name for field in talk if field.name not in ("version", "held_on"))
    return any((talk[name].data or "") != (untouched[name].data or "") for name in names)


def _talk_of(form: Any) -> Talk:
    return Talk(
        form.held_on.data,
        form.place_kind.data,
        tuple(form.participants.data or ()),
        form.others.data or "",
        form.interpreter_language.data or "",
        form.interpreter_name.data or "",
    )


def _strengths_of(form: Any) -> Strengths:
    return Strengths(form.strengths.data or "", form.strengths_words.data or "", form.strengths_language.data or "")


async def keep_birth(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/clearing/birth: year, and month where it is needed."""
    case = await opened(visit, visit.path["case_id"])
    form: Any = await BirthForm.of(visit)
    if not form.validate():
        return _page(visit, case, birth=form, status=422)
    version = version_of(form.version.data)
    try:
        await visit.write(clearings.keep_birth, case["id"], version, form.birth_year.data, form.birth_month.data)
    except (BadInput, RuleBroken) as problem:
        return _page(visit, case, birth=form, status=inputs.sent_back(visit, form, problem))
    return visit.redirect(f"/desk/cases/{case['id']}/clearing")


def _page(
    visit: Visit,
    case: Row,
    *,
    talk: Any = None,
    decision: Any = None,
    birth: Any = None,
    status: int = 200,
    stale: bool = False,
) -> Response:
    of_case = {"case_id": case["id"]}
    needs = visit.read.rows("needs.of_case", **of_case, high=case["high"])
    decisions = [_decision(visit, row) for row in visit.read.rows("clearings.decisions", **of_case)]
    return visit.page(
        "counsellor/clearing.html",
        status=status,
        nav="cases",
        case=case,
        talk=talk or _empty_talk(visit, case),
        decision=decision or _bind_decision(visit, DecisionForm.empty(visit)),
        talks=[_talk(visit, row) for row in visit.read.rows("clearings.of_case", **of_case)],
        decisions=decisions,
        needs=[told.need(visit, row) for row in needs],
        stale=stale,
        **_age(visit, case, birth),
        **summary(visit, case),
    )


def _age(visit: Visit, case: Row, birth: Any) -> View:
    row = visit.read.row("clearings.birth", case_id=case["id"])
    if row is None:
        raise NotVisible
    year, month = clearings.birth_of(row)
    group = ages.age_group(year, month, visit.today)
    form = birth or BirthForm.empty(visit, version=row["version"], birth_year=year, birth_month=month)
    return {
        "birth": form,
        "age_group": group,
        "age_text": visit.say((AGES if ages.is_certain(year, month, visit.today) else AGES_NOT_CERTAIN)[group]),
        "ask_month": year is not None and ages.needs_month(year, visit.today),
    }


def _empty_talk(visit: Visit, case: Row) -> Any:
    facts = visit.read.row("situation.facts", case_id=case["id"])
    kept: View = facts or {}
    values = {
        "version": kept.get("version", 0),
        "strengths": kept.get("strengths"),
        "strengths_words": kept.get("strengths_words"),
        "strengths_language": kept.get("strengths_language") or case["client_language"],
    }
    return _bind_talk(visit, TalkForm.empty(visit, **values, **_as_booked(visit, case)))


def _as_booked(visit: Visit, case: Row) -> View:
    """When, where and with whom: as the last first talk was booked that nobody has written about yet, else now and here."""
    booked = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    told_days = {row["held_on"] for row in visit.read.rows("clearings.of_case", case_id=case["id"])}
    over = [row for row in booked if row["kind"] in TALK_KINDS and row["starts_at"] <= visit.now]
    took_place = [row for row in over if row["state"] not in NOT_HELD and row["local_date"] not in told_days]
    meeting = max(took_place, key=lambda row: row["starts_at"], default=None)
    if meeting is None:
        interpreter = case["interpreter_language"] or ""
        return {
            "held_on": visit.today,
            "place_kind": "office",
            "participants": ["client", "counsellor"],
            "interpreter_language": interpreter,
        }
    with_interpreter = ["interpreter"] if meeting["interpreter_language"] else []
    return {
        "held_on": date.fromisoformat(meeting["local_date"]),
        "place_kind": meeting["place_kind"],
        "participants": ["client", "counsellor", *with_interpreter, *(["mentor"] if meeting["mentor_id"] else [])],
        "interpreter_language": meeting["interpreter_language"],
    }


def _bind_talk(visit: Visit, form: Any) -> Any:
    form.strengths_language.choices = inputs.spoken_languages(visit, N_("keine Angabe"))
    form.interpreter_language.choices = inputs.spoken_languages(visit, N_("Ohne Übersetzung"))
    form.place_kind.choices = inputs.said(visit, plan_words.PLACE_KINDS, PLACE_KINDS)
    form.participants.choices = inputs.said(visit, PARTICIPANTS)
    return form


def _bind_decision(visit: Visit, form: Any) -> Any:
    form.decision.choices = inputs.said(visit, DECISIONS)
    return form


def _talk(visit: Visit, row: Row) -> View:
    return {
        "day": views.day(visit, row["held_on"]),
        "place": visit.say(plan_words.PLACE_KINDS[row["place_kind"]]),
        "participants": [visit.say(PARTICIPANTS[code]) for code in json.loads(row["participants"])],
        "others": row["others"] or "",
        "interpreter": words.language_name(row["interpreter_language"]) if row["interpreter_language"] else "",
        "interpreter_name": row["interpreter_name"] or "",
        "staff": row["staff_name"] or "",
    }


def _decision(visit: Visit, row: Row) -> View:
    return {
        "what": visit.say(DECISIONS[row["decision"]]),
        "why": row["reason"] or "",
        "by": row["staff_name"],
        "when": views.moment_of(visit, row["decided_at"]),
    }
