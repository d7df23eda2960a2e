"""After the counselling nobody promises an answer, and nothing that a phone still sends is lost."""

import pytest

from tests.world import LONG_AGO, NOW_TEXT, World

JSON = {"Accept": "application/json"}


@pytest.fixture
def close(parts, world: World):
    def to(state: str) -> None:
        closed = {"state": state, "closed_at": LONG_AGO, "erase_due_on": "2027-01-05"}
        parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], **closed))
        german = {"language": "de"}
        parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], **german))

    return to


def kept(parts) -> int:
    return len(list(parts.database.utils()["help_requests"].rows))


def test_a_closed_plan_has_a_number_and_hours_instead_of_a_form(close, browser_of) -> None:
    close("closed")
    page = browser_of("amina").get("/help").text
    assert '<form class="stack" method="post" action="/help"' not in page
    assert "Ihre Beratung ist zu Ende." in page
    assert "tel:" in page.split("Brauchen Sie Hilfe?")[1]
    assert "Montag bis Freitag" in page
    assert "09:00" in page
    assert "tel:112" in page


def test_a_running_plan_has_the_form_and_no_hours(browser_of) -> None:
    page = browser_of("badr").get("/help").text
    assert 'action="/help"' in page
    assert "bis Freitag" not in page


@pytest.mark.parametrize("state", ["closed", "restricted"])
def test_what_a_phone_sends_later_is_kept(close, browser_of, parts, state: str) -> None:
    close(state)
    amina = browser_of("amina")
    sent = amina.post("/help", data={"obstacle": "worry"}, headers=JSON | {"Idempotency-Key": "h1"})
    assert sent.status_code == 200
    assert kept(parts) == 1


def test_a_kept_request_promises_no_day(close, browser_of, parts) -> None:
    close("closed")
    amina = browser_of("amina")
    answer = amina.post("/help", data={"obstacle": "worry"})
    page = amina.get(answer.headers["location"]).text
    assert "Ihre Nachricht ist da." in page
    assert "Bitte rufen Sie uns an." in page
    assert " liest sie bis " not in page
    assert "Wir lesen sie bis" not in page


def test_the_last_counsellor_sees_that_somebody_asked(close, browser_of, world: World) -> None:
    close("closed")
    browser_of("amina").post("/help", data={"obstacle": "worry", "words": "Ein Brief kam"})
    assert "Ein Brief kam" in browser_of("karin").get("/desk").text
    assert "Ein Brief kam" not in browser_of("olle").get("/desk").text


def test_of_a_restricted_plan_the_desk_lists_nothing(close, browser_of) -> None:
    close("restricted")
    browser_of("amina").post("/help", data={"obstacle": "worry", "words": "Ein Brief kam"})
    assert "Ein Brief kam" not in browser_of("karin").get("/desk").text


def test_a_request_that_can_not_be_read_is_refused_there_too(close, browser_of, parts) -> None:
    close("closed")
    assert browser_of("amina").post("/help", data={"obstacle": "guilt"}).status_code == 422
    assert kept(parts) == 0
