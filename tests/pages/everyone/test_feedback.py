"""Feedback: anybody may write, nobody has to give a name, and no counsellor reads it."""

import re
import uuid
from datetime import timedelta

import pytest

from pwa_server.casework import account_life, feedback
from pwa_server.domain.feedback import TRANSITIONS
from pwa_server.domain.problems import RuleBroken
from pwa_server.pages.everyone import offline
from pwa_server.pages.everyone.feedback import KINDS
from tests.access.table_of_network import complaint_office, taken_on
from tests.world import NOW_TEXT, World
from tests.worlds.network import RECEIPT

WORDS = "انتظرت طويلا"
MESSAGE = {"kind": "complaint", "about": "counselling", "text": WORDS, "carrier_id": "", "receipt": "ABCD-EFGH-2345"}


def rows(parts, table: str) -> list[dict]:
    return list(parts.database.utils()[table].rows)


def sent(parts) -> list[dict]:
    return [row for row in rows(parts, "feedback") if row["content_digest"] != "content"]


@pytest.mark.requirement("R40")
def test_anybody_writes_without_an_account_and_reads_the_answer_with_the_code(browser_of, parts, world: World) -> None:
    nobody = browser_of()
    page = nobody.get("/feedback?lang=ar")
    receipt = re.search(r'name="receipt"[^>]*value="([\w-]+)"', page.text)[1]
    answer = nobody.post("/feedback", data=MESSAGE | {"receipt": receipt})
    assert answer.headers["location"] == "/feedback/sent"
    shown = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", nobody.get("/feedback/sent").text)[0]
    [row] = sent(parts)
    assert row["language"] == "ar"
    complaint_office(parts, world)
    ada, path = browser_of("ada"), f"/office/feedback/{row['id']}"
    assert WORDS in ada.get(path).text
    assert ada.post(f"{path}/state", data={"to": "in_progress", "version": "1"}).status_code == 303
    assert ada.post(f"{path}/answers", data={"text": "Das tut uns leid.", "version": "2"}).status_code == 303
    assert "Das tut uns leid." in browser_of().post("/feedback/answer", data={"code": shown.lower()}).text


@pytest.mark.requirement("R17")
def test_nothing_leads_from_an_anonymous_complaint_to_the_client_who_wrote_it(browser_of, parts, world: World) -> None:
    before = {table: rows(parts, table) for table in parts.database.utils().table_names()}
    answer = browser_of("amina").post("/feedback", data=MESSAGE, headers={"Idempotency-Key": "key-1"})
    assert answer.status_code == 303
    for table, old in before.items():
        fresh = [row for row in rows(parts, table) if row not in old]
        if table == "sessions":
            continue
        assert world.ids["amina"] not in str(fresh), table
    [row] = sent(parts)
    assert not any(row[name] for name in ("account_id", "name_sealed", "reach_sealed", "person_sealed"))


@pytest.mark.requirement("R17")
def test_moment_of_an_anonymous_message_fits_to_nobodys_phone(browser_of, clock, parts) -> None:
    amina = browser_of("amina")
    clock.at += timedelta(hours=2, minutes=17, seconds=31)
    assert amina.post("/feedback", data=MESSAGE).status_code == 303
    [row] = sent(parts)
    [state] = [each for each in rows(parts, "feedback_states") if each["feedback_id"] == row["id"]]
    assert {row["received_at"], row["state_at"], state["at"]} == {"2026-11-24T11:00:00Z"}
    assert [uuid.UUID(each["id"]).version for each in (row, state)] == [4, 4], "an id of ours tells the moment"


@pytest.mark.parametrize("leaving", ["/lock", "/sign-out"])
def test_whoever_takes_the_phone_next_finds_no_code(browser_of, leaving: str) -> None:
    amina = browser_of("amina", phone="shared")
    amina.post("/feedback", data=MESSAGE)
    assert MESSAGE["receipt"] in amina.get("/feedback/sent").text
    amina.post(leaving)
    amina.cookies.delete("s")
    assert MESSAGE["receipt"] not in amina.get("/feedback/sent").text


def test_client_who_wants_it_reads_the_answer_in_the_app(browser_of, parts, world: World) -> None:
    amina = browser_of("amina")
    amina.post("/feedback", data=MESSAGE | {"own": "y"})
    assert WORDS in amina.get("/feedback/answer").text
    assert WORDS not in browser_of("badr").get("/feedback/answer").text
    [row] = sent(parts)
    assert row["account_id"] == world.ids["amina"]


def test_same_message_sent_twice_is_one(browser_of, parts) -> None:
    amina = browser_of("amina")
    for _ in range(2):
        told = amina.post("/feedback", data=MESSAGE, headers={"Accept": "application/json", "Idempotency-Key": "one"})
        assert told.json()["done"] == "one"
    amina.post("/feedback", data=MESSAGE | {"text": "Noch etwas"})
    assert len(sent(parts)) == 2
    assert WORDS in (both := browser_of().post("/feedback/answer", data={"code": MESSAGE["receipt"]}).text)
    assert "Noch etwas" in both


