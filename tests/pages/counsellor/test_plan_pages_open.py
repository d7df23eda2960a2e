"""Every page of the plan at the desk: opened by the counsellor and a deputy, and by nobody else."""

import pytest

from tests.world import World

PAGES = (
    "/desk/cases/{amina.case}/goals/new",
    "/desk/cases/{amina.case}/goals/new?block=integration-course-start",
    "/desk/cases/{amina.case}/goals/new?own=1",
    "/desk/goals/{amina.standard.goal}",
    "/desk/goals/{amina.standard.goal}/edit",
    "/desk/goals/{amina.standard.goal}/steps/new",
    "/desk/goals/{amina.standard.goal}/steps/new?how=words",
    "/desk/goals/{amina.standard.goal}/steps/new?how=catalogue",
    "/desk/goals/{amina.standard.goal}/steps/new?how=catalogue&key=block.integration-course-start.s1",
    "/desk/steps/{amina.standard.step1}",
    "/desk/cases/{amina.case}/meetings/new",
    "/desk/meetings/{amina.standard.meeting}",
    "/desk/meetings/{amina.standard.meeting}/edit",
    "/desk/meetings/{amina.standard.meeting}/move",
    "/desk/cases/{amina.case}/reminders",
    "/desk/cases/{amina.case}/print",
)
LISTS = ("/desk/meetings", "/desk/meetings?from=2026-12-01", "/desk/reminders")


def _filled(path: str, world: World) -> str:
    before, _, rest = path.partition("{")
    name, _, after = rest.partition("}")
    return before + world.ids.get(name, "") + after


@pytest.mark.parametrize("path", PAGES)
def test_counsellor_and_deputy_open_the_page(browser_of, world: World, path: str) -> None:
    for name in ("karin", "dora"):
        page = browser_of(name).get(_filled(path, world))
        assert page.status_code == 200, (name, page.text[:500])
        assert world.canaries["badr.name"] not in page.text


@pytest.mark.parametrize("path", PAGES)
def test_whose_relationship_ended_or_has_not_begun_gets_404(browser_of, world: World, path: str) -> None:
    for name in ("olle", "tilde"):
        assert browser_of(name).get(_filled(path, world)).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_others_are_refused(browser_of, world: World, path: str) -> None:
    for name in ("amina", "mona", "ada"):
        assert browser_of(name).get(_filled(path, world)).status_code == 403
    assert browser_of().get(_filled(path, world)).status_code == 303


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_the_own_caseload_alone(browser_of, world: World, path: str) -> None:
    assert browser_of("karin").get(path).status_code == 200
    assert "Kanari" not in browser_of("olle").get(path).text.replace(world.canaries["olle.name"], "")


@pytest.mark.parametrize("path", [p for p in PAGES if "amina.standard" in p])
def test_deputy_does_not_learn_of_protected_ones_without_a_reason(browser_of, world: World, path: str) -> None:
    high = _filled(path.replace("standard", "high"), world)
    assert browser_of("dora").get(high).status_code == 404
    assert browser_of("karin").get(high).status_code == 200


def test_print_and_lists_of_a_deputy_hold_nothing_protected(browser_of, world: World) -> None:
    hidden = [word for place, word in world.canaries.items() if place.startswith("amina.high")]
    for path in (
        "/desk/cases/{amina.case}/print",
        "/desk/cases/{amina.case}/reminders",
        "/desk/meetings?from=2026-12-01",
    ):
        text = browser_of("dora").get(_filled(path, world)).text
        assert not [word for word in hidden if word in text]
    printed = browser_of("karin").get(_filled("/desk/cases/{amina.case}/print", world)).text
    assert not [word for word in hidden if word in printed]
    assert world.canaries["amina.standard.step1.text"] in printed
