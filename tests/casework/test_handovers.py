"""Somebody else counsels from now on: at once, completely, told, and open to a no."""

from typing import Any

import pytest

from pwa_server.casework import deputies, handovers, tellings
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.world import World


class Desk:
    """One verb as somebody of the cast, in a world in which nothing was handed over and nobody told yet."""

    def __init__(self, parts: Any, world: World) -> None:
        self.parts, self.world = parts, world
        for table in ("carrier_handovers", "handover_cases", "handovers", "tellings", "holds"):
            parts.database.utils().execute(f"DELETE FROM {table}")

    def do(self, name: str, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.parts.database.write_now(self.world.ids.get(name, ""), self.parts.now(), verb, *args, **kwargs)

    def rows(self, table: str, **same: Any) -> list[dict[str, Any]]:
        found = self.parts.database.utils()[table].rows
        return [row for row in found if all(row[name] == value for name, value in same.items())]


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def amina_to(desk: Desk, name: str, reason: str = "new_task") -> int:
    ids = desk.world.ids
    return desk.do("karin", handovers.hand_over_own, ids[name], reason, {ids["amina.case"]})


@pytest.mark.requirement("R18")
def test_former_counsellor_gets_404_at_once_and_the_new_one_sees_the_plan(desk: Desk, browser_of: Any) -> None:
    case_id = desk.world.ids["amina.case"]
    karin, olle = browser_of("karin"), browser_of("olle")
    assert (karin.get(f"/desk/cases/{case_id}").status_code, olle.get(f"/desk/cases/{case_id}").status_code) == (
        200,
        404,
    )
    assert amina_to(desk, "olle") == 1
    assert (karin.get(f"/desk/cases/{case_id}").status_code, olle.get(f"/desk/cases/{case_id}").status_code) == (
        404,
        200,
    )
    assert karin.get(f"/desk/cases/{desk.world.ids['badr.case']}").status_code == 200


def test_who_looked_stays_written_down_after_a_handover(desk: Desk, browser_of: Any) -> None:
    browser_of("karin").get(f"/desk/cases/{desk.world.ids['amina.case']}")
    amina_to(desk, "olle")
    assert desk.rows("access_log", actor_id=desk.world.ids["karin"])


def test_deputy_of_the_former_counsellor_sees_nothing_any_more(desk: Desk, browser_of: Any) -> None:
    amina_to(desk, "olle")
    assert browser_of("dora").get(f"/desk/cases/{desk.world.ids['amina.case']}").status_code == 404


def test_whoever_stands_in_for_the_new_counsellor_sees_the_plan_too(desk: Desk, browser_of: Any, clock: Any) -> None:
    ids, today = desk.world.ids, clock.at.date()
    desk.do("ada", deputies.start, ids["olle"], ids["tilde"], today, today, "vacation")
    amina_to(desk, "olle")
    assert browser_of("tilde").get(f"/desk/cases/{ids['amina.case']}").status_code == 200


@pytest.mark.requirement("R54")
def test_open_work_moves_along(desk: Desk, browser_of: Any) -> None:
    ids = desk.world.ids

    def plant(tx: Any) -> None:
        tx.insert(
            "help_requests", case_id=ids["amina.case"], obstacle="worry", language="ar", tapped_at=tx.now,
            received_at=tx.now, answer_by_on="2026-11-25",
        )  # fmt: skip
        tx.insert(
            "call_tasks", case_id=ids["amina.case"], meeting_id=ids["amina.standard.meeting"], person_id=ids["amina"],
            reason="no_push", due_on="2026-11-24", made_at=tx.now,
        )  # fmt: skip
        tx.update("meetings", ids["amina.standard.meeting"], state="cancelled")
        tx.update("call_tasks", tx.insert(
            "call_tasks", case_id=ids["amina.case"], person_id=ids["amina"], reason="counsellor", due_on="2026-11-24",
            made_at=tx.now,
        ), due_on="2026-11-24")  # fmt: skip

    desk.do("karin", plant)
    before = browser_of("karin").get("/desk").text
    assert before.count("Amina") > 2
    amina_to(desk, "olle")
    page = browser_of("olle").get("/desk").text
    for group in ("requests", "calls", "reviews", "new_here"):
        assert f'data-rows="{group}"' in page
    assert "Amina" not in browser_of("karin").get("/desk").text


def test_meetings_ahead_are_the_new_counsellors(desk: Desk) -> None:
    amina_to(desk, "olle")
    ids = desk.world.ids
    assert {row["staff_id"] for row in desk.rows("meetings", case_id=ids["amina.case"])} == {ids["olle"]}
    assert {row["staff_id"] for row in desk.rows("meetings", case_id=ids["badr.case"])} == {ids["karin"]}


def test_what_is_not_signed_yet_is_signed_by_the_new_counsellor(desk: Desk) -> None:
    ids = desk.world.ids
    mine = [row["id"] for row in desk.rows("agreement_signatures", person_id=ids["karin"], case_id=ids["amina.case"])]
    assert mine
    desk.do("karin", lambda tx: [tx.update("agreement_signatures", row, signed_at=None) for row in mine])
    amina_to(desk, "olle")
    assert not desk.rows("agreement_signatures", person_id=ids["karin"], case_id=ids["amina.case"])
    assert {row["person_id"] for row in desk.rows("agreement_signatures") if row["id"] in mine} == {ids["olle"]}


@pytest.mark.requirement("R18")
def test_client_is_told_and_sees_the_new_person(desk: Desk, browser_of: Any) -> None:
    amina = browser_of("amina")
    amina_to(desk, "olle")
    assert desk.world.canaries["olle.name"] in amina.get("/today").text
    assert desk.world.canaries["olle.name"] in amina.get("/people").text
    assert desk.world.canaries["karin.name"] not in amina.get("/people").text
    assert [row["reason"] for row in desk.rows("call_tasks", person_id=desk.world.ids["amina"])] == ["counsellor"]


def test_told_once_read_and_gone(desk: Desk, browser_of: Any) -> None:
    amina_to(desk, "olle")
    [telling] = desk.rows("tellings")
    amina = browser_of("amina")
    assert amina.post(f"/news/{telling['id']}/read").status_code == 303
    assert "/handover" not in amina.get("/today").text
    assert desk.rows("tellings")[0]["read_at"]
    with pytest.raises(NotVisible):
        desk.do("badr", tellings.mark_read, telling["id"])


@pytest.mark.requirement("R18")
def test_client_can_say_that_she_does_not_want_it(desk: Desk, browser_of: Any) -> None:
    amina_to(desk, "olle")
    amina = browser_of("amina")
    word = desk.world.canary("amina.objection")
    assert 'href="/handover"' in amina.get("/today").text
    assert amina.post("/handover/objection", data={"words": f"Nein {word}"}).status_code == 303
    assert 'href="/handover"' not in amina.get("/today").text
    assert word in browser_of("olle").get("/desk").text
    before = browser_of("karin").get("/desk").text
    assert 'data-rows="wishes_to_stay"' in before
    assert "Sprechen Sie mit" in before
    assert "1 Mensch möchte" not in before
    assert word not in before
    assert desk.world.canaries["amina.name"] not in before
    office = browser_of("ada").get("/office/handovers").text
    assert "möchte das nicht" not in office, "who works on it hears of it, and nobody else"
    assert "Amina" not in office
    assert amina.post("/handover/objection", data={"words": ""}).status_code == 409


def test_nothing_at_account_management_sets_colleagues_beside_each_other_by_numbers(browser_of: Any) -> None:
    page = browser_of("ada").get("/office/handovers").text
    names = page.split("Wer gibt ab?")[1].split("</section>")[0]
    assert "Karin" in names
    assert "Plan" not in names
    assert "Pläne" not in names


def test_objection_is_settled_by_speaking_about_it_or_by_handing_back(desk: Desk) -> None:
    amina_to(desk, "olle")
    desk.do("amina", handovers.object_to, "", "ar")
    [handed] = desk.rows("handover_cases")
    with pytest.raises(NotVisible):
        desk.do("karin", handovers.settle, handed["id"])
    ids = desk.world.ids
    desk.do("olle", handovers.hand_over_own, ids["karin"], "client_wish", {ids["amina.case"]})
    assert desk.rows("handover_cases", id=handed["id"])[0]["settled_at"]


def test_nobody_objects_where_nothing_was_handed_over(desk: Desk) -> None:
    with pytest.raises(NotVisible):
        desk.do("badr", handovers.object_to, "", "tr")


@pytest.mark.requirement("R54")
def test_account_management_hands_everything_over_without_seeing_any_of_it(desk: Desk, browser_of: Any) -> None:
    ids = desk.world.ids
    ada = browser_of("ada")
    form = {"from_id": ids["karin"], "to_id": ids["olle"], "reason": "leaves"}
    assert ada.post("/office/handovers", data=form).status_code == 303
    page = ada.get("/office/handovers").text
    assert "Weniger als 5 Pläne" in page, "a page beside the monitoring tells no more than it"
    assert not any(desk.world.canaries[f"{name}.name"] in page for name in ("amina", "badr"))
    for name in ("amina", "badr"):
        assert browser_of("karin").get(f"/desk/cases/{ids[f'{name}.case']}").status_code == 404
        assert browser_of("olle").get(f"/desk/cases/{ids[f'{name}.case']}").status_code == 200


def test_closed_cases_go_along_so_that_nobody_is_without_somebody(desk: Desk) -> None:
    ids = desk.world.ids
    desk.do("karin", lambda tx: tx.update("cases", ids["badr.case"], state="closed", erase_due_on="2027-11-24"))
    assert desk.do("ada", handovers.hand_over_all, ids["karin"], ids["olle"], "leaves") == 2
    assert not desk.rows("call_tasks", person_id=ids["badr"])


def test_deputy_does_not_hand_over(desk: Desk) -> None:
    ids = desk.world.ids
    with pytest.raises(NotAllowed):
        desk.do("dora", handovers.hand_over_own, ids["tilde"], "other", {ids["amina.case"]})


def test_foreign_case_and_foreign_colleague_do_not_exist(desk: Desk) -> None:
    ids = desk.world.ids

    def elsewhere(tx: Any) -> None:
        carrier = tx.insert("carriers", name="Andere", kind="free", counselling_type="jmd", made_at=tx.now)
        ids["erna"] = tx.insert(
            "accounts", role="counsellor", carrier_id=carrier, name_sealed="Erna", opaque_id="erna", made_at=tx.now
        )
        tx.run("secrets.keep", account_id=ids["erna"], kind="password", secret_hash="none that opens")

    desk.do("ada", elsewhere)
    for actor, to, case in (
        ("olle", "karin", "amina.case"),
        ("karin", "erna", "amina.case"),
        ("karin", "mona", "amina.case"),
    ):
        with pytest.raises(NotVisible):
            desk.do(actor, handovers.hand_over_own, ids[to], "other", {ids[case]})
    for pair in (("erna", "karin"), ("karin", "erna"), ("mona", "karin")):
        with pytest.raises(NotVisible):
            desk.do("ada", handovers.hand_over_all, ids[pair[0]], ids[pair[1]], "other")


@pytest.mark.parametrize(("to", "reason"), [("karin", "other"), ("olle", "because")])
def test_handover_to_oneself_or_without_a_reason_is_not_possible(desk: Desk, to: str, reason: str) -> None:
    with pytest.raises(BadInput):
        amina_to(desk, to, reason)


def test_nothing_is_handed_over_where_nothing_is_chosen(desk: Desk) -> None:
    ids = desk.world.ids
    with pytest.raises(BadInput):
        desk.do("karin", handovers.hand_over_own, ids["olle"], "other", set())
    with pytest.raises(RuleBroken):
        desk.do("ada", handovers.hand_over_all, ids["tilde"], ids["olle"], "other")
    with pytest.raises(NotAllowed):
        desk.do("karin", handovers.hand_over_all, ids["karin"], ids["olle"], "other")
