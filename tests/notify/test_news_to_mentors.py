"""That a grant ends reaches client and mentor as a push that says nothing, and leads each to the own first page."""

import json

import pytest

from pwa_server.casework.grant_ends import tell_before_end
from pwa_server.domain.reminders import judge
from pwa_server.domain.times import berlin_day
from pwa_server.notify.payloads import payload

MESSAGE = {
    "id": "n1", "kind": "news", "channel": "push",
    "case_state": "active", "meeting_id": None, "meeting_state": None, "meeting_starts_at": None,
    "starts_at": "2026-11-27T09:00:00Z", "stale_at": "2026-11-27T09:00:00Z", "relationships": 1, "deactivated_at": None,
    "devices": 1, "mentor_id": None, "mentor_answer": None, "sensitivity": None, "person_id": "x", "push_text": None,
    "reminders_paused_until": None, "consents_asked": 1, "consents_given": 1, "language": "de",
    "local_date": None, "local_time": None,
}  # fmt: skip
NOON = "2026-11-24T11:00:00Z"


@pytest.mark.parametrize(
    ("role", "changes", "action"),
    [
        ("mentor", {}, "send"), ("client", {"push_text": "neutral"}, "send"), ("client", {"push_text": "with_time"}, "send"),
        ("mentor", {"relationships": 0}, "close"), ("client", {"push_text": "off"}, "close"),
        ("client", {"push_text": "neutral", "consents_given": 0}, "close"), ("mentor", {"case_state": "restricted"}, "close"),
        ("mentor", {"devices": 0}, "close"),
    ],
)  # fmt: skip
def test_who_may_still_hear_of_it_does(role: str, changes: dict, action: str) -> None:
    assert judge(MESSAGE | {"role": role} | changes, NOON).action == action


def test_nobody_is_rung_at_night() -> None:
    verdict = judge(MESSAGE | {"role": "mentor"}, "2026-11-24T22:00:00Z")
    assert (verdict.action, verdict.until) == ("wait", "2026-11-25T07:00:00Z")


@pytest.mark.parametrize(("role", "page"), [("client", "/today"), ("mentor", "/mentor")])
def test_it_names_nobody_and_leads_to_the_first_page(role: str, page: str) -> None:
    sent = json.loads(
        payload(MESSAGE | {"role": role, "push_text": "with_time"}, "https://x.example", berlin_day(NOON))
    )
    assert sent["notification"]["navigate"] == f"https://x.example{page}"
    assert sent["notification"]["body"] == "Bitte öffnen Sie die App."


def test_both_are_told_by_the_days_work(post, world) -> None:
    post.change("mentor_grants", world.ids["mona.grant"], expires_on="2026-12-01")
    post.do("ada", tell_before_end)
    people = {row["person_id"] for row in post.all_rows("reminders") if row["kind"] == "news"}
    assert people == {world.ids["amina"], world.ids["mona"]}
