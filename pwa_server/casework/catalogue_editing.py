"""Staff change the catalogue of their installation: plans that were made before stay as they were agreed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pwa_server.casework.staff import require_staff
from pwa_server.domain import catalogue as rules
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.domain.times import berlin_day
from pwa_server.storage import catalogue
from pwa_server.storage.catalogue import Block
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_id

RIGHT = "catalogue.edit"
# A block as it is shipped has no row yet: its first change makes one.
SHIPPED_VERSION = 0
UNKNOWN = N_("Bitte wählen Sie eines davon.")


@dataclass(frozen=True)
class StepDraft:
    """One step of a block. Without a `key` it is new. `alone` is how it reads for somebody without a mentor, if otherwise."""

    text: str
    responsible: str = "client"
    partner_kind: str | None = None
    days: int | None = None
    key: str = ""
    alone: str = ""


@dataclass(frozen=True)
class Draft:
    """A block as somebody wrote it."""

    life_area: str
    title: str
    goal: str
    text: str
    steps: tuple[StepDraft, ...]
    sensitivity: str = "standard"
    volatility: str = "low"
    review_by: date | None = None
    staff_note: str = ""


@dataclass(frozen=True)
class Translation:
    """A wording in another language; `checked` says that whoever wrote it speaks the language and read it again."""

    text: str
    checked: bool = False


def add(tx: Tx, draft: Draft) -> str:
    """A new block, offered at once; returns its id. Raises NotAllowed, BadInput."""
    require_staff(tx, RIGHT)
    block_id = new_id()
    _insert(tx, block_id, _columns(tx, block_id, draft, None))
    _touch(tx)
    return block_id


def edit(tx: Tx, block_id: str, version: int, draft: Draft) -> None:
    """Change a block. Its new German counts for goals made from now on. Raises NotAllowed, NotVisible, BadInput, Stale."""
    block = _find(tx, block_id)
    _change(tx, block_id, version, _columns(tx, block_id, draft, block))


def hide(tx: Tx, block_id: str, version: int) -> None:
    """Offer a block no more; goals that were made of it go on. Raises NotAllowed, NotVisible, RuleBroken, Stale."""
    block = _find(tx, block_id)
    if block_id in catalogue.layer().hidden:
        raise RuleBroken(N_("Dieser Baustein ist schon ausgeblendet."))
    _change(tx, block_id, version, _as_columns(block) | {"hidden_at": tx.now})


def show(tx: Tx, block_id: str, version: int) -> None:
    """Offer a hidden block again. Raises NotAllowed, NotVisible, RuleBroken, Stale."""
    block = _find(tx, block_id)
    if block_id not in catalogue.layer().hidden:
        raise RuleBroken(N_("Dieser Baustein ist nicht ausgeblendet."))
    _change(tx, block_id, version, _as_columns(block) | {"hidden_at": None})


def confirm(tx: Tx, block_id: str, version: int) -> None:
    """Somebody looked today, and everything in the block still holds: the next look is due in half a year or a year."""
    block = _find(tx, block_id)
    today = berlin_day(tx.now)
    checked = {"checked_on": today.isoformat(), "checked_by": tx.actor_id}
    review = rules.next_review(block.volatility, today).isoformat()
    _change(tx, block_id, version, _as_columns(block) | checked | {"review_by": review})


def translate(tx: Tx, block_id: str, language: str, texts: Mapping[str, Translation]) -> None:
    """Keep translations of a block's wordings by their keys; an empty one is left as it was.

    Raises NotAllowed, NotVisible, BadInput for a wording of another block or one that loses a gap.
    """
    block = _find(tx, block_id)
    german = catalogue.german()
    known = keys_of(block)
    if not set(texts) <= set(known) or language == catalogue.SOURCE:
        raise BadInput(UNKNOWN)
    rules.require_translations({german[key]: translation.text for key, translation in texts.items()})
    for key, translation in texts.items():
        if translation.text:
            _keep(tx, key, language, german[key], translation)
    _touch(tx)


def keys_of(block: Block) -> list[str]:
    """The keys of all wordings of a block, in order."""
    without = {f"{step.key}.without_mentor" for step in block.steps if step.without_mentor}
    steps = [key for step in block.steps for key in (step.key, f"{step.key}.without_mentor")]
    known = catalogue.german()
    kept = [key for key in steps if not key.endswith(".without_mentor") or (key in without and key in known)]
    return [block.key("title"), block.key("goal"), block.key("text"), *kept]


def _find(tx: Tx, block_id: str) -> Block:
    require_staff(tx, RIGHT)
    block = catalogue.known_block(block_id)
    if block is None:
        raise NotVisible
    return block


def _keep(tx: Tx, key: str, language: str, german: str, translation: Translation) -> None:
    known = tx.row("catalogue.find_wording", key=key, language=language, german=german)
    checked = {"checked_by": tx.actor_id, "checked_at": tx.now} if translation.checked else {}
    record: dict[str, Any] = {"checked_by": None, "checked_at": None} | checked
    written: dict[str, Any] = {"text": translation.text, "written_by": tx.actor_id, "written_at": tx.now}
    if known is None:
        tx.insert("catalogue_wordings", key=key, language=language, german=german, **written, **record)
    elif known["text"] != translation.text:
        tx.update("catalogue_wordings", known["id"], **written, **record)
    elif (known["checked_at"] is not None) != translation.checked:
        tx.update("catalogue_wordings", known["id"], **record)


def _word(tx: Tx, key: str, text: str) -> None:
    """The German of a key is now this. An earlier wording that comes back counts again."""
    if catalogue.german().get(key) == text:
        return
    known = tx.row("catalogue.find_wording", key=key, language=catalogue.SOURCE, german=text)
    written: dict[str, Any] = {"written_by": tx.actor_id, "written_at": tx.now}
    if known:
        tx.update("catalogue_wordings", known["id"], **written)
    else:
        tx.insert("catalogue_wordings", key=key, language=catalogue.SOURCE, german=text, text=text, **written)


def _columns(tx: Tx, block_id: str, draft: Draft, before: Block | None) -> dict[str, Any]:
    rules.require_block(draft.life_area, draft.sensitivity, draft.volatility)
    alone = [step.alone for step in draft.steps if step.alone]
    rules.require_german([draft.title, draft.goal, draft.text, *(step.text for step in draft.steps), *alone])
    if not draft.steps:
        raise BadInput(N_("Ein Baustein braucht mindestens einen Schritt."))
    if len(draft.steps) > rules.MOST_STEPS or len(draft.staff_note) > rules.LONGEST_NOTE:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    steps = [_step(tx, block_id, step, before) for step in draft.steps]
    for part, text in (("title", draft.title), ("goal", draft.goal), ("text", draft.text)):
        _word(tx, f"block.{block_id}.{part}", text)
    today = berlin_day(tx.now)
    review_by = draft.review_by or rules.next_review(draft.volatility, today)
    kinds = [step["partner_kind"] for step in steps if step["partner_kind"]]
    return {
        "life_area": draft.life_area,
        "sensitivity": draft.sensitivity,
        "volatility": draft.volatility,
        "review_by": review_by.isoformat(),
        "mentor_may_help": "yes" if before is None or before.mentor_may_help else "no",
        "documents": json.dumps(list(before.documents if before else ())),
        "partner_kinds": json.dumps(list(dict.fromkeys([*(before.partner_kinds if before else ()), *kinds]))),
        "staff_note": draft.staff_note,
        "steps": json.dumps(steps),
        "checked_on": today.isoformat(),
        "checked_by": tx.actor_id,
    }


def _step(tx: Tx, block_id: str, step: StepDraft, before: Block | None) -> dict[str, Any]:
    rules.require_step(step.responsible, step.days)
    if step.partner_kind and step.partner_kind not in catalogue.partner_kinds():
        raise BadInput(UNKNOWN)
    known = {old.key: old for old in before.steps} if before else {}
    if step.key and step.key not in known:
        raise BadInput(UNKNOWN)
    key = step.key or f"block.{block_id}.n{new_id()[-12:]}"
    _word(tx, key, step.text)
    without = None
    if step.alone:
        _word(tx, f"{key}.without_mentor", step.alone)
        without = known[key].without_mentor if key in known else None
        without = without or "client"
    facts = {"responsible": step.responsible, "partner_kind": step.partner_kind or None, "days": step.days}
    return {"key": key, "without_mentor": without, **facts}


def _as_columns(block: Block) -> dict[str, Any]:
    """A block as it stands, for a row that only hides or confirms it."""
    facts = ("responsible", "partner_kind", "days", "without_mentor")
    steps = [{"key": step.key, **{name: getattr(step, name) for name in facts}} for step in block.steps]
    plain = ("life_area", "sensitivity", "volatility", "review_by", "staff_note")
    return {name: getattr(block, name) for name in plain} | {
        "mentor_may_help": "yes" if block.mentor_may_help else "no",
        "documents": json.dumps(list(block.documents)),
        "partner_kinds": json.dumps(list(block.partner_kinds)),
        "steps": json.dumps(steps),
    }


def _change(tx: Tx, block_id: str, version: int, columns: dict[str, Any]) -> None:
    row: Row | None = tx.row("catalogue.find", id=block_id)
    if row is None and version != SHIPPED_VERSION:
        raise Stale
    if row is None:
        _insert(tx, block_id, columns)
    else:
        changed = {"changed_at": tx.now, "changed_by": tx.actor_id}
        tx.update("catalogue_blocks", block_id, version=version, **columns, **changed)
    _touch(tx)


def _insert(tx: Tx, block_id: str, columns: dict[str, Any]) -> None:
    tx.insert("catalogue_blocks", id=block_id, **columns, changed_at=tx.now, changed_by=tx.actor_id)


def _touch(tx: Tx) -> None:
    # Everybody's pages show the catalogue: kept ones are made anew.
    tx.run("installation.touch")
