"""The directory of offers, agreements with partners, and what everybody may read of them."""

from typing import Any

import pytest

from pwa_server.casework import offers
from tests.casework.desk import Desk
from tests.world import World

CLUB = {"title": "Fußball für alle", "kind": "sport", "life_area": "social"}


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def club(world: World) -> dict[str, str]:
    return CLUB | {"partner_id": world.ids["school"]}


def all_offers(desk: Desk) -> list[dict[str, Any]]:
    return [row for row in desk.rows("karin", "offers.list") if row["id"] != desk.world.ids["offer"]]


@pytest.mark.requirement("R34")
def test_five_fields_are_enough_for_a_club(browser_of: Any, desk: Desk, club: dict[str, str]) -> None:
    days = {"days": ["2"], "begins": "18:00", "ends": "19:30"}
    assert browser_of("karin").post("/office/offers", data=club | days | {"publish": "yes"}).status_code == 303
    (made,) = all_offers(desk)
    assert (made["state"], made["times"]) == (
        "published",
        '[{"weekday": 2, "begins": "18:00", "ends": "19:30"}]',
    )
    page = browser_of("olle").get("/office/offers?area=social").text
    assert "Fußball für alle" in page
    assert "18:00–19:30" in page


def test_draft_is_not_offered_until_it_is_published(
    browser_of: Any, desk: Desk, club: dict[str, str], world: World
) -> None:
    karin = browser_of("karin")
    karin.post("/office/offers", data=club | {"life_area": "language"})
    (made,) = all_offers(desk)
    matching = f"/desk/goals/{world.ids['amina.standard.goal']}/offers"
    assert made["state"] == "draft"
    assert "Fußball" not in karin.get(matching).text
    karin.post(f"/office/offers/{made['id']}/state", data={"to": "published", "version": made["version"]})
    assert "Fußball" in karin.get(matching).text


@pytest.mark.requirement("R28")
@pytest.mark.parametrize(
    ("kind", "word", "asked"),
    [
        ("literacy_course", "Alphabetisierungskurs", "level=none&reads=no"),
        ("women_course", "Frauenkurs", "group=women"),
    ],
)
def test_courses_are_entered_by_kind_and_stand_first_for_whom_they_are(
    kind: str, word: str, asked: str, browser_of: Any, world: World, club: dict[str, str]
) -> None:
    karin = browser_of("karin")
    course = club | {"life_area": "language", "level_from": "none", "level_to": "A1", "publish": "yes"}
    for title, of_kind in (("Anderer Kurs", "language_course"), ("Zuletzt nach dem Namen", kind)):
        assert karin.post("/office/offers", data=course | {"title": title, "kind": of_kind}).status_code == 303
    assert word in browser_of("olle").get("/office/offers?area=language").text
    page = karin.get(f"/desk/goals/{world.ids['amina.standard.goal']}/offers?{asked}").text
    places = [page.index(title) for title in ("Zuletzt nach dem Namen", "Anderer Kurs")]
    assert places == sorted(places)
    assert word in page


