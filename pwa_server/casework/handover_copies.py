"""The parts of a plan that a client takes along to another carrier: copied, so that nothing else can come with them.

Only what is named here goes over. Access log, reviews, agreements, grants and everything newer stay with the old case.
"""

from collections.abc import Callable, Collection
from typing import Any

from pwa_server.domain.goals import LIVE
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_id

GOING_ON = LIVE | {"paused"}
SITUATION = ("situation_facts", "situation_languages", "situation_certificates", "situation_household")


def copy_parts(tx: Tx, old_id: str, new_id_of_case: str, parts: Collection[str]) -> dict[str, str]:
    """Copy the chosen parts into the new case and return the new ids of goals and steps by the old ones."""
    copies = _Copies(tx, old_id, new_id_of_case, parts)
    if "goals" in parts or "protected" in parts:
        copies.goals()
    if "situation" in parts:
        for table in SITUATION:
            copies.all_of(table)
    if "needs" in parts:
        copies.all_of("needs", copies.is_open_to_see, copies.without_lost_goal)
        copies.voices_of_needs()
    if "notes" in parts:
        copies.all_of("contacts")
    return copies.ids


class _Copies:
    """What one handover copies, with new ids."""

    def __init__(self, tx: Tx, old_id: str, case_id: str, parts: Collection[str]) -> None:
        self.ids: dict[str, str] = {}
        self._tx, self._old_id, self._case_id, self._parts = tx, old_id, case_id, parts

    def goals(self) -> None:
        """Goals that go on with their steps, what was typed in other languages, and what was spoken for them."""
        self.all_of("goals", lambda goal: goal["state"] in GOING_ON and self._goal_goes(goal))
        steps = self._tx.whole_rows("steps", "case_id", self._old_id)
        for step in steps:
            if step["goal_id"] in self.ids and step["removed_at"] is None:
                # No grant goes along: who accompanies is the client's to say anew.
                self._copy("steps", step, goal_id=self.ids[step["goal_id"]], mentor_id=None)
                self._tx.insert("handed_steps", id=step["id"], case_id=self._case_id, step_id=self.ids[step["id"]])
        for table in ("translations", "recordings"):
            for row in self._tx.whole_rows(table, "case_id", self._old_id):
                if row["subject_id"] in self.ids:
                    self._copy(table, row, subject_id=self.ids[row["subject_id"]])

    def all_of(
        self,
        table: str,
        goes: Callable[[Row], bool] = lambda row: True,
        changed: Callable[[Row], dict[str, Any]] = lambda row: {},
    ) -> None:
        """Every row of a table that goes along."""
        for row in self._tx.whole_rows(table, "case_id", self._old_id):
            if goes(row):
                self._copy(table, row, **changed(row))

    def voices_of_needs(self) -> None:
        """What the client has spoken about the needs that go along."""
        for row in self._tx.whole_rows("recordings", "case_id", self._old_id):
            if row["subject"] == "need" and row["subject_id"] in self.ids:
                self._copy("recordings", row, subject_id=self.ids[row["subject_id"]])

    def is_open_to_see(self, row: Row) -> bool:
        """Protected ones go along only where the client chose just that."""
        return row["sensitivity"] != "high" or "protected" in self._parts

    def _goal_goes(self, goal: Row) -> bool:
        return "protected" in self._parts if goal["sensitivity"] == "high" else "goals" in self._parts

    def without_lost_goal(self, need: Row) -> dict[str, Any]:
        """A need whose goal stays behind is open again."""
        if need["goal_id"] is None or need["goal_id"] in self.ids:
            return {"goal_id": self.ids.get(need["goal_id"] or "")}
        return {"goal_id": None, "state": "open"}

    def _copy(self, table: str, row: Row, **changes: Any) -> None:
        made = new_id()
        self.ids[row["id"]] = made
        fresh = {"version": 1} if "version" in row else {}
        self._tx.insert(table, **(row | fresh | changes | {"id": made, "case_id": self._case_id}))
