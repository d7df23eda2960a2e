"""A tick made without network arrives exactly once, in order, from the person who made it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opened, OpenPhone
from tests.browser.strange_network import strange_network
from tests.support import page_rules
from tests.support.waiting import until
from tests.support.world_server import WorldServer

TICK = 'form[data-outbox="tick"] button'
STEP = "amina.standard.step1"


def tick(phone: Opened) -> Page:
    phone.page.locator(TICK).first.click()
    phone.page.wait_for_selector("[data-word=pending]")
    return phone.page


def wait_until_sent(phone: Opened) -> None:
    until(lambda: phone.outbox() == [], "the outbox to be empty")


def test_tick_made_online_is_taken_at_once(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    phone.page.locator(TICK).first.click()
    until(lambda: [row["report"] for row in site.reports(STEP)] == ["done"], "the report")
    wait_until_sent(phone)
    phone.page.locator("[data-word=pending]").wait_for(state="detached")


def test_offline_tick_is_shown_as_not_sent_and_arrives_once(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today")
        page = tick(phone)
        assert page.locator("[data-word=pending]").is_visible()
        assert not page.locator(TICK).first.is_visible()
        phone.go("/today").locator("[data-word=pending]").wait_for()
        page_rules.check(phone.page, "ar")
        assert site.reports(STEP) == []
    phone.go("/today")
    wait_until_sent(phone)
    phone.go("/today")
    phone.go("/plan")
    assert [row["report"] for row in site.reports(STEP)] == ["done"]
    assert not phone.page.locator("[data-word=pending]").is_visible()


@pytest.mark.fault("F09")
def test_tick_arrives_once_though_the_server_was_killed(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    site.end(kill=True)
    phone.go("/today")
    tick(phone)
    site.restart()
    phone.go("/today")
    wait_until_sent(phone)
    assert len(site.reports(STEP)) == 1


@pytest.mark.fault("F09")
def test_answer_that_got_lost_does_not_tick_twice(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    phone.page.evaluate(
        """() => {
          const send = self.fetch;
          self.fetch = async (url, options) => {
            const answer = await send(url, options);
            if (!url.endsWith("/reports")) return answer;
            self.fetch = send;
            throw new TypeError(`lost: ${answer.status}`);
          };
        }"""
    )
    tries: list[str] = []
    phone.device.context.on("request", lambda request: tries.append(request.url) if "/reports" in request.url else None)
    phone.page.locator(TICK).first.click()
    until(lambda: len(site.reports(STEP)) == 1, "the server to take it")
    wait_until_sent(phone)
    assert len(tries) == 2
    assert len(site.reports(STEP)) == 1


def test_moment_of_the_tap_is_kept(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today")
        tick(phone)
        (entry,) = phone.outbox()
    assert entry["user"] == "opaque-amina"
    assert entry["url"] == f"/steps/{site.world.ids[STEP]}/reports"
    fields = dict(entry["fields"])  # type: ignore[call-overload]
    assert fields["report"] == "done"
    assert fields["tapped_at"] == entry["tapped_at"]
    assert "issued_at" in fields
    assert "request_key" not in fields


def test_tap_can_be_taken_back_before_it_is_sent(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today")
        page = tick(phone)
        page.click("[data-undo]")
        page.locator("[data-word=pending]").wait_for(state="detached")
        assert page.locator(TICK).first.is_visible()
        assert phone.outbox() == []
    phone.go("/today")
    assert site.reports(STEP) == []


def test_what_was_tapped_first_arrives_first(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today")
        tick(phone)
        phone.page.locator('form[data-outbox="meeting"] button').first.click()
        until(lambda: len(phone.outbox()) == 2, "two entries")
        urls = [entry["url"] for entry in phone.outbox()]
        # Before the network is back: the page sends the moment it is.
        answered: list[str] = []
        phone.device.context.on(
            "response", lambda answer: answered.append(answer.url) if answer.request.method == "POST" else None
        )
    phone.go("/today")
    wait_until_sent(phone)
    phone.go("/today")  # the browser tells of the last answer before it tells that this page is there
    sent = [url.removeprefix(site.origin) for url in answered if "/push/" not in url]
    assert sent == urls


@pytest.mark.fault("F10")
def test_ended_session_keeps_the_tick_and_asks_to_sign_in(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    site.end_sessions("amina")
    page = tick(phone)
    page.locator("[data-sign-in]").wait_for()
    assert len(phone.outbox()) == 1
    assert site.reports(STEP) == []
    site.sign_in(phone.device, "amina")
    phone.go("/today")
    wait_until_sent(phone)
    assert len(site.reports(STEP)) == 1


@pytest.mark.fault("F10")
def test_another_persons_session_never_takes_the_tick(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    site.sign_in(phone.device, "badr")
    page = tick(phone)
    page.locator("[data-sign-in]").wait_for()
    assert site.reports(STEP) == []
    assert site.rows("SELECT id FROM step_reports") == []


@pytest.mark.fault("F10")
def test_refused_entry_is_kept_and_shown_and_does_not_stop_the_next(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today")
        phone.page.locator(TICK).first.evaluate("(button) => { button.value = 'nonsense'; }")
        tick(phone)
        phone.page.locator('form[data-outbox="meeting"] button').first.click()
        until(lambda: len(phone.outbox()) == 2, "two entries")
    phone.go("/today")
    until(lambda: len(phone.outbox()) == 1, "the second to be sent")
    (entry,) = phone.outbox()
    assert entry["refused"]
    phone.go("/today")
    note = phone.page.locator("[data-word=pending]")
    note.wait_for()
    assert str(entry["refused"]) in note.inner_text()
    assert note.locator("[data-again]").is_visible()
    note.locator("[data-undo]").click()
    wait_until_sent(phone)


def test_portal_that_says_yes_to_everything_takes_no_tick(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    site.end()
    with strange_network(site.installation.port, 200):
        phone.page.locator(TICK).first.click()
        phone.page.wait_for_selector("[data-word=pending]")
        assert len(phone.outbox()) == 1
    site.restart()
    phone.go("/today")
    wait_until_sent(phone)
    assert len(site.reports(STEP)) == 1


def test_sync_event_sends_with_every_page_closed(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today")
        tick(phone)
        phone.page.goto("about:blank")
    until(lambda: len(site.reports(STEP)) == 1, "the sync event", 20)


def test_help_is_asked_for_the_step_that_was_open_offline(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    step = site.world.ids[STEP]
    with phone.device.offline():
        page = phone.go(f"/help?step={step}")
        assert page.get_attribute("html", "data-saved")
        form = page.locator("form[data-outbox]").first
        form.locator("input[type=radio]").first.check(force=True)
        form.locator("button").last.click()
        page.wait_for_selector("[data-word=pending]")
        assert step in json.dumps(phone.outbox())
    phone.go("/help")
    wait_until_sent(phone)
    assert [row["step_id"] for row in site.rows("SELECT step_id FROM help_requests")] == [step]
