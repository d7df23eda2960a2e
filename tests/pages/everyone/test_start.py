"""One tap into the demo: the phone knows the person afterwards, as after every other way in."""

import pytest

from tests.pages.everyone.conftest import PASSWORD, PIN, post, row


@pytest.fixture
def demo(parts, with_secrets, browser_of):
    parts.demo = True
    return browser_of()


def test_demo_person_locks_the_phone_and_opens_it_with_picture_and_pin(demo, world, parts) -> None:
    assert post(demo, "/demo/sessions", account_id=world.ids["amina"]).headers["location"] == "/today"
    assert post(demo, "/lock").headers["location"] == "/unlock"
    picture = row(parts, "SELECT picture FROM device_people")["picture"]
    assert f'value="{picture}"' in demo.get("/unlock").text
    assert post(demo, "/unlock", picture=picture, secret=PIN).status_code == 303
    assert demo.get("/today").status_code == 200


def test_second_demo_person_is_on_the_same_device(demo, world, parts) -> None:
    for name in ("amina", "badr", "amina"):
        post(demo, "/demo/sessions", account_id=world.ids[name])
    assert row(parts, "SELECT COUNT(*) AS n FROM devices")["n"] == 1
    assert row(parts, "SELECT COUNT(*) AS n FROM device_people")["n"] == 2


def test_staff_of_the_demo_are_no_picture_on_a_device(demo, world, parts) -> None:
    assert post(demo, "/demo/sessions", account_id=world.ids["karin"]).headers["location"] == "/desk"
    assert row(parts, "SELECT COUNT(*) AS n FROM device_people")["n"] == 0


def test_outside_of_a_demo_nobody_comes_in_by_one_tap(demo, world, parts) -> None:
    parts.demo = False
    assert post(demo, "/demo/sessions", account_id=world.ids["amina"], secret=PASSWORD).status_code == 404
