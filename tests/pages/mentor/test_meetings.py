"""Where a mentor is needed next, and what she answers."""

from datetime import datetime

import pytest

from tests.world import NOW_TEXT, World

DURING = datetime.fromisoformat("2026-12-03T13:45:00+00:00")
AFTER = datetime.fromisoformat("2026-12-05T13:45:00+00:00")


@pytest.fixture
def path(world: World) -> str:
    return f"/mentor/meetings/{world.ids['amina.standard.meeting']}"


def meeting_row(parts, world: World) -> dict:
    query = "SELECT * FROM meetings WHERE id = ?"
    return next(parts.database.utils().query(query, [world.ids["amina.standard.meeting"]]))


def answers(parts) -> list[str]:
    return [
        row["answer"] for row in parts.database.utils().query("SELECT answer FROM meeting_answers ORDER BY received_at")
    ]


def test_the_stored_page_holds_day_place_and_number_and_no_name(browser_of, world: World) -> None:
    page = browser_of("mona").get("/mentor")
    assert {place for place, word in world.canaries.items() if word in page.text} == {"amina.standard.meeting.place"}
    assert "14:30" in page.text
    assert "030 23125-100" in page.text
    assert "Amina" not in page.text
    assert world.ids["amina.standard.meeting"] not in page.text


def test_the_copy_lives_until_the_meeting_is_over(browser_of) -> None:
    page = browser_of("mona").get("/mentor")
    seconds = datetime.fromisoformat("2026-12-03T14:30:00+00:00") - datetime.fromisoformat("2026-11-24T09:00:00+00:00")
    assert page.headers["sw-store"] == f"opaque-mona;{int(seconds.total_seconds())}"


