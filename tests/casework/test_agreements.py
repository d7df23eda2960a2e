"""An agreement's way: offered, signed by all on one text, in force, followed by another; and each thing that may be missing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pwa_server.casework import agreement_signing, agreements, case_life, goals
from pwa_server.casework.agreement_signing import Signing
from pwa_server.casework.step_editing import StepDetails, add_own
from pwa_server.casework.steps import report_step
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from pwa_server.pages.plan_text import plan_text
from pwa_server.storage.database import Tx
from tests.world import World

PAPER = Signing("paper_scan")
BOOKING = {
    "day": "2026-12-09", "clock": "09:30", "minutes": "60", "kind": "counselling", "topic": "", "goal_id": "", "place": "Weg 3",
    "room": "", "way": "", "partner_id": "", "interpreter_language": "", "mentor_id": "", "sensitivity": "standard",
    "place_kind": "office", "accepted": "2026-12-09 09:30",
}  # fmt: skip


class Office:
    """Verbs in the name of somebody, on Amina's agreement."""

    def __init__(self, parts: Any, world: World) -> None:
        self.parts, self.ids = parts, world.ids
        self.version = world.ids["amina.agreement"]

    def run(self, actor: str, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.parts.database.write_now(self.ids[actor], self.parts.now(), verb, *args, **kwargs)

    def set(self, table: str, row_id: str, **changes: Any) -> None:
        self.parts.database.write_now("", self.parts.now(), Tx.update, table, row_id, **changes)

    def read(self, name: str, actor: str = "karin", **params: Any) -> Any:
        return self.parts.database.read(self.ids[actor], self.parts.now()).row(name, **params)

    @property
    def state(self) -> str:
        return self.read("agreements.find", agreement_id=self.version)["state"]

    def sign(self, actor: str, *, fresh: bool = True, shown: str = "") -> Any:
        shown = shown or self.ids["amina.agreement.hash"]
        return self.run(actor, agreement_signing.sign, self.version, shown, "ar", secret_is_fresh=fresh)

    def all_sign(self) -> None:
        self.sign("amina")
        self.sign("karin")
        self.run("karin", agreement_signing.record, self.ids["amina.agreement.other"], PAPER)

    def text(self) -> dict[str, Any]:
        read = self.parts.database.read(self.ids["karin"], self.parts.now())
        return plan_text(read, read.row("agreements.paper", case_id=self.ids["amina.case"]))

    def offer(self, version_id: str) -> None:
        case = self.read("cases.find", case_id=self.ids["amina.case"])
        row = self.read("agreements.find", agreement_id=version_id)
        self.run("karin", agreements.offer, version_id, row["version"], self.text(), case["version"])


@pytest.fixture
def office(parts: Any, world: World) -> Office:
    return Office(parts, world)


@pytest.mark.requirement("R08")
def test_in_force_with_the_last_signature_and_not_before(office: Office) -> None:
    office.sign("amina")
    assert office.state == "partly_signed"
    office.sign("karin")
    assert office.state == "partly_signed"
    office.run("karin", agreement_signing.record, office.ids["amina.agreement.other"], PAPER)
    assert office.state == "in_force"


@pytest.mark.requirement("R08")
def test_each_signature_keeps_the_hash_of_what_was_signed_and_how(office: Office) -> None:
    office.all_sign()
    read = office.parts.database.read(office.ids["karin"], office.parts.now())
    places = read.rows("agreements.signatures", agreement_id=office.version)
    assert {place["hash"] for place in places} == {office.ids["amina.agreement.hash"]}
    methods = {place["role"]: place["method"] for place in places}
    assert methods == {"client": "app_confirm", "counsellor": "app_confirm", "other": "paper_scan"}
    assert all(place["signed_at"] == office.parts.now() for place in places)


def test_planning_becomes_active_in_the_same_moment(office: Office) -> None:
    office.set("cases", office.ids["amina.case"], state="planning")
    office.all_sign()
    assert office.read("cases.find", case_id=office.ids["amina.case"])["state"] == "active"


def test_text_that_was_not_on_the_page_is_never_signed(office: Office) -> None:
    with pytest.raises(Stale):
        office.sign("amina", shown="0" * 64)
    assert office.state == "offered"


def test_nobody_signs_without_a_fresh_pin(office: Office) -> None:
    for actor in ("amina", "karin"):
        with pytest.raises(RuleBroken):
            office.sign(actor, fresh=False)


def test_nobody_signs_twice_or_for_somebody_else(office: Office) -> None:
    office.sign("amina")
    with pytest.raises(RuleBroken):
        office.sign("amina")
    with pytest.raises(NotVisible):
        office.sign("badr")


def test_deputy_reads_and_changes_nothing(office: Office) -> None:
    assert office.read("agreements.find", "dora", agreement_id=office.version)["state"] == "offered"
    with pytest.raises(NotAllowed):
        office.sign("dora")
    for verb, *args in (
        (agreements.begin, office.ids["amina.case"]),
        (agreements.take_back, office.version, 1),
        (agreements.discard, office.version, 1),
        (agreements.bring_into_force, office.version),
        (agreement_signing.give_copy, office.version),
        (agreement_signing.note_declined, office.version),
        (agreement_signing.record, office.ids["amina.agreement.client"], PAPER),
    ):
        with pytest.raises(NotAllowed):
            office.run("dora", verb, *args)


def test_mentor_finds_nothing_of_it(office: Office) -> None:
    for name, params in (
        ("agreements.find", {"agreement_id": office.version}),
        ("agreements.of_case", {"case_id": office.ids["amina.case"]}),
        ("agreements.signatures", {"agreement_id": office.version}),
        ("agreements.paper", {"case_id": office.ids["amina.case"]}),
    ):
        assert office.read(name, "mona", **params) is None


# Everything signed but one thing: what is missing is said, nothing changes, and with it the version counts.


@pytest.mark.requirement("R10")
def test_no_agreement_in_force_without_a_booked_review(office: Office) -> None:
    meeting = office.ids["amina.standard.meeting"]
    office.set("meetings", meeting, state="cancelled")
    office.all_sign()
    with pytest.raises(RuleBroken) as refused:
        office.run("karin", agreements.bring_into_force, office.version)
    assert "Auswertung" in refused.value.message
    assert office.state == "partly_signed"
    office.set("meetings", meeting, state="planned")
    office.run("karin", agreements.bring_into_force, office.version)
    assert office.read("agreements.find", agreement_id=office.version)["review_meeting_id"] == meeting


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("change", [{"starts_at": "2026-11-24T08:59:59Z"}, {"kind": "counselling"}, {"state": "held"}])
def test_only_a_review_that_lies_ahead_is_one(office: Office, change: dict[str, str]) -> None:
    office.set("meetings", office.ids["amina.standard.meeting"], **change)
    office.all_sign()
    assert office.state == "partly_signed"


def test_goal_that_is_a_proposal_is_talked_about_first(office: Office) -> None:
    goal = office.ids["amina.standard.goal"]
    office.set("goals", goal, state="proposed")
    office.all_sign()
    with pytest.raises(RuleBroken):
        office.run("karin", agreements.bring_into_force, office.version)
    office.set("goals", goal, state="agreed")
    office.run("karin", agreements.bring_into_force, office.version)
    assert office.state == "in_force"


def test_client_has_a_copy_in_both_languages(office: Office) -> None:
    office.run("karin", agreement_signing.record, office.ids["amina.agreement.client"], PAPER)
    office.sign("karin")
    office.run("karin", agreement_signing.record, office.ids["amina.agreement.other"], PAPER)
    with pytest.raises(RuleBroken) as refused:
        office.run("karin", agreements.bring_into_force, office.version)
    assert "Exemplar" in refused.value.message
    office.run("karin", agreement_signing.give_copy, office.version)
    assert office.state == "in_force"


def test_everybody_who_has_to_sign_has_signed(office: Office) -> None:
    office.sign("amina")
    office.sign("karin")
    with pytest.raises(RuleBroken):
        office.run("karin", agreements.bring_into_force, office.version)
    office.run("karin", agreement_signing.remove_place, office.ids["amina.agreement.other"])
    assert office.state == "in_force"


@pytest.mark.requirement("R08")
def test_guardian_signs_with_a_minor_until_she_is_18(office: Office) -> None:
    office.run("karin", agreements.discard, office.version, 1)
    office.set("clients", office.ids["amina"], birth_year_sealed="2009")
    office.version = office.run("karin", agreements.begin, office.ids["amina.case"])
    office.offer(office.version)
    office.ids["amina.agreement.hash"] = office.read("agreements.find", agreement_id=office.version)["hash"]
    office.sign("amina")
    office.sign("karin")
    assert office.state == "partly_signed"
    read = office.parts.database.read(office.ids["karin"], office.parts.now())
    guardian = next(
        p for p in read.rows("agreements.signatures", agreement_id=office.version) if p["role"] == "guardian"
    )
    with pytest.raises(RuleBroken):
        office.run("karin", agreement_signing.remove_place, guardian["id"])
    with pytest.raises(BadInput, match="einen Namen"):
        office.run("karin", agreement_signing.record, guardian["id"], Signing("paper_scan"))
    office.run("karin", agreement_signing.record, guardian["id"], Signing("paper_scan", name="Inga Vormund"))
    assert office.state == "in_force"


def test_grown_up_since_needs_no_guardian(office: Office, clock: Any) -> None:
    office.run("karin", agreements.discard, office.version, 1)
    office.set("clients", office.ids["amina"], birth_year_sealed="2008", birth_month_sealed="11")
    office.version = office.run("karin", agreements.begin, office.ids["amina.case"])
    office.offer(office.version)
    office.ids["amina.agreement.hash"] = office.read("agreements.find", agreement_id=office.version)["hash"]
    office.sign("amina")
    office.sign("karin")
    assert office.state == "partly_signed"
    clock.at = clock.at.replace(month=12, day=1)
    office.run("karin", agreements.bring_into_force, office.version)
    assert office.state == "in_force"


def test_nobody_under_16_has_an_own_agreement(office: Office) -> None:
    office.run("karin", agreements.discard, office.version, 1)
    office.set("clients", office.ids["amina"], birth_year_sealed="2011")
    with pytest.raises(RuleBroken):
        office.run("karin", agreements.begin, office.ids["amina.case"])


# Offering.


@pytest.fixture
def draft(office: Office) -> Office:
    office.run("karin", agreements.discard, office.version, 1)
    office.version = office.run("karin", agreements.begin, office.ids["amina.case"])
    return office


@pytest.mark.requirement("R05")
def test_nobody_is_shown_an_agreement_with_a_goal_that_is_only_proposed(draft: Office) -> None:
    goal = draft.ids["amina.standard.goal"]
    draft.set("goals", goal, state="proposed")
    with pytest.raises(RuleBroken) as refused:
        draft.offer(draft.version)
    assert "Vorschlag" in refused.value.message
    assert draft.state == "draft"
    draft.set("goals", goal, state="agreed")
    draft.offer(draft.version)
    assert draft.state == "offered"


@pytest.mark.requirement("R01")
def test_nothing_is_offered_while_the_situation_record_is_empty(draft: Office) -> None:
    database = draft.parts.database.utils()
    kept = {}
    for table in ("situation_languages", "situation_certificates", "situation_household", "situation_facts"):
        kept[table] = list(database[table].rows)
        database[table].delete_where()
    with pytest.raises(RuleBroken):
        draft.offer(draft.version)
    assert draft.state == "draft"
    database["situation_languages"].insert_all(kept["situation_languages"])
    draft.offer(draft.version)
    assert draft.state == "offered"


def test_plan_that_has_moved_on_is_not_offered_unseen(draft: Office) -> None:
    case = draft.read("cases.find", case_id=draft.ids["amina.case"])
    row = draft.read("agreements.find", agreement_id=draft.version)
    with pytest.raises(Stale):
        draft.run("karin", agreements.offer, draft.version, row["version"], draft.text(), case["version"] - 1)


def test_protected_goals_are_never_in_it(draft: Office) -> None:
    assert [goal["id"] for goal in draft.text()["goals"]] == [draft.ids["amina.standard.goal"]]
    smuggled = draft.text()
    smuggled["goals"][0]["id"] = draft.ids["amina.high.goal"]
    case = draft.read("cases.find", case_id=draft.ids["amina.case"])
    row = draft.read("agreements.find", agreement_id=draft.version)
    with pytest.raises(BadInput):
        draft.run("karin", agreements.offer, draft.version, row["version"], smuggled, case["version"])


def test_offered_version_can_be_written_on_until_somebody_signs(office: Office) -> None:
    office.run("karin", agreements.take_back, office.version, 1)
    row = office.read("agreements.find", agreement_id=office.version)
    assert (row["state"], row["snapshot"], row["hash"]) == ("draft", None, None)
    office.offer(office.version)
    office.ids["amina.agreement.hash"] = office.read("agreements.find", agreement_id=office.version)["hash"]
    office.sign("amina")
    row = office.read("agreements.find", agreement_id=office.version)
    with pytest.raises(RuleBroken):
        office.run("karin", agreements.take_back, office.version, row["version"])


def test_one_open_version_at_a_time(office: Office) -> None:
    with pytest.raises(RuleBroken):
        office.run("karin", agreements.begin, office.ids["amina.case"])


def test_agreement_begins_only_at_planning(office: Office) -> None:
    office.run("karin", agreements.discard, office.version, 1)
    for state in ("new", "clearing", "acute_help", "paused"):
        office.set("cases", office.ids["amina.case"], state=state)
        with pytest.raises(RuleBroken):
            office.run("karin", agreements.begin, office.ids["amina.case"])


# Another version, and the end.


@pytest.fixture
def in_force(office: Office) -> Office:
    office.all_sign()
    assert office.state == "in_force"
    return office


@pytest.mark.requirement("R08")
def test_new_version_supersedes_the_old_one_which_stays_as_it_was(in_force: Office) -> None:
    first = in_force.version
    before = in_force.read("agreements.find", agreement_id=first)
    in_force.version = in_force.run("karin", agreements.begin, in_force.ids["amina.case"], "Neuer Kurs")
    in_force.run("karin", goals.add_own, in_force.ids["amina.case"], "social", "Schwimmen", goals.Agreed(agreed=True))
    new_goal = in_force.text()["goals"][-1]["id"]
    with pytest.raises(RuleBroken):
        in_force.offer(in_force.version)

    in_force.run("karin", add_own, new_goal, "Zum Bad gehen", StepDetails())
    in_force.offer(in_force.version)
    row = in_force.read("agreements.find", agreement_id=in_force.version)
    in_force.ids["amina.agreement.hash"] = row["hash"]
    in_force.sign("amina")
    assert in_force.read("agreements.find", agreement_id=first)["state"] == "in_force"
    in_force.sign("karin")
    after = in_force.read("agreements.find", agreement_id=first)
    assert (in_force.state, after["state"]) == ("in_force", "superseded")
    assert (after["snapshot"], after["hash"]) == (before["snapshot"], before["hash"])
    assert row["number"] == 2
    assert row["supersedes_id"] == first


def test_superseded_version_takes_no_signature_and_no_change(in_force: Office) -> None:
    in_force.set("agreement_versions", in_force.version, state="superseded")
    for actor, verb, *args in (
        ("amina", agreement_signing.ask, in_force.version, "?", "ar"),
        ("amina", agreement_signing.decline, in_force.version, "", "ar"),
        ("karin", agreements.take_back, in_force.version, 3),
        ("karin", agreements.bring_into_force, in_force.version),
        ("karin", agreement_signing.give_copy, in_force.version),
        ("karin", agreement_signing.record, in_force.ids["amina.agreement.other"], PAPER),
        ("karin", agreement_signing.add_place, in_force.version, "partner", "Herr Neu"),
    ):
        kwargs = {"required": True} if verb is agreement_signing.add_place else {}
        with pytest.raises(RuleBroken):
            in_force.run(actor, verb, *args, **kwargs)


@pytest.mark.parametrize("to", ["changed", "dropped"])
def test_goal_of_the_agreement_changes_only_in_a_review_or_with_a_new_version(in_force: Office, to: str) -> None:
    goal = in_force.ids["amina.standard.goal"]
    version = in_force.read("goals.find", goal_id=goal, high="no")["version"]
    with pytest.raises(RuleBroken) as refused:
        in_force.run("karin", goals.move, goal, to, "", version)
    assert refused.value.status == 409
    assert in_force.read("goals.find", goal_id=goal, high="no")["state"] == "in_progress"
    in_force.run("karin", agreements.begin, in_force.ids["amina.case"])
    in_force.run("karin", goals.move, goal, to, "", version)


def test_review_may_drop_a_goal_of_the_agreement(in_force: Office) -> None:
    goal = in_force.ids["amina.standard.goal"]
    version = in_force.read("goals.find", goal_id=goal, high="no")["version"]
    in_force.run("karin", goals.move, goal, "dropped", "", version, within="review")


def test_other_goals_and_other_moves_stay_free(in_force: Office) -> None:
    high = in_force.read("goals.find", goal_id=in_force.ids["amina.high.goal"], high="yes")
    in_force.run("karin", goals.move, high["id"], "dropped", "", high["version"])
    standard = in_force.read("goals.find", goal_id=in_force.ids["amina.standard.goal"], high="no")
    in_force.run("karin", goals.move, standard["id"], "paused", "", standard["version"])


@pytest.mark.parametrize("state", ["fulfilled", "ended"])
def test_version_in_force_ends_once(in_force: Office, state: str) -> None:
    case = in_force.ids["amina.case"]
    assert in_force.run("karin", agreements.end_version, case, state) == in_force.version
    assert in_force.state == state
    assert in_force.run("karin", agreements.end_version, case, state) is None


def test_version_ends_as_fulfilled_or_ended_only(in_force: Office) -> None:
    for state in ("superseded", "declined", "draft"):
        with pytest.raises(RuleBroken):
            in_force.run("karin", agreements.end_version, in_force.ids["amina.case"], state)


def test_closing_the_case_ends_the_agreement_and_what_waits(in_force: Office) -> None:
    waiting = in_force.run("karin", agreements.begin, in_force.ids["amina.case"])
    for name in ("standard", "high"):
        in_force.set("meetings", in_force.ids[f"amina.{name}.meeting"], state="cancelled")
    in_force.run("karin", case_life.move_case, in_force.ids["amina.case"], "closed", "moved_away")
    assert in_force.state == "ended"
    assert in_force.read("agreements.find", agreement_id=waiting)["state"] == "discarded"


# What the client says.


@pytest.mark.requirement("R16")
def test_no_changes_nothing_but_the_version(office: Office) -> None:
    before = office.read("cases.find", case_id=office.ids["amina.case"])["state"]
    office.run("amina", agreement_signing.decline, office.version, "", "ar")
    assert office.state == "declined"
    assert office.read("cases.find", case_id=office.ids["amina.case"])["state"] == before
    office.run("amina", report_step, office.ids["amina.standard.step1"], "done", office.parts.now())


def test_question_decides_nothing_and_is_answered_by_a_day(office: Office) -> None:
    answer_id = office.run("amina", agreement_signing.ask, office.version, "Wann?", "ar")
    row = office.parts.database.utils()["agreement_answers"].get(answer_id)
    assert (office.state, row["answer"], row["answer_by_on"]) == ("offered", "question", "2026-11-25")
    assert "Wann" not in json.dumps(row)


def test_read_aloud_says_in_which_language_and_who_was_there(office: Office) -> None:
    place = office.ids["amina.agreement.client"]
    for signing in (
        Signing("oral_read_aloud"),
        Signing("oral_read_aloud", explained_in="fa-AF"),
        Signing("paper_mark_read_aloud", interpreter="Frau Muster"),
        Signing("app_confirm"),
        Signing("drawing"),
        Signing("paper_scan", witness="x" * 101),
    ):
        with pytest.raises(BadInput):
            office.run("karin", agreement_signing.record, place, signing)
    told = Signing("paper_mark_read_aloud", explained_in="fa-AF", interpreter="Frau Muster", copy_given=True)
    office.run("karin", agreement_signing.record, place, told)
    row = next(
        row
        for row in office.parts.database.read(office.ids["karin"], office.parts.now()).rows(
            "agreements.signatures", agreement_id=office.version
        )
        if row["id"] == place
    )
    assert (row["explained_in"], row["interpreter"], row["method"]) == ("fa-AF", "Frau Muster", "paper_mark_read_aloud")
    with pytest.raises(RuleBroken):
        office.run("karin", agreement_signing.record, place, told)


@pytest.mark.requirement("R09")
def test_plan_works_without_any_agreement(office: Office, parts: Any, browser_of: Any) -> None:
    utils = parts.database.utils()
    for table in ("agreement_answers", "agreement_signatures", "agreement_states", "agreement_versions"):
        utils[table].delete_where()
    office.set("cases", office.ids["amina.case"], state="planning")
    amina = browser_of("amina")
    step = office.ids["amina.standard.step1"]
    assert amina.post(f"/steps/{step}/reports", data={"report": "done"}).status_code == 303
    assert amina.post("/help", data={"obstacle": "worry"}).status_code == 303
    meeting = office.ids["amina.standard.meeting"]
    assert amina.post(f"/meetings/{meeting}/answers", data={"answer": "coming"}).status_code == 303
    karin, case = browser_of("karin"), f"/desk/cases/{office.ids['amina.case']}"
    own = {"title": "Ich lerne schwimmen.", "life_area": "social", "own_words_language": "", "sensitivity": "standard"}
    assert karin.post(f"{case}/goals", data=own).status_code == 303
    assert karin.post(f"{case}/meetings/new", data=BOOKING).status_code == 303
    (booked,) = utils.query("SELECT id FROM meetings WHERE local_date = '2026-12-09'")
    kinds = {row["kind"] for row in utils.query("SELECT kind FROM reminders WHERE meeting_id = ?", [booked["id"]])}
    assert {"booked", "reminder"} <= kinds
    for path in ("/today", "/plan", "/meetings", "/people", f"/goals/{office.ids['amina.standard.goal']}"):
        page = amina.get(path)
        assert page.status_code == 200
        assert "/agreement" not in page.text
    assert amina.get("/agreement").status_code == 200
