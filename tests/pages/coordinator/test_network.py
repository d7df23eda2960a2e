"""The network: nobody decides alone, and nothing leads from it to a case."""

import re

import pytest

from pwa_server.domain.network import MEETING_TRANSITIONS, RULES_TRANSITIONS, Yes, may_come_into_force
from tests.world import NOW_TEXT, World


def row_of(parts, table: str, row_id: str) -> dict:
    [row] = parts.database.utils()[table].rows_where("id = ?", [row_id])
    return row


@pytest.fixture
def partner(parts) -> str:
    facts = {"name": "Sportverein", "kind": "sports-club", "verified_on": "2026-11-01", "made_at": NOW_TEXT}
    return parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("partners", **facts))


@pytest.fixture
def elsewhere(parts, world: World) -> str:
    """Olle works for another carrier."""

    def make(tx) -> str:
        facts = {"kind": "free", "counselling_type": "jmd", "made_at": NOW_TEXT}
        carrier = tx.insert("carriers", name="Jugendwerk", **facts)
        tx.update("accounts", world.ids["olle"], carrier_id=carrier)
        return carrier

    return parts.database.write_now("", NOW_TEXT, make)


@pytest.mark.parametrize(
    ("given", "counts"),
    [([], False), ([("a", "x")], False), ([("a", "x"), ("a", "y")], False), ([("a", "x"), ("b", "x")], False),
     ([("a", "x"), ("b", "y")], True)],
)  # fmt: skip
def test_rules_count_by_two_organisations_and_two_people(given, counts: bool) -> None:
    assert may_come_into_force([Yes(*each) for each in given]) is counts


@pytest.mark.requirement("R36")
def test_one_carrier_alone_can_not_change_the_rules(browser_of, parts, world: World, elsewhere: str) -> None:
    ada, olle, rules = browser_of("ada"), browser_of("olle"), world.ids["network.rules"]
    ada.post(f"/network/rules/{rules}/withdrawal", data={"version": "1"})
    assert ada.post("/network/rules", data={"words": "Wir sagen uns Bescheid."}).status_code == 303
    page = ada.get("/network").text
    new = re.search(r"/network/rules/([\w-]+)/withdrawal", page)[1]
    assert ada.post(f"/network/rules/{new}/adoption").status_code == 303
    assert row_of(parts, "network_rules", new)["state"] == "proposed"
    assert browser_of("karin").post(f"/network/rules/{new}/adoption").status_code == 409, "the same carrier"
    assert olle.post(f"/network/rules/{new}/adoption").status_code == 303
    assert row_of(parts, "network_rules", new)["state"] == "in_force"
    told = browser_of("karin").get("/network").text
    assert "Beispielverband" in told
    assert "Jugendwerk" in told
    assert "Fassung 3" in told


def test_partners_yes_on_paper_counts_only_with_a_second_person(browser_of, parts, world: World, partner: str) -> None:
    ada, rules = browser_of("ada"), world.ids["network.rules"]
    path = f"/network/rules/{rules}/adoption"
    assert ada.post(path, data={"partner_id": partner}).status_code == 303
    assert ada.post(path).status_code == 303
    assert row_of(parts, "network_rules", rules)["state"] == "proposed", "Ada wrote down both"


def test_colleague_and_partner_on_paper_bring_rules_into_force(browser_of, parts, world: World, partner: str) -> None:
    rules = world.ids["network.rules"]
    path = f"/network/rules/{rules}/adoption"
    browser_of("karin").post(path)
    browser_of("ada").post(path, data={"partner_id": partner})
    assert row_of(parts, "network_rules", rules)["state"] == "in_force"


def test_partner_who_has_agreed_is_not_offered_again(browser_of, world: World, partner: str) -> None:
    ada, option = browser_of("ada"), f'<option value="{partner}">'
    assert option in ada.get("/network").text
    ada.post(f"/network/rules/{world.ids['network.rules']}/adoption", data={"partner_id": partner})
    assert option not in ada.get("/network").text


def test_counsellor_can_not_write_down_a_partners_yes(browser_of, world: World, partner: str) -> None:
    path = f"/network/rules/{world.ids['network.rules']}/adoption"
    assert browser_of("karin").post(path, data={"partner_id": partner}).status_code == 403


