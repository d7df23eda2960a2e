"""The whole story in real browsers: from an empty installation to a reminder on the client's phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pwa_server.i18n.catalogues import translate
from tests.browser.client_of_the_story import Client
from tests.browser.office_of_the_story import NOW, Coordinator, Counsellor, Office, Person
from tests.support.fixtures import OpenDevice
from tests.support.push_service import Device as PushDevice
from tests.support.push_service import PushMessage, PushService, check_vapid
from tests.support.server import Installation
from tests.support.waiting import until

# An hour after the server's clock: whatever is due at once is due for the worker.
WORKERS_NOW = "2026-11-24T10:00:00Z"
COURSE = "integration-course-start"
MEETING_DAY, NEW_DAY = "2026-12-03", "2026-12-04"
# Words that stand in one place each: what the mentor must not find.
SHARED_PLACE, MEETING_PLACE = "Platz Kanariaaa", "Raum Kanariaab"
OTHER_GOAL, OTHER_GOAL_IN_ARABIC, OTHER_STEP = "Ziel Kanariaac", "هدف Kanariaad", "Schritt Kanariaae"
SURNAME = "Kanariaaf"
HIDDEN = (MEETING_PLACE, OTHER_GOAL, OTHER_GOAL_IN_ARABIC, OTHER_STEP)


@pytest.fixture
def office(tmp_path: Path, push_service: PushService) -> Iterator[Office]:
    """An installation without anybody, whose server runs."""
    running = Office(Installation(tmp_path, now=NOW, push_origin=push_service.origin))
    yield running
    running.server.stop()


def test_the_plan_in_the_pocket(office: Office, phone: OpenDevice, desk: OpenDevice, push_service: PushService) -> None:
    origin = office.installation.origin
    devices = [desk(origin), desk(origin), phone(origin, permissions=["notifications"]), phone(origin)]
    coordinator, counsellor = Coordinator(office, devices[0]), Counsellor(office, devices[1])
    client = Client(devices[2], PushDevice(push_service.origin))
    mentor = Person(office, devices[3])

    mentor_code = the_office_begins(office, coordinator, counsellor, mentor)
    goal = the_counsellor_makes_a_plan(counsellor)
    meeting = counsellor.book("review", MEETING_DAY, "14:30", MEETING_PLACE)
    key = the_client_reads_it(client, counsellor.print_card())
    the_client_ticks_without_network(client, counsellor)
    the_client_lets_the_mentor_in(client, mentor, mentor_code, goal)
    with office.installation.work(WEGPLAN_NOW=WORKERS_NOW):
        the_meeting_is_announced(push_service, client, key, meeting)
        meeting = counsellor.move(meeting, NEW_DAY, "11:00")
        the_change_is_announced(push_service, client, key, meeting)
    the_client_sees_who_looked(client)
    assert [problem for device in devices for problem in device.watch.problems()] == []


def the_office_begins(office: Office, coordinator: Coordinator, counsellor: Counsellor, mentor: Person) -> str:
    """The first account comes from the command line, the others from printed letters. Answers the mentor's code."""
    coordinator.take_up(office.invitation_of_the_first("Renate Beispiel", "renate@example.org"))
    coordinator.set_up_second_factor()
    coordinator.page.wait_for_url("**/office")
    coordinator.set_office("Beispielstraße 100")
    letter = coordinator.invite_counsellor("Karin Beispiel", "karin@example.org")
    mentors_letter, mentor_code = coordinator.invite_mentor("Mona Beispiel", "mona@example.org")
    counsellor.take_up(letter)
    counsellor.set_up_second_factor()
    counsellor.page.wait_for_url("**/desk")
    mentor.take_up(mentors_letter)
    return mentor_code


def the_counsellor_makes_a_plan(counsellor: Counsellor) -> str:
    """Two goals: one of the catalogue with a built step, one of their own. Answers the path of the first."""
    counsellor.open_case(f"Amina {SURNAME}", "ar")
    goal = counsellor.goal_from_catalogue("Integrationskurs", COURSE)
    counsellor.built_step(goal, "bring", "identity-document", SHARED_PLACE)
    other = counsellor.own_goal(OTHER_GOAL, OTHER_GOAL_IN_ARABIC)
    counsellor.own_step(other, OTHER_STEP)
    return goal


