"""Deputies see a colleague's cases for the chosen days, four weeks at most; coordination sees none of them."""

import re
from datetime import datetime

import pytest

from tests.world import NOW_TEXT, World

DAYS = {"first": "2026-11-24", "last": "2026-12-04", "reason": "vacation"}


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def absence(world: World, deputy: str = "tilde", **change: str) -> dict:
    return {"staff_id": world.ids["karin"], "deputy_id": world.ids[deputy]} | DAYS | change


def sees(parts, world: World, name: str, at: str) -> bool:
    return parts.database.read(world.ids[name], at).row("cases.find", case_id=world.ids["badr.case"]) is not None


def test_a_deputyship_opens_all_current_cases_and_ends_by_itself(ada, parts, world: World) -> None:
    assert not sees(parts, world, "tilde", NOW_TEXT)
    assert ada.post("/office/absences", data=absence(world)).status_code == 303
    assert sees(parts, world, "tilde", NOW_TEXT)
    assert sees(parts, world, "tilde", "2026-12-04T22:59:59Z")
    assert not sees(parts, world, "tilde", "2026-12-04T23:00:00Z")


def test_a_deputyship_that_begins_later_opens_nothing_now(ada, parts, world: World) -> None:
    ada.post("/office/absences", data=absence(world, first="2026-11-26"))
    assert not sees(parts, world, "tilde", NOW_TEXT)
    assert not sees(parts, world, "tilde", "2026-11-25T22:59:59Z")
    assert sees(parts, world, "tilde", "2026-11-25T23:00:00Z")


def test_ending_a_deputyship_works_at_once(ada, parts, clock, world: World) -> None:
    ada.post("/office/absences", data=absence(world))
    deputyship = next(parts.database.utils().query("SELECT id FROM deputyships"))["id"]
    clock.at = datetime.fromisoformat("2026-11-24T09:10:00+00:00")
    assert ada.post(f"/office/deputyships/{deputyship}/end").status_code == 303
    assert not sees(parts, world, "tilde", "2026-11-24T09:10:00Z")
    assert ada.post("/office/deputyships/none/end").status_code == 404


def test_the_team_page_counts_plans_and_names_no_client(ada, world: World) -> None:
    ada.post("/office/absences", data=absence(world))
    page = ada.get("/office/team").text
    assert "Weniger als 5 Pläne" in page, "a page beside the monitoring tells no more than it"
    assert not [place for place, word in world.canaries.items() if word in page and place[:4] in ("amin", "badr")]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"last": "2026-12-22"}, 422), ({"last": "2026-11-23"}, 422),
        ({"first": "2026-11-01", "last": "2026-11-20"}, 422),
        ({"first": "9999-12-20", "last": "9999-12-31"}, 422), ({"first": "2030-01-07", "last": "2030-01-11"}, 422),
        ({"reason": "ill"}, 422), ({"first": "soon"}, 422), ({"staff_id": "nobody"}, 422),
    ],
)  # fmt: skip
def test_days_and_people_that_can_not_be_are_refused(change: dict, status: int, ada, parts, world: World) -> None:
    assert ada.post("/office/absences", data=absence(world, **change)).status_code == status
    assert not list(parts.database.utils().query("SELECT id FROM absences"))
    assert not sees(parts, world, "tilde", "2026-12-01T09:00:00Z")


def test_four_weeks_are_possible(ada, world: World) -> None:
    assert ada.post("/office/absences", data=absence(world, last="2026-12-21")).status_code == 303


def test_nobody_stands_in_for_the_own_cases(ada, world: World) -> None:
    assert ada.post("/office/absences", data=absence(world, "karin")).status_code == 422


def test_two_deputyships_do_not_overlap(ada, world: World) -> None:
    ada.post("/office/absences", data=absence(world))
    assert ada.post("/office/absences", data=absence(world, "olle")).status_code == 422


def test_somebody_who_never_signed_in_stands_in_for_nobody(ada, parts, world: World) -> None:
    with parts.database.utils().conn as connection:
        connection.execute("DELETE FROM secrets WHERE account_id = ?", [world.ids["tilde"]])
    choices = re.findall(r'<select[^>]*name="deputy_id".*?</select>', ada.get("/office/team").text, re.DOTALL)
    assert len(choices) == 5
    assert not [choice for choice in choices if f'value="{world.ids["tilde"]}"' in choice]
    assert ada.post("/office/absences", data=absence(world)).status_code == 422
    assert (
        ada.post(f"/office/team/{world.ids['karin']}/deputy", data={"deputy_id": world.ids["tilde"]}).status_code == 422
    )


def test_nobody_reads_that_all_are_there_while_somebody_stands_in(ada, parts, world: World) -> None:
    assert "Alle sind da." in ada.get("/office/team").text
    ada.post("/office/absences", data=absence(world))
    noted = next(parts.database.utils().query("SELECT id FROM absences"))["id"]
    ada.post(f"/office/absences/{noted}/removal")
    page = ada.get("/office/team").text
    assert "läuft" in page
    assert "Alle sind da." not in page


def test_coordination_itself_does_not_become_a_deputy(ada, parts, world: World) -> None:
    assert ada.post("/office/absences", data=absence(world, "ada")).status_code == 422
    assert not sees(parts, world, "ada", NOW_TEXT)


def test_an_absence_without_deputy_opens_nothing(ada, parts, world: World) -> None:
    assert ada.post("/office/absences", data=absence(world) | {"deputy_id": ""}).status_code == 303
    assert not sees(parts, world, "tilde", NOW_TEXT)
    removed = next(parts.database.utils().query("SELECT id FROM absences"))["id"]
    assert ada.post(f"/office/absences/{removed}/removal").status_code == 303
    assert ada.post(f"/office/absences/{removed}/removal").status_code == 404


def test_a_standing_deputy_is_named_and_opens_nothing(ada, parts, world: World) -> None:
    path = f"/office/team/{world.ids['karin']}/deputy"
    assert ada.post(path, data={"deputy_id": world.ids["tilde"]}).status_code == 303
    assert not sees(parts, world, "tilde", NOW_TEXT)
    page = ada.get(f"/office/team?staff={world.ids['karin']}").text
    assert f'<option selected value="{world.ids["tilde"]}">' in page
    assert ada.post(path, data={"deputy_id": world.ids["mona"]}).status_code == 404
    assert ada.post(path, data={"deputy_id": world.ids["karin"]}).status_code == 422
    assert ada.post(path, data={"deputy_id": ""}).status_code == 303


def test_a_deputyship_renews_the_clients_pages(ada, parts, world: World) -> None:
    def version() -> int:
        return next(parts.database.utils().query("SELECT version FROM cases WHERE id = ?", [world.ids["badr.case"]]))[
            "version"
        ]

    before = version()
    ada.post("/office/absences", data=absence(world))
    assert version() > before


def test_whoever_has_no_deputy_yet_is_marked(browser_of, parts, world: World) -> None:
    ada = browser_of("ada")
    before = ada.get("/office/team").text.count("noch niemand")
    assert before == 4
    assert (
        ada.post(f"/office/team/{world.ids['karin']}/deputy", data={"deputy_id": world.ids["dora"]}).status_code == 303
    )
    assert ada.get("/office/team").text.count("noch niemand") == before - 1