@pytest.mark.requirement("R28", "R29")
@pytest.mark.parametrize(
    ("reads", "age_band", "first"),
    [
        ("not_literate", "6-9", "Kurs zum Lesen"),
        ("fluent_in_first_language", "0-2", "Kurs mit Kinderbetreuung"),
        ("fluent_in_first_language", "3-5", "Kurs mit Kinderbetreuung"),
        ("fluent_in_first_language", "6-9", "Anderer Kurs"),
    ],
)
def test_what_is_known_of_somebody_decides_which_course_stands_first(
    reads: str, age_band: str, first: str, browser_of: Any, desk: Desk, world: World, club: dict[str, str]
) -> None:
    """Nobody has to choose it anew: whether she reads and who is at home stands in the record."""
    karin, in_case = browser_of("karin"), {"case_id": world.ids["amina.case"]}
    course = club | {"life_area": "language", "level_from": "none", "level_to": "A1", "publish": "yes"}
    kinds = {"Anderer Kurs": {}, "Kurs mit Kinderbetreuung": {"childcare": "yes", "access": "specific"},
             "Kurs zum Lesen": {"kind": "literacy_course", "access": "specific"}}  # fmt: skip
    for title, facts in kinds.items():
        sent = course | {"title": title, "kind": "language_course"} | facts
        assert karin.post("/office/offers", data=sent).status_code == 303

    def know(tx: Any) -> None:
        tx.run("situation.forget_household", **in_case)
        tx.insert("situation_household", **in_case, relation="child", age_band=age_band, made_at=tx.now)
        tx.update("clients", world.ids["amina"], literacy=reads)

    for table in ("situation_languages", "situation_facts"):
        desk.database.utils()[table].delete_where()
    desk.does("karin", know)
    page = karin.get(f"/desk/goals/{world.ids['amina.standard.goal']}/offers").text
    assert min(kinds, key=page.index) == first


@pytest.mark.requirement("R27")
@pytest.mark.parametrize(
    ("asked", "fits"), [("near=Beispielweg", True), ("near=Nordstadt", False), ("group=men", False)]
)
def test_place_and_group_can_be_chosen_and_say_why(asked: str, fits: bool, browser_of: Any, world: World) -> None:
    page = browser_of("karin").get(f"/desk/goals/{world.ids['amina.standard.goal']}/offers?level=A1&{asked}").text
    against = page.split("Hier passt etwas nicht")[-1] if "Hier passt etwas nicht" in page else ""
    assert (world.ids["offer"] not in against) is fits
    assert (
        "Der Ort passt." in page if fits else any(why in page for why in ("Der Ort ist ein anderer.", "andere Gruppe"))
    )


def test_group_that_there_is_not_is_refused(browser_of: Any, world: World) -> None:
    path = f"/desk/goals/{world.ids['amina.standard.goal']}/offers?group=everybody"
    assert browser_of("karin").get(path).status_code in (400, 422)


@pytest.mark.requirement("R30")
def test_no_free_seat_makes_an_offer_full_and_a_free_one_opens_it_again(
    browser_of: Any, desk: Desk, world: World
) -> None:
    karin, path = browser_of("karin"), f"/office/offers/{world.ids['offer']}"
    for version, free, state in ((1, "0", "full"), (2, "2", "published")):
        seats = {"seats_free": free, "waiting": "4", "version": version}
        assert karin.post(f"{path}/seats", data=seats).status_code == 303
        row = desk.row("karin", "offers.find", id=world.ids["offer"])
        assert (row["state"], row["waiting"]) == (state, 4)
    states = [row["state"] for row in desk.rows("karin", "offers.history", offer_id=world.ids["offer"])]
    assert states == ["full", "published"]


@pytest.mark.parametrize("to", ["draft", "published"])
def test_ended_offer_stays_ended(to: str, browser_of: Any, desk: Desk, world: World) -> None:
    karin, path = browser_of("karin"), f"/office/offers/{world.ids['offer']}"
    assert karin.post(f"{path}/state", data={"to": "withdrawn", "version": "1"}).status_code == 303
    refused = karin.post(f"{path}/state", data={"to": to, "version": "2"})
    assert refused.status_code == 409
    assert "Das geht bei diesem Angebot nicht mehr." in refused.text
    assert karin.post(f"{path}/seats", data={"seats_free": "2", "version": "2"}).status_code == 409
    edited = CLUB | {"partner_id": world.ids["school"], "version": "2"}
    assert karin.post(path, data=edited).status_code == 409
    assert desk.row("karin", "offers.find", id=world.ids["offer"])["version"] == 2


