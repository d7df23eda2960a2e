"""Two mentors of one goal don't learn of each other: each reads and ticks her own steps alone."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.casework import mentoring, step_editing
from pwa_server.casework.grants import change_grant
from pwa_server.casework.step_editing import StepDetails
from pwa_server.domain.problems import BadInput
from tests.casework.desk import Desk
from tests.world import NOW_TEXT, World

Browser = Callable[..., TestClient]
RIGHTS = '["see_goals", "see_steps", "mark_own_steps_done"]'


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def offer(desk: Desk, state: str = "offered") -> str:
    """A grant for Magnus on the goal at which Mona goes along already."""

    def ask(tx: Any) -> str:
        since = {"valid_from": NOW_TEXT} if state == "active" else {}
        grant = tx.insert(
            "mentor_grants", case_id=desk.world.ids["amina.case"], mentor_id=desk.world.ids["magnus"], state=state,
            rights=RIGHTS, expires_on="2027-05-24", made_at=NOW_TEXT, state_at=NOW_TEXT, **since,
        )  # fmt: skip
        tx.insert("mentor_grant_goals", grant_id=grant, goal_id=desk.world.ids["amina.standard.goal"])
        return str(grant)

    return str(desk.does("amina", ask))


def end_of(desk: Desk, grant_id: str) -> None:
    desk.does("amina", lambda tx: tx.update("mentor_grants", grant_id, state="revoked", valid_until=NOW_TEXT))


def add(desk: Desk, text: str, mentor: str | None = None) -> str:
    details = StepDetails("mentor", mentor_id=desk.world.ids[mentor] if mentor else None)
    return str(desk.does("karin", step_editing.add_own, desk.world.ids["amina.standard.goal"], text, details))


def mentor_of(desk: Desk, step_id: str) -> str | None:
    """By the name in the cast."""
    row = desk.row("karin", "steps.find", step_id=step_id, high="yes")
    return next((name for name in ("mona", "magnus") if desk.world.ids[name] == row["mentor_id"]), None)


@pytest.mark.requirement("R21")
class TestSeeing:
    @pytest.fixture
    def steps(self, desk: Desk) -> dict[str, str]:
        desk.world.ids["second.grant"] = offer(desk, "active")
        return {name: add(desk, f"Kanarischritt {name}", name) for name in ("mona", "magnus")}

    @pytest.mark.parametrize(
        ("own", "other", "grant"), [("mona", "magnus", "mona.grant"), ("magnus", "mona", "second.grant")]
    )
    def test_each_reads_the_own_steps_and_not_the_others(
        self, own: str, other: str, grant: str, steps: dict[str, str], browser_of: Browser, world: World
    ) -> None:
        for path in (f"/mentor/clients/{world.ids[grant]}", "/mentor/more"):
            page = browser_of(own).get(path).text
            assert f"Kanarischritt {own}" in page
            assert f"Kanarischritt {other}" not in page
            assert steps[other] not in page
            assert world.canaries[f"{other}.name"] not in page

    def test_the_others_step_does_not_exist_and_keeps_its_state(
        self, steps: dict[str, str], browser_of: Browser, desk: Desk, world: World
    ) -> None:
        foreign = f"/mentor/clients/{world.ids['mona.grant']}/steps/{steps['magnus']}/reports"
        unknown = f"/mentor/clients/{world.ids['mona.grant']}/steps/nobody/reports"
        answers = [browser_of("mona").post(path, data={"report": "done"}) for path in (foreign, unknown)]
        assert {answer.status_code for answer in answers} == {404}
        assert desk.row("karin", "steps.find", step_id=steps["magnus"], high="yes")["state"] == "open"

    def test_a_tick_of_one_is_not_read_by_the_other(
        self, steps: dict[str, str], browser_of: Browser, world: World
    ) -> None:
        page = f"/mentor/clients/{world.ids['second.grant']}"
        before = browser_of("magnus").get(page).text.count("is-done")
        ticked = f"/mentor/clients/{world.ids['mona.grant']}/steps/{steps['mona']}/reports"
        assert browser_of("mona").post(ticked, data={"report": "done"}).status_code == 303
        assert "is-done" in browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").text
        assert browser_of("magnus").get(page).text.count("is-done") == before

    def test_no_statement_gives_a_mentor_the_others_step(self, steps: dict[str, str], desk: Desk, world: World) -> None:
        goal, case = world.ids["amina.standard.goal"], world.ids["amina.case"]
        found = [
            *desk.rows("mona", "steps.of_case", case_id=case, high="no"),
            *desk.rows("mona", "steps.of_goal", goal_id=goal, high="no"),
        ]
        assert steps["mona"] in {row["id"] for row in found}
        assert steps["magnus"] not in {row["id"] for row in found}
        assert desk.row("mona", "steps.find", step_id=steps["magnus"], high="no") is None
        assert desk.row("mona", "steps.find_any", step_id=steps["magnus"]) is None

    def test_the_client_reads_who_does_it(self, steps: dict[str, str], browser_of: Browser, world: World) -> None:
        page = browser_of("amina").get(f"/goals/{world.ids['amina.standard.goal']}").text
        assert world.canaries["mona.name"] in page
        assert world.canaries["magnus.name"] in page

    def test_who_does_not_go_along_any_more_is_named_no_more(
        self, steps: dict[str, str], browser_of: Browser, desk: Desk, world: World
    ) -> None:
        end_of(desk, world.ids["second.grant"])
        page = browser_of("amina").get(f"/steps/{steps['magnus']}").text
        assert world.canaries["magnus.name"] not in page


class TestWhoseStepItIs:
    def test_with_one_mentor_the_step_is_hers(self, desk: Desk) -> None:
        assert mentor_of(desk, add(desk, "Mitgehen")) == "mona"

    def test_with_nobody_it_waits_for_whoever_comes(self, desk: Desk, world: World) -> None:
        end_of(desk, world.ids["mona.grant"])
        step = add(desk, "Mitgehen")
        assert mentor_of(desk, step) is None
        desk.does("magnus", mentoring.answer_grant, offer(desk), "accept")
        assert mentor_of(desk, step) == "magnus"

    def test_who_comes_second_takes_nothing_from_the_first(self, desk: Desk) -> None:
        step = add(desk, "Mitgehen")
        desk.does("magnus", mentoring.answer_grant, offer(desk), "accept")
        assert mentor_of(desk, step) == "mona"

    def test_who_comes_later_takes_on_what_is_open_and_inherits_no_history(self, desk: Desk, world: World) -> None:
        still_open, finished = add(desk, "Mitgehen"), add(desk, "Anrufen")
        desk.does("mona", mentoring.report_own_step, finished, "done", NOW_TEXT)
        end_of(desk, world.ids["mona.grant"])
        desk.does("magnus", mentoring.answer_grant, offer(desk), "accept")
        assert (mentor_of(desk, still_open), mentor_of(desk, finished)) == ("magnus", "mona")
        shown = desk.rows("magnus", "steps.of_goal", goal_id=world.ids["amina.standard.goal"], high="no")
        assert finished not in {row["id"] for row in shown}

    def test_a_goal_that_the_client_adds_brings_its_steps(self, desk: Desk, world: World) -> None:
        def other_goal(tx: Any) -> str:
            facts = {"life_area": "work", "title_sealed": "Arbeit", "state": "agreed", "made_at": NOW_TEXT}
            return str(tx.insert("goals", case_id=world.ids["amina.case"], **facts))

        goal = desk.does("karin", other_goal)
        step = desk.does("karin", step_editing.add_own, goal, "Mitgehen", StepDetails("mentor"))
        assert mentor_of(desk, step) is None
        both = [world.ids["amina.standard.goal"], goal]
        version = desk.row("amina", "own.grant", grant_id=world.ids["mona.grant"])["version"]
        desk.does("amina", change_grant, world.ids["mona.grant"], version, both, ["see_steps"])
        assert mentor_of(desk, step) == "mona"

    def test_with_two_the_desk_says_who(self, desk: Desk) -> None:
        offer(desk, "active")
        with pytest.raises(BadInput):
            add(desk, "Mitgehen")
        assert mentor_of(desk, add(desk, "Mitgehen", "magnus")) == "magnus"

    def test_who_does_not_go_along_at_the_goal_is_nobody_to_choose(self, desk: Desk) -> None:
        with pytest.raises(BadInput):
            add(desk, "Mitgehen", "magnus")

    def test_a_finished_step_stays_with_whoever_did_it(self, desk: Desk, world: World) -> None:
        offer(desk, "active")
        step = add(desk, "Mitgehen", "mona")
        desk.does("mona", mentoring.report_own_step, step, "done", NOW_TEXT)
        row = desk.row("karin", "steps.find", step_id=step, high="yes")
        other = StepDetails("mentor", mentor_id=world.ids["magnus"], due_on="2026-12-24")
        desk.does("karin", step_editing.edit, step, row["version"], other)
        assert mentor_of(desk, step) == "mona"


class TestTheForm:
    def test_with_two_the_form_names_both(self, desk: Desk, browser_of: Browser, world: World) -> None:
        offer(desk, "active")
        path = f"/desk/goals/{world.ids['amina.standard.goal']}/steps/new"
        page = browser_of("karin").get(path).text
        assert all(f'value="mentor:{world.ids[name]}"' in page for name in ("mona", "magnus"))
        assert 'value="mentor"' not in page

    def test_the_chosen_one_is_kept_and_can_be_changed(self, desk: Desk, browser_of: Browser, world: World) -> None:
        offer(desk, "active")
        karin = browser_of("karin")
        goal = f"/desk/goals/{world.ids['amina.standard.goal']}"
        chosen = {"how": "card", "action": "bring", "responsible": f"mentor:{world.ids['magnus']}"}
        assert karin.post(f"{goal}/steps", data=chosen).status_code == 303
        step = desk.rows("karin", "steps.of_goal", goal_id=world.ids["amina.standard.goal"], high="no")[-1]
        assert mentor_of(desk, step["id"]) == "magnus"
        changed = {"version": str(step["version"]), "action": "bring", "responsible": f"mentor:{world.ids['mona']}"}
        assert karin.post(f"/desk/steps/{step['id']}", data=changed).status_code == 303
        assert mentor_of(desk, step["id"]) == "mona"

    @pytest.mark.parametrize("who", ["mentor", "mentor:nobody", "mentor:"])
    def test_nobody_in_particular_is_asked_again(self, who: str, desk: Desk, browser_of: Browser, world: World) -> None:
        offer(desk, "active")
        sent = {"how": "card", "action": "bring", "responsible": who}
        path = f"/desk/goals/{world.ids['amina.standard.goal']}/steps"
        assert browser_of("karin").post(path, data=sent).status_code == 422

    def test_the_desk_is_told_of_a_step_that_nobody_does(self, desk: Desk, browser_of: Browser, world: World) -> None:
        step, second = add(desk, "Mitgehen"), offer(desk, "active")
        end_of(desk, world.ids["mona.grant"])
        path = f"/desk/goals/{world.ids['amina.standard.goal']}"
        assert "Bitte wählen Sie, wer begleitet." in browser_of("karin").get(path).text
        assert "Bitte wählen Sie, wer begleitet." in browser_of("karin").get(f"/desk/steps/{step}").text
        end_of(desk, second)
        assert "Bitte wählen Sie, wer begleitet." not in browser_of("karin").get(path).text
