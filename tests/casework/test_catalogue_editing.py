"""The catalogue of an installation: changed, added to, hidden and looked at; plans that were made before stay as they are."""

from datetime import date
from typing import Any

import pytest

from pwa_server.casework import catalogue_editing, goals
from pwa_server.casework.catalogue_editing import Draft, StepDraft, Translation
from pwa_server.casework.goals import Agreed, ChosenStep
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from pwa_server.storage import catalogue
from tests.casework.desk import Desk
from tests.world import World

BUS = "public-transport-use"
FIRST = f"block.{BUS}.s1"
GOAL = "Ich fahre allein mit dem Bus."


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def drafted(**changes: Any) -> Draft:
    steps = (StepDraft("Wir fahren zusammen.", "counsellor", key=FIRST), StepDraft("Sie fahren allein.", days=14))
    facts = {"life_area": "everyday", "title": "Bus", "goal": GOAL, "text": "Der Bus fährt oft.", "steps": steps}
    return Draft(**facts | changes)


def seen(desk: Desk) -> catalogue.Layer:
    """The catalogue as a verb sees it now."""
    return desk.does("karin", lambda _: catalogue.layer())


def shown(browser: Any, path: str) -> str:
    return str(browser.get(path).text)


def version(desk: Desk) -> int:
    row = desk.row("karin", "catalogue.find", id=BUS)
    return row["version"] if row else 0


def test_changed_block_is_offered_as_it_is_now(desk: Desk, browser_of: Any, world: World) -> None:
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    block = seen(desk).blocks[BUS]
    assert [seen(desk).german[step.key] for step in block.steps] == ["Wir fahren zusammen.", "Sie fahren allein."]
    page = shown(browser_of("karin"), f"/desk/cases/{world.ids['badr.case']}/goals/new?block={BUS}")
    assert GOAL in page
    assert "Sie fahren allein." in page


def test_plan_that_was_made_before_keeps_its_words_and_their_translation(
    desk: Desk, browser_of: Any, world: World
) -> None:
    steps = [ChosenStep(FIRST)]
    goal_id = desk.does("karin", goals.add_from_block, world.ids["amina.case"], BUS, steps, {}, Agreed())
    amina = browser_of("amina")
    before = [shown(amina, f"/goals/{goal_id}").count(text) for text in arabic()]
    assert all(before)
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    assert [shown(amina, f"/goals/{goal_id}").count(text) for text in arabic()] == before
    assert GOAL not in shown(browser_of("karin"), f"/desk/goals/{goal_id}")


def arabic() -> list[str]:
    from pwa_server.i18n.texts import catalogue_texts

    return [catalogue_texts("ar")[f"block.{BUS}.goal"], catalogue_texts("ar")[FIRST]]


def test_new_german_borrows_no_translation_of_other_words(desk: Desk, browser_of: Any, world: World) -> None:
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    goal_id = desk.does("karin", goals.add_from_block, world.ids["amina.case"], BUS, [ChosenStep(FIRST)], {}, Agreed())
    page = shown(browser_of("amina"), f"/goals/{goal_id}")
    assert GOAL in page
    assert arabic()[0] not in page


def test_typed_translation_counts_and_is_a_draft_until_somebody_checked_it(
    desk: Desk, browser_of: Any, world: World
) -> None:
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    goal_id = desk.does("karin", goals.add_from_block, world.ids["amina.case"], BUS, [ChosenStep(FIRST)], {}, Agreed())
    key, amina = f"block.{BUS}.goal", browser_of("amina")
    for checked in (False, True):
        desk.does("ada", catalogue_editing.translate, BUS, "ar", {key: Translation("أركب الحافلة", checked)})
        page = shown(amina, f"/goals/{goal_id}")
        assert "أركب الحافلة" in page
        typed = desk.does("karin", lambda _: dict(catalogue.layer().typed))
        assert typed[(key, "ar", GOAL)] == ("أركب الحافلة", checked)
    ada = shown(browser_of("ada"), f"/office/catalogue/{BUS}/translations/ar")
    assert "Übersetzung geprüft" in ada
    assert world.canaries["ada.name"] in ada, "who checked it"


def test_shipped_translation_can_be_marked_as_checked(desk: Desk, browser_of: Any) -> None:
    key = f"block.{BUS}.goal"
    desk.does("karin", catalogue_editing.translate, BUS, "ar", {key: Translation(arabic()[0], checked=True)})
    assert "1 geprüft" in shown(browser_of("karin"), f"/office/catalogue/{BUS}")


def test_new_block_can_be_taken_into_a_plan(desk: Desk, browser_of: Any, world: World) -> None:
    block_id = desk.does("ada", catalogue_editing.add, drafted(steps=(StepDraft("Wir schauen."),)))
    key = seen(desk).blocks[block_id].steps[0].key
    goal_id = desk.does(
        "karin", goals.add_from_block, world.ids["amina.case"], block_id, [ChosenStep(key)], {}, Agreed(agreed=True)
    )
    assert desk.goal(goal_id)["title"] == GOAL
    assert "Wir schauen." in shown(browser_of("amina"), f"/goals/{goal_id}")


