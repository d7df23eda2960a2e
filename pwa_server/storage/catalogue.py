"""The catalogue's structure: goals with their steps, papers and kinds of partners. Its shipped texts lie in i18n.

What staff of this installation changed or added lies in the database, over what is shipped: every request and every verb
looks through the reading that `read_through` names, and without one at what is shipped.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from pwa_server.storage.database import Read, Row
    from pwa_server.storage.sealing import Sealing

SOURCE = "de"
# When everything that is shipped was looked at last.
SHIPPED_ON = "2026-11-22"
FOLDER = Path(__file__).resolve().parents[2] / "locales" / "catalogue"


@dataclass(frozen=True)
class BlockStep:
    """One step of a block. `days` counts from the day the goal is agreed; `key` names its text."""

    key: str
    responsible: str
    partner_kind: str | None
    days: int | None
    without_mentor: str | None


@dataclass(frozen=True)
class Block:
    """A goal with its steps, as the catalogue offers it. It is copied into a plan, never linked."""

    id: str
    life_area: str
    sensitivity: str
    volatility: str
    review_by: str
    mentor_may_help: bool
    documents: tuple[str, ...]
    partner_kinds: tuple[str, ...]
    staff_note: str
    steps: tuple[BlockStep, ...]
    checked_on: str = ""

    def key(self, part: str) -> str:
        """The key of its `title`, `goal` or `text`."""
        return f"block.{self.id}.{part}"


@cache
def _structure() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "structure.json").read_text(encoding="utf-8")))


@cache
def shipped_german() -> dict[str, str]:
    """The German wording of every key as it is shipped."""
    return dict(json.loads((FOLDER / "de.json").read_text(encoding="utf-8")))


@cache
def shipped_blocks() -> dict[str, Block]:
    """All blocks as they are shipped, by id."""
    return {entry["id"]: _block(entry) for entry in _structure()["blocks"]}


@dataclass(frozen=True)
class Layer:
    """The catalogue of one installation: shipped blocks and wordings with everything that was changed here over them.

    `hidden` blocks are offered no more; goals that were made of them go on. `typed` are translations by people, each for
    exactly one German wording: (key, language, German) -> (text, checked).
    """

    blocks: Mapping[str, Block]
    german: Mapping[str, str]
    hidden: Mapping[str, Block] = field(default_factory=dict)
    typed: Mapping[tuple[str, str, str], tuple[str, bool]] = field(default_factory=dict)


_reading: ContextVar["Read | None"] = ContextVar("reading", default=None)
# The layer of an installation as of one version of what it shares. Weak: a database that is closed takes its layer along.
_kept: "WeakKeyDictionary[Sealing, tuple[int, Layer]]" = WeakKeyDictionary()


@contextmanager
def read_through(read: "Read") -> Iterator[None]:
    """Within, the catalogue is the one that this reading sees."""
    before = _reading.set(read)
    try:
        yield
    finally:
        _reading.reset(before)


def layer() -> Layer:
    """The catalogue as the present reading sees it."""
    read = _reading.get()
    if read is None:
        return _shipped()
    if read.catalogue is None:
        read.catalogue = _layer_of(read)
    return read.catalogue


@cache
def _shipped() -> Layer:
    return Layer(shipped_blocks(), shipped_german())


def _layer_of(read: "Read") -> Layer:
    installation = read.row("installation.current")
    if installation is None:
        return _shipped()
    version, made = _kept.get(read.sealing, (0, _shipped()))
    if version == installation["shared_version"]:
        return made
    made = _made(read.rows("catalogue.blocks"), read.rows("catalogue.wordings"))
    if not read.changes:
        # What a transaction sees may still be taken back.
        _kept[read.sealing] = (installation["shared_version"], made)
    return made


def _made(changed: "list[Row]", wordings: "list[Row]") -> Layer:
    if not changed and not wordings:
        return _shipped()
    newest = {row["key"]: row["text"] for row in wordings if row["language"] == SOURCE}
    typed = {
        (row["key"], row["language"], row["german"]): (row["text"], row["checked_at"] is not None)
        for row in wordings
        if row["language"] != SOURCE
    }
    own = {row["id"]: _changed_block(row) for row in changed}
    hidden = {row["id"]: own[row["id"]] for row in changed if row["hidden_at"]}
    offered = {block_id: block for block_id, block in (shipped_blocks() | own).items() if block_id not in hidden}
    return Layer(offered, shipped_german() | newest, hidden, typed)


def _changed_block(row: "Row") -> Block:
    steps = tuple(
        BlockStep(step["key"], step["responsible"], step["partner_kind"], step["days"], step["without_mentor"])
        for step in json.loads(row["steps"])
    )
    return Block(
        id=row["id"],
        life_area=row["life_area"],
        sensitivity=row["sensitivity"],
        volatility=row["volatility"],
        review_by=row["review_by"],
        mentor_may_help=row["mentor_may_help"] == "yes",
        documents=tuple(json.loads(row["documents"])),
        partner_kinds=tuple(json.loads(row["partner_kinds"])),
        staff_note=row["staff_note"],
        steps=steps,
        checked_on=row["checked_on"] or SHIPPED_ON,
    )


def german() -> Mapping[str, str]:
    """The German wording of every key: what is copied into a plan."""
    return layer().german


def blocks() -> Mapping[str, Block]:
    """All blocks that are offered, by id."""
    return layer().blocks


def known_block(block_id: str) -> Block | None:
    """A block by id, also one that is not offered any more: goals that were made of it go on."""
    return layer().blocks.get(block_id) or layer().hidden.get(block_id)


def is_wording(key: str, text: str) -> bool:
    """Whether the catalogue says or said it like this: then its translations of that wording still hold."""
    return text in (german().get(key), shipped_german().get(key)) or any(
        (known, wording) == (key, text) for known, _, wording in layer().typed
    )


def step_keys() -> frozenset[str]:
    """The keys of all step texts, those for people without a mentor among them."""
    steps = [step for block in blocks().values() for step in block.steps]
    without = [f"{step.key}.without_mentor" for step in steps if step.without_mentor]
    return frozenset(step.key for step in steps) | frozenset(without)


def documents() -> list[str]:
    """The ids of all papers that are explained."""
    return list(_structure()["documents"])


def partner_kinds() -> list[str]:
    """The ids of all kinds of partners."""
    return list(_structure()["partner_kinds"])


def _block(entry: dict[str, Any]) -> Block:
    prefix = f"block.{entry['id']}"
    steps = tuple(
        BlockStep(
            f"{prefix}.{step['id']}",
            step["responsible"],
            step["partner_kind"],
            step["suggested_due_days"],
            step["without_mentor"],
        )
        for step in entry["steps"]
    )
    return Block(
        id=entry["id"],
        life_area=entry["life_area"],
        sensitivity=entry["sensitivity"],
        volatility=entry["volatility"],
        review_by=entry["review_by"],
        mentor_may_help=entry["mentor_may_help"],
        documents=tuple(entry["documents"]),
        partner_kinds=tuple(entry["partner_kinds"]),
        staff_note=entry["staff_note_de"] or "",
        steps=steps,
        checked_on=SHIPPED_ON,
    )
