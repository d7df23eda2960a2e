"""Account management alone opens no plans: a new account waits seven days, or the counsellor knows the person."""

from datetime import timedelta
from typing import Any

import pytest

from pwa_server.casework import account_life, accounts, colleagues, deputies, handovers
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import later
from tests.casework.desk import Desk
from tests.world import LONG_AGO, NOW_TEXT, World

IN_A_WEEK = later(NOW_TEXT, days=7)
ALMOST = "2026-12-01T08:59:59Z"


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def invite(desk: Desk, **facts: Any) -> str:
    return str(desk.does("ada", lambda tx: accounts.invite_account(tx, **facts))[0])


@pytest.fixture
def nele(desk: Desk) -> str:
    """A counsellor whom account management invited today, and who has a password."""
    world = desk.world
    made = invite(desk, role="counsellor", name="Nele Neu", email="nele@example.org")
    world.ids["nele"] = made
    desk.does("ada", lambda tx: tx.run("secrets.keep", account_id=made, kind="password", secret_hash="none that opens"))
    return made


def everything(desk: Desk, at: str = NOW_TEXT) -> int:
    desk.now = at
    return int(desk.does("ada", handovers.hand_over_all, desk.world.ids["karin"], desk.world.ids["nele"], "leaves"))


def deputy(desk: Desk, clock: Any, first: int = 0) -> str:
    days = [clock.at.date() + timedelta(days=first + more) for more in (0, 3)]
    staff, stands_in = desk.world.ids["karin"], desk.world.ids["nele"]
    return str(desk.does("ada", deputies.start, staff, stands_in, *days, "vacation"))


@pytest.mark.requirement("R18")
class TestPlans:
    def test_a_new_account_gets_no_plans_from_account_management(self, nele: str, desk: Desk) -> None:
        for at in (NOW_TEXT, ALMOST):
            with pytest.raises(RuleBroken) as refused:
                everything(desk, at)
            assert refused.value.values == {"day": "01.12.2026"}
        assert desk.row("nele", "cases.find", case_id=desk.world.ids["amina.case"]) is None

    def test_after_seven_days_it_does(self, nele: str, desk: Desk) -> None:
        assert everything(desk, IN_A_WEEK) == 2

    def test_nor_does_it_stand_in(self, nele: str, desk: Desk, clock: Any) -> None:
        with pytest.raises(RuleBroken):
            deputy(desk, clock)
        assert desk.row("nele", "cases.find", case_id=desk.world.ids["amina.case"]) is None

    def test_days_that_begin_later_can_be_planned(self, nele: str, desk: Desk, clock: Any) -> None:
        with pytest.raises(RuleBroken):
            deputy(desk, clock, first=7)
        assert deputy(desk, clock, first=8)

    def test_whom_the_counsellor_knows_gets_her_plans_at_once(self, nele: str, desk: Desk, clock: Any) -> None:
        desk.does("karin", colleagues.confirm, nele)
        assert deputy(desk, clock)
        assert everything(desk) == 2

    def test_the_word_of_another_counsellor_does_not_count(self, nele: str, desk: Desk) -> None:
        desk.does("olle", colleagues.confirm, nele)
        with pytest.raises(RuleBroken):
            everything(desk)

    def test_a_counsellor_gives_her_own_plans_to_whom_she_wants(self, nele: str, desk: Desk) -> None:
        chosen = {desk.world.ids["amina.case"]}
        assert desk.does("karin", handovers.hand_over_own, nele, "new_task", chosen) == 1

    @pytest.mark.parametrize("step", ["second factor", "invitation"])
    def test_an_old_account_that_somebody_took_up_today_is_new(
        self, step: str, nele: str, desk: Desk, parts: Any
    ) -> None:
        parts.database.utils().execute("UPDATE accounts SET made_at = ? WHERE id = ?", [LONG_AGO, nele])
        parts.database.utils().execute("UPDATE sign_in_codes SET made_at = ?", [LONG_AGO])
        desk.does("karin", colleagues.confirm, nele)
        desk.now = later(NOW_TEXT, minutes=5)

        def take_up(tx: Any) -> None:
            if step == "second factor":
                tx.insert(
                    "second_factors", account_id=nele, seed_sealed="seed", made_at=desk.now, confirmed_at=desk.now
                )
            else:
                code = {"code_digest": "new", "made_at": desk.now, "expires_at": IN_A_WEEK}
                tx.insert("sign_in_codes", account_id=nele, kind="invite", **code)

        desk.does("ada", take_up)
        with pytest.raises(RuleBroken):
            everything(desk, desk.now)

    @pytest.mark.parametrize(("actor", "whom", "error"), [
        ("karin", "karin", BadInput), ("karin", "erna", NotVisible), ("karin", "ada", NotVisible),
        ("ada", "nele", NotAllowed), ("mona", "nele", NotAllowed), ("amina", "nele", NotAllowed),
        ("erna", "nele", NotVisible),
    ])  # fmt: skip
    def test_only_counsellors_say_whom_of_their_colleagues_they_know(
        self, actor: str, whom: str, error: type[Exception], nele: str, desk: Desk
    ) -> None:
        with pytest.raises(error):
            desk.does(actor, colleagues.confirm, desk.world.ids[whom])

    def test_the_pages_of_coordination_say_from_which_day(self, nele: str, desk: Desk, browser_of: Any) -> None:
        ada = browser_of("ada")
        for path in ("/office/handovers", "/office/team", f"/office/accounts/{nele}"):
            assert "1. Dezember" in ada.get(path).text
        sent = {"from_id": desk.world.ids["karin"], "to_id": nele, "reason": "leaves"}
        refused = ada.post("/office/handovers", data=sent)
        assert refused.status_code == 422
        assert "Das geht ab dem 01.12.2026" in refused.text

    def test_nobody_is_new_for_long(self, nele: str, browser_of: Any, clock: Any) -> None:
        clock.at += timedelta(days=7)
        assert "Neu im Team" not in browser_of("ada").get("/office/handovers").text
        assert "Neu im Team" not in browser_of("karin").get("/desk/handover").text

    def test_the_counsellor_confirms_on_her_page(self, nele: str, browser_of: Any, desk: Desk) -> None:
        karin = browser_of("karin")
        assert "Nele Neu" in karin.get("/desk/handover").text
        assert karin.post(f"/desk/colleagues/{nele}/confirmation").status_code == 303
        assert "Sie kennen die Person" in karin.get("/desk/handover").text
        assert everything(desk) == 2


