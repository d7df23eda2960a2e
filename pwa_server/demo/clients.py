"""The demo's clients: case, goals with steps, meetings, grants, consents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pwa_server.casework.mentor_steps import take_on
from pwa_server.demo.office import add_account
from pwa_server.demo.people import SIGN_IN_NAMES, VALUES
from pwa_server.domain.grants import scope_of
from pwa_server.domain.times import OPEN_END, later, starts_at
from pwa_server.storage import catalogue

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

Persona = dict[str, Any]
# Interface languages that are not offered yet, and the offered one that each of these people reads best.
READS_INSTEAD = {"ti": "en", "kmr": "ar", "bg": "en", "so": "en"}
PLACE_KINDS = {"outreach": "home", "partner_appointment": "partner"}


def add_client(demo: Demo, persona: Persona) -> None:
    """One client with everything that belongs to the case."""
    place = demo.personas["clients"].index(persona)
    client_id = add_account(
        demo,
        persona["id"],
        persona["name_native"],
        "client",
        language=READS_INSTEAD.get(persona["languages"]["ui"], persona["languages"]["ui"]),
        carrier_id=demo.ids[_counsellor(demo, persona)["carrier"]],
        phone_sealed=f"030 23125-4{place + 1:02d}",
        text_size="large" if persona["literacy"] == "not_literate" else "normal",
        sign_in_name=SIGN_IN_NAMES[place],
    )
    demo.tx.insert("secrets", account_id=client_id, kind="pin", secret_hash=demo.pin_hash, set_at=demo.tx.now)
    _add_person(demo, persona, client_id)
    case_id = _add_case(demo, persona, client_id)
    for goal in persona["goals"]:
        _add_goal(demo, persona, goal, case_id)
    for meeting in persona["meetings"]:
        _add_meeting(demo, persona, meeting, case_id)
    for grant in persona["grants"]:
        _add_grant(demo, persona, grant, case_id)
    for consent in persona["consents"]:
        _add_consent(demo, persona, consent, case_id)


def _counsellor(demo: Demo, persona: Persona) -> Persona:
    wanted = persona["case"]["counsellor"]
    return next(person for person in demo.personas["staff"] if person["id"] == wanted)


def _add_person(demo: Demo, persona: Persona, client_id: str) -> None:
    languages = persona["languages"]
    devices = persona["devices"]
    demo.tx.insert(
        "clients",
        id=client_id,
        name_latin_sealed=persona["name_latin"],
        name_native_sealed=persona["name_native"],
        spoken_languages=json.dumps(languages["spoken"]),
        reading_languages=json.dumps(languages["reading"]),
        interpreter_language=languages["interpreter"],
        dialect_sealed=languages["dialect_note"] or None,
        literacy=persona["literacy"],
        birth_year_sealed=str(persona["birth_year"]) if persona.get("birth_year") else None,
        channels=json.dumps(persona["contact_channels"] or ["phone"]),
        push_text="neutral" if any(device["push"] == "subscribed" for device in devices) else "off",
        phone_use="own" if devices and not devices[0]["shared"] else "shared",
        made_at=demo.calendar.at(persona["case"]["opened"]),
    )
    for device in devices:
        if "passkey" in device:
            _add_passkey(demo, client_id, device["passkey"], demo.calendar.at(persona["case"]["opened"]))


def _add_passkey(demo: Demo, client_id: str, label: str, since: str | None) -> None:
    """A passkey in the list of the settings. No device holds its key, so it opens nothing."""
    demo.tx.insert(
        "passkeys",
        account_id=client_id,
        credential_digest=demo.tx.digest("passkey", client_id),
        credential_sealed=client_id,
        public_key_sealed="",
        label=label,
        made_at=since,
    )


def _add_case(demo: Demo, persona: Persona, client_id: str) -> str:
    at, facts = demo.calendar.at, persona["case"]
    opened = at(facts["opened"])
    case_id = demo.ids[f"{persona['id']}.case"] = demo.tx.insert(
        "cases",
        client_id=client_id,
        carrier_id=demo.ids[_counsellor(demo, persona)["carrier"]],
        state=facts["state"],
        path="acute_help" if facts["state"] == "acute_help" else "plan",
        opened_at=opened,
        closed_at=at(facts.get("closed")),
        closure_reason=facts.get("closure_reason"),
        services=json.dumps([demo.ids[partner] for partner in facts.get("services", [])]),
        erase_due_on=demo.calendar.on(facts.get("erase_due")),
    )
    demo.tx.insert("case_states", case_id=case_id, state="new", at=opened)
    demo.tx.insert("case_states", case_id=case_id, state=facts["state"], at=at(facts.get("closed")) or demo.tx.now)
    _assign(demo, persona, case_id)
    return case_id


def _assign(demo: Demo, persona: Persona, case_id: str) -> None:
    facts = persona["case"]
    opened, handed_over = demo.calendar.at(facts["opened"]), demo.calendar.at(facts.get("handed_over"))
    if handed_over:
        _assignment(demo, case_id, facts["previous_counsellor"], opened, handed_over)
    _assignment(demo, case_id, facts["counsellor"], handed_over or opened, OPEN_END)


def _assignment(demo: Demo, case_id: str, staff: str, valid_from: str | None, valid_until: str) -> None:
    demo.tx.insert(
        "case_assignments",
        case_id=case_id,
        staff_id=demo.ids[staff],
        relationship="counsellor",
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _add_goal(demo: Demo, persona: Persona, goal: Persona, case_id: str) -> None:
    block, german = catalogue.blocks()[goal["block"]], catalogue.german()
    made_at, ended = demo.calendar.at(persona["case"]["opened"]), demo.calendar.at(persona["case"].get("closed"))
    done = _reached(goal)
    values = _values(demo, persona["id"], done)
    goal_id = demo.ids[f"{persona['id']}.{goal['id']}"] = demo.tx.insert(
        "goals",
        case_id=case_id,
        block_id=block.id,
        life_area=block.life_area,
        title_sealed=german[block.key("goal")],
        text_sealed=german[block.key("text")],
        values_sealed=values,
        own_words_sealed=goal["own_words"],
        own_words_language=persona["languages"]["ui"] if goal["own_words"] else None,
        state=goal["state"],
        priority=goal["priority"],
        sensitivity=goal["sensitivity"],
        made_at=made_at,
    )
    state_at = made_at if done is None else demo.calendar.at({"day": done})
    demo.tx.insert("goal_states", goal_id=goal_id, case_id=case_id, state=goal["state"], at=state_at)
    by_id = {step.key.rsplit(".", 1)[1]: step for step in block.steps}
    for position, step in enumerate(goal["steps"], 1):
        facts = {"goal_id": goal_id, "case_id": case_id, "values_sealed": values, "state_at": ended or demo.tx.now}
        step_id = _add_step(demo, step, by_id[step["step"]], position, block.documents, facts)
        demo.ids[f"{persona['id']}.{goal['id']}.{step['step']}"] = step_id


def _reached(goal: Persona) -> int | None:
    """The day, counted from today, on which the last step of a reached goal was done."""
    days = [step["done_on"]["day"] for step in goal["steps"] if step["done_on"]]
    return max(days) if days and goal["state"] == "achieved" else None


def _values(demo: Demo, client: str, done: int | None) -> str:
    """What fills the gaps; days of a goal that was reached lie before that (`done`, in days from today)."""
    calendar = demo.calendar
    days = {
        "date": calendar.working_day(24 if done is None else done).strftime("%d.%m.%Y"),
        "deadline": calendar.working_day(-60 if done is None else done - 14).strftime("%d.%m.%Y"),
    }
    return json.dumps({"level": "B1"} | days | VALUES.get(client, {}))


def _add_step(
    demo: Demo, step: Persona, source: catalogue.BlockStep, position: int, papers: tuple[str, ...], facts: Persona
) -> str:
    key = source.key
    if step["wording"] == "without_mentor" and source.without_mentor:
        key += ".without_mentor"
    is_trip = step["responsible"] == "client" and step["partner"]
    done_at = demo.calendar.at(step["done_on"])
    step_id = demo.tx.insert(
        "steps",
        **facts | ({"state_at": done_at} if done_at else {}),
        position=position,
        text_key=key,
        text_sealed=catalogue.german()[key],
        responsible=step["responsible"],
        partner_id=demo.ids[step["partner"]] if step["partner"] else None,
        due_on=demo.calendar.on(step["due"]),
        documents=json.dumps(list(papers[:2]) if is_trip else []),
        state=step["state"],
        obstacle=step["obstacle"],
        made_at=demo.tx.now,
    )
    if done_at:
        demo.tx.insert(
            "step_reports",
            step_id=step_id,
            case_id=facts["case_id"],
            by_id="",
            by_relationship=step["responsible"],
            report="done",
            tapped_at=done_at,
            received_at=done_at,
            from_state="open",
            to_state="done",
        )
    return step_id


def _add_meeting(demo: Demo, persona: Persona, meeting: Persona, case_id: str) -> None:
    day = demo.calendar.working_day(meeting["starts"]["day"]).isoformat()
    clock = demo.calendar.clock(meeting["starts"])
    start = starts_at(day, clock)
    place, _, room = meeting["place_de"].partition(", Zimmer ")
    interpreter = meeting["interpreter"]
    mentor = meeting["mentor_invited"]
    confirmed = meeting["state"] == "confirmed"
    demo.ids[f"{persona['id']}.{meeting['id']}"] = demo.tx.insert(
        "meetings",
        case_id=case_id,
        kind=meeting["kind"],
        sensitivity="high" if meeting["place_de"].startswith("Praxis") else "standard",
        local_date=day,
        local_time=clock,
        starts_at=start,
        ends_at=later(start, minutes=meeting["duration_min"]),
        duration_minutes=meeting["duration_min"],
        place_kind=PLACE_KINDS.get(meeting["kind"], "office"),
        place_sealed=place,
        room_sealed=f"Zimmer {room}" if room else None,
        staff_id=demo.ids[persona["case"]["counsellor"]],
        documents=json.dumps(meeting["bring_documents"]),
        interpreter_language=persona["languages"]["interpreter"] if interpreter else "",
        interpreter_state=("confirmed" if confirmed else "booked") if interpreter else "not_needed",
        interpreter_name_sealed=demo.interpreters.get(interpreter) if interpreter else None,
        mentor_wished="yes" if mentor else "no",
        mentor_id=demo.ids[mentor] if mentor else None,
        mentor_answer="coming" if mentor else None,
        client_answer="coming" if confirmed else None,
        state=meeting["state"],
        made_at=demo.calendar.at(persona["case"]["opened"]),
    )


def _add_grant(demo: Demo, persona: Persona, grant: Persona, case_id: str) -> None:
    starts, ends = demo.calendar.at(grant["starts"]), demo.calendar.at(grant["expires"])
    revoked = demo.calendar.at(grant["revoked"])
    grant_id = demo.ids[f"{persona['id']}.{grant['id']}"] = demo.tx.insert(
        "mentor_grants",
        case_id=case_id,
        mentor_id=demo.ids[grant["mentor"]],
        state=grant["state"],
        rights=json.dumps(grant["rights"]),
        expires_on=demo.calendar.on(grant["expires"]) or demo.calendar.day(180).isoformat(),
        valid_from=starts or OPEN_END,
        valid_until=revoked or ends or OPEN_END,
        made_at=starts or demo.tx.now,
        state_at=revoked or starts or demo.tx.now,
    )
    for goal in grant["scope_goals"]:
        demo.tx.insert("mentor_grant_goals", grant_id=grant_id, goal_id=demo.ids[f"{persona['id']}.{goal}"])
    take_on(demo.tx, grant_id)


def _add_consent(demo: Demo, persona: Persona, consent: Persona, case_id: str) -> None:
    """An answer, noted by the client in the app or by the counsellor who asked."""
    noted_by = persona["id"] if consent["channel"] == "app" else persona["case"]["counsellor"]
    ended_at = demo.calendar.at(consent["withdrawn"])
    demo.tx.insert(
        "consents",
        case_id=case_id,
        purpose=consent["purpose"],
        recipient=_recipient(demo, persona, consent),
        scope=_scope(demo, persona, consent),
        state=consent["state"],
        text_version=consent["text_version"],
        language=consent["text_language"],
        channel=consent["channel"],
        made_by=demo.ids[noted_by],
        made_at=demo.calendar.at(consent["given"]) or demo.tx.now,
        ended_at=ended_at,
        ended_by=demo.ids[noted_by] if ended_at else None,
        ended_channel=consent["channel"] if ended_at else None,
    )


def _begun_with(persona: Persona, consent: Persona) -> Persona | None:
    return next((grant for grant in persona["grants"] if grant["starts"] == consent["given"]), None)


def _scope(demo: Demo, persona: Persona, consent: Persona) -> str | None:
    """What a yes to a mentor covers."""
    grant = _begun_with(persona, consent) if consent["purpose"] == "mentor_access" else None
    goals = [demo.ids[f"{persona['id']}.{goal}"] for goal in grant["scope_goals"]] if grant else []
    return scope_of(goals, grant["rights"]) if grant else None


def _recipient(demo: Demo, persona: Persona, consent: Persona) -> str:
    """Whom a yes names: the grant that began on its day, the partner, the service of the counsellor who took over."""
    if consent["purpose"] == "mentor_access":
        grant = _begun_with(persona, consent)
        return demo.ids[f"{persona['id']}.{grant['id']}"] if grant else ""
    if consent["purpose"] == "handover":
        wanted = next(person for person in demo.personas["staff"] if person["id"] == consent["recipient"])
        return demo.ids[wanted["carrier"]]
    return demo.ids.get(consent["recipient"] or "", "")
