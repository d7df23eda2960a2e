"""A mentor sees exactly what was granted, while it is granted, and it is written down."""

from datetime import datetime

import pytest

from pwa_server.casework import clearances
from tests.world import NOW_TEXT, World

PAGES = ("/mentor", "/mentor/more", "/mentor/clients")


def change(parts, table: str, row_id: str, **values) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update(table, row_id, **values))


def canaries_in(text: str, world: World) -> set[str]:
    return {place for place, word in world.canaries.items() if word in text}


def test_mentor_sees_the_granted_goal_with_its_steps(browser_of, world: World) -> None:
    page = browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}")
    assert page.status_code == 200
    assert canaries_in(page.text, world) == {
        "amina.name",
        "amina.standard.goal.title",
        "amina.standard.step1.text", "amina.standard.step1.place",
        "amina.standard.step2.text", "amina.standard.step2.place",
        "amina.standard.meeting.place",
        "amina.grant.wish", "amina.mentor_note",
    }  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_mentors_page_leads_to_the_pages_of_clients(path: str, browser_of) -> None:
    assert 'href="/help"' not in browser_of("mona").get(path).text


def test_goals_that_were_not_granted_leave_no_gap(browser_of, world: World) -> None:
    page = browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}")
    assert page.text.count('<ol class="way"') == 1
    assert world.ids["amina.high.goal"] not in page.text
    assert world.ids["amina.high.step1"] not in page.text


@pytest.mark.parametrize("path", PAGES)
def test_mentor_without_a_grant_sees_nobody(path: str, browser_of, world: World) -> None:
    page = browser_of("magnus").get(path)
    assert page.status_code == 200
    assert not canaries_in(page.text, world) - {"magnus.name"}


@pytest.mark.parametrize("name", ["magnus"])
def test_a_foreign_and_an_ended_grant_are_gone_kindly(name: str, browser_of, world: World) -> None:
    mentor = browser_of(name)
    answers = [
        mentor.get(f"/mentor/clients/{grant}") for grant in (world.ids["mona.grant"], world.ids["magnus.grant"], "none")
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert all("nicht mehr da" in answer.text for answer in answers)
    assert all(answer.headers["sw-store"] == "none" for answer in answers)


@pytest.mark.fault("F31")
def test_an_ended_grant_hides_everything_at_the_next_request(browser_of, parts, world: World) -> None:
    mona = browser_of("mona")
    assert mona.get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 200
    change(parts, "mentor_grants", world.ids["mona.grant"], state="revoked", valid_until=NOW_TEXT)
    for path in (
        f"/mentor/clients/{world.ids['mona.grant']}",
        f"/mentor/meetings/{world.ids['amina.standard.meeting']}",
    ):
        assert mona.get(path).status_code == 404
    assert not canaries_in(mona.get("/mentor").text + mona.get("/mentor/more").text, world) - {"mona.name"}


def test_a_lapsed_certificate_hides_the_plan_before_the_worker_has_run(browser_of, parts, clock, world: World) -> None:
    clock.at = datetime.fromisoformat("2031-02-01T08:00:00+00:00")
    change(parts, "mentor_grants", world.ids["mona.grant"], expires_on="2031-06-01")
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404


def test_a_lapsed_certificate_suspends_the_grant_and_a_new_one_sets_it_going(parts, world: World) -> None:
    late = "2031-02-01T08:00:00Z"
    change(parts, "mentor_grants", world.ids["mona.grant"], expires_on="2031-06-01")
    assert parts.database.write_now("", late, clearances.suspend_lapsed) == 1
    assert state_of(parts, world) == "suspended"
    new = clearances.Certificate(issued_on="2031-01-20", seen_on="2031-02-01", seen_by="Ada")
    parts.database.write_now(world.ids["ada"], late, clearances.record, world.ids["mona"], new)
    assert state_of(parts, world) == "active"


def state_of(parts, world: World) -> str:
    return next(
        parts.database.utils().query("SELECT state FROM mentor_grants WHERE id = ?", [world.ids["mona.grant"]])
    )["state"]


def test_a_restricted_case_is_not_there_for_the_mentor(browser_of, parts, world: World) -> None:
    change(parts, "cases", world.ids["amina.case"], state="restricted")
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404


def test_looking_is_written_down_for_the_client(browser_of, parts, world: World) -> None:
    mona = browser_of("mona")
    mona.get(f"/mentor/clients/{world.ids['mona.grant']}")
    mona.get(f"/mentor/meetings/{world.ids['amina.standard.meeting']}")
    rows = parts.database.read(world.ids["amina"], NOW_TEXT).rows(
        "openings.of_case", case_id=world.ids["amina.case"], since=""
    )
    assert {(row["relationship"], row["reason"]) for row in rows} == {("mentor", "granted"), ("mentor", "meeting")}


def test_rights_that_the_client_left_out_are_left_out(browser_of, parts, world: World) -> None:
    change(parts, "mentor_grants", world.ids["mona.grant"], rights='["see_goals"]')
    page = browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}")
    own = {"amina.grant.wish", "amina.mentor_note"}
    assert canaries_in(page.text, world) == {"amina.name", "amina.standard.goal.title"} | own
    assert browser_of("mona").get(f"/mentor/meetings/{world.ids['amina.standard.meeting']}").status_code == 404


