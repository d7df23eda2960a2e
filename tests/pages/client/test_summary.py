"""My summary is made on request, of the parts that she chooses, and for an office of what was agreed with it alone."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import LONG_AGO, NOW_TEXT, World


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>")[0]


@pytest.fixture
def jobcenter(parts: Any, world: World) -> str:
    """The Jobcenter has a part in a step of Amina's language goal, of a health goal and of a protected one."""

    def insert(tx: Any) -> str:
        partner = tx.insert("partners", name="Jobcenter Beispielstadt", kind="jobcenter", made_at=LONG_AGO)
        health = tx.insert(
            "goals", case_id=world.ids["amina.case"], life_area="health", title_sealed="Gesundheitsziel", state="in_progress",
            sensitivity="standard", made_at=LONG_AGO,
        )  # fmt: skip
        wish = tx.insert(
            "goals", case_id=world.ids["amina.case"], life_area="work", title_sealed="Vorschlag", state="proposed",
            sensitivity="standard", made_at=LONG_AGO,
        )  # fmt: skip
        steps = {
            "agreed": (world.ids["amina.standard.goal"], "Formular hinbringen"),
            "health": (health, "Zum Arzt gehen"),
            "protected": (world.ids["amina.high.goal"], "Geschützter Schritt"),
            "proposed": (wish, "Noch nicht abgemacht"),
        }
        for goal_id, text in steps.values():
            tx.insert(
                "steps", goal_id=goal_id, case_id=world.ids["amina.case"], position=9, responsible="client",
                partner_id=partner, text_sealed=text, due_on="2026-12-09", state="blocked", obstacle="worry",
                state_at=LONG_AGO, made_at=LONG_AGO,
            )  # fmt: skip
        return str(partner)

    return str(parts.database.write_now("", NOW_TEXT, insert))


def words(world: World, prefix: str) -> list[str]:
    return [word for place, word in world.canaries.items() if place.startswith(prefix)]


@pytest.mark.requirement("R26")
def test_summary_has_the_chosen_parts_in_both_languages_and_nothing_protected(browser_of: Any, world: World) -> None:
    page = main_of(browser_of("amina").post("/summary", data={"whom": "myself", "parts": ["goals", "meetings"]}).text)
    assert world.canaries["amina.standard.goal.own_words"] in page
    assert world.canaries["amina.standard.goal.title"] in page
    assert '<section lang="ar" dir="rtl">' in page
    assert '<section lang="de" dir="ltr">' in page
    assert not [word for word in words(world, "amina.high") if word in page]


@pytest.mark.requirement("R26")
def test_parts_that_were_not_chosen_stay_out(browser_of: Any, world: World) -> None:
    page = main_of(browser_of("amina").post("/summary", data={"whom": "myself", "parts": "meetings"}).text)
    assert world.canaries["amina.standard.meeting.place"] in page
    assert world.canaries["amina.standard.goal.title"] not in page


@pytest.mark.requirement("R26")
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_link_leads_to_a_summary_without_the_pin(browser_of: Any, clock: Any, parts: Any, method: str) -> None:
    amina = browser_of("amina")
    made = amina.post("/summary", data={"whom": "myself", "parts": "goals"})
    assert made.headers["cache-control"] == "private, no-store"
    assert made.headers["SW-Store"].endswith(";0")
    clock.at += timedelta(minutes=11)
    answer = (
        amina.get("/summary") if method == "get" else amina.post("/summary", data={"whom": "myself", "parts": "goals"})
    )
    assert answer.headers["location"] == "/pin?next=/summary"


@pytest.mark.requirement("R26")
def test_nothing_is_written_by_making_one(browser_of: Any, parts: Any) -> None:
    def rows() -> dict[str, int]:
        utils = parts.database.utils()
        # How often somebody asks is counted, so that nobody asks without end.
        return {name: utils[name].count for name in utils.table_names() if name != "rate_limits"}

    amina = browser_of("amina")
    before = rows()
    assert amina.post("/summary", data={"whom": "myself", "parts": "goals"}).status_code == 200
    assert rows() == before


def test_nothing_is_chosen_beforehand_and_something_has_to_be(browser_of: Any) -> None:
    amina = browser_of("amina")
    form = main_of(amina.get("/summary").text)
    assert 'type="checkbox"' in form
    assert 'name="parts" type="checkbox" checked' not in form
    assert amina.post("/summary", data={"whom": "myself"}).status_code == 422