def test_rules_in_force_make_room_for_the_next_ones(browser_of, parts, world: World, partner: str) -> None:
    test_colleague_and_partner_on_paper_bring_rules_into_force(browser_of, parts, world, partner)
    ada = browser_of("ada")
    ada.post("/network/rules", data={"words": "Noch besser"})
    new = re.search(r"/network/rules/([\w-]+)/withdrawal", ada.get("/network").text)[1]
    path = f"/network/rules/{new}/adoption"
    browser_of("karin").post(path)
    ada.post(path, data={"partner_id": partner})
    assert row_of(parts, "network_rules", new)["state"] == "in_force"
    assert row_of(parts, "network_rules", world.ids["network.rules"])["state"] == "superseded"


@pytest.mark.parametrize("state", sorted(RULES_TRANSITIONS))
def test_only_a_proposal_is_withdrawn(state: str, browser_of, parts, world: World) -> None:
    rules = world.ids["network.rules"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("network_rules", rules, state=state))
    status = browser_of("ada").post(f"/network/rules/{rules}/withdrawal", data={"version": "1"}).status_code
    assert status == (303 if "withdrawn" in RULES_TRANSITIONS[state] else 409)


@pytest.mark.parametrize("state", sorted(MEETING_TRANSITIONS))
@pytest.mark.parametrize("to", ["held", "cancelled", "planned"])
def test_meetings_go_their_way_and_no_other(state: str, to: str, browser_of, parts, world: World) -> None:
    meeting = world.ids["network.meeting"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("network_meetings", meeting, state=state))
    sent = {"to": to, "result": "Gut", "version": "1"}
    status = browser_of("ada").post(f"/network/meetings/{meeting}/state", data=sent).status_code
    assert status == (303 if to in MEETING_TRANSITIONS[state] else 409)


@pytest.mark.requirement("R36")
def test_all_staff_read_goals_the_next_meeting_and_the_tasks(browser_of) -> None:
    ada = browser_of("ada")
    ada.post(
        "/network/meetings", data={"on_day": "2026-12-10", "clock": "10:00", "place": "Rathaus", "topics": "Plätze"}
    )
    ada.post("/network/tasks", data={"kind": "product", "words": "Faltblatt", "who": "AWO", "due_on": "2027-01-15"})
    page = browser_of("karin").get("/network").text
    for words in ("Mehr Kurse mit Kinderbetreuung", "Rathaus", "Plätze", "Faltblatt", "AWO"):
        assert words in page
    assert 'action="/network/goals"' not in page


@pytest.mark.parametrize(
    ("path", "form"),
    [("/network/goals", {"words": " "}), ("/network/goals", {"words": "x" * 1001}), ("/network/rules", {"words": ""}),
     ("/network/meetings", {"on_day": "morgen", "topics": "x"}), ("/network/meetings", {"on_day": "2020-01-01", "topics": "x"}),
     ("/network/meetings", {"on_day": "2026-12-10", "clock": "25:00", "topics": "x"}),
     ("/network/tasks", {"kind": "wish", "words": "x"}), ("/network/tasks", {"kind": "task", "words": "x", "due_on": "x"})],
)  # fmt: skip
def test_bad_input_is_said_and_changes_nothing(path: str, form: dict, browser_of, parts) -> None:
    assert browser_of("ada").post(path, data=form).status_code == 422


def test_goal_that_somebody_else_changed_is_not_changed_twice(browser_of, world: World) -> None:
    ada, path = browser_of("ada"), f"/network/goals/{world.ids['network.goal']}/end"
    assert ada.post(path, data={"how": "reached", "version": "1"}).status_code == 303
    assert ada.post(path, data={"how": "removed", "version": "1"}).status_code == 409


@pytest.mark.requirement("R52")
def test_note_for_colleagues_warns_of_names_and_leads_to_no_case(browser_of, parts) -> None:
    karin, note = browser_of("karin"), {"topic": "Neuer Kurs", "text": "Der Kurs am Abend hat Plätze."}
    page = karin.get("/network/notes").text
    assert "keine Namen" in page
    assert karin.post("/network/notes", data=note).status_code == 422
    assert karin.post("/network/notes", data=note | {"without_people": "y"}).status_code == 303
    assert note["text"] in browser_of("ada").get("/network/notes").text
    columns = set(parts.database.utils()["staff_notes"].columns_dict)
    assert not {name for name in columns if "case" in name or "client" in name}


def test_removed_note_is_gone_with_its_words(browser_of, parts, world: World) -> None:
    assert browser_of("karin").post(f"/network/notes/{world.ids['note']}/removal").status_code == 403
    assert browser_of("ada").post(f"/network/notes/{world.ids['note']}/removal").status_code == 303
    assert "Der neue Kurs ist gut." not in browser_of("karin").get("/network/notes").text
    assert browser_of("ada").post(f"/network/notes/{world.ids['note']}/removal").status_code == 404
