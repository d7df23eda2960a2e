"""The volunteer office: certificates without copies, one proposal at a time."""

from datetime import datetime

import pytest

from tests.world import NOW_TEXT, World

SEEN = {"issued_on": "2026-11-01", "seen_on": "2026-11-24", "seen_by": "Ada", "suitable": "y"}


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


@pytest.fixture
def newcomer(parts, world: World) -> str:
    """A mentor who has not shown a certificate."""

    def add(tx) -> str:
        mentor = tx.insert("accounts", role="mentor", name_sealed="Nadia Neu", opaque_id="nadia", made_at=NOW_TEXT)
        return tx.insert("mentors", id=mentor, mentor_code="NADIA", confidentiality_on="2026-11-01", made_at=NOW_TEXT)

    world.ids["nadia"] = parts.database.write_now("", NOW_TEXT, add)
    return world.ids["nadia"]


def ask(parts, world: World, mentor: str | None = None, state: str = "requested") -> str:
    def insert(tx) -> str:
        grant = tx.insert(
            "mentor_grants", case_id=world.ids["badr.case"], mentor_id=mentor, state=state, rights='["see_goals"]',
            expires_on="2027-01-31", made_at=NOW_TEXT, state_at=NOW_TEXT,
        )  # fmt: skip
        tx.insert("mentor_grant_goals", grant_id=grant, goal_id=world.ids["badr.standard.goal"])
        return grant

    return parts.database.write_now("", NOW_TEXT, insert)


def grant(parts, grant_id: str) -> dict:
    return next(parts.database.utils().query("SELECT * FROM mentor_grants WHERE id = ?", [grant_id]))


def records(parts, mentor_id: str) -> list[dict]:
    return list(parts.database.utils().query("SELECT * FROM clearances WHERE mentor_id = ?", [mentor_id]))


@pytest.mark.requirement("R20")
def test_of_a_certificate_nothing_but_the_fact_is_kept(ada, parts, newcomer: str) -> None:
    assert ada.post(f"/office/mentors/{newcomer}/clearances", data=SEEN).status_code == 303
    (record,) = records(parts, newcomer)
    assert set(record) == {
        "id",
        "mentor_id",
        "seen_on",
        "issued_on",
        "seen_by_sealed",
        "suitable",
        "lapses_on",
        "made_at",
    }
    assert record["lapses_on"] == "2031-11-01"
    assert 'type="file"' not in ada.get(f"/office/mentors/{newcomer}").text


@pytest.mark.parametrize(
    "change",
    [
        {"issued_on": "2026-08-01"}, {"issued_on": "2026-11-25"}, {"seen_on": "2026-11-25"}, {"seen_by": ""},
        {"suitable": ""}, {"issued_on": "never"}, {"seen_by": "x" * 300},
        {"issued_on": "2020-01-01", "seen_on": "2020-02-01"},
    ],
)  # fmt: skip
def test_old_unseen_and_unsuitable_certificates_leave_no_record(change: dict, ada, parts, newcomer: str) -> None:
    assert ada.post(f"/office/mentors/{newcomer}/clearances", data=SEEN | change).status_code == 422
    assert records(parts, newcomer) == []


def test_a_request_waits_for_the_certificate_and_goes_on_with_it(ada, parts, world: World, newcomer: str) -> None:
    waiting = ask(parts, world, newcomer)
    assert "wartet auf das Führungszeugnis" in ada.get("/office/mentor-requests").text
    ada.post(f"/office/mentors/{newcomer}/clearances", data=SEEN)
    assert grant(parts, waiting)["state"] == "offered"


def test_the_office_proposes_one_mentor_and_client_and_mentor_decide(ada, browser_of, parts, world: World) -> None:
    wish = ask(parts, world)
    answer = ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": world.ids["magnus"]})
    assert answer.status_code == 303
    assert (grant(parts, wish)["state"], grant(parts, wish)["mentor_id"]) == ("requested", world.ids["magnus"])
    assert browser_of("magnus").post(f"/mentor/grants/{wish}/answer", data={"answer": "accept"}).status_code == 409
    assert (
        browser_of("badr")
        .post(f"/grants/{wish}/person", data={"person": world.ids["magnus"], "answer": "yes"})
        .status_code
        == 303
    )
    assert grant(parts, wish)["state"] == "offered"
    assert browser_of("magnus").get(f"/mentor/clients/{wish}").status_code == 404
    assert browser_of("magnus").post(f"/mentor/grants/{wish}/answer", data={"answer": "accept"}).status_code == 303
    assert browser_of("magnus").get(f"/mentor/clients/{wish}").status_code == 200