def test_offers_end_by_themselves_on_the_day_after_their_last(desk: Desk, world: World) -> None:
    desk.does("karin", lambda tx: tx.update("offers", world.ids["offer"], expires_on="2026-11-24"))
    assert desk.does("karin", offers.expire) == 0
    desk.now = "2026-11-25T09:00:00Z"
    assert desk.does("karin", offers.expire) == 1
    assert desk.row("karin", "offers.find", id=world.ids["offer"])["state"] == "expired"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""}, {"kind": "castle"}, {"partner_id": "nobody"}, {"life_area": "moon"}, {"seats_total": "1", "seats_free": "2"},
        {"level_from": "B2", "level_to": "A1"}, {"days": "1"}, {"begins": "09:00", "ends": "08:00", "days": "1"},
        {"starts_on": "2026-12-01", "ends_on": "2026-11-01"}, {"seats_free": "many"}, {"title": "x" * 200},
    ],
)  # fmt: skip
def test_offers_that_can_not_be_are_refused(
    changes: dict[str, str], browser_of: Any, desk: Desk, club: dict[str, str]
) -> None:
    assert browser_of("karin").post("/office/offers", data=club | changes).status_code == 422
    assert all_offers(desk) == []


def test_old_offer_is_flagged_and_asked_about(browser_of: Any, desk: Desk, world: World) -> None:
    desk.does("karin", lambda tx: tx.update("offers", world.ids["offer"], verified_on="2026-05-27"))
    karin = browser_of("karin")
    assert "Lange nicht geprüft" in karin.get("/office/offers").text
    done = karin.post(f"/office/offers/{world.ids['offer']}/verification", data={"version": "1"})
    assert done.status_code == 303
    assert "Lange nicht geprüft" not in karin.get("/office/offers").text


@pytest.mark.requirement("R35")
def test_rules_and_members_are_public(browser_of: Any) -> None:
    page = browser_of().get("/cooperation").text
    assert "Wir helfen einander." in page
    assert "Sprachschule" in page


@pytest.mark.requirement("R35")
def test_partner_without_agreement_is_marked(browser_of: Any, world: World) -> None:
    ada, path = browser_of("ada"), f"/office/cooperation/{world.ids['cooperation']}"
    mark = "ohne Vereinbarung"
    assert mark not in ada.get("/office/partners").text
    agreement = {
        "title": "Netz",
        "rules": "Regeln",
        "signed_on": "2026-01-05",
        "review_on": "2027-01-05",
        "version": "1",
    }
    assert ada.post(path, data=agreement).status_code == 303
    assert mark in ada.get("/office/partners").text
    assert ada.post(path, data=agreement | {"version": "2", "members": world.ids["school"]}).status_code == 303
    assert mark not in ada.get("/office/partners").text
    assert ada.post(f"{path}/end", data={"version": "3"}).status_code == 303
    assert mark in ada.get("/office/partners").text
    assert ada.post(f"{path}/end", data={"version": "4"}).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"title": ""}, {"rules": ""}, {"signed_on": "2026-11-25"}, {"review_on": "2026-01-01"}, {"members": "nobody"}],
)
def test_agreements_that_can_not_be_are_refused(changes: dict[str, str], browser_of: Any, desk: Desk) -> None:
    agreement = {"title": "Netz", "rules": "Regeln", "signed_on": "2026-01-05", "review_on": "2027-01-05"}
    assert browser_of("ada").post("/office/cooperation", data=agreement | changes).status_code == 422
    assert len(desk.rows("ada", "cooperation.list")) == 1


def test_matching_can_be_asked_otherwise_than_the_record_says(browser_of: Any, world: World) -> None:
    path = f"/desk/goals/{world.ids['amina.standard.goal']}/offers"
    karin = browser_of("karin")
    assert "Das Niveau passt." in karin.get(f"{path}?level=A2&childcare=yes").text
    assert "Der Kurs endet unter diesem Niveau." in karin.get(f"{path}?level=C1").text
    assert karin.get(f"{path}?level=Z9").status_code == 422
    assert karin.get(f"{path}?part=night").status_code == 422
