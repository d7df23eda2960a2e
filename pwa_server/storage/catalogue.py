"""The shipped catalogue's structure: goals with their steps, papers and kinds of partners. Its texts lie in i18n."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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

    def key(self, part: str) -> str:
        """The key of its `title`, `goal` or `text`."""
        return f"block.{self.id}.{part}"


@cache
def _structure() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "structure.json").read_text(encoding="utf-8")))


@cache
def german() -> dict[str, str]:
    """The German wording of every key: what is copied into a plan."""
    return dict(json.loads((FOLDER / "de.json").read_text(encoding="utf-8")))


@cache
def blocks() -> dict[str, Block]:
    """All blocks by id."""
    return {entry["id"]: _block(entry) for entry in _structure()["blocks"]}


@cache
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
    )
