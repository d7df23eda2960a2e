"""To another carrier only with the client's yes, only what she chose, and with the same account."""

from typing import Any

import pytest

from pwa_server.casework import carrier_handovers, data_requests, erasure, said_needs
from pwa_server.casework.carrier_handovers import Answer
from pwa_server.casework.recordings import Voice
from pwa_server.domain.handovers import PARTS, TRANSITIONS, require_answer
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.casework.test_handovers import Desk
from tests.world import LONG_AGO, World
from tests.worlds.reviews import SILENCE

ALL = tuple(PARTS)


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    """The cast, and Erna at another carrier."""
    made = Desk(parts, world)

    def elsewhere(tx: Any) -> None:
        ids = world.ids
        ids["elsewhere"] = tx.insert(
            "carriers", name="Andere Stelle", kind="public", counselling_type="jmd", made_at=LONG_AGO
        )
        ids["erna"] = tx.insert(
            "accounts", role="counsellor", carrier_id=ids["elsewhere"], opaque_id="erna", made_at=LONG_AGO,
            name_sealed=f"Erna {world.canary('erna.name')}",
        )  # fmt: skip
        tx.run("secrets.keep", account_id=ids["erna"], kind="password", secret_hash="none that opens")
        tx.insert(
            "contacts", case_id=ids["amina.case"], on_day="2026-11-01", kind="talk", reached="yes",
            sentence_sealed=f"Notiz {world.canary('amina.note')}", made_at=LONG_AGO, made_by=ids["karin"],
        )  # fmt: skip
        tx.insert(
            "translations", case_id=ids["amina.case"], subject_id=ids["amina.standard.step1"], field="text",
            language="ar", text_sealed=f"خطوة {world.canary('amina.translation')}", written_by=ids["karin"],
            written_at=LONG_AGO,
        )  # fmt: skip

    made.do("ada", elsewhere)
    return made


def asked(desk: Desk) -> str:
    ids = desk.world.ids
    return desk.do("karin", carrier_handovers.ask, ids["amina.case"], ids["erna"])


def gone(desk: Desk, *parts: str) -> str:
    """Amina said yes to these parts; the id of the new case."""
    return desk.do("amina", carrier_handovers.answer, asked(desk), Answer(True, parts, "ar"))


def test_what_she_spoke_about_a_need_goes_along_with_it(desk: Desk) -> None:
    need_id = desk.do("amina", said_needs.say, "work", "", "ar", Voice(SILENCE, "ar", "client"))
    new_case = gone(desk, "needs")
    copied = {row["subject_id"] for row in desk.rows("recordings", case_id=new_case)}
    assert len(copied) == 1
    assert need_id not in copied
    assert copied <= {row["id"] for row in desk.rows("needs", case_id=new_case)}


@pytest.mark.requirement("R54")
def test_former_counsellor_gets_404_and_the_new_one_sees_what_was_chosen(desk: Desk, browser_of: Any) -> None:
    words = desk.world.canaries
    browser_of("karin").get(f"/desk/cases/{desk.world.ids['amina.case']}")
    new_case = gone(desk, "goals")
    for name in ("karin", "dora", "olle"):
        assert browser_of(name).get(f"/desk/cases/{desk.world.ids['amina.case']}").status_code == 404
        assert browser_of(name).get(f"/desk/cases/{new_case}").status_code == 404
    page = browser_of("erna").get(f"/desk/cases/{new_case}").text
    assert words["amina.standard.goal.title"] in page
    assert not any(words[place] in page for place in words if place.startswith("amina.high") or place == "amina.note")
    assert desk.rows("access_log", actor_id=desk.world.ids["karin"])
    assert browser_of("erna").get(f"/desk/cases/{desk.world.ids['amina.case']}").status_code == 404


def test_new_case_stands_in_the_day_list_until_it_is_opened(desk: Desk, browser_of: Any) -> None:
    new_case, erna = gone(desk, "goals"), browser_of("erna")
    assert 'data-rows="new_here"' in erna.get("/desk").text
    erna.get(f"/desk/cases/{new_case}")
    assert 'data-rows="new_here"' not in erna.get("/desk").text


@pytest.mark.requirement("R54")
def test_client_keeps_account_and_plan(desk: Desk, browser_of: Any) -> None:
    amina = browser_of("amina")
    gone(desk, "goals", "notes")
    plan = amina.get("/plan").text
    assert desk.world.canaries["amina.standard.goal.own_words"] in plan
    assert desk.world.canaries["erna.name"] in amina.get("/people").text
    assert desk.world.canaries["amina.translation"] in amina.get("/plan").text + amina.get("/today").text
    assert desk.world.canaries["amina.note"] in amina.get("/people").text


