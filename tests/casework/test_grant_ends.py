"""Told fourteen days before, renewed by the client alone, and records that go when nobody needs them."""

from datetime import date, timedelta

import pytest

from pwa_server.casework import clearances, grants, mentoring
from pwa_server.casework.grant_ends import tell_before_end
from pwa_server.domain.problems import RuleBroken
from tests.casework.desk import Desk
from tests.world import LONG_AGO, NOW_TEXT, World

UNTIL = date(2027, 5, 24)


@pytest.fixture
def desk(parts, world: World) -> Desk:
    return Desk(parts, world)


def change(desk: Desk, table: str, row_id: str, **values: str | None) -> None:
    desk.database.write_now("", NOW_TEXT, lambda tx: tx.update(table, row_id, **values))


def told(desk: Desk) -> set[str]:
    names = {desk.world.ids[name]: name for name in ("amina", "mona", "magnus", "karin", "badr")}
    return {names[row["person_id"]] for row in desk.database.utils()["reminders"].rows if row["kind"] == "news"}


class TestBeforeTheEnd:
    @pytest.mark.parametrize(("last_day", "people"), [("2026-12-08", {"amina", "mona"}), ("2026-12-09", set())])
    def test_client_and_mentor_are_told_fourteen_days_before(self, last_day: str, people: set[str], desk: Desk) -> None:
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], expires_on=last_day)
        desk.database.write_now("", NOW_TEXT, tell_before_end)
        assert told(desk) == people

    def test_they_are_told_once(self, desk: Desk) -> None:
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], expires_on="2026-12-01")
        assert desk.database.write_now("", NOW_TEXT, tell_before_end) == 1
        assert desk.database.write_now("", "2026-11-25T09:00:00Z", tell_before_end) == 0

    @pytest.mark.parametrize("state", ["requested", "offered", "suspended", "revoked"])
    def test_of_what_is_not_in_force_nobody_is_told(self, state: str, desk: Desk) -> None:
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], expires_on="2026-12-01", state=state)
        assert desk.database.write_now("", NOW_TEXT, tell_before_end) == 0


class TestRenewal:
    def ask(self, desk: Desk) -> str:
        code = desk.row("ada", "mentors.find", id=desk.world.ids["mona"])["mentor_code"]
        return desk.does("amina", grants.request_grant, code, "", [desk.world.ids["amina.standard.goal"]], UNTIL)

    def test_the_client_asks_again_in_the_last_days_only(self, desk: Desk) -> None:
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], expires_on="2026-12-09")
        with pytest.raises(RuleBroken):
            self.ask(desk)
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], expires_on="2026-12-08")
        assert self.ask(desk)
        with pytest.raises(RuleBroken):
            self.ask(desk)

    def test_the_new_grant_takes_the_place_of_the_old_one(self, desk: Desk) -> None:
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], expires_on="2026-12-08")
        made = self.ask(desk)
        desk.does("mona", mentoring.answer_grant, made, "accept")
        states = {row["id"]: row["state"] for row in desk.database.utils()["mentor_grants"].rows}
        assert (states[made], states[desk.world.ids["mona.grant"]]) == ("active", "expired")
        # Whoever was asked along to a meeting still comes.
        meeting = desk.database.utils()["meetings"].get(desk.world.ids["amina.standard.meeting"])
        assert meeting["mentor_id"] == desk.world.ids["mona"]
        assert [row["id"] for row in desk.rows("mona", "mentoring.grants", today="2026-11-24")] == [made]

    def test_a_grant_that_ends_lets_nobody_go_on_by_itself(self, desk: Desk) -> None:
        change(
            desk,
            "mentor_grants",
            desk.world.ids["mona.grant"],
            expires_on="2026-12-01",
            valid_until="2026-12-01T23:00:00Z",
        )
        desk.now = "2026-12-02T09:00:00Z"
        assert desk.rows("mona", "mentoring.grants", today="2026-12-02") == []


@pytest.mark.requirement("R20")
class TestRecordsOfCertificates:
    def kept(self, desk: Desk) -> set[str]:
        return {row["mentor_id"] for row in desk.database.utils()["clearances"].rows}

    def forget(self, desk: Desk, days: int) -> set[str]:
        now = (date.fromisoformat(NOW_TEXT[:10]) + timedelta(days=days)).isoformat() + "T09:00:00Z"
        desk.database.write_now("", now, clearances.forget_unneeded)
        return self.kept(desk)

    def end(self, desk: Desk, name: str, state: str) -> None:
        change(
            desk, "mentor_grants", desk.world.ids[f"{name}.grant"], state=state, state_at=NOW_TEXT, valid_until=NOW_TEXT
        )

    @pytest.mark.parametrize("state", ["expired", "revoked", "returned", "declined"])
    def test_a_record_goes_90_days_after_the_last_grant_ended(self, state: str, desk: Desk) -> None:
        mona = desk.world.ids["mona"]
        self.end(desk, "mona", state)
        self.end(desk, "magnus", "revoked")
        assert mona in self.forget(desk, 89)
        assert mona not in self.forget(desk, 90)
        events = [row for row in desk.database.utils()["events"].rows if row["action"] == "clearance_forgotten"]
        assert {row["subject_id"] for row in events} == {mona, desk.world.ids["magnus"]}

    @pytest.mark.parametrize("state", ["active", "suspended", "offered", "requested"])
    def test_while_a_grant_runs_or_waits_the_record_stays(self, state: str, desk: Desk) -> None:
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], state=state, state_at=LONG_AGO)
        assert desk.world.ids["mona"] in self.forget(desk, 400)

    def test_of_whoever_stops_it_goes_though_grants_rest(self, desk: Desk) -> None:
        mona = desk.world.ids["mona"]
        change(desk, "mentor_grants", desk.world.ids["mona.grant"], state="suspended")
        change(desk, "accounts", mona, deactivated_at=NOW_TEXT)
        assert mona in self.forget(desk, 89)
        assert mona not in self.forget(desk, 90)

    def test_one_that_lapsed_goes_too(self, desk: Desk) -> None:
        desk.database.utils().conn.execute("UPDATE clearances SET lapses_on = '2026-11-24'")
        assert desk.world.ids["mona"] in self.forget(desk, 89)
        assert self.forget(desk, 90) == set()
