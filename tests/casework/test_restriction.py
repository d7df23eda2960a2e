"""Who had a plan hidden hears of it before it is shown again (Art. 18 (3) GDPR), or shows it herself."""

from datetime import timedelta
from typing import Any

import pytest

from pwa_server.casework import case_life, consents, data_requests, restriction, withdrawals
from pwa_server.domain.problems import NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import later
from tests.casework.desk import Desk
from tests.world import LONG_AGO, NOW_TEXT, World

DAY_BEFORE = "2026-11-30T22:59:59Z"
THE_DAY = "2026-11-30T23:00:00Z"


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    """Amina asked to hide her plan, and it is hidden."""
    made = Desk(parts, world)
    parts.database.utils().execute("DELETE FROM data_requests")
    was = {"case_id": world.ids["amina.case"], "state": "active", "at": LONG_AGO}
    made.does("karin", lambda tx: tx.insert("case_states", **was))
    asked = made.does("amina", data_requests.ask, "restrict", "", "ar")
    made.does("karin", data_requests.answer, asked, "granted", "", 1)
    made.now = later(NOW_TEXT, minutes=1)
    return made


def state(desk: Desk) -> str:
    return str(desk.row("karin", "cases.find", case_id=desk.world.ids["amina.case"])["state"])


def resume(desk: Desk, at: str | None = None) -> str:
    desk.now = at or desk.now
    return str(desk.does("karin", case_life.move_case, desk.world.ids["amina.case"], "resume"))


def announce(desk: Desk) -> str:
    return str(desk.does("karin", restriction.announce, desk.world.ids["amina.case"]))


class TestByTheOffice:
    def test_without_telling_it_is_not_shown(self, desk: Desk) -> None:
        with pytest.raises(RuleBroken):
            resume(desk)
        assert state(desk) == "restricted"

    def test_it_goes_on_where_it_was_and_nowhere_else(self, desk: Desk) -> None:
        announce(desk)
        desk.now = THE_DAY
        for other in ("new", "clearing", "acute_help", "planning", "paused", "erased"):
            with pytest.raises(RuleBroken):
                desk.does("karin", case_life.move_case, desk.world.ids["amina.case"], other)
        assert state(desk) == "restricted"
        assert desk.does("karin", case_life.move_case, desk.world.ids["amina.case"], "active") == "active"

    def test_it_is_shown_seven_days_after_telling(self, desk: Desk) -> None:
        assert announce(desk) == "2026-12-01"
        with pytest.raises(RuleBroken) as refused:
            resume(desk, DAY_BEFORE)
        assert refused.value.values == {"day": "01.12.2026"}
        assert resume(desk, THE_DAY) == "active"
        assert desk.row("karin", "cases.find", case_id=desk.world.ids["amina.case"])["shown_from"] is None

    def test_the_client_reads_it_and_somebody_calls(self, desk: Desk, browser_of: Any, parts: Any) -> None:
        announce(desk)
        parts.database.utils()["accounts"].update(desk.world.ids["amina"], {"language": "de"})
        page = browser_of("amina").get("/today").text
        assert "zeigen wir Ihren Plan wieder" in page
        assert "01.12.2026" in page
        assert desk.world.canaries["amina.standard.goal.title"] not in page
        [call] = [row for row in parts.database.utils()["call_tasks"].rows if row["reason"] == "shown_again"]
        desk.now = later(NOW_TEXT, days=3)
        assert call["id"] in {row["id"] for row in desk.rows("karin", "desk.call_tasks", today="2026-11-27")}

    def test_nothing_of_it_goes_to_a_phone(self, desk: Desk, parts: Any) -> None:
        announce(desk)
        told = parts.database.utils()["reminders"].rows_where(
            "kind = 'news' AND case_id = ?", [desk.world.ids["amina.case"]]
        )
        assert not list(told)

    def test_telling_twice_does_not_begin_anew(self, desk: Desk) -> None:
        announce(desk)
        with pytest.raises(RuleBroken):
            announce(desk)

    def test_what_the_client_asks_against_it_is_answered_first(self, desk: Desk) -> None:
        announce(desk)
        asked = desk.does("amina", data_requests.ask, "restrict", "Bitte nicht", "ar")
        with pytest.raises(RuleBroken):
            resume(desk, THE_DAY)
        desk.does("karin", data_requests.answer, asked, "declined", "Das Gericht hat entschieden.", 1)
        assert resume(desk) == "active"

    def test_hidden_again_it_is_told_again(self, desk: Desk) -> None:
        announce(desk)
        resume(desk, THE_DAY)
        desk.does("karin", case_life.move_case, desk.world.ids["amina.case"], "restricted")
        with pytest.raises(RuleBroken):
            resume(desk)

    def test_a_yes_that_was_taken_back_is_asked_for_first(self, desk: Desk) -> None:
        desk.does("amina", withdrawals.withdraw, desk.world.ids["amina.consent.plan"])
        with pytest.raises(RuleBroken):
            announce(desk)

    def test_a_plan_that_is_not_hidden_is_announced_by_nobody(self, desk: Desk) -> None:
        with pytest.raises(RuleBroken):
            desk.does("karin", restriction.announce, desk.world.ids["badr.case"])

    @pytest.mark.parametrize(
        ("name", "error"), [("olle", NotVisible), ("ada", NotVisible), ("amina", NotAllowed), ("mona", NotVisible)]
    )
    def test_only_staff_of_the_case_announces(self, name: str, error: type[Exception], desk: Desk) -> None:
        with pytest.raises(error):
            desk.does(name, restriction.announce, desk.world.ids["amina.case"])

    def test_the_desk_reads_from_which_day(self, desk: Desk, browser_of: Any) -> None:
        case, karin = f"/desk/cases/{desk.world.ids['amina.case']}", browser_of("karin")
        page = karin.get(case).text
        assert f'action="{case}/showing"' in page
        assert 'value="resume"' not in page
        assert karin.post(f"{case}/showing").status_code == 303
        page = karin.get(case).text
        assert f'action="{case}/showing"' not in page
        assert "1. Dezember" in page
        refused = karin.post(f"{case}/state", data={"to": "resume"})
        assert refused.status_code == 409
        assert "01.12.2026" in refused.text

    def test_on_the_day_the_desk_has_the_button(self, desk: Desk, browser_of: Any, clock: Any) -> None:
        announce(desk)
        clock.at += timedelta(days=7)
        case, karin = f"/desk/cases/{desk.world.ids['amina.case']}", browser_of("karin")
        assert 'value="resume"' in karin.get(case).text
        assert karin.post(f"{case}/state", data={"to": "resume"}).status_code == 303
        assert state(desk) == "active"


