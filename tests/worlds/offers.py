"""Offers, what is shared with partners, who interprets: of Amina's case every text with its canary."""

from typing import Any

from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, TODAY


def plant(tx: Tx, world: Any) -> None:
    """A partner with an offer."""
    ids = world.ids
    ids["school"] = tx.insert(
        "partners", name="Sprachschule", kind="language-course-provider", address="Beispielweg 4",
        phone="030 23125-504", verified_on=TODAY, made_at=LONG_AGO,
    )  # fmt: skip
    tx.insert(
        "partner_contacts", partner_id=ids["school"], place="contact", name_sealed="Sina Silbe",
        phone_sealed="030 23125-505", role="Anmeldung",
    )  # fmt: skip
    ids["offer"] = tx.insert(
        "offers", partner_id=ids["school"], kind="women_course", life_area="language", title="Frauenkurs", level_from="A1",
        level_to="B1", seats_total=12, seats_free=3, childcare="yes", state="published", verified_on=TODAY,
        times='[{"weekday": 0, "begins": "09:00", "ends": "12:00"}]', made_at=LONG_AGO,
    )  # fmt: skip
