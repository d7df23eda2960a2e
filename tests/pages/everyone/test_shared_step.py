"""A partner's link: it shows one step and whom to call, once, and nothing as soon as the client takes her yes back."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from pwa_server.casework import consents, step_shares, withdrawals
from pwa_server.casework.step_shares import Asked
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.casework.desk import Desk
from tests.world import NOW, World

LINK = "/shared/link-token"
GONE = "Dieser Link zeigt nichts mehr."


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def partner(browser_of: Any) -> Any:
    return browser_of()


def canaries(text: str, world: World) -> set[str]:
    return {place for place, word in world.canaries.items() if word in text}


@pytest.mark.requirement("R25")
def test_partner_reads_exactly_the_step_and_whom_to_call(partner: Any, world: World) -> None:
    page = partner.post(LINK).text
    assert canaries(page, world) == {"amina.standard.step2.text", "amina.link.name_shown", "karin.name"}
    assert "030 23125-204" in page


def test_opening_the_address_uses_nothing_up_and_shows_nothing(partner: Any, world: World) -> None:
    for _ in range(3):
        door = partner.get(LINK)
        assert door.status_code == 200
        assert not canaries(door.text, world)
    strip = re.compile(r"[0-9a-f]{32}|(link|no)-token")
    assert strip.sub("", partner.get("/shared/no-token").text) == strip.sub("", door.text), "nobody learns which exist"
    assert partner.post(LINK).status_code == 200


def test_link_can_be_looked_at_for_an_hour_and_then_never_again(partner: Any, clock: Any) -> None:
    assert partner.post(LINK).status_code == 200
    clock.at = NOW + timedelta(minutes=59)
    assert partner.post(LINK).status_code == 200
    clock.at = NOW + timedelta(minutes=60)
    gone = partner.post(LINK)
    assert gone.status_code == 404
    assert GONE in gone.text


def test_link_that_nobody_opened_ends_after_a_day(partner: Any, clock: Any) -> None:
    clock.at = datetime.fromisoformat("2026-11-25T09:00:00+00:00")
    assert partner.post(LINK).status_code == 404


def test_withdrawal_ends_the_link_at_once(partner: Any, desk: Desk, world: World) -> None:
    assert partner.post(LINK).status_code == 200
    desk.does("amina", withdrawals.withdraw, world.ids["amina.share_consent"])
    assert partner.post(LINK).status_code == 404
    assert partner.post(f"{LINK}/answer", data={"progress": "finished"}).status_code == 404


@pytest.mark.parametrize(
    ("table", "row", "changes"),
    [
        ("cases", "amina.case", {"state": "closed"}), ("cases", "amina.case", {"state": "restricted"}),
        ("steps", "amina.standard.step2", {"removed_at": "2026-11-24T08:00:00Z"}),
        ("steps", "amina.standard.step2", {"partner_id": None}),
        ("goals", "amina.standard.goal", {"sensitivity": "high"}),
        ("cooperation_members", "membership", {"left_on": "2026-11-24"}),
        ("cooperation_agreements", "cooperation", {"ended_at": "2026-11-24T08:00:00Z"}),
        ("partners", "school", {"ended_at": "2026-11-24T08:00:00Z"}),
    ],
)  # fmt: skip
def test_link_shows_nothing_any_more(
    table: str, row: str, changes: dict[str, Any], partner: Any, desk: Desk, world: World
) -> None:
    desk.does("karin", lambda tx: tx.update(table, world.ids[row], **changes))
    assert partner.post(LINK).status_code == 404


@pytest.mark.requirement("R25")
def test_answer_stands_on_the_step_for_desk_and_client(partner: Any, browser_of: Any, desk: Desk, world: World) -> None:
    partner.post(LINK)
    answer = {"progress": "appointment", "sentence": "Mittwoch um zehn"}
    assert partner.post(f"{LINK}/answer", data=answer).status_code == 200
    partner.post(f"{LINK}/answer", data=answer)
    step = world.ids["amina.standard.step2"]
    for name, path in (("karin", f"/desk/steps/{step}/sharing"), ("amina", f"/steps/{step}")):
        assert browser_of(name).get(path).text.count("Mittwoch um zehn") == 1
    found = desk.row("karin", "steps.find", step_id=step, high="no")
    assert found["state"] == "open", "the partner's word moves nothing"


def test_unread_answer_stands_on_the_day_list_until_it_is_read(
    partner: Any, browser_of: Any, desk: Desk, world: World
) -> None:
    karin = browser_of("karin")
    assert 'id="partner_notes"' not in karin.get("/desk").text
    partner.post(LINK)
    partner.post(f"{LINK}/answer", data={"progress": "finished"})
    assert 'id="partner_notes"' in karin.get("/desk").text
    note = desk.rows("karin", "shares.notes_of_step", step_id=world.ids["amina.standard.step2"])[0]
    assert karin.post(f"/desk/partner-notes/{note['id']}/seen").status_code == 303
    assert 'id="partner_notes"' not in karin.get("/desk").text


@pytest.mark.parametrize("data", [{}, {"progress": "x"}, {"progress": "finished", "sentence": "x" * 400}])
def test_unreadable_answers_are_refused(data: dict[str, str], partner: Any, desk: Desk, world: World) -> None:
    partner.post(LINK)
    assert partner.post(f"{LINK}/answer", data=data).status_code == 422
    assert len(desk.rows("karin", "shares.notes_of_step", step_id=world.ids["amina.standard.step2"])) == 1


def test_client_reads_who_looked(partner: Any, browser_of: Any) -> None:
    partner.post(LINK)
    assert "Sprachschule" in browser_of("amina").get("/sharing").text


def test_client_ends_it_on_her_step(partner: Any, browser_of: Any, world: World) -> None:
    amina = browser_of("amina")
    step = f"/steps/{world.ids['amina.standard.step2']}"
    assert f"{step}/sharing/end" in amina.get(step).text
    assert amina.post(f"{step}/sharing/end").status_code == 303
    assert partner.post(LINK).status_code == 404
    assert f"{step}/sharing/end" not in amina.get(step).text


class TestMakingALink:
    asked = Asked("ar", "oral", "first")

    def test_slip_holds_the_link_once_and_only_a_digest_is_kept(
        self, browser_of: Any, partner: Any, desk: Desk, world: World
    ) -> None:
        path = f"/desk/steps/{world.ids['amina.standard.step2']}/sharing"
        slip = browser_of("karin").post(path, data={"answer": "given", "channel": "oral", "name": "none"}).text
        token = re.search(r"/shared/([\w-]{43})", slip)
        assert token
        assert token[1] not in str(list(desk.database.utils().query("SELECT * FROM step_shares")))
        page = partner.post(f"/shared/{token[1]}").text
        assert canaries(page, world) == {"amina.standard.step2.text", "karin.name"}, "no name, as she chose"
        assert partner.post(LINK).status_code == 404, "the earlier link has ended"

    @pytest.mark.requirement("R35")
    def test_partner_without_agreement_is_shown_nothing(self, desk: Desk, browser_of: Any, world: World) -> None:
        desk.does("ada", lambda tx: tx.update("cooperation_members", world.ids["membership"], left_on="2026-11-24"))
        step = world.ids["amina.standard.step2"]
        with pytest.raises(RuleBroken):
            desk.does("karin", step_shares.share, step, self.asked)
        page = browser_of("karin").get(f"/desk/steps/{step}/sharing").text
        assert "Mit dieser Stelle gibt es noch keine Vereinbarung." in page
        assert 'name="answer"' not in page

    def test_protected_steps_and_steps_without_partner_are_not_shown(self, desk: Desk, world: World) -> None:
        desk.does("karin", lambda tx: tx.update("steps", world.ids["amina.high.step1"], partner_id=world.ids["school"]))
        for step in ("amina.high.step1", "amina.standard.step1"):
            with pytest.raises(RuleBroken):
                desk.does("karin", step_shares.share, world.ids[step], self.asked)

    def test_without_a_yes_there_is_no_link(self, desk: Desk, world: World) -> None:
        step = world.ids["amina.standard.step2"]
        desk.does("amina", withdrawals.withdraw, world.ids["amina.share_consent"])
        with pytest.raises(RuleBroken):
            desk.does("karin", step_shares.share, step, Asked())
        desk.does("karin", step_shares.decline, step, "ar", "oral")
        assert not desk.does(
            "karin", consents.is_given, world.ids["amina.case"], "share_with_partner", world.ids["school"]
        )

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            ("olle", NotVisible),
            ("tilde", NotVisible),
            ("badr", NotVisible),
            ("mona", NotAllowed),
            ("amina", BadInput),
        ],
    )
    def test_nobody_else_makes_links(self, name: str, problem: type[Exception], desk: Desk, world: World) -> None:
        with pytest.raises(problem):
            desk.does(name, step_shares.share, world.ids["amina.standard.step2"], self.asked)

    @pytest.mark.parametrize("asked", [Asked("ar", "app"), Asked("ar", "shouted"), Asked("ar", "oral", "nickname")])
    def test_answers_that_can_not_be_are_refused(self, asked: Asked, desk: Desk, world: World) -> None:
        with pytest.raises(BadInput):
            desk.does("karin", step_shares.share, world.ids["amina.standard.step2"], asked)
