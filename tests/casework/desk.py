"""Verbs and rows as one of the cast, for tests of casework."""

from typing import Any

from tests.world import NOW_TEXT, World


class Desk:
    """Verbs and rows as one of the cast."""

    def __init__(self, parts: Any, world: World) -> None:
        self.database, self.world = parts.database, world
        self.now = NOW_TEXT

    def does(self, name: str, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.database.write_now(self.world.ids[name], self.now, verb, *args, **kwargs)

    def row(self, name: str, statement: str, **params: Any) -> Any:
        return self.database.read(self.world.ids[name], self.now).row(statement, **params)

    def rows(self, name: str, statement: str, **params: Any) -> Any:
        return self.database.read(self.world.ids[name], self.now).rows(statement, **params)

    def goal(self, goal_id: str) -> Any:
        return self.row("karin", "goals.find", goal_id=goal_id, high="yes")