def test_the_copy_lives_no_longer_than_the_grant(browser_of, parts, world: World) -> None:
    until = {"valid_until": "2026-11-24T10:00:00Z"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentor_grants", world.ids["mona.grant"], **until))
    assert browser_of("mona").get("/mentor").headers["sw-store"] == "opaque-mona;3600"


def test_a_shared_phone_keeps_nothing(browser_of) -> None:
    assert browser_of("mona", "shared").get("/mentor").headers["sw-store"] == "none"


def test_no_other_page_is_kept(browser_of, path: str, world: World) -> None:
    mona = browser_of("mona")
    for other in ("/mentor/more", "/mentor/clients", f"/mentor/clients/{world.ids['mona.grant']}", path):
        assert mona.get(other).headers["sw-store"] == "opaque-mona;0"


def test_with_whom_comes_as_a_part_that_is_never_stored(browser_of) -> None:
    part = browser_of("mona").get("/mentor/more", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "Amina" in part.text
    assert "<html" not in part.text
    assert part.headers.get("sw-store", "opaque-mona;0") == "opaque-mona;0"


def test_going_along_is_kept_and_reminded_like_the_client(browser_of, parts, path: str, world: World) -> None:
    assert browser_of("mona").post(f"{path}/answers", data={"answer": "coming"}).status_code == 303
    assert meeting_row(parts, world)["mentor_answer"] == "coming"
    query = "SELECT offset_hours FROM reminders WHERE person_id = ? AND state = 'due' ORDER BY due_at"
    assert [row["offset_hours"] for row in parts.database.utils().query(query, [world.ids["mona"]])] == [72, 24, 2]


def test_cannot_stops_the_reminders(browser_of, parts, path: str, world: World) -> None:
    mona = browser_of("mona")
    mona.post(f"{path}/answers", data={"answer": "coming"})
    mona.post(f"{path}/answers", data={"answer": "cannot"})
    query = "SELECT id FROM reminders WHERE person_id = ? AND state = 'due'"
    assert not list(parts.database.utils().query(query, [world.ids["mona"]]))
    assert "Gerade ist kein Termin geplant" in mona.get("/mentor").text


@pytest.mark.parametrize("meeting", ["amina.high.meeting", "badr.standard.meeting"])
def test_meetings_without_an_invitation_do_not_exist(meeting: str, browser_of, world: World) -> None:
    mona = browser_of("mona")
    path = f"/mentor/meetings/{world.ids[meeting]}"
    assert mona.get(path).status_code == 404
    assert mona.post(f"{path}/answers", data={"answer": "coming"}).status_code == 404
    assert mona.post(f"{path}/absence").status_code == 404


def test_a_protected_meeting_stays_hidden_even_with_an_invitation(browser_of, parts, world: World) -> None:
    meeting = world.ids["amina.high.meeting"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("meetings", meeting, mentor_id=world.ids["mona"]))
    assert browser_of("mona").get(f"/mentor/meetings/{meeting}").status_code == 404


def test_an_invited_mentor_without_a_grant_sees_no_meeting(browser_of, parts, path: str, world: World) -> None:
    meeting = world.ids["amina.standard.meeting"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("meetings", meeting, mentor_id=world.ids["magnus"]))
    assert browser_of("magnus").get(path).status_code == 404


def test_topic_and_own_words_stay_with_client_and_office(browser_of, path: str, world: World) -> None:
    page = browser_of("mona").get(path)
    assert {place for place, word in world.canaries.items() if word in page.text} == {
        "amina.name", "karin.name", "amina.standard.meeting.place"
    }  # fmt: skip


def test_what_to_bring_is_told_for_a_granted_goal_alone(browser_of, parts, path: str, world: World) -> None:
    meeting = world.ids["amina.standard.meeting"]
    papers = '["identity-document"]'
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("meetings", meeting, documents=papers))
    assert "Das nimmt die Person mit" in browser_of("mona").get(path).text
    other = {"documents": papers, "goal_id": None}

    def ungrant(tx) -> None:
        goal = tx.insert(
            "goals",
            case_id=world.ids["amina.case"],
            life_area="work",
            title_sealed="Ziel",
            state="agreed",
            made_at=NOW_TEXT,
        )
        tx.update("meetings", meeting, **(other | {"goal_id": goal}))

    parts.database.write_now("", NOW_TEXT, ungrant)
    assert "Das nimmt die Person mit" not in browser_of("mona").get(path).text


class TestAbsence:
    def test_one_tap_tells_the_office_once(self, browser_of, parts, clock, path: str, world: World) -> None:
        clock.at = DURING
        mona = browser_of("mona")
        assert "Ich warte" in mona.get(path).text
        for _ in range(2):
            assert mona.post(f"{path}/absence").status_code == 303
        assert answers(parts) == ["did_not_come"]
        assert meeting_row(parts, world)["state"] == "planned"
        assert "Das Büro weiß Bescheid" in mona.get(path).text

    def test_the_counsellor_reads_it(self, browser_of, parts, clock, path: str, world: World) -> None:
        clock.at = DURING
        browser_of("mona").post(f"{path}/absence")
        reader = parts.database.read(world.ids["karin"], "2026-12-03T13:50:00Z")
        rows = reader.rows("meetings.answers", meeting_id=world.ids["amina.standard.meeting"], high="no")
        assert [(row["by_relationship"], row["answer"]) for row in rows] == [("mentor", "did_not_come")]

    def test_before_the_start_nobody_is_late(self, browser_of, parts, path: str) -> None:
        assert "Ich warte" not in browser_of("mona").get(path).text
        assert browser_of("mona").post(f"{path}/absence").status_code == 409
        assert answers(parts) == []

    def test_days_later_it_is_too_late(self, browser_of, clock, path: str) -> None:
        clock.at = AFTER
        assert browser_of("mona").post(f"{path}/absence").status_code == 409


def test_a_meeting_that_has_begun_is_not_answered_any_more(browser_of, clock, path: str) -> None:
    clock.at = DURING
    assert browser_of("mona").post(f"{path}/answers", data={"answer": "coming"}).status_code == 409


@pytest.mark.parametrize("answer", ["", "did_not_come", "<i>", "x" * 5000])
def test_other_answers_change_nothing(answer: str, browser_of, parts, path: str, world: World) -> None:
    assert browser_of("mona").post(f"{path}/answers", data={"answer": answer}).status_code == 422
    assert meeting_row(parts, world)["mentor_answer"] is None