@pytest.mark.requirement("R17")
@pytest.mark.requirement("R26")
def test_page_for_an_office_says_what_was_agreed_there_and_nothing_else(
    browser_of: Any, world: World, jobcenter: str
) -> None:
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    asked = {"whom": jobcenter, "parts": ["goals", "strengths", "work", "languages", "meetings"]}
    page = main_of(amina.post("/summary", data=asked).text)
    assert "Formular hinbringen" in page
    assert "09.12.2026" in page
    for never in (
        "Zum Arzt gehen",
        "Geschützter Schritt",
        "Noch nicht abgemacht",
        "Ich mache mir Sorgen",
        "offen",
        "✓",
    ):
        assert never not in page, never
    # The meeting is with the counselling service, not with this office.
    assert world.canaries["amina.standard.meeting.place"] not in page
    assert world.canaries["amina.standard.goal.own_words"] not in page


def test_office_whose_steps_are_needed_no_more_and_whose_meeting_fell_out_is_none_to_choose(
    browser_of: Any, parts: Any, world: World, jobcenter: str
) -> None:
    def drop(tx: Any) -> None:
        for step in tx.whole_rows("steps", "partner_id", jobcenter):
            tx.update("steps", step["id"], state="not_needed")
        gone = {"state": "cancelled", "kind": "partner_appointment", "partner_id": jobcenter}
        tx.update("meetings", world.ids["amina.standard.meeting"], **gone)

    assert jobcenter in browser_of("amina").get("/summary").text
    parts.database.write_now("", NOW_TEXT, drop)
    assert jobcenter not in browser_of("amina").get("/summary").text


@pytest.mark.parametrize("whom", ["somebody", "", "x" * 300])
def test_office_without_a_part_in_the_plan_is_none_to_choose(browser_of: Any, jobcenter: str, whom: str) -> None:
    assert browser_of("amina").post("/summary", data={"whom": whom, "parts": "goals"}).status_code == 422
    assert browser_of("badr").post("/summary", data={"whom": jobcenter, "parts": "goals"}).status_code == 422


def held(parts: Any, world: World, **changes: Any) -> None:
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("meetings", world.ids["amina.standard.meeting"], **changes)
    )


@pytest.mark.parametrize(("name", "base"), [("amina", "/meetings"), ("karin", "/desk/meetings")])
def test_slip_names_the_office_only_where_the_person_asks_for_it(
    browser_of: Any, world: World, parts: Any, name: str, base: str
) -> None:
    address = f"{base}/{world.ids['amina.standard.meeting']}/slip"
    reader = browser_of(name)
    partner = {
        "name": "Schuldnerberatung Mitte",
        "address": "Lange Gasse 9",
        "kind": "debt_advice",
        "made_at": NOW_TEXT,
    }
    for office, street in (("Beispielverband", "Beispielstraße 100"), ("Schuldnerberatung Mitte", "Lange Gasse 9")):
        neutral, named = main_of(reader.get(address).text), main_of(reader.get(f"{address}?office=yes").text)
        assert office not in neutral
        assert office in named
        assert street in neutral
        assert street in named
        partner_id = parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("partners", **partner))
        held(parts, world, kind="partner_appointment", partner_id=partner_id, place_sealed="Schuldnerberatung, Raum 2")


def test_slip_says_day_and_time_and_no_reason(browser_of: Any, world: World) -> None:
    page = main_of(browser_of("amina").get(f"/meetings/{world.ids['amina.standard.meeting']}/slip").text)
    for told in ("03.12.2026", "14:30", "15:30", world.canaries["amina.name"]):
        assert told in page, told
    for never in (world.canaries["amina.standard.meeting.topic"], "schauen zusammen", world.canaries["karin.name"]):
        assert never not in page
    assert "Diese Person hat einen Termin:" in page


def test_slip_after_the_meeting_says_that_she_was_there(browser_of: Any, world: World, parts: Any) -> None:
    held(parts, world, state="held")
    page = browser_of("karin").get(f"/desk/meetings/{world.ids['amina.standard.meeting']}/slip").text
    assert "Diese Person war bei einem Termin:" in page


@pytest.mark.parametrize("state", ["cancelled", "moved", "not_held", "proposed"])
def test_there_is_no_slip_for_what_does_not_take_place(browser_of: Any, world: World, parts: Any, state: str) -> None:
    held(parts, world, state=state)
    assert browser_of("amina").get(f"/meetings/{world.ids['amina.standard.meeting']}/slip").status_code == 404


@pytest.mark.parametrize(("name", "base"), [("amina", "/meetings"), ("karin", "/desk/meetings")])
def test_there_is_no_slip_for_what_is_protected(browser_of: Any, world: World, name: str, base: str) -> None:
    assert browser_of(name).get(f"{base}/{world.ids['amina.high.meeting']}/slip").status_code == 404


def test_attendance_at_another_office_is_that_offices_to_confirm(browser_of: Any, world: World, parts: Any) -> None:
    held(parts, world, state="held", kind="partner_appointment")
    assert browser_of("amina").get(f"/meetings/{world.ids['amina.standard.meeting']}/slip").status_code == 404