class TestOwnSteps:
    @pytest.fixture
    def path(self, parts, world: World) -> str:
        change(parts, "steps", world.ids["amina.standard.step2"], responsible="mentor", mentor_id=world.ids["mona"])
        return f"/mentor/clients/{world.ids['mona.grant']}/steps/{world.ids['amina.standard.step2']}/reports"

    def state(self, parts, world: World, step: str = "step2") -> str:
        query = "SELECT state FROM steps WHERE id = ?"
        return next(parts.database.utils().query(query, [world.ids[f"amina.standard.{step}"]]))["state"]

    def test_mentor_ticks_and_unticks_the_own_step(self, path: str, browser_of, parts, world: World) -> None:
        mona = browser_of("mona")
        assert mona.post(path, data={"report": "done"}).status_code == 303
        assert self.state(parts, world) == "done"
        assert mona.post(path, data={"report": "undone"}).status_code == 303
        assert self.state(parts, world) == "open"

    def test_mentor_does_not_tick_the_clients_step(self, path: str, browser_of, parts, world: World) -> None:
        foreign = path.replace(world.ids["amina.standard.step2"], world.ids["amina.standard.step1"])
        assert browser_of("mona").post(foreign, data={"report": "done"}).status_code == 403
        assert self.state(parts, world, "step1") == "open"

    @pytest.mark.parametrize("step", ["amina.high.step1", "badr.standard.step1"])
    def test_steps_that_are_not_granted_do_not_exist(self, step: str, path: str, browser_of, world: World) -> None:
        foreign = path.replace(world.ids["amina.standard.step2"], world.ids[step])
        assert browser_of("mona").post(foreign, data={"report": "done"}).status_code == 404

    def test_without_the_right_nothing_is_ticked(self, path: str, browser_of, parts, world: World) -> None:
        change(parts, "mentor_grants", world.ids["mona.grant"], rights='["see_goals", "see_steps"]')
        assert "/reports" not in browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").text
        assert browser_of("mona").post(path, data={"report": "done"}).status_code == 422
        assert self.state(parts, world) == "open"

    @pytest.mark.parametrize("report", ["", "blocked", "begun", "<b>"])
    def test_other_reports_change_nothing(self, report: str, path: str, browser_of, parts, world: World) -> None:
        assert browser_of("mona").post(path, data={"report": report}).status_code == 422
        assert self.state(parts, world) == "open"


