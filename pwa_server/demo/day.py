"""A day in the life of the office: what waits on the counsellors' lists this morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pwa_server.casework import deputies, reminders
from pwa_server.demo.announcements import BOOKED_DAYS_AGO, play_the_days_since
from pwa_server.domain.times import later, starts_at

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo


def add_day(demo: Demo) -> None:
    """Yesterday's meetings without an outcome, meetings of today, requests for help, reports, contacts, who looked."""
    _meeting(demo, "cl-samira", -1, "11:00", "counselling", "confirmed", "confirmed")
    _announced(demo, "cl-hodan", _meeting(demo, "cl-hodan", 0, "14:00", "counselling", "planned", "needed", "so"))
    _meeting(demo, "cl-dimitar", -1, "15:00", "acute_help", "confirmed", "not_needed")
    _mentor_waited_alone(demo, "cl-olena", "me-beispiel")
    _report_beside(demo, "cl-olena", "g4.s3")
    _call_not_answered(demo, "cl-dimitar")
    _closing_days(demo)
    _deputyship(demo, "st-platzhalter", "st-musterfrau", "st-modell")
    _help(demo, "cl-samira", "no_childcare", hours_ago=2)
    _help(demo, "cl-olena", "authority_no_answer", hours_ago=20)
    _contact(demo, "cl-olena", -3, "phone", "yes", "Wir haben über den Brief gesprochen.")
    _contact(demo, "cl-dimitar", -2, "phone", "no", None)
    _contact(demo, "cl-farid", -5, "visit", "yes", "Wir waren zusammen in der Sprachschule.")
    for client, staff, hours in (
        ("cl-samira", "st-musterfrau", 23),
        ("cl-olena", "st-vorlage", 30),
        ("cl-farid", "st-musterfrau", 50),
    ):
        _opening(demo, client, staff, hours)


def _announced(demo: Demo, client: str, meeting_id: str) -> None:
    """Booked some days ago, for somebody who gets no messages: she stands on the list of calls."""
    with demo.acting(demo.persona(client)["case"]["counsellor"], later(demo.tx.now, days=-BOOKED_DAYS_AGO)) as tx:
        reminders.meeting_booked(tx, meeting_id)
    play_the_days_since(demo, client)


def _meeting(
    demo: Demo,
    client: str,
    offset: int,
    clock: str,
    kind: str,
    state: str,
    interpreter: str,
    language: str = "ar",
    **facts: Any,
) -> str:
    day = demo.calendar.working_day(offset).isoformat()
    start = starts_at(day, clock)
    case_id = demo.ids[f"{client}.case"]
    persona = demo.persona(client)
    return demo.tx.insert(
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
        **facts,
    )


def _mentor_waited_alone(demo: Demo, client: str, mentor: str) -> None:
    """The mentor told the office with one tap that she was there alone."""
    mentor_id = demo.ids[mentor]
    meeting_id = _meeting(
        demo, client, -1, "09:30", "counselling", "confirmed", "not_needed", mentor_id=mentor_id, mentor_answer="coming"
    )
    at = starts_at(demo.calendar.working_day(-1).isoformat(), "09:50")
    demo.tx.insert(
        "meeting_answers",
        meeting_id=meeting_id,
        case_id=demo.ids[f"{client}.case"],
        by_id=mentor_id,
        by_relationship="mentor",
        answer="did_not_come",
        tapped_at=at,
        received_at=at,
    )


def _report_beside(demo: Demo, client: str, step: str) -> None:
    """A tick made without network that arrived after the office had taken the step off the list."""
    step_id = demo.ids[f"{client}.{step}"]
    demo.tx.update("steps", step_id, state="not_needed", state_at=later(demo.tx.now, hours=-26))
    demo.tx.insert(
        "step_reports",
        step_id=step_id,
        case_id=demo.ids[f"{client}.case"],
        by_id=demo.ids[client],
        by_relationship="client",
        report="done",
        tapped_at=later(demo.tx.now, hours=-30),
        received_at=later(demo.tx.now, hours=-4),
        from_state="not_needed",
        to_state=None,
    )


def _call_not_answered(demo: Demo, client: str) -> None:
    """Somebody has tried to call about tomorrow's meeting, and nobody answered."""
    staff = demo.persona(client)["case"]["counsellor"]
    with demo.acting(staff, demo.tx.now) as tx:
        mine = [
            task
            for task in tx.rows("desk.call_tasks", today="9999-12-31")
            if task["case_id"] == demo.ids[f"{client}.case"]
        ]
        for task in mine[:1]:
            tx.insert(
                "call_attempts",
                call_task_id=task["id"],
                case_id=task["case_id"],
                result="no_answer",
                at=later(tx.now, hours=-1),
                by_id=tx.actor_id,
            )


def _closing_days(demo: Demo) -> None:
    """The offices close between the years."""
    year = demo.calendar.today.year
    for carrier in demo.personas["carriers"]:
        demo.tx.insert(
            "closing_days",
            carrier_id=demo.ids[carrier["id"]],
            from_on=f"{year}-12-24",
            until_on=f"{year + 1}-01-01",
            name="Zwischen den Jahren",
            made_at=later(demo.tx.now, days=-30),
        )


def _help(demo: Demo, client: str, obstacle: str, hours_ago: int) -> None:
    asked = later(demo.tx.now, hours=-hours_ago)
    demo.tx.insert(
        "help_requests",
        case_id=demo.ids[f"{client}.case"],
        obstacle=obstacle,
        language=demo.persona(client)["languages"]["ui"],
        tapped_at=asked,
        received_at=asked,
        answer_by_on=demo.calendar.working_day(1).isoformat(),
    )


def _deputyship(demo: Demo, coordinator: str, staff: str, deputy: str) -> None:
    """Since yesterday one counsellor stands in for another, while that one has a training beside the work."""
    first, last = demo.calendar.day(-1), demo.calendar.day(13)
    with demo.acting(coordinator, later(demo.tx.now, days=-1)) as tx:
        deputies.name_standing(tx, demo.ids[staff], demo.ids[deputy])
        deputies.start(tx, demo.ids[staff], demo.ids[deputy], first, last, "training")


def _contact(demo: Demo, client: str, offset: int, kind: str, reached: str, sentence: str | None) -> None:
    case_id = demo.ids[f"{client}.case"]
    persona = demo.persona(client)
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
