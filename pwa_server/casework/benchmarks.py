"""Other municipalities' numbers: taken in as they gave them away, and thrown out again."""

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.benchmarks import read_table
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.storage.database import Tx


def take(tx: Tx, text: str) -> str:
    """Take a municipality's table in, in place of what it gave before. Raises NotAllowed or BadInput."""
    require_coordinator(tx)
    name, told = read_table(text)
    own = tx.row("installation.current")
    if own and own["municipality"].casefold() == name.casefold():
        raise BadInput(N_("Das sind unsere eigenen Zahlen."))
    known = tx.row("snapshots.place_named", place_name=name)
    if known:
        _drop(tx, known["id"])
    place_id = tx.insert("benchmark_places", name=name, taken_at=tx.now, taken_by=tx.actor_id)
    for one in told:
        tx.insert(
            "benchmark_figures", place_id=place_id, period=one.period, indicator=one.indicator, definition=one.definition,
            dimension=one.dimension, state=one.state, value=one.value, base=one.base,
        )  # fmt: skip
    return place_id


def remove(tx: Tx, place_id: str) -> None:
    """Throw a municipality's numbers out. Raises NotAllowed, NotVisible."""
    require_coordinator(tx)
    if place_id not in {row["id"] for row in tx.rows("snapshots.places")}:
        raise NotVisible
    _drop(tx, place_id)


def _drop(tx: Tx, place_id: str) -> None:
    tx.run("snapshots.drop_figures", place_id=place_id)
    tx.run("snapshots.drop_place", place_id=place_id)
