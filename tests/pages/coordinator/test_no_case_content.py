"""Coordination keeps the house and sees no plan."""

import pytest

from pwa_server.routes import CLIENT, COORDINATOR, COUNSELLOR, MENTOR
from tests.world import NOW_TEXT, World

STAFF = ("ada", "karin", "olle", "dora", "tilde")
LISTS = ("/office", "/office/accounts", "/office/accounts/new", "/office/team", "/office/times", "/office/mentors",
         "/office/mentors/new", "/office/mentor-requests", "/office/partners", "/office/partners/new")  # fmt: skip


def all_pages(world: World) -> list[str]:
    return [
        *LISTS,
        f"/office/accounts/{world.ids['karin']}",
        f"/office/mentors/{world.ids['mona']}",
        f"/office/times/{world.ids['carrier']}",
    ]


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def test_no_page_of_coordination_holds_anything_of_a_case(ada, parts, world: World) -> None:
    def wish(tx) -> None:
        facts = {"rights": "[]", "expires_on": "2027-05-01", "made_at": NOW_TEXT, "state_at": NOW_TEXT}
        tx.insert("mentor_grants", case_id=world.ids["badr.case"], state="requested", wish_sealed="Fußball", **facts)

    parts.database.write_now("", NOW_TEXT, wish)
    for path in all_pages(world):
        page = ada.get(path)
        assert page.status_code == 200, path
        seen = {place for place, word in world.canaries.items() if word in page.text}
        assert {place.split(".")[0] for place in seen} <= {*STAFF, "mona", "magnus"}, path


def test_the_wish_for_company_shows_first_name_language_and_wish(ada, parts, world: World) -> None:
    facts = {
        "rights": "[]",
        "expires_on": "2027-05-01",
        "made_at": NOW_TEXT,
        "state_at": NOW_TEXT,
        "wish_sealed": "Fußball",
    }
    case = world.ids["badr.case"]
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.insert("mentor_grants", case_id=case, state="requested", **facts)
    )
    page = ada.get("/office/mentor-requests")
    assert all(word in page.text for word in ("Badr", "Türkisch", "Fußball"))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", ["karin", "amina", "mona"])
def test_pages_of_coordination_are_for_coordination(name: str, path: str, browser_of) -> None:
    assert browser_of(name).get(path).status_code == 403


def test_coordination_opens_no_page_of_a_case(ada, world: World) -> None:
    """Every page of clients, mentors and counsellors, with real ids in its path."""
    ids = {
        "case_id": world.ids["amina.case"], "goal_id": world.ids["amina.standard.goal"],
        "step_id": world.ids["amina.standard.step1"], "meeting_id": world.ids["amina.standard.meeting"],
        "grant_id": world.ids["mona.grant"],
    }  # fmt: skip
    for route in (*CLIENT, *MENTOR, *COUNSELLOR):
        if route.method != "GET" or route.action == "own.settings":
            continue
        path = route.path
        for name, value in ids.items():
            path = path.replace("{" + name + "}", value)
        assert ada.get(path).status_code in (403, 404), path


def test_somebody_without_the_named_right_sees_neither_accounts_nor_mentors(ada, parts, world: World) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["ada"], staff_rights="[]"))
    needs_right = [route for route in COORDINATOR if route.action in ("accounts.edit", "mentors.edit")]
    assert needs_right
    for route in needs_right:
        send = ada.get if route.method == "GET" else ada.post
        assert send(route.path.replace("{", "").replace("}", "")).status_code == 403, route.path
    assert ada.get("/office").status_code == 200
    assert "/office/accounts" not in ada.get("/office").text


@pytest.mark.parametrize("sent", [{}, {"version": "-1", "rights": "\u202e", "first": "2026-99-99", "name": ["a", "b"]}])
def test_forms_without_their_fields_are_answered(sent: dict, ada, world: World) -> None:
    ids = {
        "account_id": world.ids["olle"], "mentor_id": world.ids["mona"], "staff_id": world.ids["karin"],
        "carrier_id": world.ids["carrier"],
    }  # fmt: skip
    for route in COORDINATOR:
        path = route.path
        for name, value in ids.items():
            path = path.replace("{" + name + "}", value)
        if route.method == "POST":
            assert ada.post(path.replace("{", "").replace("}", ""), data=sent).status_code in (
                200,
                303,
                400,
                403,
                404,
                422,
            ), path