def test_office_reads_first_name_language_and_wish_and_not_how_long_it_is_for(ada, parts, world: World) -> None:
    wish = ask(parts, world)
    change = {"wish_sealed": "Zum Amt mitkommen", "expires_on": "2027-02-17"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentor_grants", wish, **change))
    page = ada.get("/office/mentor-requests").text
    card = page[page.index("<h2>") : page.index("Wer passt?")]
    assert "Badr" in card
    assert "Zum Amt mitkommen" in card
    for more in (
        world.canaries["badr.name"],
        "17. Februar 2027",
        "17.02.2027",
        world.canaries["badr.standard.goal.title"],
    ):
        assert more not in page


def test_after_a_no_the_office_proposes_somebody_else(ada, browser_of, parts, world: World) -> None:
    wish = ask(parts, world)
    proposal = f"/office/mentor-requests/{wish}/proposal"
    ada.post(proposal, data={"mentor_id": world.ids["magnus"]})
    browser_of("badr").post(f"/grants/{wish}/person", data={"person": world.ids["magnus"], "answer": "yes"})
    magnus = browser_of("magnus")
    assert magnus.post(f"/mentor/grants/{wish}/answer", data={"answer": "decline"}).status_code == 303
    assert (grant(parts, wish)["state"], grant(parts, wish)["mentor_id"]) == ("requested", None)
    assert world.canaries["badr.name"] not in magnus.get("/mentor/clients").text
    assert magnus.post(f"/mentor/grants/{wish}/answer", data={"answer": "accept"}).status_code == 404
    assert f'value="{world.ids["magnus"]}"' not in ada.get("/office/mentor-requests").text
    assert ada.post(proposal, data={"mentor_id": world.ids["magnus"]}).status_code == 409
    assert ada.post(proposal, data={"mentor_id": world.ids["mona"]}).status_code == 303
    browser_of("badr").post(f"/grants/{wish}/person", data={"person": world.ids["mona"], "answer": "yes"})
    assert browser_of("mona").post(f"/mentor/grants/{wish}/answer", data={"answer": "accept"}).status_code == 303
    assert grant(parts, wish)["state"] == "active"


@pytest.mark.parametrize("ended", ["declined", "revoked", "returned"])
def test_whose_company_ended_is_not_proposed_again(ada, parts, world: World, ended: str) -> None:
    before = ask(parts, world, world.ids["magnus"])
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentor_grants", before, state=ended))
    wish = ask(parts, world)
    page = ada.get("/office/mentor-requests").text
    assert f'value="{world.ids["mona"]}"' in page
    assert f'value="{world.ids["magnus"]}"' not in page
    answer = ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": world.ids["magnus"]})
    assert answer.status_code == 409


def test_a_no_to_the_clients_own_choice_ends_the_request(browser_of, parts, world: World) -> None:
    wish = ask(parts, world, world.ids["magnus"])
    offered = {"state": "offered"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentor_grants", wish, **offered))
    browser_of("magnus").post(f"/mentor/grants/{wish}/answer", data={"answer": "decline"})
    assert (grant(parts, wish)["state"], grant(parts, wish)["mentor_id"]) == ("declined", world.ids["magnus"])


def test_a_second_proposal_for_the_same_wish_is_refused(ada, parts, world: World) -> None:
    wish = ask(parts, world)
    ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": world.ids["magnus"]})
    second = ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": world.ids["mona"]})
    assert second.status_code == 409
    assert grant(parts, wish)["mentor_id"] == world.ids["magnus"]


def test_whom_the_client_chose_is_not_replaced(ada, parts, world: World, newcomer: str) -> None:
    waiting = ask(parts, world, newcomer)
    answer = ada.post(f"/office/mentor-requests/{waiting}/proposal", data={"mentor_id": world.ids["magnus"]})
    assert answer.status_code == 409
    assert grant(parts, waiting)["mentor_id"] == newcomer


def test_nobody_without_a_certificate_is_proposed(ada, parts, world: World, newcomer: str) -> None:
    wish = ask(parts, world)
    assert "Nadia" not in ada.get("/office/mentor-requests").text
    assert ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": newcomer}).status_code == 409


def test_nobody_is_proposed_beyond_what_they_want(ada, parts, world: World) -> None:
    wish = ask(parts, world)
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentors", world.ids["mona"], max_clients=1))
    assert (
        ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": world.ids["mona"]}).status_code == 409
    )


@pytest.mark.parametrize("who", ["amina", "karin", "nobody"])
def test_only_mentors_are_proposed(who: str, ada, parts, world: World) -> None:
    wish = ask(parts, world)
    chosen = world.ids.get(who, "nobody")
    assert ada.post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": chosen}).status_code == 404
    assert ada.post("/office/mentor-requests/none/proposal", data={"mentor_id": chosen}).status_code == 404


def test_a_running_grant_is_no_request(ada, world: World) -> None:
    path = f"/office/mentor-requests/{world.ids['mona.grant']}/proposal"
    assert ada.post(path, data={"mentor_id": world.ids["magnus"]}).status_code == 404


def test_renewal_is_due_90_days_before(browser_of, clock) -> None:
    clock.at = datetime.fromisoformat("2030-11-03T09:00:00+00:00")
    assert "Mona" in browser_of("ada").get("/office").text
    clock.at = datetime.fromisoformat("2030-11-02T09:00:00+00:00")
    assert "Mona" not in browser_of("ada").get("/office").text


def test_a_mentor_who_stops_sees_no_plan_any_more(ada, browser_of, parts, world: World) -> None:
    mona = browser_of("mona")
    assert ada.post(f"/office/mentors/{world.ids['mona']}/deactivation").status_code == 303
    assert mona.get("/mentor").status_code == 303
    assert grant(parts, world.ids["mona.grant"])["state"] == "suspended"
    assert ada.post(f"/office/mentors/{world.ids['mona']}/reactivation").status_code == 303
    assert grant(parts, world.ids["mona.grant"])["state"] == "active"


def test_what_is_kept_of_a_mentor_has_a_version(ada, parts, world: World) -> None:
    path = f"/office/mentors/{world.ids['mona']}"
    facts = {"languages": ["de", "uk"], "max_clients": "2", "confidentiality_on": "2026-01-10", "version": "1"}
    assert ada.post(path, data=facts).status_code == 303
    assert ada.post(path, data=facts).status_code == 422
    for wrong in ({"max_clients": "0"}, {"max_clients": "many"}, {"languages": ["xx"]}, {"version": ""}):
        assert ada.post(path, data=facts | {"version": "2"} | wrong).status_code == 422
    query = "SELECT languages, version FROM mentors WHERE id = ?"
    row = next(parts.database.utils().query(query, [world.ids["mona"]]))
    assert (row["languages"], row["version"]) == ('["de", "uk"]', 2)


@pytest.mark.parametrize("what", ["confidentiality_on", "training_on"])
def test_nothing_is_promised_or_learned_on_a_day_to_come(what: str, ada, parts, newcomer: str) -> None:
    facts = {"languages": ["de"], "max_clients": "2", "version": "1", what: "2026-11-25"}
    answer = ada.post(f"/office/mentors/{newcomer}", data=facts)
    assert (answer.status_code, "Dieser Tag kommt erst noch." in answer.text) == (422, True)
    assert ada.post(f"/office/mentors/{newcomer}", data=facts | {what: "2026-11-24"}).status_code == 303


def test_number_out_of_range_is_told_in_the_readers_language(ada, newcomer: str) -> None:
    facts = {"languages": ["de"], "max_clients": "99", "version": "1"}
    assert "Bitte schreiben Sie eine Zahl von 1 bis 10." in ada.post(f"/office/mentors/{newcomer}", data=facts).text


def test_a_new_mentor_gets_a_letter_and_a_code(ada, parts) -> None:
    invitation = {"name": "Nora", "email": "nora@example.org", "language": "de"}
    letter = ada.post("/office/mentors", data=invitation)
    assert letter.status_code == 200
    assert "/invitation?c=" in letter.text
    assert ada.post("/office/mentors", data=invitation).status_code == 422


def test_staff_are_not_among_the_mentors(ada, world: World) -> None:
    assert ada.get(f"/office/mentors/{world.ids['karin']}").status_code == 404
    assert ada.post(f"/office/mentors/{world.ids['karin']}/deactivation").status_code == 404


@pytest.mark.requirement("R20")
def test_no_paper_can_be_handed_over(ada, parts, newcomer: str) -> None:
    """Nothing to choose a file with, and a file that is sent all the same is kept nowhere."""
    for path in (f"/office/mentors/{newcomer}", "/office/mentors/new"):
        assert 'type="file"' not in ada.get(path).text
    paper = {"certificate": ("zeugnis.pdf", b"%PDF-1.7 Kanarienzeugnis", "application/pdf")}
    answer = ada.post(f"/office/mentors/{newcomer}/clearances", data=SEEN, files=paper)
    assert answer.status_code in (303, 400, 413, 415, 422)
    for name in parts.database.utils().table_names():
        assert "Kanarienzeugnis" not in str(list(parts.database.utils()[name].rows)), name


@pytest.mark.requirement("R20")
def test_who_was_not_suitable_leaves_no_record(ada, parts, newcomer: str) -> None:
    ada.post(f"/office/mentors/{newcomer}/clearances", data={key: SEEN[key] for key in SEEN if key != "suitable"})
    assert records(parts, newcomer) == []
