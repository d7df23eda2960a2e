"""Meetings, reminders and calls at the desk, as forms without a script send them."""

import re
from typing import Any

import pytest

from tests.world import LONG_AGO, World

WARNED = 'class="notice notice--warn"'


def booking(**more: str) -> dict[str, str]:
    form = {
        "day": "2026-12-02", "clock": "10:00", "minutes": "60", "kind": "review", "goal_id": "",
        "place_kind": "office", "place": "Beispielstraße 100", "partner_id": "",
        "interpreter_language": "", "mentor_id": "", "sensitivity": "standard",
    }  # fmt: skip
    return form | more


def book(browser: Any, world: World, **more: str) -> Any:
    return browser.post(f"/desk/cases/{world.ids['amina.case']}/meetings/new", data=booking(**more))


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def accepted_on(page: str) -> str:
    found = re.search(r'name="accepted" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_new_meeting_starts_with_the_office_and_the_clients_language(browser_of, world: World, parts) -> None:
    parts.database.utils().conn.execute("UPDATE clients SET interpreter_language = 'ar'")
    page = browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/meetings/new").text
    assert 'value="Beispielstraße 100"' in page
    assert '<option selected value="ar">' in page


@pytest.mark.parametrize("name", ["karin", "dora"])
def test_booked_meeting_is_on_the_clients_page(browser_of, world: World, name: str) -> None:
    made = book(browser_of(name), world, room="Zimmer 7")
    assert made.status_code == 303
    assert browser_of("karin").get(made.headers["location"]).status_code == 200
    shown = browser_of("amina").get("/meetings/" + made.headers["location"].split("/")[-1])
    assert "Zimmer 7" in shown.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-05", "An diesem Tag ist Wochenende."),
        ("2026-12-25", "An diesem Tag ist ein Feiertag."),
        ("2026-11-20", "Dieser Tag ist schon vorbei."),
        ("2026-12-30", "An diesem Tag ist Ihre Stelle geschlossen."),
    ],
)
def test_day_off_or_past_warns_once_and_can_be_booked(browser_of, world: World, parts, day: str, words: str) -> None:
    closing = {
        "carrier_id": world.ids["carrier"],
        "from_on": "2026-12-28",
        "until_on": "2026-12-31",
        "made_at": LONG_AGO,
    }
    parts.database.write_now("", parts.now(), lambda tx: tx.insert("closing_days", **closing))
    karin = browser_of("karin")
    warned = book(karin, world, day=day)
    assert (warned.status_code, words in warned.text, "Trotzdem eintragen" in warned.text) == (422, True, True)
    assert book(karin, world, day=day, accepted=accepted_on(warned.text)).status_code == 303


def test_yes_to_one_day_is_no_yes_to_another(browser_of, world: World) -> None:
    karin = browser_of("karin")
    stamp = accepted_on(book(karin, world, day="2026-12-05").text)
    assert book(karin, world, day="2026-12-06", accepted=stamp).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"day": "bald"}, {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"clock": "25:00"}, {"clock": ""},
     {"minutes": "4"}, {"minutes": "481"}, {"minutes": "-60"}, {"minutes": "9" * 30}, {"place": ""},
     {"place": "x" * 201}, {"kind": "party"}, {"place_kind": "moon"},
     {"sensitivity": "none"}, {"interpreter_language": "xx"}, {"partner_id": "nobody"}, {"mentor_id": "nobody"}],
)  # fmt: skip
def test_unreadable_meeting_is_refused_and_changes_nothing(
    browser_of, world: World, parts, wrong: dict[str, str]
) -> None:
    count = "SELECT COUNT(*) AS n FROM meetings"
    before = next(parts.database.utils().query(count))
    assert book(browser_of("karin"), world, **wrong).status_code in (409, 422)
    assert next(parts.database.utils().query(count)) == before


def test_mentor_is_invited_only_on_the_clients_wish(browser_of, world: World) -> None:
    karin = browser_of("karin")
    page = karin.get(f"/desk/cases/{world.ids['amina.case']}/meetings/new").text
    assert world.ids["mona"] in page
    assert world.ids["magnus"] not in page
    refused = book(karin, world, mentor_id=world.ids["mona"])
    assert (refused.status_code, WARNED in refused.text) == (409, True)
    assert book(karin, world, mentor_id=world.ids["mona"], mentor_wished="y").status_code == 303


