"""Meetings: the answer, and the file for the phone's calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from pwa_server.domain.times import later, starts_at
from pwa_server.i18n.catalogues import translate
from tests.world import NOW_TEXT, World

JSON = {"Accept": "application/json"}


@pytest.fixture
def path(world: World) -> str:
    return f"/meetings/{world.ids['amina.standard.meeting']}"


def put(parts, world: World, **changes) -> None:
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("meetings", world.ids["amina.standard.meeting"], **changes)
    )


def test_coming_is_thanked_for(browser_of, path: str) -> None:
    client = browser_of("amina")
    answer = client.post(f"{path}/answers", data={"answer": "coming"})
    assert answer.headers["location"] == f"{path}?answered=coming"
    assert 'class="notice notice--good"' in client.get(answer.headers["location"]).text


@pytest.mark.parametrize("state", ["planned", "confirmed", "moved", "cancelled", "held", "reschedule_requested"])
def test_coming_is_accepted_in_every_state(browser_of, parts, world: World, path: str, state: str) -> None:
    put(parts, world, state=state)
    client = browser_of("amina")
    assert client.post(f"{path}/answers", data={"answer": "coming"}, headers=JSON).status_code == 200
    assert client.post(f"{path}/answers", data={"answer": "coming"}).status_code == 303


@pytest.mark.requirement("R22")
def test_own_yes_stands_there_while_an_interpreter_is_looked_for(browser_of, parts, world: World, path: str) -> None:
    put(parts, world, state="planned", interpreter_language="ar", interpreter_state="needed")
    client = browser_of("amina")
    yes, looking = translate("ar", "Sie kommen"), translate("ar", "Wir suchen jemanden zum Übersetzen.")
    assert yes not in client.get("/meetings").text
    client.post(f"{path}/answers", data={"answer": "coming"})
    for page in ("/today", "/meetings", path):
        text = client.get(page).text
        assert yes in text, page
        assert looking in text, page


@pytest.mark.parametrize("state", ["planned", "confirmed", "held"])
def test_when_a_meeting_is_over_nobody_comes_and_nobody_is_looked_for(
    state: str, browser_of, clock, parts, world: World, path: str
) -> None:
    put(parts, world, state=state, client_answer="coming", interpreter_language="ar", interpreter_state="needed")
    clock.at += timedelta(days=60)
    text = browser_of("amina").get(path).text.split("</article>")[0]
    assert translate("ar", "Sie kommen") not in text
    assert translate("ar", "Wir suchen jemanden zum Übersetzen.") not in text


@pytest.mark.parametrize(
    ("answer", "words"),
    [("coming", "Kommt mit:"), ("cannot", "kann nicht mitkommen."), (None, "Wir haben")],
)
@pytest.mark.parametrize("page", ["/today", "/meetings"])
def test_who_comes_along_is_said_as_the_mentor_said_it(
    page: str, answer: str | None, words: str, browser_of, parts, world: World
) -> None:
    put(parts, world, mentor_id=world.ids["mona"], mentor_answer=answer)
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    text = browser_of("amina").get(page).text
    assert [said for said in ("Kommt mit:", "kann nicht mitkommen.", "Wir haben") if said in text] == [words]


@pytest.mark.parametrize("state", ["cancelled", "moved"])
@pytest.mark.parametrize("interpreter", ["needed", "booked", "none_found", "confirmed"])
def test_nobody_interprets_where_nothing_takes_place(
    interpreter: str, state: str, browser_of, parts, world: World, path: str
) -> None:
    put(parts, world, state=state, interpreter_language="ar", interpreter_state=interpreter)
    text = browser_of("amina").get(path).text
    for sentence in ("Wir suchen jemanden zum Übersetzen.", "Jemand übersetzt für Sie."):
        assert translate("ar", sentence) not in text


def test_moved_meeting_leads_to_the_new_one(browser_of, parts, world: World, path: str) -> None:
    put(parts, world, state="moved", moved_to_id=world.ids["amina.high.meeting"])
    assert f'href="/meetings/{world.ids["amina.high.meeting"]}"' in browser_of("amina").get(path).text


def test_wish_and_words_come_back_clean(browser_of, parts, world: World, path: str) -> None:
    client = browser_of("amina")
    words = "Kind krank \u202ekcurüz <b hx-get='/x'>"
    client.post(f"{path}/answers", data={"answer": "cannot", "wish": "phone", "words": words})
    page = client.get(path).text
    assert "\u202e" not in page
    assert "Kind krank" in page
    assert "<b hx-get" not in page


@pytest.mark.parametrize(
    "data",
    [{}, {"answer": "perhaps"}, {"answer": "cannot", "wish": "never"}, {"answer": "cannot", "words": "x" * 2001}],
)
def test_unreadable_answers_change_nothing(browser_of, parts, path: str, data: dict) -> None:
    assert browser_of("amina").post(f"{path}/answers", data=data).status_code == 422
    assert browser_of("amina").post(f"{path}/answers", data=data, headers=JSON).status_code == 422
    assert parts.database.utils().conn.execute("SELECT COUNT(*) FROM meeting_answers").fetchone()[0] == 0


def test_meetings_of_others_take_no_answer(browser_of, world: World, path: str) -> None:
    foreign = f"/meetings/{world.ids['badr.standard.meeting']}/answers"
    assert browser_of("amina").post(foreign, data={"answer": "coming"}).status_code == 404
    for name in ("karin", "mona", "ada"):
        assert browser_of(name).post(f"{path}/answers", data={"answer": "coming"}).status_code == 403


def test_map_opens_on_tap_only(browser_of, path: str) -> None:
    page = browser_of("amina").get(path).text
    assert 'rel="noopener noreferrer"' in page
    assert "https://www.openstreetmap.org/search?query=" in page


def test_homes_are_not_looked_up_on_a_map(browser_of, parts, world: World, path: str) -> None:
    put(parts, world, place_kind="home")
    assert "openstreetmap" not in browser_of("amina").get(path).text


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        ("2027-03-27", "14:30", datetime(2027, 3, 27, 13, 30, tzinfo=UTC)),
        ("2027-03-28", "14:30", datetime(2027, 3, 28, 12, 30, tzinfo=UTC)),
        ("2027-10-30", "14:30", datetime(2027, 10, 30, 12, 30, tzinfo=UTC)),
        ("2027-10-31", "14:30", datetime(2027, 10, 31, 13, 30, tzinfo=UTC)),
    ],
)
def test_calendar_file_keeps_the_wall_clock_over_a_clock_change(
    browser_of, parts, world: World, path: str, day: str, wall: str, utc: datetime
) -> None:
    start = starts_at(day, wall)
    put(parts, world, local_date=day, local_time=wall, starts_at=start, ends_at=later(start, minutes=60))
    answer = browser_of("amina").get(f"{path}/calendar.ics")
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    begin = event["DTSTART"].dt
    assert begin.strftime("%Y-%m-%d %H:%M") == f"{day} {wall}"
    assert begin.astimezone(UTC) == utc
    assert b"BEGIN:VTIMEZONE" in answer.content


def test_calendar_file_says_appointment_and_nothing_else(browser_of, world: World, path: str) -> None:
    answer = browser_of("amina").get(f"{path}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert b"Kanari" not in answer.content
    assert b"wegplan" not in answer.content.lower()
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert set(event) <= {"UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "STATUS", "SEQUENCE", "CLASS"}


def test_calendar_file_of_a_cancelled_meeting_takes_it_out(browser_of, parts, world: World, path: str) -> None:
    put(parts, world, state="cancelled")
    assert b"STATUS:CANCELLED" in browser_of("amina").get(f"{path}/calendar.ics").content


def test_yonas_reads_24_hour_digits_and_the_part_of_the_day(browser_of, parts, world: World, path: str) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    page = browser_of("amina").get(path).text
    assert "14:30" in page
    assert "am Nachmittag" in page
    assert "2:30" not in page.replace("12:30", "")


def test_client_chooses_on_the_page_who_comes_along(browser_of, world: World, path: str) -> None:
    client = browser_of("amina")
    assert f'value="{world.ids["mona"]}"' not in client.get(path).text
    assert client.post(f"{path}/companion", data={"mentor_id": ""}).headers["location"] == f"{path}?thanks=changed"
    assert f'value="{world.ids["mona"]}"' in client.get(path).text
    assert client.post(f"{path}/companion", data={"mentor_id": world.ids["mona"]}).status_code == 303
    assert client.post(f"{path}/companion", data={"mentor_id": world.ids["magnus"]}).status_code == 404
    for name in ("karin", "mona"):
        assert browser_of(name).post(f"{path}/companion", data={"mentor_id": ""}).status_code == 403
