"""Offers, what is shared with partners, who interprets: of Amina's case every text with its canary."""

from typing import Any

from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, NOW_TEXT, TODAY


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
    ids["interpreter"] = tx.insert(
        "interpreters", name_sealed="Ida Idiom", gender="woman", languages='["ar"]', confidential_since="2026-01-05",
        phone_sealed="030 23125-506", made_at=LONG_AGO,
    )  # fmt: skip
    cooperation(tx, world)
    shown_step(tx, world)


def cooperation(tx: Tx, world: Any) -> None:
    """The school works with us."""
    agreement = world.ids["cooperation"] = tx.insert(
        "cooperation_agreements", title="Zusammenarbeit", rules="Wir helfen einander.", signed_on="2026-01-05",
        review_on="2027-01-05", made_at=LONG_AGO,
    )  # fmt: skip
    world.ids["membership"] = tx.insert(
        "cooperation_members", agreement_id=agreement, partner_id=world.ids["school"], joined_on="2026-01-05"
    )


def shown_step(tx: Tx, world: Any) -> None:
    """Amina lets the school see the second step of her first goal, and the school answered to an earlier link."""
    ids, case_id, step_id = world.ids, world.ids["amina.case"], world.ids["amina.standard.step2"]
    tx.update("steps", step_id, partner_id=ids["school"])
    ids["amina.share_consent"] = consent = tx.insert(
        "consents", case_id=case_id, purpose="share_with_partner", recipient=ids["school"], state="given",
        text_version="2026-11", language="ar", channel="oral", made_at=LONG_AGO, made_by=ids["karin"],
    )  # fmt: skip
    for name, ended in (("old", LONG_AGO), ("link", None)):
        ids[f"amina.{name}"] = tx.insert(
            "step_shares", case_id=case_id, step_id=step_id, partner_id=ids["school"], consent_id=consent,
            name_shown_sealed=f"Amina {world.canary(f'amina.{name}.name_shown')}",
            token_digest=tx.digest("step share", f"{name}-token"), made_at=ended or NOW_TEXT, made_by=ids["karin"],
            expires_at="2026-11-25T09:00:00Z", ended_at=ended,
        )  # fmt: skip
    ids["amina.partner_note"] = tx.insert(
        "partner_notes", case_id=case_id, step_id=step_id, share_id=ids["amina.old"], progress="appointment", at=LONG_AGO,
        seen_at=LONG_AGO, words_sealed=f"Termin {world.canary('amina.partner_note.words')}",
    )  # fmt: skip