def test_clients_copy_of_her_data_holds_what_still_lies_with_the_old_carrier(desk: Desk, browser_of: Any) -> None:
    amina = browser_of("amina")
    gone(desk, "goals")
    data = amina.get("/my-data/file.json").text
    assert desk.world.canaries["amina.note"] in data
    assert desk.world.canaries["amina.note"] not in browser_of("badr").get("/my-data/file.json").text


def test_protected_goals_go_only_where_they_were_chosen(desk: Desk) -> None:
    new_case = gone(desk, "goals", "protected")
    assert {row["sensitivity"] for row in desk.rows("goals", case_id=new_case)} == {"standard", "high"}
    assert len(desk.rows("steps", case_id=new_case)) == 4


@pytest.mark.requirement("R54")
def test_what_was_not_chosen_stays_with_the_old_carrier_until_its_day(desk: Desk) -> None:
    old = desk.world.ids["amina.case"]
    new_case = gone(desk, "notes")
    assert not desk.rows("goals", case_id=new_case)
    assert len(desk.rows("goals", case_id=old)) == 2
    [case] = desk.rows("cases", id=old)
    assert (case["state"], case["closure_reason"], case["erase_due_on"]) == ("closed", "handed_over", "2027-11-24")
    assert case["handed_to_id"] == new_case


def test_mentor_is_let_in_anew_by_the_client_only(desk: Desk, browser_of: Any) -> None:
    mona = browser_of("mona")
    gone(desk, *ALL)
    assert mona.get(f"/mentor/clients/{desk.world.ids['mona.grant']}").status_code == 404
    assert desk.rows("mentor_grants", id=desk.world.ids["mona.grant"])[0]["state"] == "expired"


def test_appointments_elsewhere_go_along_and_those_of_the_old_office_end(desk: Desk) -> None:
    ids = desk.world.ids
    desk.do("karin", lambda tx: tx.update("meetings", ids["amina.standard.meeting"], kind="partner_appointment"))
    new_case = gone(desk, "goals", "meetings")
    [meeting] = desk.rows("meetings", case_id=new_case)
    assert (meeting["staff_id"], meeting["mentor_id"]) == (ids["erna"], None)
    assert {row["state"] for row in desk.rows("meetings", case_id=ids["amina.case"])} == {"cancelled"}
    due = [row for row in desk.rows("reminders", state="due") if row["meeting_id"]]
    assert {row["meeting_id"] for row in due} == {meeting["id"]}


def test_tap_made_before_the_handover_arrives_on_the_step_that_went_along(desk: Desk, browser_of: Any) -> None:
    amina, old = browser_of("amina"), desk.world.ids["amina.standard.step1"]
    new_case = gone(desk, "goals")
    tap = {"report": "done", "tapped_at": "2026-11-24T08:00:00Z", "issued_at": "2026-11-24T07:00:00Z"}
    outbox = {"Accept": "application/json", "Idempotency-Key": "tap-1"}
    for _ in range(2):
        assert amina.post(f"/steps/{old}/reports", data=tap, headers=outbox).status_code == 200
    [report] = desk.rows("step_reports", case_id=new_case)
    assert desk.rows("steps", id=report["step_id"])[0]["state"] == "done"


def test_tap_on_a_step_that_was_left_behind_is_kept_and_moves_nothing(desk: Desk, browser_of: Any) -> None:
    amina, old = browser_of("amina"), desk.world.ids["amina.standard.step1"]
    gone(desk, "needs")
    assert amina.post(f"/steps/{old}/reports", data={"report": "done"}).status_code == 303
    assert [row["to_state"] for row in desk.rows("step_reports", step_id=old)] == [None]
    assert desk.rows("steps", id=old)[0]["state"] == "open"
    assert amina.post(f"/steps/{old}/reports", data={"report": "danced"}).status_code == 422
    assert browser_of("badr").post(f"/steps/{old}/reports", data={"report": "done"}).status_code == 404


def test_consent_names_the_new_carrier_and_the_plan_there_has_one(desk: Desk) -> None:
    ids = desk.world.ids
    new_case = gone(desk, "goals")
    [consent] = desk.rows("consents", purpose="handover")
    assert (consent["recipient"], consent["state"], consent["channel"]) == (ids["elsewhere"], "given", "app")
    assert [row["state"] for row in desk.rows("consents", case_id=new_case, purpose="case_record")] == ["given"]


