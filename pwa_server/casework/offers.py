"""Offers of partners: written, published, full or free again, ended. Staff keep them together; no case is near."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from pwa_server.casework.staff import require_staff
from pwa_server.domain import offers as rules
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.offers import Time
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

NOT_A_CHOICE = N_("Bitte wählen Sie eines davon.")


@dataclass(frozen=True)
class Offer:
    """What there is to know of an offer. Clubs and meeting places need the first five and no more."""

    partner_id: str
    kind: str
    life_area: str
    title: str
    times: tuple[Time, ...] = ()
    words: str = ""
    level_from: str = "none"
    level_to: str = "C2"
    target_group: str = "all"
    access: str = "mainstream"
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    accessibility: str = "not_known"
    cost: str = "not_known"
    cost_words: str = ""
    seats_total: int | None = None
    seats_free: int | None = None
    waiting: int | None = None
    childcare: bool = False
    languages: tuple[str, ...] = ()
    registration: str = ""
    expires_on: date | None = None


def add(tx: Tx, offer: Offer, *, publish: bool = False) -> str:
    """A new offer, as a draft or for all counsellors to see. Raises NotAllowed, BadInput."""
    require_staff(tx, "offers.edit")
    state = "published" if publish else "draft"
    facts = {"state": state, "verified_on": _today(tx), "made_at": tx.now, "made_by": tx.actor_id}
    offer_id = tx.insert("offers", **_columns(tx, offer), **facts)
    _note(tx, offer_id, state)
    return offer_id


def edit(tx: Tx, offer_id: str, version: int, offer: Offer) -> None:
    """Change an offer; whoever changes it has asked today. Ended ones stay as they were. Raises RuleBroken, Stale."""
    known = _find(tx, offer_id)
    if known["state"] in ("expired", "withdrawn"):
        rules.require_move(known["state"], "published")
    tx.update("offers", offer_id, version=version, verified_on=_today(tx), **_columns(tx, offer))


def move(tx: Tx, offer_id: str, version: int, to: str) -> None:
    """Take an offer to another state, with a dated row. Raises NotVisible, BadInput, RuleBroken, Stale."""
    known = _find(tx, offer_id)
    if to not in rules.STATES:
        raise BadInput(NOT_A_CHOICE)
    rules.require_move(known["state"], to)
    tx.update("offers", offer_id, version=version, state=to)
    _note(tx, offer_id, to)


def set_seats(tx: Tx, offer_id: str, version: int, free: int | None, waiting: int | None) -> None:
    """The seats that are free today and how many people wait: what changes most often, in one tap. No seat is full."""
    known = _find(tx, offer_id)
    rules.require_seats(known["seats_total"], free, waiting)
    to = "full" if free == 0 else "published"
    if known["state"] not in rules.OPEN:
        rules.require_move(known["state"], to)
    changes = {"seats_free": free, "waiting": waiting, "verified_on": _today(tx), "state": to}
    tx.update("offers", offer_id, version=version, **changes)
    if to != known["state"]:
        _note(tx, offer_id, to)


def verify(tx: Tx, offer_id: str, version: int) -> None:
    """Everything still holds: somebody has asked today. Raises NotVisible, Stale."""
    _find(tx, offer_id)
    tx.update("offers", offer_id, version=version, verified_on=_today(tx))


def expire(tx: Tx) -> int:
    """End the offers whose last day has passed. Run once a day; until then they are left out by their day."""
    over = tx.rows("offers.over", today=_today(tx))
    for offer in over:
        tx.update("offers", offer["id"], version=offer["version"], state="expired")
        _note(tx, offer["id"], "expired", by="")
    return len(over)


def times_of(row: Row) -> list[dict[str, Any]]:
    """The times of an offer as they are stored."""
    return list(json.loads(row["times"]))


def _find(tx: Tx, offer_id: str) -> Row:
    require_staff(tx, "offers.edit")
    offer = tx.row("offers.find", id=offer_id)
    if offer is None:
        raise NotVisible
    return offer


def _note(tx: Tx, offer_id: str, state: str, *, by: str | None = None) -> None:
    tx.insert("offer_states", offer_id=offer_id, state=state, at=tx.now, by_id=tx.actor_id if by is None else by)


def _today(tx: Tx) -> str:
    return berlin_day(tx.now).isoformat()


def _columns(tx: Tx, offer: Offer) -> dict[str, Any]:
    _require_whole(tx, offer)
    plain = ("partner_id", "kind", "life_area", "title", "words", "level_from", "level_to", "target_group", "access")
    more = ("place", "accessibility", "cost", "cost_words", "seats_total", "seats_free", "waiting", "registration")
    return {name: getattr(offer, name) for name in (*plain, *more)} | {
        "times": json.dumps([asdict(time) for time in sorted(offer.times, key=lambda t: (t.weekday, t.begins))]),
        "starts_on": _iso(offer.starts_on),
        "ends_on": _iso(offer.ends_on),
        "expires_on": _iso(offer.expires_on or _usual_end(offer)),
        "childcare": "yes" if offer.childcare else "no",
        "languages": json.dumps(list(offer.languages)),
    }


def _usual_end(offer: Offer) -> date | None:
    # Two weeks after a course has begun nobody joins it any more; what runs all year ends when somebody says so.
    return offer.starts_on + timedelta(days=14) if offer.starts_on and offer.kind in rules.COURSES else offer.ends_on


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _require_whole(tx: Tx, offer: Offer) -> None:
    if not offer.title:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    known = (
        offer.kind in rules.KINDS
        and offer.life_area in LIFE_AREAS
        and offer.target_group in rules.TARGET_GROUPS
        and offer.access in rules.ACCESSES
        and offer.accessibility in rules.ACCESSIBILITIES
        and offer.cost in rules.COSTS
        and tx.row("partners.find", id=offer.partner_id) is not None
    )
    if not known:
        raise BadInput(NOT_A_CHOICE)
    _require_numbers(offer.times, offer)


def _require_numbers(times: Sequence[Time], offer: Offer) -> None:
    rules.require_times(times)
    rules.require_levels(offer.level_from, offer.level_to)
    rules.require_seats(offer.seats_total, offer.seats_free, offer.waiting)
    rules.require_days(offer.starts_on, offer.ends_on)