class TestByTheClient:
    def test_she_shows_it_at_once(self, desk: Desk, browser_of: Any) -> None:
        amina = browser_of("amina")
        assert 'action="/requests/show-again"' in amina.get("/today").text
        assert amina.post("/requests/show-again").status_code == 303
        assert state(desk) == "active"
        assert desk.world.canaries["amina.standard.goal.own_words"] in amina.get("/plan").text

    def test_the_call_about_it_is_not_needed_then(self, desk: Desk, parts: Any) -> None:
        announce(desk)
        desk.does("amina", restriction.show_again)
        [call] = [row for row in parts.database.utils()["call_tasks"].rows if row["reason"] == "shown_again"]
        assert call["closed_as"] == "not_needed"

    def test_without_the_yes_to_a_plan_it_stays_hidden(self, desk: Desk, browser_of: Any) -> None:
        desk.does("amina", withdrawals.withdraw, desk.world.ids["amina.consent.plan"])
        assert "/requests/show-again" not in browser_of("amina").get("/today").text
        with pytest.raises(RuleBroken):
            desk.does("amina", restriction.show_again)

    def test_a_yes_said_anew_is_her_own_wish(self, desk: Desk) -> None:
        desk.does("amina", withdrawals.withdraw, desk.world.ids["amina.consent.plan"])
        desk.does("amina", consents.give, desk.world.ids["amina.case"], "case_record")
        assert resume(desk) == "active"

    def test_nobody_does_it_for_her(self, desk: Desk) -> None:
        for name in ("karin", "mona", "ada"):
            with pytest.raises((NotVisible, NotAllowed)):
                desk.does(name, restriction.show_again)
        with pytest.raises(RuleBroken):
            desk.does("badr", restriction.show_again)