class TestComplaints:
    """The right to read complaints begins later than it was given."""

    @pytest.fixture
    def bela(self, desk: Desk) -> str:
        """Another account manager, there for long."""

        def insert(tx: Any) -> str:
            return str(
                tx.insert(
                    "accounts",
                    role="coordinator",
                    carrier_id=desk.world.ids["carrier"],
                    name_sealed="Bela",
                    opaque_id="opaque-bela",
                    staff_rights='["account_management"]',
                    made_at=LONG_AGO,
                )
            )

        desk.world.ids["bela"] = desk.does("ada", insert)
        return desk.world.ids["bela"]

    @pytest.fixture
    def vera(self, desk: Desk) -> str:
        """Coordination, to whom Ada gave the right today."""
        made = invite(
            desk, role="coordinator", name="Vera", email="vera@example.org", staff_rights=("complaint_office",)
        )
        desk.world.ids["vera"] = made
        return made

    def test_it_counts_after_seven_days(self, vera: str, browser_of: Any, clock: Any) -> None:
        assert browser_of("vera").get("/office/feedback").status_code == 403
        clock.at += timedelta(days=7)
        assert browser_of("vera").get("/office/feedback").status_code == 200

    def test_it_is_the_same_where_an_old_account_gets_it(self, bela: str, desk: Desk, browser_of: Any) -> None:
        rights = ["account_management", "complaint_office"]
        desk.does("ada", account_life.set_rights, bela, rights, 1)
        assert browser_of("bela").get("/office/feedback").status_code == 403
        desk.does("ada", account_life.set_rights, bela, rights, 2)
        row = desk.row("ada", "accounts.find", id=bela)
        assert (row["complaint_from"], row["complaint_given_by"]) == (IN_A_WEEK, desk.world.ids["ada"])

    def test_nobody_gives_it_to_oneself(self, desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            desk.does("ada", account_life.set_rights, desk.world.ids["ada"], ["complaint_office"], 1)

    def test_a_second_account_manager_lets_it_begin_at_once(self, vera: str, bela: str, browser_of: Any) -> None:
        page = browser_of("bela").get(f"/office/accounts/{vera}")
        assert "Die Beschwerdestelle beginnt ab" in page.text
        path = f"/office/accounts/{vera}/complaints/confirmation"
        assert f'action="{path}"' in page.text
        assert browser_of("bela").post(path).status_code == 303
        assert browser_of("vera").get("/office/feedback").status_code == 200
        assert browser_of("bela").post(path).status_code == 404

    def test_whoever_gave_it_does_not_confirm_it(self, vera: str, browser_of: Any) -> None:
        path = f"/office/accounts/{vera}/complaints/confirmation"
        page = browser_of("ada").get(f"/office/accounts/{vera}")
        assert path not in page.text
        assert "zweite Person" in page.text
        assert browser_of("ada").post(path).status_code == 403
        assert browser_of("vera").get("/office/feedback").status_code == 403

    def test_a_manager_made_today_is_no_second_person(self, vera: str, bela: str, desk: Desk, parts: Any) -> None:
        parts.database.utils().execute("UPDATE accounts SET made_at = ? WHERE id = ?", [NOW_TEXT, bela])
        with pytest.raises(RuleBroken):
            desk.does("bela", account_life.confirm_complaints, vera)

    def test_taken_back_and_given_again_it_waits_again(self, vera: str, desk: Desk) -> None:
        desk.now = IN_A_WEEK
        desk.does("ada", account_life.set_rights, vera, [], 1)
        assert desk.row("ada", "accounts.find", id=vera)["complaint_from"] is None
        desk.does("ada", account_life.set_rights, vera, ["complaint_office"], 2)
        assert desk.row("ada", "accounts.find", id=vera)["complaint_from"] == later(IN_A_WEEK, days=7)

    def test_until_then_writers_read_honestly_from_when_somebody_reads(
        self, vera: str, desk: Desk, browser_of: Any, clock: Any
    ) -> None:
        assert "Wir lesen Ihre Nachricht ab dem" in browser_of().get("/feedback?lang=de").text
        sent = {"kind": "complaint", "about": "counselling", "text": "Kanarienruf", "receipt": "ABCD-EFGH-2345"}
        assert browser_of().post("/feedback", data=sent | {"carrier_id": desk.world.ids["carrier"]}).status_code == 303
        overview = browser_of("ada").get("/office").text
        assert "ungelesen" in overview
        assert "01.12.2026" in overview or "1. Dezember 2026" in overview
        clock.at += timedelta(days=7)
        assert "Wir lesen Ihre Nachricht ab dem" not in browser_of().get("/feedback?lang=de").text
        assert "ungelesen" not in browser_of("ada").get("/office").text
        assert "Kanarienruf" in browser_of("vera").get("/office/feedback").text

    def test_messages_that_came_before_reach_the_other_offices_too(
        self, vera: str, bela: str, desk: Desk, browser_of: Any, parts: Any
    ) -> None:
        """Whose only reader still waits has no office yet: another one reads, as where a carrier has none."""
        sent = {"kind": "complaint", "about": "counselling", "text": "Kanarienruf", "receipt": "ABCD-EFGH-2345"}
        carrier = desk.world.ids["carrier"]
        elsewhere = desk.does(
            "ada",
            lambda tx: tx.insert("carriers", name="Anderswo", kind="free", counselling_type="mbe", made_at=LONG_AGO),
        )
        facts = {"carrier_id": elsewhere, "staff_rights": '["complaint_office"]'}
        desk.does("ada", lambda tx: tx.update("accounts", bela, **facts))
        assert browser_of().post("/feedback", data=sent | {"carrier_id": carrier}).status_code == 303
        assert "Kanarienruf" in browser_of("bela").get("/office/feedback").text
        parts.database.utils().execute("UPDATE accounts SET complaint_from = NULL WHERE id = ?", [vera])
        assert "Kanarienruf" not in browser_of("bela").get("/office/feedback").text, "the carrier's own office reads"

    def test_without_anybody_it_is_said_that_nobody_reads(self, browser_of: Any) -> None:
        assert "Gerade liest noch niemand diese Nachrichten." in browser_of().get("/feedback?lang=de").text
