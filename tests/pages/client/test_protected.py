"""Protected goals open only online and just after the PIN."""

from datetime import timedelta

import pytest

from tests.world import NOW, World


def high_paths(world: World) -> list[str]:
    return [
        f"/goals/{world.ids['amina.high.goal']}",
        f"/steps/{world.ids['amina.high.step1']}",
        f"/meetings/{world.ids['amina.high.meeting']}",
    ]


def test_protected_pages_ask_for_the_pin_after_ten_minutes(browser_of, clock, world: World) -> None:
    client = browser_of("amina")
    clock.at = NOW + timedelta(minutes=11)
    for path in ["/protected", *high_paths(world)]:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/pin?next={path}")


def test_protected_pages_open_just_after_the_pin_and_are_never_kept(browser_of, world: World) -> None:
    client = browser_of("amina")
    for path in ["/protected", *high_paths(world)]:
        page = client.get(path)
        assert (page.status_code, page.headers["sw-store"]) == (200, "opaque-amina;0")


def test_page_titles_say_nothing_of_protected_goals(browser_of, world: World) -> None:
    for path in ["/protected", *high_paths(world)]:
        title = browser_of("amina").get(path).text.split("<title>")[1].split("</title>")[0]
        assert "Kanari" not in title


def test_protected_meetings_have_no_calendar_file(browser_of, world: World) -> None:
    path = f"/meetings/{world.ids['amina.high.meeting']}"
    assert browser_of("amina").get(f"{path}/calendar.ics").status_code == 404
    page = browser_of("amina").get(path).text
    assert "calendar.ics" not in page
    assert "openstreetmap" not in page


@pytest.mark.parametrize(
    ("path", "form"),
    [("/steps/{step}/reports", {"report": "done"}), ("/meetings/{meeting}/answers", {"answer": "coming"})],
)
def test_reports_on_protected_things_ask_for_the_pin(browser_of, clock, world: World, path: str, form: dict) -> None:
    clock.at = NOW + timedelta(minutes=11)
    url = path.format(step=world.ids["amina.high.step1"], meeting=world.ids["amina.high.meeting"])
    client = browser_of("amina")
    clock.at = NOW + timedelta(minutes=30)
    assert client.post(url, data=form).headers["location"].startswith("/pin?next=/")
    assert client.post(url, data=form, headers={"Accept": "application/json"}).status_code == 401


def test_forms_of_protected_steps_never_wait_in_the_outbox(browser_of, world: World) -> None:
    for path in high_paths(world)[1:]:
        assert "data-outbox" not in browser_of("amina").get(path).text


def test_help_never_names_a_protected_step(browser_of, world: World) -> None:
    page = browser_of("amina").get(f"/help?step={world.ids['amina.high.step1']}")
    assert world.canaries["amina.high.step1.text"] not in page.text
