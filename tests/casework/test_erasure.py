"""A closed case goes as a whole on its day; a tombstone says that it did, and nothing else is left of it."""

import re
from typing import Any

import pytest

from pwa_server.casework import case_life, erasure
from pwa_server.domain.problems import NotVisible
from tests.world import World

ERASED = {place.table for place in (*erasure.OF_CASE, *erasure.OF_PERSON)}
# Columns that name a case or a person, with a foreign key or without one.
NAMES = {"case_id", "client_id", "account_id", "person_id", "actor_id", "subject_id", "grant_id", "mentor_id"}
AFTER = "2027-11-25T09:00:00Z"


def close(parts: Any, world: World, name: str = "amina") -> None:
    """The counsellor closes a case in which nothing lies ahead."""
    case_id = world.ids[f"{name}.case"]

    def over(tx: Any) -> None:
        for meeting in tx.rows("desk.meetings_ahead", case_id=case_id):
            tx.update("meetings", meeting["id"], state="cancelled")

    parts.database.write_now(world.ids["karin"], parts.now(), over)
    parts.database.write_now(world.ids["karin"], parts.now(), case_life.move_case, case_id, "closed", "goals_met")


def erase_all(parts: Any, now: str = AFTER) -> int:
    """The worker's daily job; how many cases went."""
    erased = 0
    while parts.database.write_now("", now, erasure.erase_due):
        erased += 1
    return erased


def columns(parts: Any) -> dict[str, set[str]]:
    utils = parts.database.utils()
    return {name: set(utils[name].columns_dict) for name in utils.table_names() if not name.startswith("_")}


def points_at(parts: Any, table: str) -> set[str]:
    return {key.other_table for key in parts.database.utils()[table].foreign_keys}


@pytest.mark.fault("F45")
def test_every_table_with_something_about_a_case_or_person_is_erased_or_says_why_not(parts: Any) -> None:
    about_somebody = {
        table
        for table, names in columns(parts).items()
        if names & NAMES or any(name.endswith("_sealed") for name in names) or points_at(parts, table) & ERASED
    }
    forgotten = about_somebody - ERASED - set(erasure.KEPT)
    # A table of yours is here? Add it to the lists of casework/erasure.py, before the tables that it points at.
    assert not forgotten


def test_lists_of_erasure_name_tables_and_columns_that_there_are(parts: Any) -> None:
    known = columns(parts)
    for place in (*erasure.OF_CASE, *erasure.OF_PERSON):
        assert place.column in known[place.table], place
        assert not place.through or place.key in known[place.through], place
    assert set(erasure.KEPT) <= set(known)


@pytest.mark.parametrize("places", [erasure.OF_CASE, erasure.OF_PERSON], ids=["case", "person"])
def test_rows_go_before_the_rows_that_they_point_at(parts: Any, places: tuple[erasure.Place, ...]) -> None:
    order = [place.table for place in places]
    for number, table in enumerate(order):
        later = points_at(parts, table) & set(order) - {table}
        assert later <= set(order[number + 1 :]), table


def rows_of(parts: Any) -> dict[str, list[dict[str, Any]]]:
    utils = parts.database.utils()
    return {name: list(utils[name].rows) for name in utils.table_names() if not name.startswith("_")}


def long_values(rows: dict[str, list[dict[str, Any]]]) -> set[str]:
    """Every text that is long enough to be somebody's own: sealed words, ids, names to sign in with."""
    cells = (cell for table in rows.values() for row in table for cell in row.values())
    return {cell for cell in cells if isinstance(cell, str) and len(cell) > 24 and not re.fullmatch(r"[\d:TZ-]+", cell)}