@pytest.mark.requirement("R40")
@pytest.mark.parametrize("name", ["karin", "dora", "olle", "tilde"])
def test_counsellor_cannot_read_complaints_not_even_with_the_right(name: str, browser_of, parts, world: World) -> None:
    path = f"/office/feedback/{world.ids['complaint']}"
    assert browser_of(name).get(path).status_code == 403
    give = {"staff_rights": '["complaint_office"]'}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids[name], **give))
    assert browser_of(name).get("/office/feedback").status_code == 403
    assert browser_of(name).get(path).status_code == 403
    assert browser_of(name).post(f"{path}/state", data={"to": "in_progress", "version": "1"}).status_code == 404


def test_right_of_the_complaint_office_is_not_given_to_somebody_who_counsels(parts, world: World) -> None:
    with pytest.raises(RuleBroken):
        parts.database.write_now(
            world.ids["ada"], NOW_TEXT, account_life.set_rights, world.ids["karin"], ["complaint_office"], 1
        )


def test_coordinator_without_the_right_sees_no_complaint(browser_of, world: World) -> None:
    ada = browser_of("ada")
    assert ada.get("/office/feedback").status_code == 403
    assert world.canaries["complaint.words"] not in ada.get("/office").text


def test_complaint_about_another_carrier_goes_to_its_own_office(browser_of, parts, world: World) -> None:
    """Where that carrier has nobody for it, every complaint office may read it."""
    complaint_office(parts, world)

    def elsewhere(tx) -> str:
        facts = {"kind": "free", "counselling_type": "jmd", "made_at": NOW_TEXT}
        carrier = tx.insert("carriers", name="Anderswo", **facts)
        tx.update("feedback", world.ids["complaint"], carrier_id=carrier)
        return carrier

    carrier = parts.database.write_now("", NOW_TEXT, elsewhere)
    path = f"/office/feedback/{world.ids['complaint']}"
    assert browser_of("ada").get(path).status_code == 200
    account = {"role": "coordinator", "carrier_id": carrier, "name_sealed": "X", "opaque_id": "x", "made_at": NOW_TEXT}
    rights = '["complaint_office"]'
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("accounts", staff_rights=rights, **account))
    assert browser_of("ada").get(path).status_code == 404


@pytest.mark.parametrize("state", sorted(TRANSITIONS))
@pytest.mark.parametrize("to", sorted(TRANSITIONS))
def test_states_go_their_way_and_no_other(state: str, to: str, browser_of, parts, world: World) -> None:
    complaint_office(parts, world)
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("feedback", world.ids["complaint"], state=state))
    ada, path = browser_of("ada"), f"/office/feedback/{world.ids['complaint']}"
    if to == "answered":
        status = ada.post(f"{path}/answers", data={"text": "Danke", "version": "1"}).status_code
        allowed = state in ("in_progress", "answered")
    else:
        status = ada.post(f"{path}/state", data={"to": to, "version": "1"}).status_code
        allowed = to in TRANSITIONS[state]
    assert status == (303 if allowed else 409)
    [row] = [row for row in rows(parts, "feedback") if row["id"] == world.ids["complaint"]]
    assert row["state"] == (to if allowed else state)


def test_no_answer_without_words_and_no_answer_twice_over(browser_of, parts, world: World) -> None:
    taken_on(parts, world)
    ada, path = browser_of("ada"), f"/office/feedback/{world.ids['complaint']}/answers"
    assert ada.post(path, data={"text": " ", "version": "1"}).status_code == 422
    assert ada.post(path, data={"text": "x" * 3000, "version": "1"}).status_code == 422
    assert ada.post(path, data={"text": "Danke", "version": "1"}).status_code == 303
    assert ada.post(path, data={"text": "Danke", "version": "1"}).status_code == 409


