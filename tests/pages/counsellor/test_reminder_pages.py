"""The desk's reminders over the own caseload: who is to be called now."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.pages.counsellor import plant
from tests.world import LONG_AGO, NOW_TEXT, World


def due_on(parts: Any, world: World, day: str) -> str:
    task_id = plant.call_task(parts, world)
    plant.planted(parts, lambda tx: tx.update("call_tasks", task_id, due_on=day))
    return f'href="/desk/call-tasks/{task_id}"'


@pytest.mark.parametrize("page", ["/desk/reminders", "/desk"])
def test_call_stands_on_the_list_from_its_day_on(browser_of, parts, world: World, clock, page: str) -> None:
    link = due_on(parts, world, "2026-11-26")
    clock.at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert link not in browser_of("karin").get(page).text
    clock.at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert link in browser_of("karin").get(page).text


def test_call_that_was_not_made_in_time_stays_on_the_list(browser_of, parts, world: World) -> None:
    assert due_on(parts, world, "2026-11-23") in browser_of("karin").get("/desk/reminders").text


MEETING = "amina.standard.meeting"
REACHED = {
    "state": "sent",
    "sent_at": "2026-11-23T09:00:00Z",
    "reached_at": "2026-11-23T10:00:00Z",
    "reached_how": "opened",
}


def message(parts: Any, world: World, client: str = "amina", **changes: Any) -> str:
    """A message about a client's review meeting, planned for tomorrow unless said otherwise."""

    def work(tx: Any) -> str:
        row = {
            "case_id": world.ids[f"{client}.case"], "meeting_id": world.ids[f"{client}.standard.meeting"],
            "person_id": world.ids[client], "kind": "booked", "starts_at": "2026-12-03T13:30:00Z",
            "due_at": "2026-11-25T09:00:00Z", "stale_at": "2026-12-03T13:30:00Z", "made_at": LONG_AGO,
        }  # fmt: skip
        return str(tx.insert("reminders", **{**row, **changes}))

    return plant.planted(parts, work)


def section(text: str, name: str) -> str:
    """What stands under one heading; nothing where there is none."""
    return text.split(f'id="{name}"', 1)[1].split("</section>")[0] if f'id="{name}"' in text else ""


def test_who_does_not_know_of_the_meeting_stands_first(browser_of, parts, world: World) -> None:
    message(parts, world)
    message(parts, world, "badr", **REACHED)
    page = browser_of("karin").get("/desk/reminders").text
    amina, badr = (f"/desk/meetings/{world.ids[f'{client}.standard.meeting']}" for client in ("amina", "badr"))
    assert amina in section(page, "unaware")
    assert badr not in section(page, "unaware")
    assert badr in section(page, "aware")


def test_each_meeting_stands_once_however_many_messages_there_are(browser_of, parts, world: World) -> None:
    for hour in range(5):
        message(parts, world, due_at=f"2026-11-25T0{hour}:00:00Z", offset_hours=hour)
    page = browser_of("karin").get("/desk/reminders").text
    assert page.count(f'value="{world.ids[MEETING]}"') == 1
    assert page.count(f"/desk/meetings/{world.ids[MEETING]}") == 1


def phone(parts: Any, world: World, client: str) -> None:
    """A phone of this client that takes messages."""

    def work(tx: Any) -> None:
        tx.update("clients", world.ids[client], channels='["push", "phone"]')
        tx.insert(
            "push_subscriptions", account_id=world.ids[client], service="fcm", endpoint_sealed="https://a.example/1",
            endpoint_digest=client, p256dh_sealed="p", auth_sealed="a", made_at=LONG_AGO, seen_at=LONG_AGO,
        )  # fmt: skip

    plant.planted(parts, work)


def test_preview_shows_what_each_person_reads_in_the_own_language(browser_of, parts, world: World) -> None:
    for client in ("amina", "badr"):
        phone(parts, world, client)
    path = "/desk/reminders/chosen?" + "&".join(
        f"meeting={world.ids[f'{client}.standard.meeting']}" for client in ("amina", "badr")
    )
    page = browser_of("karin").get(path).text
    assert 'lang="ar"' in page
    assert 'lang="tr"' in page