def test_moving_leads_to_the_new_meeting_and_the_client_sees_it(browser_of, world: World) -> None:
    karin = browser_of("karin")
    old = book(karin, world).headers["location"]
    form = {
        "day": "2026-12-09",
        "clock": "11:15",
        "minutes": "45",
        "version": version_on(karin.get(f"{old}/move").text),
    }
    moved = karin.post(f"{old}/move", data=form)
    assert (moved.status_code, moved.headers["location"] != old) == (303, True)
    assert moved.headers["location"] in karin.get(old).text
    assert "11:15" in browser_of("amina").get("/meetings").text
    again = karin.post(f"{old}/move", data=form)
    assert again.status_code == 409


def test_stale_move_and_edit_show_what_counts_and_keep_what_was_typed(browser_of, world: World, clock) -> None:
    karin, dora = browser_of("karin"), browser_of("dora")
    made = book(karin, world).headers["location"]
    version = version_on(karin.get(f"{made}/edit").text)
    clock.at = clock.at.replace(minute=1)
    assert karin.post(f"{made}/edit", data=booking(place="Ort von Karin", version=version)).status_code == 303
    answer = dora.post(f"{made}/edit", data=booking(place="Ort von Dora", version=version))
    assert (answer.status_code, "Ort von Karin" in answer.text, "Ort von Dora" in answer.text) == (409, True, True)
    late = dora.post(f"{made}/move", data={"day": "2026-12-09", "clock": "11:15", "minutes": "45", "version": version})
    assert (late.status_code, "11:15" in late.text) == (409, True)


def test_interpreter_then_confirmed(browser_of, world: World) -> None:
    karin = browser_of("karin")
    made = book(karin, world, interpreter_language="ar").headers["location"]
    path = f"/meetings/{made.split('/')[-1]}/answers"
    assert browser_of("amina").post(path, data={"answer": "coming"}).status_code == 303
    page = karin.get(made).text
    assert ("Person kommt" in page, "steht fest" in page.split("Wer übersetzt?")[0].split("Der Termin")[0]) == (
        True,
        False,
    )
    form = {"state": "confirmed", "name": "Rana", "version": version_on(page)}
    assert karin.post(f"{made}/confirm-interpreter", data=form).status_code == 303
    assert "steht fest</span>" in karin.get(made).text
    assert karin.post(f"{made}/confirm-interpreter", data=form).status_code == 409


def test_wish_is_shown_and_answered(browser_of, world: World) -> None:
    karin = browser_of("karin")
    made = book(karin, world).headers["location"]
    wish = {"answer": "cannot", "wish": "later", "words": "<script>alert(1)</script>"}
    browser_of("amina").post(f"/meetings/{made.split('/')[-1]}/answers", data=wish)
    page = karin.get(made).text
    assert "Die Person möchte einen anderen Tag." in page
    assert "Später" in page
    assert "<script>alert" not in page
    assert karin.post(f"{made}/keep", data={"version": version_on(page)}).status_code == 303
    assert "Die Person möchte einen anderen Tag." not in karin.get(made).text


def test_outcome_is_asked_after_the_start_only(browser_of, world: World, clock) -> None:
    karin = browser_of("karin")
    made = book(karin, world, day="2026-11-24", clock="11:00").headers["location"]
    early = karin.get(made).text
    assert "Hat der Termin stattgefunden?" not in early
    assert karin.post(f"{made}/outcome", data={"outcome": "held", "version": version_on(early)}).status_code == 409
    clock.at = clock.at.replace(hour=11)
    page = browser_of("karin").get(made).text
    assert "Hat der Termin stattgefunden?" in page
    assert (
        browser_of("karin").post(f"{made}/outcome", data={"outcome": "held", "version": version_on(page)}).status_code
        == 303
    )


def test_an_outcome_given_on_the_days_list_leads_back_to_it(browser_of, world: World, clock) -> None:
    made = book(browser_of("karin"), world, day="2026-11-24", clock="11:00").headers["location"]
    clock.at = clock.at.replace(hour=11)
    karin = browser_of("karin")
    answer = {"outcome": "held", "version": version_on(karin.get(made).text), "back": "day"}
    assert karin.post(f"{made}/outcome", data=answer).headers["location"] == "/desk"


def test_week_shows_the_meeting_on_its_day_and_weekdays_only(browser_of, world: World) -> None:
    karin = browser_of("karin")
    made = book(karin, world).headers["location"]
    page = karin.get("/desk/meetings?from=2026-12-02").text
    assert made in page
    assert made not in karin.get("/desk/meetings?from=2026-12-09").text
    assert "Samstag" not in page
    for wrong in ("x", "9999-12-31", "2026-13-01"):
        assert karin.get(f"/desk/meetings?from={wrong}").status_code == 422


