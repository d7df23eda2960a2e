"""How blocks of the catalogue are told: how fresh they are, and what a client reads of that."""

from typing import Any

from pwa_server.domain import catalogue as rules
from pwa_server.domain.problems import N_
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import views
from pwa_server.storage import catalogue
from pwa_server.storage.catalogue import Block
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

SENSITIVITIES = {"standard": N_("normal"), "elevated": N_("vorsichtig"), "high": N_("geschützt")}
LEGAL_ADVICE = "legal-counselling"
VOLATILITIES = {
    "low": N_("ändert sich selten"),
    "medium": N_("ändert sich manchmal"),
    "high": N_("ändert sich oft"),
}
# What a gap of a wording asks for.
GAPS = {
    "level": N_("Sprachniveau"),
    "job": N_("Beruf"),
    "date": N_("Tag"),
    "deadline": N_("Letzter Tag"),
}
WHO = {
    "client": N_("Die Person"),
    "counsellor": N_("Wir"),
    "mentor": N_("Begleitung"),
    "partner": N_("Andere Stelle"),
}


def block_view(visit: Visit, block: Block, *, hidden: bool = False) -> View:
    """A block for lists and forms of staff."""
    tag = visit.language.tag
    return {
        "id": block.id,
        "area": block.life_area,
        "area_name": views.life_area(visit, block.life_area),
        "title": from_catalogue(tag, block.key("title")),
        "goal": from_catalogue(tag, block.key("goal"), values=named_gaps(visit)),
        "steps": len(block.steps),
        "volatility": visit.say(VOLATILITIES[block.volatility]),
        "often": block.volatility == "high",
        "review_by": views.day(visit, block.review_by),
        "checked": views.day(visit, block.checked_on),
        "due": rules.is_due(block.review_by, visit.today),
        "overdue": rules.is_overdue(block.review_by, visit.today),
        "hidden": hidden,
    }


def named_gaps(visit: Visit) -> dict[str, str]:
    """For each gap of a wording the words that stand in it as long as nobody has filled it."""
    return {gap: f"[{visit.say(words)}]" for gap, words in GAPS.items()}


def freshness(visit: Visit, goal: Row) -> View:
    """What a client reads beside a goal: when an information that changes often was checked, and whom to ask about the
    law of residence. The app gives no legal advice."""
    block = catalogue.known_block(goal["block_id"] or "")
    often = block is not None and block.volatility == "high"
    return {
        "checked": views.day(visit, block.checked_on) if block and often else None,
        "old": block is not None and often and rules.is_overdue(block.review_by, visit.today),
        "ask_lawyer": goal["life_area"] == "residence" or (block is not None and LEGAL_ADVICE in block.partner_kinds),
    }
