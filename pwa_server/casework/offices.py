"""What coordination keeps of each office: number and address, hours, closing days. No case is near."""

import re
from collections.abc import Sequence
from datetime import date

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.storage.database import Row, Tx

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
FURTHEST_DAYS = 2 * 366
NOT_A_SPAN = N_("Der letzte Tag liegt vor dem ersten.")
Hours = Sequence[tuple[int, str, str]]


def edit_carrier(tx: Tx, carrier_id: str, version: int, address: str, phone: str) -> None:
    """Change an office's address and number. Raises NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    _carrier(tx, carrier_id)
    require_phone(phone)
    if len(address) > 200:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    tx.update("carriers", carrier_id, version=version, address=address, phone=phone)
    tx.run("installation.touch")


def set_hours(tx: Tx, carrier_id: str, hours: Hours) -> None:
    """Replace an office's week; `hours` are (weekday from Monday 0, opens, closes). Raises NotVisible, BadInput."""
    require_coordinator(tx)
    _carrier(tx, carrier_id)
    for weekday, opens, closes in hours:
        if weekday not in range(7) or not CLOCK.fullmatch(opens) or not CLOCK.fullmatch(closes):
            raise BadInput(N_("Bitte wählen Sie eine Uhrzeit."))
        if opens >= closes:
            raise BadInput(N_("Das Büro schließt später, als es öffnet."))
    tx.run("offices.drop_hours", carrier_id=carrier_id)
    for weekday, opens, closes in hours:
        tx.insert("office_hours", carrier_id=carrier_id, weekday=weekday, opens=opens, closes=closes)
    tx.run("installation.touch")


def add_closing_days(tx: Tx, carrier_id: str, first: date, last: date, name: str) -> str:
    """Days on which nobody is in the office. Raises NotVisible, BadInput."""
    require_coordinator(tx)
    _carrier(tx, carrier_id)
    require_span(first, last)
    if len(name) > 80:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    days = {"from_on": first.isoformat(), "until_on": last.isoformat(), "name": name}
    tx.run("installation.touch")
    return tx.insert("closing_days", carrier_id=carrier_id, made_at=tx.now, **days)


def remove_closing_days(tx: Tx, closing_id: str) -> None:
    """Open the office on those days after all. Raises NotVisible."""
    require_coordinator(tx)
    if tx.run("offices.drop_closing_days", id=closing_id) != 1:
        raise NotVisible
    tx.run("installation.touch")


def require_span(first: date, last: date) -> None:
    """Raise BadInput unless `first` to `last` is a span of days that somebody can mean."""
    if last < first:
        raise BadInput(NOT_A_SPAN)
    if (last - first).days > FURTHEST_DAYS:
        raise BadInput(N_("Bitte wählen Sie einen Tag."))


def _carrier(tx: Tx, carrier_id: str) -> Row:
    carrier = tx.row("offices.carrier", id=carrier_id)
    if carrier is None:
        raise NotVisible
    return carrier