@pytest.mark.parametrize(
    "change",
    [{"kind": "lawsuit"}, {"kind": ""}, {"about": "karin"}, {"text": ""}, {"text": "x" * 2001}, {"carrier_id": "nowhere"},
     {"receipt": "ABCD"}, {"receipt": "x" * 300}, {"name": "x" * 121}],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_stores_nothing(change: dict, browser_of, parts) -> None:
    assert browser_of().post("/feedback", data=MESSAGE | change).status_code == 422
    assert sent(parts) == []


def test_flood_of_messages_is_stopped_and_says_so(browser_of, parts) -> None:
    nobody = browser_of()
    answers = [
        nobody.post("/feedback", data=MESSAGE | {"text": f"Nummer {number}"}).status_code for number in range(31)
    ]
    assert answers == [303] * 30 + [429]


def test_guessed_codes_are_answered_ever_later_and_raise_the_alarm(browser_of, parts) -> None:
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    parts.pause = note
    nobody = browser_of()
    for number in range(12):
        assert nobody.post("/feedback/answer", data={"code": f"ABCD-EFGH-22{number:02}"}).status_code == 422
    assert pauses
    assert pauses == sorted(pauses)
    assert [row["kind"] for row in rows(parts, "alarms")] == ["wrong_receipts"]
    assert nobody.post("/feedback/answer", data={"code": RECEIPT}).status_code == 200


def test_nothing_is_sent_as_praise_that_nobody_called_praise(browser_of) -> None:
    kinds = re.findall(r'<input[^>]* name="kind"[^>]*>', browser_of().get("/feedback").text)
    assert len(kinds) == 2 * len(KINDS), "to write and to speak"
    assert not [kind for kind in kinds if "checked" in kind]


def test_code_stands_in_no_address_and_only_as_digest_in_the_database(browser_of, parts) -> None:
    answer = browser_of().post("/feedback", data=MESSAGE)
    assert "ABCD" not in answer.headers["location"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert not [row for row in sent(parts) if "ABCDEFGH2345" in str(row) or "ABCD-EFGH-2345" in str(row)]


@pytest.mark.requirement("R41")
@pytest.mark.parametrize(
    ("name", "path"),
    [
        (None, "/sign-in"),
        (None, "/emergency"),
        ("amina", "/today"),
        ("mona", "/mentor"),
        ("karin", "/desk"),
        ("ada", "/office"),
    ],
)
def test_accessibility_and_report_are_two_taps_from_every_page(name: str | None, path: str, browser_of) -> None:
    page = browser_of(name).get(path).text
    foot = page.split('<footer class="foot">')[1].split("</footer>")[0]
    assert 'href="/accessibility"' in foot
    statement = browser_of().get("/accessibility")
    assert statement.status_code == 200
    assert 'href="/feedback?kind=barrier"' in statement.text
    form = browser_of().get("/feedback?kind=barrier").text
    assert re.search(r'<input[^>]*checked[^>]*value="barrier"', form)


@pytest.mark.requirement("R41")
def test_statement_names_its_limits_and_whom_to_ask(browser_of) -> None:
    ada = browser_of("ada")
    said = {
        "contact": "Frau Zugang",
        "phone": "030 23125-999",
        "enforcement": "Schlichtungsstelle X",
        "checked_on": "2026-11-01",
    }
    assert "Gebärdensprache" in browser_of().get("/accessibility").text
    assert ada.post("/office/accessibility", data=said | {"version": "0"}).status_code == 303
    page = browser_of().get("/accessibility").text
    assert "Frau Zugang" in page
    assert "Schlichtungsstelle X" in page
    assert ada.post("/office/accessibility", data=said | {"version": "0"}).status_code == 409


def test_messages_go_a_year_after_they_are_closed(parts, world: World) -> None:
    parts.database.write_now(
        "",
        NOW_TEXT,
        lambda tx: tx.update("feedback", world.ids["complaint"], state="closed", state_at="2025-11-20T09:00:00Z"),
    )
    parts.database.write_now("", NOW_TEXT, feedback.forget_old)
    assert rows(parts, "feedback") == []
    assert rows(parts, "feedback_states") == []


def test_own_phone_keeps_the_form_for_writing_without_network_a_shared_one_does_not(browser_of) -> None:
    own = browser_of("amina").get("/feedback")
    assert own.headers["SW-Store"].startswith("opaque-amina;")
    assert not own.headers["SW-Store"].endswith(";0")
    assert 'data-outbox="feedback"' in own.text
    assert browser_of("amina", phone="shared").get("/feedback").headers["SW-Store"] == "none"
    assert "/feedback" in offline.CLIENT_PAGES


def test_no_phone_keeps_what_somebody_complained_about(browser_of) -> None:
    amina = browser_of("amina")
    amina.post("/feedback", data=MESSAGE | {"own": "y"})
    assert WORDS not in amina.get("/feedback").text
    assert WORDS not in amina.get("/offline/pages").text
    online = amina.get("/feedback/answer")
    assert WORDS in online.text
    assert online.headers["SW-Store"].endswith(";0")


def test_help_and_settings_lead_there(browser_of) -> None:
    for path in ("/help", "/settings"):
        assert 'href="/feedback"' in browser_of("amina").get(path).text.split("<main")[1].split("</main>")[0]


def test_own_messages_take_as_many_queries_for_many_as_for_one(browser_of, parts) -> None:
    amina, asked, reading = browser_of("amina"), [], parts.database._reading

    def queries() -> int:
        asked.clear()
        reading.set_trace_callback(asked.append)
        amina.get("/feedback/answer")
        reading.set_trace_callback(None)
        return len(asked)

    amina.post("/feedback", data=MESSAGE | {"own": "y"})
    before = queries()
    for number in range(9):
        amina.post("/feedback", data=MESSAGE | {"own": "y", "text": f"Nummer {number}"})
    assert queries() == before