def the_client_reads_it(client: Client, code: str) -> str:
    """From the card to the plan, all in Arabic. Answers the key that she subscribed with."""
    client.take_up(code)
    key = client.switch_on_reminders()
    client.go("/today")
    assert translate("ar", "Erledigt") in client.page.inner_text("main")
    client.listen()
    plan = client.go("/plan").inner_text("main")
    assert OTHER_GOAL_IN_ARABIC in plan
    client.wait_until_stored()
    return key


def the_client_ticks_without_network(client: Client, counsellor: Counsellor) -> None:
    """A tick without network reaches the desk once the network is back."""
    step = client.tick_offline()
    client.device.open("/today", client.page)
    done = counsellor.page.locator(".history li", has_text="erledigt")
    until(lambda: (counsellor.go(f"/desk/steps/{step}"), done.count())[1], "the tick at the desk", every=0.5)
    assert done.filter(has_text="Amina").count() == 1
    client.go(f"/steps/{step}").locator("[data-word=pending]").wait_for(state="detached")


def the_client_lets_the_mentor_in(client: Client, mentor: Person, code: str, goal: str) -> None:
    """The mentor sees exactly the goal that was granted, and nothing before saying yes."""
    client.let_in(code, goal.split("/")[-1])
    before = mentor.go("/mentor/clients").content()
    assert [word for word in (SURNAME, SHARED_PLACE, *HIDDEN) if word in before] == []
    mentor.send("Ja, ich gehe mit")
    mentor.page.wait_for_url("**/mentor/clients/*")
    seen = mentor.page.content()
    assert SHARED_PLACE in seen
    for path in ("/mentor", "/mentor/more", "/mentor/clients"):
        seen += mentor.go(path).content()
    assert [word for word in HIDDEN if word in seen] == []


def the_meeting_is_announced(service: PushService, client: Client, key: str, meeting: str) -> None:
    """One message, signed by the office's key, sealed for this phone alone; a tap opens the meeting."""
    (message,) = service.wait_for(1, client.receiver.path)
    shown = arrives(service, client, key, message)
    assert (shown["title"], shown["body"]) == (
        translate("ar", "Sie haben einen Termin."),
        translate("ar", "Bitte öffnen Sie die App."),
    )
    opens(client, shown, meeting)


def the_change_is_announced(service: PushService, client: Client, key: str, meeting: str) -> None:
    """A message of its own; the page that it opens tells the new time."""
    message = service.wait_for(2, client.receiver.path)[1]
    shown = arrives(service, client, key, message)
    assert shown["title"] == translate("ar", "Ein Termin hat sich geändert.")
    opens(client, shown, meeting)
    assert "04.12.2026" in client.page.inner_text("main")
    assert "11:00" in client.page.inner_text("main")


def arrives(service: PushService, client: Client, key: str, message: PushMessage) -> dict[str, str]:
    """The message is as strict services want it and reaches the service worker; answers what the phone shows."""
    assert message.status == 201
    check_vapid(message.headers, service.origin, key)
    text = client.receiver.decrypt(message)
    assert not any(word in text for word in (SURNAME, SHARED_PLACE, *HIDDEN))
    tag = json.loads(text)["notification"]["tag"]
    (shown,) = [one for one in client.device.service_worker(client.page).deliver_push(text) if one["tag"] == tag]
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    return shown


def opens(client: Client, shown: dict[str, str], meeting: str) -> None:
    """A tap on the notification leads to the page of the meeting."""
    meeting_id = meeting.split("/")[-1]
    calls = client.device.service_worker(client.page).click(shown["tag"])
    assert ("navigate", f"{client.device.origin}/meetings/{meeting_id}") in calls
    client.page.wait_for_url(f"**/meetings/{meeting_id}")
    client.look()


def the_client_sees_who_looked(client: Client) -> None:
    """Counsellor and mentor stand in her list, and the mentor may be sent away."""
    text = client.go("/sharing").inner_text("main")
    assert "Karin" in text
    assert "Mona" in text