@pytest.mark.requirement("R54")
def test_a_no_changes_nothing(desk: Desk, browser_of: Any) -> None:
    desk.do("amina", carrier_handovers.answer, asked(desk), Answer(False))
    assert browser_of("karin").get(f"/desk/cases/{desk.world.ids['amina.case']}").status_code == 200
    assert len(desk.rows("cases", client_id=desk.world.ids["amina"])) == 1
    assert [row["state"] for row in desk.rows("consents", purpose="handover")] == ["declined"]


@pytest.mark.requirement("R54")
def test_nothing_is_seen_there_before_the_yes(desk: Desk, browser_of: Any) -> None:
    asked(desk)
    page = browser_of("erna").get("/desk/cases").text
    assert "Amina" not in page


def test_counsellor_writes_down_what_was_said_aloud(desk: Desk, browser_of: Any) -> None:
    ids = desk.world.ids
    karin = browser_of("karin")
    assert (
        karin.post(f"/desk/cases/{ids['amina.case']}/handover-question", data={"to_id": ids["erna"]}).status_code == 303
    )
    [question] = desk.rows("carrier_handovers")
    assert karin.get(f"/desk/cases/{ids['amina.case']}/handover").status_code == 200
    form = {"answer": "yes", "parts": ["goals"], "channel": "oral_with_interpreter", "language": "ar"}
    answer = karin.post(f"/desk/handover-questions/{question['id']}/answer", data=form)
    assert answer.headers["location"] == "/desk/cases"
    assert desk.rows("consents", purpose="handover")[0]["channel"] == "oral_with_interpreter"


def test_client_answers_in_the_app(desk: Desk, browser_of: Any) -> None:
    question = {"question": asked(desk), "answer": "yes"}
    amina = browser_of("amina")
    assert "/handover" in amina.get("/today").text
    page = amina.get("/handover").text
    assert "Andere Stelle" in page
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    assert "Sie haben dann keinen Nachteil." in amina.get("/handover").text
    assert " checked>" not in page
    assert amina.post("/handover/answer", data=question).status_code == 422
    assert amina.post("/handover/answer", data=question | {"parts": ["everything"]}).status_code == 422
    assert amina.post("/handover/answer", data=question | {"parts": ["goals", "needs"]}).status_code == 303
    assert amina.post("/handover/answer", data=question | {"parts": ["goals"]}).status_code == 404


def test_yes_to_one_question_is_no_yes_to_another_that_was_asked_since(desk: Desk, browser_of: Any) -> None:
    first = asked(desk)
    amina = browser_of("amina")
    assert f'name="question" value="{first}"' in amina.get("/handover").text
    desk.do("karin", carrier_handovers.withdraw, first)
    form = {"answer": "yes", "parts": ["goals"]}
    assert amina.post("/handover/answer", data=form | {"question": first}).status_code == 409, "taken back"
    second = asked(desk)
    assert amina.post("/handover/answer", data=form | {"question": first}).status_code == 409
    assert amina.post("/handover/answer", data=form).status_code == 409
    assert [row["state"] for row in desk.rows("carrier_handovers", id=second)] == ["asked"]


def test_question_is_asked_once_and_can_be_taken_back(desk: Desk) -> None:
    question = asked(desk)
    with pytest.raises(RuleBroken):
        asked(desk)
    desk.do("karin", carrier_handovers.withdraw, question)
    with pytest.raises(RuleBroken):
        desk.do("amina", carrier_handovers.answer, question, Answer(True, ALL, "ar"))
    asked(desk)


@pytest.mark.parametrize("state", sorted(TRANSITIONS))
@pytest.mark.parametrize("to", sorted(TRANSITIONS))
def test_answered_question_stays_answered(state: str, to: str) -> None:
    if to in TRANSITIONS[state]:
        require_answer(state, to)
        return
    with pytest.raises(RuleBroken):
        require_answer(state, to)


