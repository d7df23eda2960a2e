"""Each yes is for one purpose, can be taken back as easily, and what it allowed ends in the same moment."""

from datetime import date
from typing import Any

import pytest

from pwa_server.casework import case_life, consents, reminders, sign_in, withdrawals
from pwa_server.casework.grants import end_grant, request_grant
from pwa_server.domain import consents as rules
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.notify import jobs
from tests.casework.desk import Desk
from tests.world import NOW_TEXT, World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def case_id(world: World) -> str:
    return world.ids["amina.case"]


def records(desk: Desk, case_id: str, purpose: str) -> list[dict[str, Any]]:
    return list(desk.rows("amina", "consents.of_purpose", case_id=case_id, purpose=purpose))


def test_client_says_yes_in_the_app(desk: Desk, case_id: str) -> None:
    desk.does("amina", consents.give, case_id, "app_use")
    [record] = [row for row in desk.rows("amina", "consents.of_case", case_id=case_id) if row["purpose"] == "app_use"]
    assert (record["state"], record["language"], record["channel"], record["made_by"]) == (
        "given",
        "ar",
        "app",
        desk.world.ids["amina"],
    )
    assert record["text_version"] == rules.PURPOSES["app_use"].version


def test_counsellor_writes_down_what_the_client_said(desk: Desk, case_id: str) -> None:
    desk.does("karin", consents.give, case_id, "interpreter", language="ar", channel="oral_with_interpreter")
    desk.does("dora", consents.decline, case_id, "app_use", language="ar", channel="paper")
    answers = rules.latest(desk.rows("amina", "consents.of_case", case_id=case_id))
    assert answers["interpreter", ""]["state"] == "given"
    assert answers["app_use", ""]["state"] == "declined"


def test_same_yes_twice_is_one_record(desk: Desk, case_id: str) -> None:
    first = desk.does("amina", consents.give, case_id, "app_use")
    assert desk.does("amina", consents.give, case_id, "app_use") == first


def test_new_text_is_asked_anew_and_the_old_record_stays(desk: Desk, case_id: str) -> None:
    first = desk.does("amina", consents.give, case_id, "app_use")
    desk.does("amina", lambda tx: tx.update("consents", first, text_version="2020-01"))
    second = desk.does("amina", consents.give, case_id, "app_use")
    states = {record["id"]: record["state"] for record in records(desk, case_id, "app_use")}
    assert states == {first: "expired", second: "given"}


def test_no_becomes_yes_at_any_time(desk: Desk, case_id: str) -> None:
    desk.does("amina", consents.decline, case_id, "app_use")
    desk.does("amina", consents.give, case_id, "app_use")
    assert [record["state"] for record in records(desk, case_id, "app_use")] == ["given", "declined"]


def test_no_can_not_be_taken_back(desk: Desk, case_id: str) -> None:
    no = desk.does("amina", consents.decline, case_id, "app_use")
    with pytest.raises(RuleBroken):
        desk.does("amina", withdrawals.withdraw, no)
    assert [record["state"] for record in records(desk, case_id, "app_use")] == ["declined"]


@pytest.mark.requirement("R16")
def test_yes_is_taken_back_and_not_declined(desk: Desk, case_id: str) -> None:
    desk.does("amina", consents.give, case_id, "app_use")
    with pytest.raises(RuleBroken):
        desk.does("amina", consents.decline, case_id, "app_use")


@pytest.mark.parametrize(
    ("purpose", "recipient", "channel"),
    [
        ("everything", "", "app"),
        ("app_use", "somebody", "app"),
        ("share_with_partner", "", "app"),
        ("app_use", "", "oral"),
        ("app_use", "", "fax"),
    ],
)
def test_unreadable_answers_are_refused(desk: Desk, case_id: str, purpose: str, recipient: str, channel: str) -> None:
    with pytest.raises(BadInput):
        desk.does("amina", consents.give, case_id, purpose, recipient, channel=channel)


def test_staff_never_answer_as_if_they_were_the_client(desk: Desk, case_id: str) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", consents.give, case_id, "app_use", channel="app")


def test_no_member_of_staff_says_yes_to_a_mentor(desk: Desk, case_id: str) -> None:
    with pytest.raises(NotAllowed):
        desk.does("karin", consents.give, case_id, "mentor_access", desk.world.ids["mona.grant"], channel="oral")