def test_reminding_now_is_seen_on_the_cases_reminders(browser_of, world: World) -> None:
    karin = browser_of("karin")
    made = book(karin, world).headers["location"]
    answer = karin.post(f"{made}/reminders")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/desk/cases/{world.ids['amina.case']}/reminders#meeting-{made.rpartition('/')[2]}",
    )
    page = karin.get(answer.headers["location"]).text
    assert "Erinnerung" in page
    assert "/desk/call-tasks/" in page
    assert karin.get("/desk/reminders").status_code == 200
    for name, status in (("olle", 404), ("badr", 403), ("mona", 403)):
        assert browser_of(name).post(f"{made}/reminders").status_code == status


def call_of(browser: Any, world: World) -> str:
    book(browser, world, room="Zimmer 7")
    page = browser.get(f"/desk/cases/{world.ids['amina.case']}/reminders").text
    found = re.search(r"/desk/call-tasks/[0-9a-f-]+", page)
    assert found is not None
    return found[0]


@pytest.mark.requirement("R55")
def test_call_offers_number_message_and_letter(browser_of, world: World) -> None:
    karin = browser_of("karin")
    task = call_of(karin, world)
    page = karin.get(task).text
    assert 'href="tel:03023125200"' in page
    assert 'href="sms:03023125200?body=' in page
    body = re.search(r'href="sms:[^"]*body=([^"]*)"', page)
    assert body is not None
    assert not any(word in body[1] for word in ("Amina", "Zimmer", "10"))
    letter = karin.get(f"{task}/letter").text
    assert "Zimmer 7" in letter
    assert 'dir="rtl"' in letter
    assert letter.count("2. Dezember 2026") == 1
    assert "02.12.2026" not in letter


def test_letter_of_a_protected_meeting_says_no_more_than_a_push(browser_of, world: World) -> None:
    karin = browser_of("karin")
    book(karin, world, sensitivity="high", topic="Sehr privat", room="Zimmer 8")
    page = karin.get(f"/desk/cases/{world.ids['amina.case']}/reminders").text
    letter = karin.get(re.findall(r"/desk/call-tasks/[0-9a-f-]+", page)[0] + "/letter").text
    assert not any(word in letter for word in ("Sehr privat", "Zimmer 8", "02.12.2026", "10:00"))
    assert "/desk/call-tasks/" not in browser_of("dora").get(f"/desk/cases/{world.ids['amina.case']}/reminders").text


def test_every_try_is_dated_and_speaking_closes_the_call(browser_of, world: World) -> None:
    karin = browser_of("karin")
    task = call_of(karin, world)
    assert karin.post(f"{task}/attempts", data={"result": "no_answer"}).status_code == 303
    assert "Niemand nimmt ab" in karin.get(task).text
    assert karin.post(f"{task}/attempts", data={"result": "shouted"}).status_code == 422
    assert karin.post(f"{task}/attempts", data={"result": "spoken"}).status_code == 303
    assert karin.post(f"{task}/attempts", data={"result": "no_answer"}).status_code == 409
    assert "gesprochen" in karin.get(task).text


@pytest.mark.parametrize(
    ("name", "status"), [("olle", 404), ("tilde", 404), ("amina", 403), ("mona", 403), ("ada", 403)]
)
def test_nobody_else_opens_the_call(browser_of, world: World, name: str, status: int) -> None:
    task = call_of(browser_of("karin"), world)
    assert browser_of(name).get(task).status_code == status
    assert browser_of(name).get(f"{task}/letter").status_code == status
    assert browser_of(name).post(f"{task}/attempts", data={"result": "spoken"}).status_code == status


def test_unknown_ids_do_not_exist(browser_of) -> None:
    karin = browser_of("karin")
    for path in ("/desk/goals/x", "/desk/steps/x", "/desk/meetings/x", "/desk/call-tasks/x", "/desk/cases/x/goals/new",
                 "/desk/cases/x/meetings/new", "/desk/cases/x/reminders", "/desk/cases/x/print"):  # fmt: skip
        assert karin.get(path).status_code == 404
    for path in ("/desk/meetings/x/cancel", "/desk/goals/x/state", "/desk/steps/x/removal", "/desk/steps/x/place"):
        assert karin.post(path, data={"version": "1", "direction": "up"}).status_code == 404


def test_what_the_person_says_on_the_telephone_is_written_down(browser_of, world: World) -> None:
    karin, url = browser_of("karin"), f"/desk/meetings/{world.ids['amina.standard.meeting']}"
    assert f'action="{url}/answer"' in karin.get(url).text
    assert karin.post(f"{url}/answer", data={"answer": "coming"}).headers["location"] == url
    assert "Beratung: Kommt" in karin.get(url).text
    assert karin.post(f"{url}/answer", data={"answer": ""}).status_code == 422
