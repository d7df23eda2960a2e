"""The case as a whole."""

from pwa_server.domain.problems import NotVisible
from pwa_server.storage.database import Row, Tx


def own(tx: Tx) -> Row:
    """The actor's own case. Raises NotVisible for everybody who is not a client with a case."""
    case = tx.row("cases.own")
    if case is None:
        raise NotVisible
    return case


def touch(tx: Tx, case_id: str) -> None:
    """Count the case's version up: kept pages of its plan are made anew. Called by every verb that changes what it shows."""
    if tx.run("cases.touch", case_id=case_id) != 1:
        raise NotVisible
