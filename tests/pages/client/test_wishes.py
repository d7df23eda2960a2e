"""What is important to her: said with one tap, in words or by voice; told at the desk, and nowhere that others look."""

from datetime import timedelta

import pytest

from tests.world import World
from tests.worlds.reviews import SILENCE

JSON = {"Accept": "application/json", "Idempotency-Key": "a-tap-without-network"}
SOUND = {"sound": ("voice.wav", SILENCE, "audio/wav")}


def test_one_tap_is_thanked_for_and_stands_on_the_day_list(browser_of, world: World) -> None:
    amina = browser_of("amina")
    answer = amina.post("/wishes", data={"life_area": "housing", "words": "أريد شقة"})
    assert 'class="notice notice--good" role="status"' in amina.get(answer.headers["location"]).text
    karin = browser_of("karin")
    day = karin.get("/desk").text
    assert "أريد شقة" in day.split('id="wishes"')[1].split("</section>")[0]
    case = karin.get(f"/desk/cases/{world.ids['amina.case']}").text
    assert "أريد شقة" in case.split('id="wishes"')[1].split("</section>")[0]


def test_words_are_read_under_about_me_and_not_on_the_page_that_a_phone_keeps(browser_of) -> None:
    amina = browser_of("amina")
    amina.post("/wishes", data={"life_area": "housing", "words": "أريد شقة"})
    page = amina.get("/wishes")
    assert "أريد شقة" not in page.text
    assert int(page.headers["sw-store"].partition(";")[2]) > 0
    about = amina.get("/about-me")
    assert "أريد شقة" in about.text
    assert about.headers["sw-store"].endswith(";0")


def test_what_is_said_without_network_arrives_once(browser_of, parts) -> None:
    amina = browser_of("amina")
    before = parts.database.utils().conn.execute("SELECT count(*) FROM needs").fetchone()[0]
    for _ in range(2):
        said = {"life_area": "work", "words": "شغل", "tapped_at": "2026-11-24T08:00:00Z"}
        answer = amina.post("/wishes", data=said, headers=JSON)
        assert (answer.status_code, answer.json()["done"]) == (200, JSON["Idempotency-Key"])
    assert parts.database.utils().conn.execute("SELECT count(*) FROM needs").fetchone()[0] == before + 1


def test_a_voice_is_heard_at_the_desk_by_who_counsels_her(browser_of, world: World) -> None:
    amina = browser_of("amina")
    amina.post("/wishes/recordings", data={"life_area": "work", "language": "ar"}, files=SOUND)
    karin = browser_of("karin")
    page = karin.get(f"/desk/cases/{world.ids['amina.case']}/needs").text
    sound = page.split('src="/desk/recordings/')[1].split('"')[0]
    assert karin.get(f"/desk/recordings/{sound}").content == SILENCE
    for stranger in ("olle", "mona", "ada"):
        assert browser_of(stranger).get(f"/desk/recordings/{sound}").status_code in (403, 404)
    assert f'src="/recordings/{sound}"' in amina.get("/about-me").text


def test_a_voice_can_be_added_to_what_was_just_tapped(browser_of, parts) -> None:
    amina = browser_of("amina")
    where = amina.post("/wishes", data={"life_area": "work"}).headers["location"]
    need_id = where.partition("said=")[2]
    assert f'name="need_id" value="{need_id}"' in amina.get(where).text
    amina.post("/wishes/recordings", data={"life_area": "work", "need_id": need_id}, files=SOUND)
    kept = "SELECT count(*) FROM recordings WHERE subject = 'need' AND subject_id = ?"
    assert parts.database.utils().conn.execute(kept, [need_id]).fetchone()[0] == 1


def test_health_is_said_on_a_page_that_no_phone_keeps_and_listed_after_the_pin_only(browser_of, clock) -> None:
    amina = browser_of("amina")
    kept = amina.get("/wishes").text
    assert 'value="health"' not in kept
    page = amina.get("/wishes/protected")
    assert page.headers["sw-store"].endswith(";0")
    assert 'value="health"' in page.text
    assert "data-outbox" not in page.text
    where = amina.post("/wishes", data={"life_area": "health", "words": "قلبي"}).headers["location"]
    need_id = where.partition("said=")[2]
    assert where == f"/wishes/protected?said={need_id}"
    removal = f'action="/wishes/{need_id}/removal"'
    assert removal not in amina.get("/wishes").text
    assert removal in amina.get("/wishes/protected").text
    clock.at += timedelta(minutes=30)
    assert removal not in amina.get("/wishes/protected").text
    assert "قلبي" not in amina.get("/about-me").text
    assert amina.post(f"/wishes/{need_id}/removal").headers["location"] == "/pin?next=/wishes/protected"


@pytest.mark.parametrize("data", [{}, {"life_area": "weather"}, {"life_area": "work", "words": "x" * 501}])
def test_what_is_not_understood_is_asked_again_with_the_words_kept(browser_of, data: dict[str, str]) -> None:
    answer = browser_of("amina").post("/wishes", data=data)
    assert answer.status_code == 422
    assert data.get("words", "") in answer.text


def test_who_has_said_no_yes_to_a_plan_is_led_to_the_question(browser_of) -> None:
    badr = browser_of("badr")
    page = badr.get("/wishes").text
    assert 'href="/consents/ask/case_record"' in page
    assert 'action="/wishes"' not in page
    assert badr.post("/wishes", data={"life_area": "work"}).status_code == 409


def test_a_wish_taken_back_is_gone_here_and_at_the_desk(browser_of, world: World) -> None:
    amina = browser_of("amina")
    said = world.ids["amina.standard.said"]
    where = amina.post(f"/wishes/{said}/removal").headers["location"]
    assert 'class="notice notice--good"' in amina.get(where).text
    assert browser_of("karin").get(f"/desk/needs/{said}").status_code == 404
    assert amina.post(f"/wishes/{said}/removal").status_code == 404


def test_who_has_read_it_is_named_and_it_leaves_the_day_list(browser_of, world: World) -> None:
    karin, said = browser_of("karin"), world.ids["amina.standard.said"]
    assert world.canaries["amina.said"] in karin.get("/desk").text
    karin.post(f"/desk/needs/{said}/seen")
    assert world.canaries["amina.said"] not in karin.get("/desk").text
    assert world.canaries["karin.name"] in browser_of("amina").get("/wishes").text
