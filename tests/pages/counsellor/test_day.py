"""My day: what needs doing, in order, counted as it is shown, in as many statements for twenty people as for ten."""

import re
from datetime import UTC, datetime

import pytest

from tests.pages.counsellor import plant
from tests.world import NOW_TEXT, World

ORDER = [
    "calls", "requests", "unresolved", "today", "reviews", "agreements", "interpreters", "reports", "steps",
]  # fmt: skip
ALONE = "Die Begleitung war allein da"


@pytest.fixture
def busy_day(parts, world: World) -> World:
    """Everything that can need doing, once, for Amina."""
    plant.call_task(parts, world)
    plant.help_request(parts, world)
    plant.meeting_at(parts, world, "2026-11-23", "09:00")
    plant.meeting_at(parts, world, "2026-11-24", "14:00")
    plant.meeting_at(parts, world, "2026-11-27", "10:00", interpreter="needed")
    plant.report_beside(parts, world)
    plant.late_office_step(parts, world)
    parts.database.utils().execute("UPDATE meetings SET kind = 'counselling' WHERE kind = 'review'")
    return world


def groups(page: str) -> list[str]:
    return re.findall(r'data-rows="(\w+)"', page)


def of_the_plan(page: str) -> list[str]:
    """The groups about plan and meetings; other parts have groups of their own between them."""
    return [group for group in groups(page) if group in ORDER]


def rows_of(page: str, group: str) -> str:
    found = re.search(rf'data-rows="{group}">(.*?)</(?:ul|ol)>', page, re.DOTALL)
    return found.group(1) if found else ""


def test_everything_stands_in_the_order_of_what_cannot_wait(browser_of, busy_day: World) -> None:
    assert of_the_plan(browser_of("karin").get("/desk").text) == ORDER


def test_counts_are_the_rows_that_are_shown(browser_of, busy_day: World) -> None:
    page = browser_of("karin").get("/desk").text
    counts = dict(re.findall(r'data-count="(\w+)">(\d+)<', page))
    assert counts == {group: str(rows_of(page, group).count("<li")) for group in groups(page)}
    assert counts["requests"] == "1"
    assert counts["reviews"] == "2"


def test_each_row_leads_to_what_has_to_be_done(browser_of, busy_day: World) -> None:
    page = browser_of("karin").get("/desk").text
    case_url = f"/desk/cases/{busy_day.ids['amina.case']}"
    assert f'href="{case_url}#help"' in rows_of(page, "requests")
    assert re.search(r'href="/desk/call-tasks/[\w-]+"', rows_of(page, "calls"))
    assert 'href="tel:' in rows_of(page, "calls")
    assert f'href="{case_url}/meetings/new?kind=review"' in rows_of(page, "reviews")
    assert f'href="/desk/goals/{busy_day.ids["amina.standard.goal"]}"' in rows_of(page, "steps")
    assert re.search(r'action="/desk/meetings/[\w-]+/outcome"', rows_of(page, "unresolved"))


def test_deputy_sees_the_cases_she_stands_in_for_and_that_she_does(browser_of, busy_day: World) -> None:
    page = browser_of("dora").get("/desk").text
    assert of_the_plan(page) == ORDER
    assert page.count("Vertretung") == page.count(busy_day.canaries["amina.name"])
    assert busy_day.canaries["badr.name"] not in page


@pytest.mark.parametrize("name", ["olle", "tilde"])
def test_former_counsellor_and_later_deputy_have_an_empty_day(browser_of, busy_day: World, name: str) -> None:
    page = browser_of(name).get("/desk").text
    assert groups(page) == []
    assert "Kanari" not in page.replace(busy_day.canaries[f"{name}.name"], "")


def test_deputy_has_no_rows_of_protected_goals_but_every_call_and_request(browser_of, parts, world: World) -> None:
    plant.call_task(parts, world, "high")
    plant.help_request(parts, world, "high")
    plant.report_beside(parts, world, "high")
    plant.late_office_step(parts, world, "high")
    page = browser_of("dora").get("/desk").text
    assert of_the_plan(page) == ["calls", "requests", "agreements"]
    assert not [word for place, word in world.canaries.items() if "high" in place and word in page]
    assert "Termin bei anderer Stelle" not in page
    assert "Ich mache mir Sorgen" not in page
    counsellors = browser_of("karin").get("/desk").text
    assert world.canaries["amina.high.help"] in counsellors
    assert "Ich mache mir Sorgen" in counsellors


