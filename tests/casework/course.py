"""One plan while anything happens to it: what holds of it after each deed, whoever did it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from pwa_server.casework import mentoring
from pwa_server.domain.problems import Problem
from pwa_server.domain.times import berlin_day
from tests.casework import ways
from tests.support.watched import Watched
from tests.world import NOW_TEXT, World

# The state of each table, and where its history stands.
HISTORIES = {"cases": ("case_states", "case_id"), "goals": ("goal_states", "goal_id")}
TABLES = {"cases": ways.CASE, "goals": ways.GOAL, "steps": ways.STEP, "mentor_grants": ways.GRANT}


class Plan(RuleBasedStateMachine):
    """One case from now on. `parts` and `world` are set by the test; `watched` lets each course begin alike."""

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
        assert not [state for state in states if ways.GRANT[state]]
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
        for table, table_ways in TABLES.items():
            for row_id in after[table].keys() & before[table].keys():
                was, now = before[table][row_id], after[table][row_id]
                if was["state"] != now["state"]:
                    assert now["state"] in table_ways[was["state"]].split(), (
                        f"{table}: {was['state']} -> {now['state']}"
                    )
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
            assert [(row["from_state"], row["to_state"]) for row in rows[-1:]] == [(was["state"], now["state"])]
            return
        history, column = HISTORIES[table]
        rows = self._query(f"SELECT * FROM {history} WHERE {column} = '{now['id']}' ORDER BY rowid")
        assert [(row["state"], row["at"]) for row in rows[-1:]] == [(now["state"], self.now)]

    def _rows(self) -> dict[str, dict[str, dict[str, Any]]]:
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
        return self._row("cases", self.case)["state"] not in ways.AT_REST