@pytest.mark.requirement("R21")
class TestMyTasks:
    def give(self, parts, step: str, world: World) -> None:
        change(parts, "steps", world.ids[step], responsible="mentor", mentor_id=world.ids["mona"])

    def test_what_a_mentor_has_taken_on_stands_in_one_list(self, browser_of, parts, world: World) -> None:
        self.give(parts, "amina.standard.step2", world)
        page = browser_of("mona").get("/mentor/more").text
        assert world.canaries["amina.standard.step2.text"] in page
        assert world.canaries["amina.standard.step1.text"] not in page
        assert f"/mentor/clients/{world.ids['mona.grant']}#step-{world.ids['amina.standard.step2']}" in page

    def test_a_card_of_parts_is_read_too(self, browser_of, parts, world: World) -> None:
        step = world.ids["amina.standard.step2"]
        mine = {"responsible": "mentor", "mentor_id": world.ids["mona"]}
        change(parts, "steps", step, **mine, parts_sealed='{"action": "bring"}')
        assert "Hinbringen" in browser_of("mona").get("/mentor/more").text

    @pytest.mark.parametrize("step", ["amina.high.step1", "badr.standard.step1"])
    def test_nothing_that_was_not_granted_is_among_them(self, step: str, browser_of, parts, world: World) -> None:
        self.give(parts, step, world)
        for path in PAGES:
            assert world.canaries[f"{step}.text"] not in browser_of("mona").get(path).text

    def test_without_the_right_to_see_steps_there_are_none(self, browser_of, parts, world: World) -> None:
        self.give(parts, "amina.standard.step2", world)
        change(parts, "mentor_grants", world.ids["mona.grant"], rights='["see_goals"]')
        assert world.canaries["amina.standard.step2.text"] not in browser_of("mona").get("/mentor/more").text

    @pytest.mark.parametrize("kind", ["clearing", "review", "partner_appointment"])
    def test_a_mentor_goes_along_to_whatever_the_client_wishes(
        self, kind: str, browser_of, parts, world: World
    ) -> None:
        meeting = world.ids["amina.standard.meeting"]
        change(parts, "meetings", meeting, kind=kind)
        assert browser_of("mona").get(f"/mentor/meetings/{meeting}").status_code == 200
        change(parts, "meetings", meeting, mentor_id=None)
        assert browser_of("mona").get(f"/mentor/meetings/{meeting}").status_code == 404

    @pytest.mark.parametrize("path", ["/mentor/clients/{}", "/mentor/meetings/{}"])
    def test_unknown_ids_are_answered_like_foreign_ones(self, path: str, browser_of, world: World) -> None:
        answers = [browser_of("magnus").get(path.format(known)) for known in ("nobody", world.ids["mona.grant"])]
        assert {answer.status_code for answer in answers} == {404}


@pytest.mark.requirement("R20")
class TestReadiness:
    @pytest.mark.parametrize("missing", ["certificate", "promise"])
    def test_the_mentor_hears_that_something_is_missing(self, missing: str, browser_of, parts, world: World) -> None:
        if missing == "promise":
            change(parts, "mentors", world.ids["mona"], confidentiality_on=None)
        else:
            parts.database.utils().conn.execute("DELETE FROM clearances")
        assert "braucht noch etwas von Ihnen" in browser_of("mona").get("/mentor/clients").text
        assert "braucht noch etwas von Ihnen" in browser_of("mona").get("/mentor/more").text

    def test_who_is_ready_hears_nothing(self, browser_of) -> None:
        assert "braucht noch etwas" not in browser_of("mona").get("/mentor/clients").text

    def test_the_client_reads_not_yet_and_never_why(self, browser_of, parts, world: World) -> None:
        change(parts, "accounts", world.ids["amina"], language="de")
        change(parts, "mentor_grants", world.ids["mona.grant"], expires_on="2031-06-01")
        parts.database.write_now("", "2031-02-01T08:00:00Z", clearances.suspend_lapsed)
        page = browser_of("amina").get("/sharing").text
        assert "Darf gerade nicht schauen." in page
        assert "zeugnis" not in page.lower()

    @pytest.mark.parametrize("promise", ["", "2026-11-24"])
    def test_no_promise_no_yes(self, promise: str, browser_of, parts, world: World) -> None:
        change(parts, "mentors", world.ids["mona"], confidentiality_on=promise or None)
        change(parts, "mentor_grants", world.ids["mona.grant"], state="offered")
        answer = browser_of("mona").post(f"/mentor/grants/{world.ids['mona.grant']}/answer", data={"answer": "accept"})
        assert answer.status_code == (303 if promise else 409)