@pytest.mark.parametrize("name", ["badr", "olle", "tilde", "magnus", "ada"])
def test_nobody_else_finds_the_case(desk: Desk, case_id: str, name: str) -> None:
    with pytest.raises(NotVisible):
        desk.does(name, consents.give, case_id, "app_use")


def test_mentor_answers_nothing(desk: Desk, case_id: str) -> None:
    with pytest.raises(NotAllowed):
        desk.does("mona", consents.give, case_id, "app_use")


def test_without_a_yes_what_needs_it_is_refused(desk: Desk, case_id: str) -> None:
    partner = "partner-1"
    with pytest.raises(RuleBroken):
        desk.does("karin", consents.require_given, case_id, "share_with_partner", partner)
    record = desk.does("amina", consents.give, case_id, "share_with_partner", partner)
    desk.does("karin", consents.require_given, case_id, "share_with_partner", partner)
    with pytest.raises(RuleBroken):
        desk.does("karin", consents.require_given, case_id, "share_with_partner", "partner-2")
    desk.does("amina", withdrawals.withdraw, record)
    with pytest.raises(RuleBroken):
        desk.does("karin", consents.require_given, case_id, "share_with_partner", partner)


@pytest.mark.parametrize(("last_day", "holds"), [(date(2026, 11, 24), True), (date(2026, 11, 23), False)])
def test_yes_until_a_day_counts_on_that_day_and_no_longer(
    desk: Desk, case_id: str, last_day: date, holds: bool
) -> None:
    desk.does("amina", consents.give, case_id, "share_with_partner", "partner-1", expires_on=last_day)
    given = consents.is_given(
        desk.database.read(desk.world.ids["amina"], NOW_TEXT), case_id, "share_with_partner", "partner-1"
    )
    assert given is holds


def subscribe(desk: Desk) -> None:
    def insert(tx: Any) -> None:
        tx.insert(
            "push_subscriptions", account_id=tx.actor_id, service="x", endpoint_sealed="x", endpoint_digest="x",
            p256dh_sealed="x", auth_sealed="x", made_at=tx.now, seen_at=tx.now,
        )  # fmt: skip
        tx.insert(
            "reminders", case_id=desk.world.ids["amina.case"], meeting_id=desk.world.ids["amina.standard.meeting"],
            person_id=tx.actor_id, kind="reminder", starts_at="2026-12-03T13:30:00Z", offset_hours=24,
            due_at="2026-12-02T13:30:00Z", stale_at="2026-12-03T13:30:00Z", made_at=tx.now,
        )  # fmt: skip
        tx.insert(
            "call_tasks", case_id=desk.world.ids["amina.case"], meeting_id=desk.world.ids["amina.standard.meeting"],
            person_id=tx.actor_id, reason="no_push", due_on="2026-12-02", made_at=tx.now,
        )  # fmt: skip

    desk.does("amina", insert)


def of_table(desk: Desk, table: str) -> list[dict[str, Any]]:
    return list(desk.database.utils()[table].rows)


@pytest.mark.parametrize(("who", "channel"), [("amina", "app"), ("karin", "oral")])
def test_no_message_after_the_yes_to_messages_was_taken_back_and_somebody_calls(
    desk: Desk, case_id: str, who: str, channel: str
) -> None:
    record = desk.does("amina", consents.give, case_id, "push_reminders")
    subscribe(desk)
    desk.does(who, withdrawals.withdraw, record, channel=channel, language="ar")
    assert not of_table(desk, "push_subscriptions")
    assert {(row["state"], row["end_reason"]) for row in of_table(desk, "reminders")} == {("cancelled", "withdrawn")}
    assert [row["closed_at"] for row in of_table(desk, "call_tasks")] == [None]
    [stored] = [row for row in of_table(desk, "consents") if row["id"] == record]
    assert (stored["state"], stored["ended_channel"], stored["ended_by"]) == ("withdrawn", channel, desk.world.ids[who])


def test_messages_are_planned_anew_after_a_new_yes(desk: Desk, case_id: str) -> None:
    record = desk.does("amina", consents.give, case_id, "push_reminders")
    subscribe(desk)
    desk.does("amina", withdrawals.withdraw, record)
    desk.does("amina", consents.give, case_id, "push_reminders")
    for _ in range(2):
        desk.does("amina", reminders.go_on, case_id)
    states = sorted(row["state"] for row in of_table(desk, "reminders"))
    assert states == ["cancelled", "due", "due", "due"]


