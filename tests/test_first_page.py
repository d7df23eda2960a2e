"""The client's first page."""

from tests.world import World


def test_client_sees_her_next_step_and_meeting(browser_of, world: World) -> None:
    page = browser_of("amina").get("/today")
    assert page.status_code == 200
    assert world.canaries["amina.standard.step1.text"] in page.text
    assert world.canaries["amina.standard.meeting.place"] in page.text
    assert 'lang="ar" dir="rtl"' in page.text


def test_client_does_not_see_protected_goals_on_a_stored_page(browser_of, world: World) -> None:
    page = browser_of("amina").get("/today")
    hidden = [word for place, word in world.canaries.items() if place.startswith("amina.high")]
    assert not any(word in page.text for word in hidden)


def test_counsellor_may_not_open_a_clients_first_page(browser_of) -> None:
    assert browser_of("karin").get("/today").status_code == 403


def test_nobody_is_asked_to_sign_in(browser_of) -> None:
    answer = browser_of().get("/today")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/today"
