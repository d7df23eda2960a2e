"""What the worker does besides sending."""

import asyncio

import pytest

from pwa_server.casework import reminders
from pwa_server.notify import jobs
from tests.world import NOW_TEXT


def beat(post, daily=()):
    async def once():
        async with post.sender() as sender:
            worker = post.worker(sender)
            worker._daily = (*daily, jobs.every_day)
            await worker.beat()

    asyncio.run(once())


@pytest.mark.fault("F44")
def test_worker_says_that_it_lives(post):
    beat(post)
    assert {row["id"]: row["alive_at"] for row in post.all_rows("worker_state")} == {
        "worker": NOW_TEXT,
        "daily": NOW_TEXT,
    }


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        ("2026-11-24T03:00:00Z", "2026-11-24T23:30:00Z", False),
        ("2026-11-24T03:00:00Z", "2026-11-25T01:59:00Z", False),
        ("2026-11-24T03:00:00Z", "2026-11-25T02:00:00Z", True),
        ("2026-11-20T03:00:00Z", "2026-11-25T12:00:00Z", True),
        ("2027-06-01T03:00:00Z", "2026-11-25T12:00:00Z", True),  # done by a clock that was ahead
    ],
)
def test_daily_work_comes_once_a_day_from_three_in_the_morning(post, last, now, due):
    post.do("ada", lambda tx: tx.insert("worker_state", id="daily", alive_at=last))
    assert jobs.daily_is_due(post.parts.database.read("", now)) is due


def test_call_task_of_a_meeting_that_has_begun_is_too_late(post):
    post.book()
    post.at("2026-12-03T13:29:00Z")
    beat(post)
    assert [task["closed_as"] for task in post.all_rows("call_tasks")] == [None]
    post.at("2026-12-03T13:30:00Z")
    beat(post)
    assert [task["closed_as"] for task in post.all_rows("call_tasks")] == ["too_late"]


def test_grant_ends_after_its_last_day(post, world):
    post.book()
    post.change("mentor_grants", world.ids["mona.grant"], expires_on="2026-11-24")
    beat(post)
    grants = {row["id"]: row["state"] for row in post.all_rows("mentor_grants")}
    assert grants[world.ids["mona.grant"]] == "active"
    post.at("2026-11-25T09:00:00Z")
    beat(post)
    grants = {row["id"]: row["state"] for row in post.all_rows("mentor_grants")}
    assert grants == {world.ids["mona.grant"]: "expired", world.ids["magnus.grant"]: "revoked"}
    assert set(post.states("mona").values()) == {"cancelled"}


@pytest.mark.parametrize(
    ("state", "afterwards"), [("active", "expired"), ("suspended", "expired"), ("offered", "cancelled")]
)
def test_nobody_waits_for_a_mentor_whose_grant_has_ended(post, world, state, afterwards):
    post.change("mentor_grants", world.ids["mona.grant"], expires_on="2026-11-24", state=state)
    post.at("2026-11-25T09:00:00Z")
    beat(post)
    assert {row["state"] for row in post.all_rows("mentor_grants")} == {afterwards, "revoked"}
    assert not any(row["mentor_id"] for row in post.all_rows("meetings"))


def test_meeting_that_was_keeps_the_mentor_who_came_along(post, world):
    post.change("meetings", post.meeting, starts_at="2026-11-24T08:00:00Z", ends_at="2026-11-24T09:00:00Z")
    post.change("mentor_grants", world.ids["mona.grant"], expires_on="2026-11-24")
    post.at("2026-11-25T09:00:00Z")
    beat(post)
    assert [row["mentor_id"] for row in post.all_rows("meetings") if row["mentor_id"]] == [world.ids["mona"]]


def test_call_day_on_which_the_office_has_closed_comes_earlier(post, world):
    post.book()
    post.do(
        "ada",
        lambda tx: tx.insert(
            "closing_days", carrier_id=world.ids["carrier"], from_on="2026-12-01", until_on="2026-12-02", made_at=tx.now
        ),
    )
    beat(post)
    assert [task["due_on"] for task in post.all_rows("call_tasks")] == ["2026-11-30"]


def test_what_is_kept_for_a_time_is_forgotten_after_it(post, world):
    old, young = "2025-11-24T08:59:59Z", "2025-11-24T09:00:01Z"

    def plant(tx):
        for at in (old, young):
            tx.insert(
                "access_log", actor_id=world.ids["karin"], relationship="counsellor", case_id=world.ids["amina.case"],
                reason="case", first_at=at, last_at=at,
            )  # fmt: skip
            tx.insert("denials", actor_id=world.ids["karin"], action="case.read", status=404, at=at)
        for day in ("2026-10-24T08:00:00Z", "2026-10-26T09:00:00Z"):
            tx.insert("idempotency_keys", actor_id="x", key=day, fingerprint="", status=200, made_at=day)
        for key, until in (("over", NOW_TEXT), ("runs", "2026-11-24T09:00:01Z")):
            tx.insert("rate_limits", key=key, hits=1, expires_at="2026-11-24T08:59:59Z" if key == "over" else until)

    post.do("ada", plant)
    beat(post)
    assert [row["last_at"] for row in post.all_rows("access_log")] == [young]
    assert [row["at"] for row in post.all_rows("denials")] == [young]
    assert [row["key"] for row in post.all_rows("idempotency_keys")] == ["2026-10-26T09:00:00Z"]
    assert [row["key"] for row in post.all_rows("rate_limits")] == ["runs"]


def test_error_in_one_part_does_not_end_the_worker(post):
    phone = post.phone_of("amina")
    post.book()

    def broken(tx):
        raise ZeroDivisionError

    async def run_until_sent():
        async with post.sender() as sender:
            worker = post.worker(sender)
            worker._daily = (broken,)
            running = asyncio.ensure_future(worker.run())
            await asyncio.to_thread(post.service.wait_for, 1, phone.path)
            worker.stop.set()
            await asyncio.wait_for(running, 10)

    asyncio.run(run_until_sent())
    assert post.states()["booked"] == "sent"


def test_mentor_who_handed_back_is_told_nothing_of_a_cancellation(post, world):
    phone = post.phone_of("mona")
    post.book()
    post.do("mona", reminders.cancel_for_person, world.ids["amina.case"], world.ids["mona"])
    post.work()
    assert not post.said(phone)