class TestRequests:
    @pytest.fixture
    def grant(self, parts, world: World) -> str:
        def ask(tx) -> str:
            grant = tx.insert(
                "mentor_grants", case_id=world.ids["badr.case"], mentor_id=world.ids["mona"], state="offered",
                rights='["see_goals", "see_steps"]', expires_on="2026-12-24", wish_sealed="Deutsch üben",
                made_at=NOW_TEXT, state_at=NOW_TEXT,
            )  # fmt: skip
            tx.insert("mentor_grant_goals", grant_id=grant, goal_id=world.ids["badr.standard.goal"])
            return grant

        return parts.database.write_now("", NOW_TEXT, ask)

    def test_mentor_sees_first_name_language_and_wish_before_saying_yes(
        self, grant: str, browser_of, world: World
    ) -> None:
        page = browser_of("mona").get("/mentor/clients")
        assert "Badr" in page.text
        assert "Türkisch" in page.text
        assert "Deutsch üben" in page.text
        assert not {place for place in canaries_in(page.text, world) if place.startswith("badr")}
        assert browser_of("mona").get(f"/mentor/clients/{grant}").status_code == 404

    def test_saying_yes_opens_the_goals_until_the_end_of_the_day(
        self, grant: str, browser_of, clock, world: World
    ) -> None:
        mona = browser_of("mona")
        answer = mona.post(f"/mentor/grants/{grant}/answer", data={"answer": "accept"})
        assert answer.status_code == 303
        assert world.canaries["badr.standard.goal.title"] in mona.get(answer.headers["location"]).text
        clock.at = datetime.fromisoformat("2026-12-24T22:30:00+00:00")
        assert browser_of("mona").get(f"/mentor/clients/{grant}").status_code == 200
        clock.at = datetime.fromisoformat("2026-12-24T23:00:00+00:00")
        assert browser_of("mona").get(f"/mentor/clients/{grant}").status_code == 404

    def test_saying_no_ends_the_request(self, grant: str, browser_of) -> None:
        mona = browser_of("mona")
        assert mona.post(f"/mentor/grants/{grant}/answer", data={"answer": "decline"}).status_code == 303
        assert mona.post(f"/mentor/grants/{grant}/answer", data={"answer": "accept"}).status_code == 404

    def test_nobody_answers_for_another_mentor(self, grant: str, browser_of) -> None:
        assert browser_of("magnus").post(f"/mentor/grants/{grant}/answer", data={"answer": "accept"}).status_code == 404

    def test_without_a_certificate_yes_is_not_ready_yet(self, grant: str, browser_of, parts) -> None:
        parts.database.write_now("", NOW_TEXT, lambda tx: tx._connection.execute("DELETE FROM clearances"))
        answer = browser_of("mona").post(f"/mentor/grants/{grant}/answer", data={"answer": "accept"})
        assert answer.status_code == 409
        assert "noch nicht" in answer.text

    @pytest.mark.parametrize("answer", ["", "yes", "accept\x00"])
    def test_an_answer_that_is_none_is_refused(self, answer: str, grant: str, browser_of) -> None:
        assert browser_of("mona").post(f"/mentor/grants/{grant}/answer", data={"answer": answer}).status_code == 422


def test_a_grant_handed_back_leaves_nothing_behind(browser_of, parts, world: World) -> None:
    mona = browser_of("mona")
    answer = mona.post(f"/mentor/grants/{world.ids['mona.grant']}/return")
    assert answer.status_code == 303
    assert answer.headers["sw-store"] == "none"
    assert state_of(parts, world) == "returned"
    query = "SELECT mentor_id FROM meetings WHERE id = ?"
    meeting = next(parts.database.utils().query(query, [world.ids["amina.standard.meeting"]]))
    assert meeting["mentor_id"] is None
    assert mona.get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404
    assert mona.post(f"/mentor/grants/{world.ids['mona.grant']}/return").status_code == 404


@pytest.mark.parametrize("name", ["amina", "karin", "ada"])
def test_mentor_pages_are_for_mentors(name: str, browser_of) -> None:
    assert {browser_of(name).get(path).status_code for path in PAGES} == {403}


def test_a_goal_that_was_not_granted_stays_hidden_with_its_steps(browser_of, parts, world: World) -> None:
    """An everyday goal of the same plan, beside the granted one."""

    def add(tx) -> None:
        goal = tx.insert(
            "goals", case_id=world.ids["amina.case"], life_area="work", title_sealed="Zielgeheim", state="agreed",
            made_at=NOW_TEXT,
        )  # fmt: skip
        world.ids["amina.hidden.step"] = tx.insert(
            "steps", goal_id=goal, case_id=world.ids["amina.case"], position=1, responsible="mentor",
            mentor_id=world.ids["mona"], text_sealed="Schrittgeheim", state_at=NOW_TEXT, made_at=NOW_TEXT,
        )  # fmt: skip

    mona = browser_of("mona")
    path = f"/mentor/clients/{world.ids['mona.grant']}"
    before = mona.get(path).text.count("<li")
    parts.database.write_now("", NOW_TEXT, add)
    page = mona.get(path).text
    assert "geheim" not in page
    assert page.count("<li") == before
    assert (
        mona.post(f"{path}/steps/{world.ids['amina.hidden.step']}/reports", data={"report": "done"}).status_code == 404
    )