def test_preview_says_who_reads_nothing_and_is_to_be_called(browser_of, parts, world: World) -> None:
    phone(parts, world, "badr")
    path = "/desk/reminders/chosen?" + "&".join(
        f"meeting={world.ids[f'{client}.standard.meeting']}" for client in ("amina", "badr")
    )
    page = browser_of("karin").get(path).text
    assert 'lang="ar"' not in page
    assert 'lang="tr"' in page
    assert page.count("Die Person bekommt keine Nachrichten. Sie bekommen einen Anruf auf Ihre Liste.") == 1


def test_chosen_people_are_reminded_at_once_and_who_can_not_be_is_to_be_called(browser_of, parts, world: World) -> None:
    meetings = [world.ids[f"{client}.standard.meeting"] for client in ("amina", "badr")]
    phone(parts, world, "amina")
    answer = browser_of("karin").post("/desk/reminders/chosen", data={"meeting": meetings})
    assert answer.status_code == 303
    told = browser_of("karin").get(answer.headers["location"]).text
    assert "1 Nachricht ist auf dem Weg." in told
    assert "1 Person bekommt keine Nachricht. Sie steht auf der Anrufliste." in told
    assert "/desk/call-tasks/" in section(told, "calls")
    sent = parts.database.read(world.ids["karin"], parts.now()).rows(
        "reminders.of_case", case_id=world.ids["amina.case"]
    )
    assert [(row["kind"], row["state"]) for row in sent] == [("by_hand", "due")]
    called = parts.database.read(world.ids["karin"], parts.now()).rows(
        "announcements.open_call_tasks", today="2026-12-02"
    )
    assert [row["meeting_id"] for row in called] == [meetings[1]]
    again = browser_of("karin").post("/desk/reminders/chosen", data={"meeting": meetings[:1]})
    assert again.headers["location"] == "/desk/reminders?just_now=1"
    rows = parts.database.read(world.ids["karin"], parts.now()).rows(
        "reminders.of_case", case_id=world.ids["amina.case"]
    )
    assert len(rows) == 1


def test_one_foreign_meeting_among_the_chosen_changes_nothing(browser_of, parts, world: World) -> None:
    mine = plant.meeting_at(parts, world, "2026-11-30", "10:00")
    plant.planted(parts, lambda tx: tx.run("unscoped.close_late_call_tasks"))
    chosen = {"meeting": [mine, "01a2034b-a40d-7987-8c77-4daa4f8ce716"]}
    assert browser_of("karin").post("/desk/reminders/chosen", data=chosen).status_code == 404
    seen = parts.database.read(world.ids["karin"], parts.now())
    assert seen.rows("reminders.of_case", case_id=world.ids["amina.case"]) == []
    assert seen.rows("announcements.open_call_tasks", today="2026-12-02") == []


def test_nobody_chosen_is_said_kindly(browser_of, world: World) -> None:
    assert browser_of("karin").get("/desk/reminders/chosen").status_code == 422
    assert browser_of("karin").post("/desk/reminders/chosen", data={}).status_code == 422


def test_pause_is_said_on_the_desk_and_ends_when_wished(browser_of, world: World) -> None:
    karin, path = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/reminders"
    assert karin.post(f"{path}/pause", data={"until": "2026-12-01"}).status_code == 303
    assert "01.12.2026" in section(karin.get(path).text, "pause")
    karin.post(f"{path}/pause", data={})
    assert "01.12.2026" not in section(karin.get(path).text, "pause")


@pytest.mark.parametrize("until", ["2026-11-23", "2027-11-24", "morgen", "2026-13-40"])
def test_pause_lasts_from_today_to_three_months(browser_of, world: World, until: str) -> None:
    path = f"/desk/cases/{world.ids['amina.case']}/reminders/pause"
    assert browser_of("karin").post(path, data={"until": until}).status_code == 422