def test_hidden_block_is_offered_no_more_and_goals_made_of_it_go_on(desk: Desk, browser_of: Any, world: World) -> None:
    case_id = world.ids["amina.case"]
    goal_id = desk.does("karin", goals.add_from_block, case_id, BUS, [ChosenStep(FIRST)], {}, Agreed())
    desk.does("karin", catalogue_editing.hide, BUS, 0)
    karin = browser_of("karin")
    assert karin.get(f"/desk/cases/{case_id}/goals/new?block={BUS}").status_code == 404
    with pytest.raises(BadInput):
        desk.does("karin", goals.add_from_block, case_id, BUS, [ChosenStep(FIRST)], {}, Agreed())
    assert arabic()[0] in shown(browser_of("amina"), f"/goals/{goal_id}")
    with pytest.raises(RuleBroken):
        desk.does("karin", catalogue_editing.hide, BUS, version(desk))
    desk.does("karin", catalogue_editing.show, BUS, version(desk))
    assert karin.get(f"/desk/cases/{case_id}/goals/new?block={BUS}").status_code == 200
    with pytest.raises(RuleBroken):
        desk.does("karin", catalogue_editing.show, BUS, version(desk))


def test_looking_again_moves_the_day_and_names_who_looked(desk: Desk, browser_of: Any, world: World) -> None:
    desk.does("karin", catalogue_editing.confirm, BUS, 0)
    desk.does("karin", catalogue_editing.confirm, "family-reunification", 0)
    assert seen(desk).blocks[BUS].review_by == "2027-11-24"
    assert seen(desk).blocks["family-reunification"].review_by == "2027-05-24", "what changes often, twice a year"
    assert world.canaries["karin.name"] in shown(browser_of("karin"), f"/office/catalogue/{BUS}")


@pytest.mark.parametrize(("review_by", "listed"), [(date(2027, 1, 23), True), (date(2027, 1, 24), False)])
def test_block_is_listed_60_days_before_its_day(review_by: date, listed: bool, desk: Desk, browser_of: Any) -> None:
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted(review_by=review_by))
    assert (f'href="/office/catalogue/{BUS}"' in shown(browser_of("karin"), "/office/catalogue?due=1")) is listed


@pytest.mark.requirement("R47")
def test_overdue_block_warns_staff_and_client_and_is_still_offered(desk: Desk, browser_of: Any, world: World) -> None:
    old = drafted(review_by=date(2026, 11, 1), volatility="high")
    desk.does("karin", catalogue_editing.edit, BUS, 0, old)
    karin = browser_of("karin")
    assert "Dieser Text ist lange nicht geprüft." in shown(karin, f"/office/catalogue/{BUS}")
    goal_id = desk.does("karin", goals.add_from_block, world.ids["badr.case"], BUS, [ChosenStep(FIRST)], {}, Agreed())
    page = shown(browser_of("badr"), f"/goals/{goal_id}")
    assert "24.11.2026" in page, "checked on"
    assert "notice--info" in page


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(
    "block",
    ["family-reunification", *(b.id for b in catalogue.shipped_blocks().values() if b.life_area == "residence")],
)
def test_goal_of_residence_says_whom_to_ask(block: str, desk: Desk, browser_of: Any, world: World) -> None:
    key = catalogue.shipped_blocks()[block].steps[0].key
    about = Agreed(sensitivity="elevated")
    goal_id = desk.does("karin", goals.add_from_block, world.ids["amina.case"], block, [ChosenStep(key)], {}, about)
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    page = shown(amina, f"/goals/{goal_id}")
    assert "Fragen Sie eine Rechtsberatung." in page
    assert ("Geprüft am" in page) is (catalogue.shipped_blocks()[block].volatility == "high")


def test_slower_writer_is_told(desk: Desk) -> None:
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    with pytest.raises(Stale):
        desk.does("ada", catalogue_editing.edit, BUS, 0, drafted(title="Zu spät"))
    with pytest.raises(Stale):
        desk.does("ada", catalogue_editing.edit, "letters-organise", 3, drafted(steps=(StepDraft("Schritt"),)))


def test_kept_pages_are_made_anew(desk: Desk) -> None:
    before = desk.row("karin", "installation.current")["shared_version"]
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    assert desk.row("karin", "installation.current")["shared_version"] > before


@pytest.mark.parametrize("name", ["amina", "mona"])
def test_clients_and_mentors_change_nothing(name: str, desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.does(name, catalogue_editing.edit, BUS, 0, drafted())


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""}, {"goal": "x" * 301}, {"life_area": "moon"}, {"volatility": "never"}, {"sensitivity": "secret"},
        {"steps": ()}, {"steps": (StepDraft("a", key="block.job-search.s1"),)}, {"steps": (StepDraft("a", "boss"),)},
        {"steps": (StepDraft("a", partner_kind="castle"),)}, {"steps": (StepDraft("a", days=-1),)},
        {"goal": "Ich lerne {everything}."}, {"staff_note": "x" * 1001}, {"steps": (StepDraft("a"),) * 13},
    ],
)  # fmt: skip
def test_blocks_that_can_not_be_are_refused(changes: dict[str, Any], desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", catalogue_editing.edit, BUS, 0, drafted(**changes))
    assert version(desk) == 0


def test_translation_keeps_the_gaps_and_belongs_to_the_block(desk: Desk) -> None:
    course = "integration-course-start"
    for block, texts in (
        (course, {f"block.{course}.text": Translation("بلا فراغ")}), (BUS, {"block.job-search.s1": Translation("x")}),
    ):  # fmt: skip
        with pytest.raises(BadInput):
            desk.does("karin", catalogue_editing.translate, block, "ar", texts)
    with pytest.raises(BadInput):
        desk.does("karin", catalogue_editing.translate, BUS, "de", {})
    with pytest.raises(NotVisible):
        desk.does("karin", catalogue_editing.translate, "no-block", "ar", {})


def test_another_installation_has_its_own_catalogue(desk: Desk, tmp_path: Any, settings: Any) -> None:
    desk.does("karin", catalogue_editing.edit, BUS, 0, drafted())
    assert catalogue.german()[f"block.{BUS}.goal"] != GOAL, "outside of a reading stands what is shipped"