def test_who_may_ask_and_answer(desk: Desk) -> None:
    ids = desk.world.ids
    with pytest.raises(NotAllowed):
        desk.do("dora", carrier_handovers.ask, ids["amina.case"], ids["erna"])
    with pytest.raises(NotVisible):
        desk.do("olle", carrier_handovers.ask, ids["amina.case"], ids["erna"])
    with pytest.raises(NotVisible):
        desk.do("karin", carrier_handovers.ask, ids["amina.case"], ids["olle"])
    question = asked(desk)
    for name, problem in (("dora", NotAllowed), ("badr", NotVisible), ("mona", NotVisible), ("erna", NotVisible)):
        with pytest.raises(problem):
            desk.do(name, carrier_handovers.answer, question, Answer(True, ALL, "ar", "oral"))
    with pytest.raises(BadInput):
        desk.do("karin", carrier_handovers.answer, question, Answer(True, ALL, "ar", "app"))
    with pytest.raises(BadInput):
        desk.do("amina", carrier_handovers.answer, question, Answer(True, (), "ar"))


def test_account_goes_with_the_last_case_only(desk: Desk) -> None:
    ids = desk.world.ids
    new_case = gone(desk, "goals")
    desk.do("ada", erasure.erase, ids["amina.case"], "retention")
    assert desk.rows("accounts", id=ids["amina"])
    assert desk.rows("goals", case_id=new_case)
    desk.do("ada", erasure.erase, new_case, "requested")
    assert not desk.rows("accounts", id=ids["amina"])
    assert len(desk.rows("tombstones")) == 2


class TestRequestsAboutData:
    """What the client asked about her data does not stay behind."""

    @pytest.fixture
    def without_requests(self, desk: Desk, parts: Any) -> None:
        parts.database.utils().execute("DELETE FROM data_requests")

    @pytest.mark.parametrize("kind", ["correct", "restrict", "erase"])
    def test_an_open_request_goes_along_with_its_day(self, kind: str, without_requests: None, desk: Desk) -> None:
        request = desk.do("amina", data_requests.ask, kind, "Falsch", "ar")
        [before] = desk.rows("data_requests", id=request)
        new_case = gone(desk, "goals")
        [after] = desk.rows("data_requests", case_id=new_case)
        same = ("kind", "state", "due_on", "made_at", "made_by", "language")
        assert [after[name] for name in same] == [before[name] for name in same]
        assert [row["state"] for row in desk.rows("data_requests", id=request)] == ["handed_over"]
        assert desk.do("erna", data_requests.answer, after["id"], "declined", "Wir prüfen das.", 1) == new_case

    def test_its_words_can_be_read_there(self, without_requests: None, desk: Desk, browser_of: Any) -> None:
        desk.do("amina", data_requests.ask, "correct", "Mein Name ist falsch", "ar")
        new_case = gone(desk, "goals")
        assert "Mein Name ist falsch" in browser_of("erna").get(f"/desk/cases/{new_case}/requests").text
        assert "Mein Name ist falsch" in browser_of("amina").get("/requests").text

    def test_what_was_answered_stays_behind(self, without_requests: None, desk: Desk) -> None:
        request = desk.do("amina", data_requests.ask, "correct", "Falsch", "ar")
        desk.do("karin", data_requests.answer, request, "granted", "", 1)
        assert not desk.rows("data_requests", case_id=gone(desk, "goals"))

    def test_the_old_copy_is_erased_by_the_day_that_was_asked_for(
        self, without_requests: None, desk: Desk, parts: Any
    ) -> None:
        desk.do("amina", data_requests.ask, "erase", "", "ar")
        gone(desk, "goals")
        [old] = desk.rows("cases", id=desk.world.ids["amina.case"])
        assert old["erase_due_on"] == "2026-12-24"
        assert not parts.database.write_now("", "2026-12-23T20:00:00Z", erasure.erase_due)
        assert parts.database.write_now("", "2026-12-24T09:00:00Z", erasure.erase_due)

    def test_without_such_a_wish_the_usual_day_counts(self, without_requests: None, desk: Desk) -> None:
        desk.do("amina", data_requests.ask, "correct", "Falsch", "ar")
        gone(desk, "goals")
        [old] = desk.rows("cases", id=desk.world.ids["amina.case"])
        assert old["erase_due_on"] == "2027-11-24"

    @pytest.mark.parametrize("state", ["restricted", "closed"])
    def test_a_hidden_or_ended_plan_goes_nowhere(self, state: str, desk: Desk) -> None:
        question = asked(desk)
        desk.do("karin", lambda tx: tx.update("cases", desk.world.ids["amina.case"], state=state))
        with pytest.raises(RuleBroken):
            desk.do("amina", carrier_handovers.answer, question, Answer(True, ("goals",), "ar"))
        assert len(desk.rows("cases", client_id=desk.world.ids["amina"])) == 1
