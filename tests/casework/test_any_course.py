"""Any course that a case can take, step after step on the real database: only the ways of the method are open.

The tables in ways.py are those of the method (a goal, a step, a grant, a case), written down a second time: the tables of
the program are not asked. After each deed, whoever did it, what holds of every plan is looked at.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from pwa_server.casework import (
    case_life,
    clearances,
    goals,
    grants,
    mentoring,
    reopening,
    restriction,
    step_editing,
    steps,
)
from pwa_server.domain import cases as case_rules
from pwa_server.domain import goals as goal_rules
from pwa_server.domain import grants as grant_rules
from pwa_server.domain import steps as step_rules
from pwa_server.domain.cases import CLOSURE_REASONS
from pwa_server.domain.times import later
from pwa_server.notify import jobs
from tests.casework import ways
from tests.casework.course import Plan
from tests.support.effort import FULL
from tests.support.watched import Watched
from tests.world import World


class Course(Plan):
    """What people do."""

    @initialize()
    def meetings_are_over(self) -> None:
        """A case can end while no meeting is ahead."""
        sql = "UPDATE meetings SET state = 'cancelled'"
        self.parts.database.write_now("", self.now, lambda _: self.parts.database.utils().conn.execute(sql))
        self.before = self._rows()
        self.watched.changed()

    @rule(
        who=ways.STAFF,
        to=st.sampled_from([*ways.CASE, "erased", "resume", "nonsense"]),
        why=st.sampled_from(["", *CLOSURE_REASONS]),
        likely=ways.LIKELY,
        stays=st.sampled_from([True, True, True, False]),
    )
    def case_moves(self, who: str, to: str, why: str, likely: int, stays: bool) -> None:
        state = self._row("cases", self.case)["state"]
        to = ways.one_of(ways.CASE[state], likely) or to
        if stays and to in ways.AT_REST:
            return
        ends = why not in ("", "no_contact")
        at_rest = state in ways.AT_REST
        open_ways = [way for way in ways.CASE[state].split() if not at_rest and (way != "closed" or ends)]
        self._does(who, case_life.move_case, self.case, to, why, must=who == "karin" and to in open_ways)

    @rule(who=ways.STAFF, said=st.sampled_from(["given", "given", "declined", ""]))
    def case_begins_again(self, who: str, said: str) -> None:
        closed = self._row("cases", self.case)["state"] == "closed"
        must = who == "karin" and closed and said == "given"
        self._does(who, reopening.reopen, self.case, said, "ar", "oral", must=must)

    @rule(who=ways.CLIENTS)
    def client_shows_her_plan_again(self, who: str) -> None:
        hidden = self._row("cases", self.case)["state"] == "restricted"
        self._does(who, restriction.show_again, must=who == "amina" and hidden)

    @rule(
        who=ways.STAFF,
        which=st.integers(0, 9),
        to=st.sampled_from([*ways.GOAL, "nonsense"]),
        stale=ways.STALE,
        likely=ways.LIKELY,
    )
    def goal_moves(self, who: str, which: int, to: str, stale: int, likely: int) -> None:
        goal = self._one("goals", which)
        to = ways.one_of(ways.GOAL[goal["state"]], likely) or to
        open_to_all = goal["sensitivity"] != "high" and self._row("cases", self.case)["state"] not in ways.AT_REST
        # What the agreement in force says is changed in a review, and what is agreed was checked: tests of their own.
        free = to in ways.GOAL[goal["state"]].split() and to not in (
            "agreed",
            "changed",
            "dropped",
            "not_needed_anymore",
        )
        must = who == "karin" and open_to_all and free and not stale
        why = "plans_changed" if goal["state"] == "achieved" else ""
        self._does(who, goals.move, goal["id"], to, why, goal["version"] + stale, must=must)

    @rule(
        who=ways.STAFF, which=st.integers(0, 9), to=st.sampled_from([*ways.STEP, "nonsense"]), why=st.sampled_from(["worry", None]),
        stale=ways.STALE, likely=ways.LIKELY,
    )  # fmt: skip
    def step_moves(self, who: str, which: int, to: str, why: str | None, stale: int, likely: int) -> None:
        step = self._one("steps", which)
        to = ways.one_of(ways.STEP[step["state"]], likely) or to
        allowed = to in ways.STEP[step["state"]].split() and (to != "blocked" or why) and not step["removed_at"]
        seen = self._row("goals", step["goal_id"])["sensitivity"] != "high" and self._open()
        must = who == "karin" and bool(allowed) and seen and not stale
        if to == "nonsense":
            return
        self._does(who, step_editing.move, step["id"], to, why, step["version"] + stale, must=must)

    @rule(who=ways.PEOPLE, which=st.integers(0, 9), report=st.sampled_from([*ways.REPORTS]), ago=st.integers(0, 90))
    def step_is_reported_on(self, who: str, which: int, report: str, ago: int) -> None:
        """The client's report is always taken; it moves the step only along the ways of the method."""
        step = self._one("steps", which)
        tapped = later(self.now, minutes=-ago)
        reported = self._count("step_reports")
        taken = self._does(who, steps.report_step, step["id"], report, tapped, "worry", must=who == "amina")
        assert self._count("step_reports") == reported + taken
        moved = self._row("steps", step["id"])["state"]
        assert moved == step["state"] or (moved == ways.REPORTS[report] and self._open())

    @rule(which=st.integers(0, 9), version=st.sampled_from([0, 0, 1]))
    def step_is_taken_away(self, which: int, version: int) -> None:
        step = self._one("steps", which)
        self._does("karin", step_editing.remove, step["id"], step["version"] + version)

    @rule(which=st.integers(0, 9), sensitivity=st.sampled_from(["standard", "standard", "elevated", "high"]))
    def goal_is_protected(self, which: int, sensitivity: str) -> None:
        goal = self._one("goals", which)
        about = goals.Agreed(sensitivity=sensitivity)
        self._does("karin", goals.edit, goal["id"], goal["version"], "Ein neuer Satz", about, must=self._open())

    @rule(
        who=ways.CLIENTS, code=st.sampled_from(["MENT2", "MENT3", "", "NOBODY"]), which=st.sets(st.integers(0, 3), max_size=2),
        days=st.sampled_from([0, 1, 5, 90, 90, 365, 400]),
    )  # fmt: skip
    def grant_is_asked_for(self, who: str, code: str, which: set[int], days: int) -> None:
        chosen = [self._one("goals", number)["id"] for number in which]
        self._does(who, grants.request_grant, code, "", chosen, self._today() + timedelta(days=days))

    @rule(who=ways.CLIENTS, which=st.integers(0, 9), goal=st.integers(0, 3), version=st.sampled_from([0, 0, 0, 1]))
    def grant_is_changed(self, who: str, which: int, goal: int, version: int) -> None:
        grant, rights = self._one("mentor_grants", which), ["see_steps", "mark_own_steps_done"]
        chosen = [self._one("goals", goal)["id"]]
        self._does(who, grants.change_grant, grant["id"], grant["version"] + version, chosen, rights)

    @rule(who=ways.PEOPLE, which=st.integers(0, 9))
    def grant_is_ended(self, who: str, which: int) -> None:
        grant = self._one("mentor_grants", which)
        self._does(who, grants.end_grant, grant["id"], must=who == "amina")
        assert who != "amina" or not ways.GRANT[self._row("mentor_grants", grant["id"])["state"]]

    @rule(
        who=ways.MENTORS, which=st.integers(0, 3), answer=st.sampled_from(["accept", "accept", "decline", "nonsense"])
    )
    def mentor_answers(self, who: str, which: int, answer: str) -> None:
        self._does(who, mentoring.answer_grant, self._one("mentor_grants", which)["id"], answer)

    @rule(who=ways.MENTORS, which=st.integers(0, 3))
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


@pytest.mark.parametrize(
    ("rules", "method"),
    [
        (case_rules, ways.CASE | {"closed": "clearing erased", "erased": ""}),
        (goal_rules, ways.GOAL),
        (step_rules, ways.STEP),
        (grant_rules, ways.GRANT),
    ],
    ids=["case", "goal", "step", "grant"],
)
def test_the_program_knows_the_ways_of_the_method_and_no_others(rules: Any, method: dict[str, str]) -> None:
    assert {state: set(to) for state, to in rules.TRANSITIONS.items()} == {
        state: set(to.split()) for state, to in method.items()
    }


def test_any_course_of_a_case_keeps_to_the_method(parts: Any, world: World) -> None:
    of_this_test = type(
        "CourseHere",
        (Course,),
        {"parts": parts, "world": world, "watched": Watched(parts.database, parts.settings.journal_path, but=())},
    )
    often = (
        {"max_examples": 400, "stateful_step_count": 60} if FULL else {"max_examples": 30, "stateful_step_count": 30}
    )
    run_state_machine_as_test(of_this_test, settings=settings(settings.default, deadline=None, **often))