def test_choosing_a_pin_is_the_yes_to_the_app(desk: Desk, case_id: str) -> None:
    def first_minute(tx: Any) -> None:
        session = tx.insert(
            "sessions", token_digest="first", account_id=tx.actor_id, phone="own", made_at=tx.now, used_at=tx.now,
            expires_at="2027-01-01T00:00:00Z", device_id=tx.insert("devices", token_digest="d", made_at=tx.now),
        )  # fmt: skip
        sign_in.choose_first_secret(tx, session, "pin", "hash")

    desk.does("amina", first_minute)
    [record] = records(desk, case_id, "app_use")
    assert (record["state"], record["recipient"]) == ("given", "")


@pytest.mark.requirement("R19")
def test_mentor_sees_nothing_from_the_moment_the_yes_is_taken_back(desk: Desk, case_id: str, browser_of: Any) -> None:
    mona = browser_of("mona")
    path = f"/mentor/clients/{desk.world.ids['mona.grant']}"
    assert mona.get(path).status_code == 200
    record = desk.does("amina", consents.give, case_id, "mentor_access", desk.world.ids["mona.grant"])
    desk.does("karin", withdrawals.withdraw, record, channel="oral", language="ar")
    assert mona.get(path).status_code == 404
    assert desk.row("amina", "own.grant", grant_id=desk.world.ids["mona.grant"])["state"] == "revoked"


def test_asking_for_a_mentor_is_the_yes_and_ending_the_grant_takes_it_back(desk: Desk, case_id: str) -> None:
    goals = [desk.world.ids["amina.standard.goal"]]
    grant = desk.does("amina", request_grant, "", "", goals, date(2027, 1, 1))
    [record] = [row for row in records(desk, case_id, "mentor_access") if row["recipient"] == grant]
    assert (record["state"], record["expires_on"]) == ("given", "2027-01-01")
    desk.does("amina", end_grant, grant)
    [record] = [row for row in records(desk, case_id, "mentor_access") if row["recipient"] == grant]
    assert record["state"] == "withdrawn"


@pytest.mark.requirement("R25")
def test_partner_sees_the_step_no_longer_when_the_yes_is_taken_back(desk: Desk, case_id: str) -> None:
    partner = desk.does("karin", lambda tx: tx.insert("partners", name="Kurs", kind="course", made_at=tx.now))
    record = desk.does("amina", consents.give, case_id, "share_with_partner", partner)
    desk.does(
        "karin",
        lambda tx: tx.insert(
            "step_shares", case_id=case_id, step_id=desk.world.ids["amina.standard.step1"], partner_id=partner,
            consent_id=record, token_digest="digest", made_at=tx.now, made_by=tx.actor_id, expires_at="2026-12-01T00:00:00Z",
        ),
    )  # fmt: skip
    desk.does("amina", withdrawals.withdraw, record)
    ended = [row["ended_at"] for row in of_table(desk, "step_shares") if row["consent_id"] == record]
    assert ended == [NOW_TEXT]


def test_yes_ends_with_its_last_day_and_with_a_grant_that_ended_otherwise(desk: Desk, case_id: str) -> None:
    until = desk.does("amina", consents.give, case_id, "share_with_partner", "partner-1", expires_on=date(2026, 11, 24))
    ended = desk.does("amina", consents.give, case_id, "mentor_access", desk.world.ids["magnus.grant"])
    desk.database.write_now("", "2026-11-25T03:00:00Z", jobs.every_day)
    states = {row["id"]: row["state"] for row in of_table(desk, "consents")}
    assert (states[until], states[ended]) == ("expired", "expired")
    assert states[desk.world.ids["amina.consent.mona"]] == "given"


def test_plan_is_hidden_from_everybody_when_the_yes_to_it_is_taken_back(
    desk: Desk, case_id: str, browser_of: Any
) -> None:
    record = desk.does("karin", consents.give, case_id, "case_record", channel="paper")
    desk.does("amina", withdrawals.withdraw, record)
    assert desk.row("karin", "cases.find", case_id=case_id)["state"] == "restricted"
    assert browser_of("mona").get(f"/mentor/clients/{desk.world.ids['mona.grant']}").status_code == 404
    assert desk.world.canaries["amina.standard.goal.title"] not in browser_of("amina").get("/plan").text


