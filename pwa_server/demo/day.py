"""A day in the life of the office: what waits on the counsellors' lists this morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pwa_server.domain.times import later, starts_at

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo


def add_day(demo: Demo) -> None:
    """Yesterday's meetings without an outcome, meetings of today, requests for help, contacts, who looked."""
    _meeting(demo, "cl-samira", -1, "11:00", "counselling", "confirmed", "confirmed")
    _meeting(demo, "cl-hodan", 0, "14:00", "counselling", "planned", "needed", "so")
    _meeting(demo, "cl-dimitar", -1, "15:00", "acute_help", "confirmed", "not_needed")
    _help(demo, "cl-samira", "no_childcare", hours_ago=2)
    _help(demo, "cl-olena", "authority_no_answer", hours_ago=20)
    _contact(demo, "cl-olena", -3, "phone", "yes", "Wir haben über den Brief gesprochen.")
    _contact(demo, "cl-dimitar", -2, "phone", "no", None)
    _contact(demo, "cl-farid", -5, "visit", "yes", "Wir waren zusammen in der Sprachschule.")
    for client, staff, hours in (("cl-samira", "st-musterfrau", 23), ("cl-olena", "st-vorlage", 30), ("cl-farid", "st-musterfrau", 50)):
        _opening(demo, client, staff, hours)


def _meeting(
    demo: Demo, client: str, offset: int, clock: str, kind: str, state: str, interpreter: str, language: str = "ar"
) -> None:
    day = demo.calendar.working_day(offset).isoformat()
    start = starts_at(day, clock)
    case_id = demo.ids[f"{client}.case"]
    persona = next(person for person in demo.personas["clients"] if person["id"] == client)
    demo.tx.insert(
        "meetings",
        case_id=case_id,
        kind=kind,
        local_date=day,
        local_time=clock,
        starts_at=start,
        ends_at=later(start, minutes=45),
        duration_minutes=45,
        place_kind="office",
        place_sealed="Beratungsstelle, Beispielstraße 100",
        room_sealed="Zimmer 3",
        staff_id=demo.ids[persona["case"]["counsellor"]],
        interpreter_language="" if interpreter == "not_needed" else language,
        interpreter_state=interpreter,
        state=state,
        made_at=later(demo.tx.now, days=-14),
    )


def _help(demo: Demo, client: str, obstacle: str, hours_ago: int) -> None:
    asked = later(demo.tx.now, hours=-hours_ago)
    demo.tx.insert(
        "help_requests",
        case_id=demo.ids[f"{client}.case"],
        obstacle=obstacle,
        language=next(p["languages"]["ui"] for p in demo.personas["clients"] if p["id"] == client),
        tapped_at=asked,
        received_at=asked,
        answer_by_on=demo.calendar.working_day(1).isoformat(),
    )


def _contact(demo: Demo, client: str, offset: int, kind: str, reached: str, sentence: str | None) -> None:
    case_id = demo.ids[f"{client}.case"]
    persona = next(person for person in demo.personas["clients"] if person["id"] == client)
    demo.tx.insert(
        "contacts",
        case_id=case_id,
        on_day=demo.calendar.working_day(offset).isoformat(),
        kind=kind,
        reached=reached,
        sentence_sealed=sentence,
        made_at=later(demo.tx.now, days=offset),
        made_by=demo.ids[persona["case"]["counsellor"]],
    )


def _opening(demo: Demo, client: str, staff: str, hours_ago: int) -> None:
    at = later(demo.tx.now, hours=-hours_ago)
    demo.tx.insert(
        "access_log",
        actor_id=demo.ids[staff],
        relationship="counsellor",
        case_id=demo.ids[f"{client}.case"],
        reason="case_page",
        first_at=at,
        last_at=at,
    )