@pytest.mark.fault("F45")
@pytest.mark.requirement("R51")
def test_nothing_of_an_erased_case_is_left_in_the_file(parts: Any, world: World, browser_of: Any) -> None:
    browser_of("amina").get("/today")
    before = long_values(rows_of(parts))
    close(parts, world)
    closed = long_values(rows_of(parts))
    assert erase_all(parts) == 1
    gone = (before | closed) - long_values(rows_of(parts))
    assert len(gone) > 30
    assert world.ids["amina"] in gone
    assert world.ids["amina.standard.goal"] in gone
    assert parts.database.empty_log()
    raw = b"".join(path.read_bytes() for path in parts.settings.data_dir.rglob("*") if path.is_file())
    assert not [value for value in gone if value.encode() in raw]


def test_tombstone_is_all_that_stays(parts: Any, world: World) -> None:
    badr_before = [row for row in rows_of(parts)["goals"] if row["case_id"] == world.ids["badr.case"]]
    close(parts, world)
    erase_all(parts)
    rows = rows_of(parts)
    [stone] = rows["tombstones"]
    assert (stone["reason"], stone["erased_on"], stone["days_after_due"]) == ("retention", "2027-11-25", 1)
    told = [str(cell) for table in rows.values() for row in table for cell in row.values()]
    assert not {world.ids["amina"], world.ids["amina.case"]} & set(told)
    assert [row for row in rows["goals"] if row["case_id"] == world.ids["badr.case"]] == badr_before


@pytest.mark.parametrize(("now", "erased"), [("2027-11-23T22:59:00Z", 0), ("2027-11-23T23:00:00Z", 1)])
def test_case_goes_on_its_day_in_berlin_and_not_before(parts: Any, world: World, now: str, erased: int) -> None:
    close(parts, world)
    assert erase_all(parts, now) == erased


def test_each_carrier_says_for_how_long_it_keeps(parts: Any, world: World) -> None:
    parts.database.write_now("", parts.now(), lambda tx: tx.update("carriers", world.ids["carrier"], retention_days=30))
    close(parts, world)
    assert erase_all(parts, "2026-12-23T09:00:00Z") == 0
    assert erase_all(parts, "2026-12-24T09:00:00Z") == 1


def test_case_that_is_not_closed_is_never_erased(parts: Any, world: World) -> None:
    case_id = world.ids["amina.case"]
    parts.database.write_now("", parts.now(), lambda tx: tx.update("cases", case_id, erase_due_on="2026-01-01"))
    assert erase_all(parts) == 0


def test_several_cases_go_one_after_the_other(parts: Any, world: World) -> None:
    close(parts, world)
    close(parts, world, "badr")
    assert erase_all(parts) == 2


def test_case_that_there_is_not_can_not_be_erased(parts: Any, world: World) -> None:
    with pytest.raises(NotVisible):
        parts.database.write_now("", parts.now(), erasure.erase, world.ids["amina"], "requested")


def test_telephone_that_two_people_share_stays_with_the_other(parts: Any, world: World) -> None:
    def share(tx: Any) -> None:
        for device, names in (("both", ("amina", "badr")), ("own", ("amina",))):
            world.ids[device] = tx.insert("devices", token_digest=device, made_at=tx.now)
            for name in names:
                tx.insert(
                    "device_people",
                    device_id=world.ids[device],
                    account_id=world.ids[name],
                    picture="boat",
                    added_at=tx.now,
                )

    parts.database.write_now("", parts.now(), share)
    close(parts, world)
    erase_all(parts)
    assert [row["id"] for row in rows_of(parts)["devices"]] == [world.ids["both"]]


def test_pages_of_an_erased_case_are_not_kept_in_memory(parts: Any, world: World, browser_of: Any, clock: Any) -> None:
    browser_of("amina").get("/today")
    assert len(parts.kept._pages) == 1
    close(parts, world)
    erase_all(parts)
    clock.at = clock.at.replace(hour=clock.at.hour + 1)
    browser_of("badr").get("/today")
    assert [key[0].id for key in parts.kept._pages] == [world.ids["badr"]]


def test_erased_person_is_asked_to_sign_in(parts: Any, world: World, browser_of: Any) -> None:
    browser = browser_of("amina")
    close(parts, world)
    erase_all(parts)
    assert browser.get("/today").headers["location"].startswith("/sign-in")
    assert browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}").status_code == 404