@pytest.mark.parametrize("state", ["restricted", "closed", "erased"])
def test_a_case_at_its_end_or_restricted_asks_for_nothing(browser_of, parts, busy_day: World, state: str) -> None:
    parts.database.utils().execute("UPDATE cases SET state = ? WHERE id = ?", (state, busy_day.ids["amina.case"]))
    page = browser_of("karin").get("/desk").text
    assert busy_day.canaries["amina.name"] not in page


def test_what_was_done_leaves_the_list(browser_of, busy_day: World) -> None:
    karin = browser_of("karin")
    assert karin.post(f"/desk/help-requests/{busy_day.ids['amina.help']}/read").status_code == 303
    assert karin.post(f"/desk/reports/{busy_day.ids['amina.report']}/seen").status_code == 303
    assert not {"requests", "reports"} & set(groups(karin.get("/desk").text))


def test_a_second_done_on_a_done_step_asks_for_nothing(browser_of, parts, world: World) -> None:
    plant.report_beside(parts, world)
    parts.database.utils().execute("UPDATE steps SET state = 'done' WHERE id = ?", (world.ids["amina.standard.step1"],))
    assert "reports" not in groups(browser_of("karin").get("/desk").text)


def test_a_call_for_a_meeting_that_has_begun_is_gone(browser_of, clock, parts, world: World) -> None:
    plant.call_task(parts, world)
    clock.at = datetime(2026, 12, 3, 13, 31, tzinfo=UTC)
    assert "calls" not in groups(browser_of("karin").get("/desk").text)


def test_a_review_that_is_booked_asks_for_no_other(browser_of, world: World) -> None:
    page = browser_of("karin").get("/desk").text
    assert "reviews" not in groups(page)


@pytest.mark.parametrize("path", ["/desk", "/desk/cases", "/desk/cases?q=nummer"])
def test_as_many_statements_for_ten_people_as_for_twenty(browser_of, parts, world: World, path: str) -> None:
    karin, counted = browser_of("karin"), []
    karin.get("/desk")  # the words of the catalogue are read once and kept
    for last in (10, 20):
        for number in range(last - 10, last):
            plant.another_client(parts, world, number)
        statements: list[str] = []
        parts.database._reading.set_trace_callback(statements.append)
        page = karin.get(path).text
        parts.database._reading.set_trace_callback(None)
        assert page.count("Nummer") >= last
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_lists_are_no_opening_of_a_case(browser_of, parts, busy_day: World) -> None:
    browser_of("karin").get("/desk")
    browser_of("karin").get("/desk/cases?q=amina")
    assert parts.database.utils()["access_log"].count == 0


def test_the_day_is_the_day_in_berlin(browser_of, clock, parts, world: World) -> None:
    plant.meeting_at(parts, world, "2026-11-25", "00:15")
    clock.at = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)
    assert NOW_TEXT < "2026-11-24T23:05:00Z"
    assert "today" in groups(browser_of("karin").get("/desk").text)


@pytest.mark.parametrize(("day", "group"), [("2026-11-24", "today"), ("2026-11-23", "unresolved")])
def test_mentor_who_waited_alone_is_said_at_the_meeting(browser_of, parts, world: World, day: str, group: str) -> None:
    meeting_id = plant.meeting_at(parts, world, day, "09:00")
    assert ALONE not in browser_of("karin").get("/desk").text
    plant.mentor_waited_alone(parts, world, meeting_id)
    for page in ("/desk", f"/desk/cases/{world.ids['amina.case']}"):
        assert browser_of("karin").get(page).text.count(ALONE) == 1
    assert ALONE in rows_of(browser_of("karin").get("/desk").text, group)
    assert "War allein da" in browser_of("karin").get(f"/desk/meetings/{meeting_id}").text