def test_hidden_plan_goes_on_only_with_a_new_yes(desk: Desk, case_id: str) -> None:
    record = desk.does("karin", consents.give, case_id, "case_record", channel="paper")
    desk.does("amina", withdrawals.withdraw, record)
    with pytest.raises(RuleBroken):
        desk.does("karin", case_life.move_case, case_id, "resume")
    desk.does("amina", consents.give, case_id, "case_record")
    desk.does("karin", case_life.move_case, case_id, "resume")
    assert desk.row("karin", "cases.find", case_id=case_id)["state"] != "restricted"


def test_ending_the_app_signs_every_phone_out(desk: Desk, case_id: str, browser_of: Any) -> None:
    phone = browser_of("amina")
    record = desk.does("amina", consents.give, case_id, "app_use")
    push = desk.does("amina", consents.give, case_id, "push_reminders")
    subscribe(desk)
    desk.does("amina", withdrawals.withdraw, record)
    assert phone.get("/today").headers["location"].startswith("/sign-in")
    assert not of_table(desk, "push_subscriptions")
    assert {row["state"] for row in of_table(desk, "consents") if row["id"] == push} == {"withdrawn"}


def test_nobody_interprets_any_more_when_the_yes_is_taken_back(desk: Desk, case_id: str) -> None:
    changes = {"interpreter_language": "ar", "interpreter_state": "confirmed", "interpreter_name_sealed": "Somebody"}
    meeting = desk.world.ids["amina.standard.meeting"]
    desk.does("karin", lambda tx: tx.update("meetings", meeting, **changes))
    record = desk.does("amina", consents.give, case_id, "interpreter")
    desk.does("amina", withdrawals.withdraw, record)
    found = desk.row("karin", "meetings.find", meeting_id=meeting, high="no")
    assert (found["interpreter_state"], found["interpreter_name"]) == ("not_needed", None)


def test_late_second_tap_changes_nothing(desk: Desk, case_id: str) -> None:
    record = desk.does("amina", consents.give, case_id, "app_use")
    desk.does("amina", withdrawals.withdraw, record)
    before = of_table(desk, "consents")
    assert desk.does("amina", withdrawals.withdraw, record) == "app_use"
    assert of_table(desk, "consents") == before


@pytest.mark.parametrize("name", ["badr", "olle", "tilde", "magnus", "mona", "ada"])
def test_others_take_back_nothing(desk: Desk, case_id: str, name: str) -> None:
    record = desk.does("amina", consents.give, case_id, "app_use")
    with pytest.raises(NotVisible):
        desk.does(name, withdrawals.withdraw, record)


@pytest.mark.requirement("R16")
def test_client_who_declines_everything_is_still_counselled(desk: Desk, browser_of: Any, case_id: str) -> None:
    withdrawn = [desk.world.ids[f"amina.consent.{name}"] for name in ("plan", "mona")]
    desk.does("amina", lambda tx: [tx.update("consents", one, state="withdrawn", ended_at=tx.now) for one in withdrawn])
    for purpose in rules.PURPOSES.values():
        recipient = "somebody" if purpose.recipient else ""
        desk.does("amina", consents.decline, case_id, purpose.code, recipient)
    karin = browser_of("karin")
    contact = {"on_day": "2026-11-24", "kind": "talk", "reached": "yes"}
    assert karin.post(f"/desk/cases/{case_id}/contacts", data=contact).status_code == 303
    assert karin.get(f"/desk/cases/{case_id}").status_code == 200


@pytest.mark.parametrize(("state", "to"), [(a, b) for a in rules.TRANSITIONS for b in rules.TRANSITIONS])
def test_record_changes_only_by_its_end(state: str, to: str) -> None:
    if to in rules.TRANSITIONS[state]:
        rules.require_end(state, to)
    else:
        with pytest.raises(RuleBroken):
            rules.require_end(state, to)


def test_every_purpose_says_what_who_how_long_and_what_ends() -> None:
    for purpose in rules.PURPOSES.values():
        words = (purpose.title, *purpose.ask, purpose.ends, purpose.data, purpose.recipients, purpose.keep)
        assert all(words), purpose.code
        assert len(purpose.ask) <= 6
