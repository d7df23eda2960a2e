"""Offers, partners, catalogue, interpreters: what each person gets."""

from tests.access.expected import Cell, case, group


def staff(status: int = 200, path: str = "", **form: str) -> Cell:
    """Something that counsellors and coordination keep together."""
    both = dict.fromkeys(("karin", "olle", "dora", "tilde", "ada"), status)
    return Cell(group(403, **both), path=path, form=form)


def stale(path: str, **form: str) -> Cell:
    """The same, as if somebody had been faster: who may, is told so; nobody has to come first."""
    return staff(409, path, **form, version="7")


OFFER = {"title": "Kurs", "partner_id": "{school}", "kind": "women_course", "life_area": "language"}

OFFERS: dict[str, Cell] = {
    "GET /office/offers": staff(),
    "POST /office/offers": staff(303, **OFFER),
    "GET /office/offers/new": staff(),
    "GET /office/offers/{offer_id}": staff(200, "/office/offers/{offer}"),
    "POST /office/offers/{offer_id}": stale("/office/offers/{offer}", **OFFER),
    "POST /office/offers/{offer_id}/state": stale("/office/offers/{offer}/state", to="withdrawn"),
    "POST /office/offers/{offer_id}/seats": stale("/office/offers/{offer}/seats", seats_free="2"),
    "POST /office/offers/{offer_id}/verification": stale("/office/offers/{offer}/verification"),
    "GET /desk/goals/{goal_id}/offers": Cell(case(), path="/desk/goals/{amina.standard.goal}/offers"),
    "POST /desk/goals/{goal_id}/offers": Cell(
        case(303), path="/desk/goals/{amina.standard.goal}/offers", form={"offer_id": "{offer}"}
    ),
    "POST /desk/goals/{goal_id}/no-offer": Cell(case(303), path="/desk/goals/{amina.standard.goal}/no-offer"),
}