def test_way_and_reason_stand_beside_each_message(browser_of, parts, world: World) -> None:
    first, then = "2026-11-23T09:00:00Z", "2026-11-23T09:01:00Z"
    message(parts, world, channel="sms", due_at=first, state="failed", end_reason="refused", ended_at=first)
    message(parts, world, channel="email", due_at=then, state="sent", sent_at=then)
    browser = browser_of("karin")
    of_case = browser.get(f"/desk/cases/{world.ids['amina.case']}/reminders").text
    assert "Die Nummer oder Adresse nimmt nichts an." in of_case
    assert ">SMS<" in of_case
    assert ">E-Mail<" in of_case
    assert "E-Mail · Noch nicht gelesen" in browser.get("/desk/reminders").text


@pytest.mark.parametrize(("seen_at", "shown"), [("2026-11-17T09:00:00Z", True), ("2026-11-18T09:00:00Z", False)])
@pytest.mark.fault("F22")
def test_phone_without_a_sign_of_life_is_told(browser_of, parts, world: World, seen_at: str, shown: bool) -> None:
    message(parts, world, state="sent", sent_at="2026-11-23T09:01:00Z")
    device = {
        "account_id": world.ids["amina"], "service": "fcm.googleapis.com", "endpoint_sealed": "x", "endpoint_digest": "x",
        "p256dh_sealed": "x", "auth_sealed": "x", "made_at": LONG_AGO, "seen_at": seen_at,
    }  # fmt: skip
    plant.planted(parts, lambda tx: tx.insert("push_subscriptions", **device))
    text = browser_of("karin").get("/desk/reminders").text
    assert ("Das Telefon meldet sich seit 7 Tagen nicht." in text) is shown


def test_address_with_nonsense_says_nothing(browser_of) -> None:
    page = browser_of("karin").get("/desk/reminders?message=9999&call=%3Cb%3E&just_now=-1").text
    assert "auf dem Weg" not in page
    assert "steht auf der Anrufliste" not in page
    assert "gerade erst" not in page


STANDS_STILL = "Gerade gehen keine Erinnerungen hinaus."


@pytest.mark.fault("F44")
@pytest.mark.parametrize("page", ["/desk", "/desk/reminders"])
@pytest.mark.parametrize(("alive_at", "told"), [("", True), ("2026-11-24T08:45:00Z", True), (NOW_TEXT, False)])
def test_counsellor_is_told_when_no_reminders_go_out(browser_of, parts, page: str, alive_at: str, told: bool) -> None:
    if alive_at:
        alive = {"id": "worker", "alive_at": alive_at}
        plant.planted(parts, lambda tx: tx.insert("worker_state", **alive))
    assert (STANDS_STILL in browser_of("karin").get(page).text) is told


@pytest.mark.parametrize(("until", "rings"), [("2026-11-24", True), ("2026-11-25", False)])
def test_next_message_is_one_that_goes_out_after_the_pause(browser_of, parts, world: World, until: str, rings) -> None:
    message(parts, world)
    plant.planted(parts, lambda tx: tx.update("clients", world.ids["amina"], reminders_paused_until=until))
    text = section(browser_of("karin").get("/desk/reminders").text, "unaware")
    assert ("25.11.2026, 10:00" in text) is rings


def test_message_that_came_to_nothing_is_not_the_next_one(browser_of, parts, world: World) -> None:
    """Nothing ran over its time."""
    message(parts, world, due_at="2026-11-23T09:00:00Z", stale_at="2026-11-24T08:00:00Z")
    assert "23.11.2026, 10:00" not in section(browser_of("karin").get("/desk/reminders").text, "unaware")


@pytest.mark.parametrize(
    ("channel", "told"), [("push", "Die Nachricht ging nicht durch."), ("sms", "Die Nummer oder Adresse")]
)
def test_phone_that_takes_no_message_is_not_called_a_number(browser_of, parts, world: World, channel, told) -> None:
    message(parts, world, channel=channel, state="failed", end_reason="refused", ended_at=LONG_AGO)
    assert told in browser_of("karin").get("/desk/reminders").text
