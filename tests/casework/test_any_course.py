"""Any course that a case can take, step after step on the real database: only the ways of the method are open.

The tables below are those of the method (a goal, a step, a grant, a case), written down a second time: the tables of the
program are not asked. After each deed, whoever did it, what holds of every plan is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pwa_server.casework import case_life, clearances, goals, grants, mentoring, step_editing, steps
from pwa_server.domain.cases import CLOSURE_REASONS
from pwa_server.domain.problems import Problem
from pwa_server.domain.times import berlin_day, later
from pwa_server.notify import jobs
from tests.support.effort import FULL
from tests.support.watched import Watched
from tests.world import NOW_TEXT, World

CASE = {
    "new": "clearing acute_help closed restricted",
    "clearing": "planning acute_help paused closed restricted",
    "acute_help": "clearing closed restricted",
    "planning": "active acute_help paused closed restricted",
    "active": "paused closed restricted",
    "paused": "clearing planning active closed restricted",
    # Out of it only when the client wants it or was told; that has tests of its own.
    "restricted": "new clearing acute_help planning active paused closed",
    # To `clearing` with a fresh yes and to `erased` by its own verbs.
    "closed": "",
}
GOAL = {
    "proposed": "agreed dropped",
    "agreed": "in_progress paused changed not_needed_anymore dropped",
    "in_progress": "achieved paused changed not_needed_anymore dropped",
    "paused": "in_progress dropped",
    "achieved": "in_progress",
    "changed": "",
    "not_needed_anymore": "",
    "dropped": "",
}
STEP = {
    "open": "in_progress done blocked not_needed",
    "in_progress": "done blocked not_needed",
    "blocked": "in_progress not_needed",
    "done": "open",
    "not_needed": "",
}
GRANT = {
    # An office's proposal that is declined leaves the wish open.
    "requested": "offered cancelled",
    "offered": "active declined cancelled requested",
    "active": "expired revoked suspended returned",
    "suspended": "active revoked expired",
    "cancelled": "",
    "declined": "",
    "expired": "",
    "revoked": "",
    "returned": "",
}
AT_REST = ("closed", "restricted")
REPORTS = {"done": "done", "undone": "open", "begun": "in_progress", "blocked": "blocked"}
# The state of each table, and where its history stands.
HISTORIES = {"cases": ("case_states", "case_id"), "goals": ("goal_states", "goal_id")}
TABLES = {"cases": CASE, "goals": GOAL, "steps": STEP, "mentor_grants": GRANT}
PEOPLE = st.sampled_from(["amina", "karin", "dora", "mona", "magnus", "olle", "badr"])
STAFF = st.sampled_from(["karin", "karin", "karin", "dora", "olle", "mona", "amina"])
Rows = dict[str, dict[str, dict[str, Any]]]


class Course(RuleBasedStateMachine):
    """One case from now on. `parts` and `world` are set by the test, and `watched` lets each course begin alike."""

    parts: Any
    world: World
    watched: Watched

    def __init__(self) -> None:
        super().__init__()
        self.watched.begin_again()
        self.now = NOW_TEXT
        self.ids = self.world.ids
        self.case = self.ids["amina.case"]
        self.before = self._rows()

    # What people do

    @initialize()
    def meetings_are_over(self) -> None:
        """A case can end while no meeting is ahead."""
        sql = "UPDATE meetings SET state = 'cancelled'"
        self.parts.database.write_now("", self.now, lambda _: self.parts.database.utils().conn.execute(sql))
        self.before = self._rows()
        self.watched.changed()

    @rule(
        who=STAFF,
        to=st.sampled_from([*CASE, "erased", "resume", "nonsense"]),
        why=st.sampled_from(["", *CLOSURE_REASONS]),
    )
    def case_moves(self, who: str, to: str, why: str) -> None:
        state = self._row("cases", self.case)["state"]
        ways = [way for way in CASE[state].split() if state != "restricted" and (way != "closed" or why)]
        self._does(who, case_life.move_case, self.case, to, why, must=who == "karin" and to in ways)

    @rule(
        who=STAFF,
        which=st.integers(0, 9),
        to=st.sampled_from([*GOAL, "nonsense"]),
        stale=st.sampled_from([0, 0, 0, 0, -1, 1]),
    )
    def goal_moves(self, who: str, which: int, to: str, stale: int) -> None:
        goal = self._one("goals", which)
        open_to_all = goal["sensitivity"] != "high" and self._row("cases", self.case)["state"] not in AT_REST
        # What the agreement in force says is changed in a review, and what is agreed was checked: tests of their own.
        free = to in GOAL[goal["state"]].split() and to not in ("agreed", "changed", "dropped", "not_needed_anymore")
        must = who == "karin" and open_to_all and free and not stale
        self._does(who, goals.move, goal["id"], to, "", goal["version"] + stale, must=must)

    @rule(
        who=STAFF, which=st.integers(0, 9), to=st.sampled_from([*STEP, "nonsense"]), why=st.sampled_from(["worry", None]),
        stale=st.sampled_from([0, 0, 0, 0, -1, 1]),
    )  # fmt: skip
    def step_moves(self, who: str, which: int, to: str, why: str | None, stale: int) -> None:
        step = self._one("steps", which)
        allowed = to in STEP[step["state"]].split() and (to != "blocked" or why) and not step["removed_at"]
        seen = self._row("goals", step["goal_id"])["sensitivity"] != "high" and self._open()
        must = who == "karin" and bool(allowed) and seen and not stale
        if to == "nonsense":
            return
        self._does(who, step_editing.move, step["id"], to, why, step["version"] + stale, must=must)

    @rule(who=PEOPLE, which=st.integers(0, 9), report=st.sampled_from([*REPORTS]), ago=st.integers(0, 90))
    def step_is_reported_on(self, who: str, which: int, report: str, ago: int) -> None:
        """The client's report is always taken; it moves the step only along the ways of the method."""
        step = self._one("steps", which)
        tapped = later(self.now, minutes=-ago)
        reported = self._count("step_reports")
        taken = self._does(who, steps.report_step, step["id"], report, tapped, "worry", must=who == "amina")
        assert self._count("step_reports") == reported + taken
        moved = self._row("steps", step["id"])["state"]
        assert moved == step["state"] or (moved == REPORTS[report] and self._open())

    @rule(which=st.integers(0, 9), version=st.sampled_from([0, 0, 1]))
    def step_is_taken_away(self, which: int, version: int) -> None:
        step = self._one("steps", which)
        self._does("karin", step_editing.remove, step["id"], step["version"] + version)

    @rule(which=st.integers(0, 9), sensitivity=st.sampled_from(["standard", "elevated", "high"]))
    def goal_is_protected(self, which: int, sensitivity: str) -> None:
        goal = self._one("goals", which)
        about = goals.Agreed(sensitivity=sensitivity)
        self._does("karin", goals.edit, goal["id"], goal["version"], "Ein neuer Satz", about, must=self._open())

    @rule(
        who=PEOPLE, code=st.sampled_from(["MENT2", "MENT3", "", "NOBODY"]), which=st.sets(st.integers(0, 3), max_size=2),
        days=st.sampled_from([-1, 0, 1, 5, 90, 365, 400]),
    )  # fmt: skip
    def grant_is_asked_for(self, who: str, code: str, which: set[int], days: int) -> None:
        chosen = [self._one("goals", number)["id"] for number in which]
        self._does(who, grants.request_grant, code, "", chosen, self._today() + timedelta(days=days))

    @rule(who=PEOPLE, which=st.integers(0, 9), goal=st.integers(0, 3), version=st.sampled_from([0, 0, 0, 1]))
    def grant_is_changed(self, who: str, which: int, goal: int, version: int) -> None:
        grant, rights = self._one("mentor_grants", which), ["see_steps", "mark_own_steps_done"]
        chosen = [self._one("goals", goal)["id"]]
        self._does(who, grants.change_grant, grant["id"], grant["version"] + version, chosen, rights)

    @rule(who=PEOPLE, which=st.integers(0, 9))
    def grant_is_ended(self, who: str, which: int) -> None:
        grant = self._one("mentor_grants", which)
        self._does(who, grants.end_grant, grant["id"], must=who == "amina")
        assert who != "amina" or not GRANT[self._row("mentor_grants", grant["id"])["state"]]

    @rule(who=PEOPLE, which=st.integers(0, 9), answer=st.sampled_from(["accept", "accept", "decline", "nonsense"]))
    def mentor_answers(self, who: str, which: int, answer: str) -> None:
        self._does(who, mentoring.answer_grant, self._one("mentor_grants", which)["id"], answer)

    @rule(who=PEOPLE, which=st.integers(0, 9))
    def mentor_returns(self, who: str, which: int) -> None:
        self._does(who, mentoring.return_grant, self._one("mentor_grants", which)["id"])

    @rule(who=st.sampled_from(["mona", "magnus"]))
    def certificate_is_shown(self, who: str) -> None:
        today = self._today().isoformat()
        seen = clearances.Certificate(today, today, "Ada")
        self._does("ada", clearances.record, self.ids[who], seen, must=True)

    @rule(who=st.sampled_from(["mona", "magnus"]))
    def certificate_lapses(self, who: str) -> None:
        sql = "UPDATE clearances SET lapses_on = ? WHERE mentor_id = ?"
        self.parts.database.utils().conn.execute(sql, [self._today().isoformat(), self.ids[who]])
        self.watched.changed()

    @rule(days=st.sampled_from([0, 0, 1, 6, 40, 200]), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        """The worker does every day's work whenever it comes to it."""
        self.now = later(self.now, days=days, hours=hours)
        for verb in (clearances.suspend_lapsed, jobs.expire_grants):
            self.parts.database.write_now("", self.now, verb)
        self._look()

    # What holds of every plan

    @invariant()
    def mentors_see_exactly_what_was_granted(self) -> None:
        for name in ("mona", "magnus"):
            read = self.parts.database.read(self.ids[name], self.now)
            seen = {row["id"] for row in read.rows("goals.of_case", case_id=self.case, high="yes")}
            assert seen == self._granted(name), f"{name} at {self.now}"
            assert {row["goal_id"] for row in mentoring.own_steps(read)} <= seen

    @invariant()
    def a_plan_at_rest_is_open_to_no_mentor_and_announces_nothing(self) -> None:
        if self._open():
            return
        states = [row["state"] for row in self._rows()["mentor_grants"].values() if row["case_id"] == self.case]
        assert not [state for state in states if GRANT[state]]
        assert not self._count(f"reminders WHERE case_id = '{self.case}' AND state = 'due' AND kind <> 'news'")

    def _granted(self, name: str) -> set[str]:
        """By the rows alone: active grants whose last day is not over, without goals that need protection."""
        rows, found = self._rows(), set()
        for grant in rows["mentor_grants"].values():
            runs = grant["state"] == "active" and date.fromisoformat(grant["expires_on"]) >= self._today()
            if grant["mentor_id"] == self.ids[name] and runs and "see_goals" in json.loads(grant["rights"]):
                of_grant = f"mentor_grant_goals WHERE grant_id = '{grant['id']}'"
                found |= {row["goal_id"] for row in self._query(f"SELECT * FROM {of_grant}")}
        return {goal for goal in found if rows["goals"][goal]["sensitivity"] != "high"}

    # How it is done

    def _does(self, name: str, verb: Callable[..., Any], *args: Any, must: bool = False) -> bool:
        """Somebody tries something. A refusal changes nothing; what the method allows is never refused."""
        self.watched.changed()
        refused = self._refused(name, verb, *args)
        if refused is None:
            self._look()
            return True
        assert not self.watched.changed(), f"{refused!r}, and yet something changed"
        assert not must, f"{name} may do this: {refused!r}"
        return False

    def _refused(self, name: str, verb: Callable[..., Any], *args: Any) -> Problem | None:
        try:
            self.parts.database.write_now(self.ids[name], self.now, verb, *args)
        except Problem as problem:
            return problem
        return None

    def _look(self) -> None:
        """What changed went along a way that there is, is written in its history, and counted the case up."""
        before, after, deeds = self.before, self._rows(), self.watched.changed()
        for table, ways in TABLES.items():
            for row_id in after[table].keys() & before[table].keys():
                was, now = before[table][row_id], after[table][row_id]
                if was["state"] != now["state"]:
                    assert now["state"] in ways[was["state"]].split(), f"{table}: {was['state']} -> {now['state']}"
                    assert now["version"] > was["version"]
                    self._is_written_down(table, was, now)
        shown = {deed.split()[1] for deed in deeds} & {"goals", "steps", "step_reports", "goal_states", "case_states"}
        if shown:
            was, now = (rows["cases"][self.case]["version"] for rows in (before, after))
            assert now > was, f"{deeds}, and the case's version stayed"
        self.before = after

    def _is_written_down(self, table: str, was: dict[str, Any], now: dict[str, Any]) -> None:
        if table == "mentor_grants":
            assert now["state_at"] == self.now
            return
        if table == "steps":
            rows = self._query(f"SELECT * FROM step_reports WHERE step_id = '{now['id']}' ORDER BY rowid")
            assert (rows[-1]["from_state"], rows[-1]["to_state"]) == (was["state"], now["state"])
            return
        history, column = HISTORIES[table]
        rows = self._query(f"SELECT * FROM {history} WHERE {column} = '{now['id']}' ORDER BY rowid")
        assert (rows[-1]["state"], rows[-1]["at"]) == (now["state"], self.now)

    def _rows(self) -> Rows:
        return {table: {row["id"]: row for row in self._query(f"SELECT * FROM {table}")} for table in TABLES}

    def _query(self, sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in self.parts.database.utils().conn.execute(sql).fetchall()]

    def _count(self, of: str) -> int:
        return int(self._query(f"SELECT COUNT(*) AS count FROM {of}")[0]["count"])

    def _row(self, table: str, row_id: str) -> dict[str, Any]:
        return self._rows()[table][row_id]

    def _one(self, table: str, which: int) -> dict[str, Any]:
        """One of Amina's, whichever it is."""
        found = [row for row in self._rows()[table].values() if row.get("case_id") == self.case]
        return found[which % len(found)]

    def _today(self) -> date:
        return berlin_day(self.now)

    def _open(self) -> bool:
        return self._row("cases", self.case)["state"] not in AT_REST


@pytest.mark.requirement("R12")
def test_any_course_of_a_case_keeps_to_the_method(parts: Any, world: World) -> None:
    of_this_test = type(
        "CourseHere", (Course,), {"parts": parts, "world": world, "watched": Watched(parts.database, but=())}
    )
    often = (
        {"max_examples": 400, "stateful_step_count": 60} if FULL else {"max_examples": 12, "stateful_step_count": 30}
    )
    run_state_machine_as_test(of_this_test, settings=settings(settings.default, deadline=None, **often))
