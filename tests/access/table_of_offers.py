"""Offers, partners, catalogue, interpreters: what each person gets."""

from tests.access.expected import Cell, aminas, case, group, office, public


def staff(status: int = 200, path: str = "", **form: str) -> Cell:
    """Something that counsellors and coordination keep together."""
    both = dict.fromkeys(("karin", "olle", "dora", "tilde", "ada"), status)
    return Cell(group(403, **both), path=path, form=form)


def stale(path: str, **form: str) -> Cell:
    """The same, as if somebody had been faster: who may, is told so; nobody has to come first."""
    return staff(409, path, **form, version="7")


OFFER = {"title": "Kurs", "partner_id": "{school}", "kind": "women_course", "life_area": "language"}

COOPERATION = {"title": "Netz", "rules": "Wir helfen.", "signed_on": "2026-11-02", "review_on": "2027-11-02"}
INTERPRETER = {"name": "Dienst", "gender": "service", "languages": "ar"}
BLOCK = {
    "title": "Garten", "goal": "Ich habe einen Garten.", "text": "Im Garten wächst etwas.", "life_area": "social",
    "sensitivity": "standard", "volatility": "low", "step-0-text": "Wir suchen einen Garten.", "step-0-responsible": "client",
}  # fmt: skip
BUS = "/office/catalogue/public-transport-use"
STEP = "/desk/steps/{amina.standard.step2}"
OFFERS: dict[str, Cell] = {
    "GET /office/offers": staff(),
    "POST /office/offers": staff(303, **OFFER),
    "GET /office/offers/new": staff(),
    "GET /office/offers/{offer_id}": staff(200, "/office/offers/{offer}"),
    "POST /office/offers/{offer_id}": stale("/office/offers/{offer}", **OFFER),
    "POST /office/offers/{offer_id}/state": stale("/office/offers/{offer}/state", to="withdrawn"),
    "POST /office/offers/{offer_id}/seats": stale("/office/offers/{offer}/seats", seats_free="2"),
    "POST /office/offers/{offer_id}/verification": stale("/office/offers/{offer}/verification"),
    "GET /office/cooperation": Cell(office()),
    "POST /office/cooperation": Cell(office(303), form=COOPERATION),
    "GET /office/cooperation/new": Cell(office()),
    "GET /office/cooperation/{agreement_id}": Cell(office(), path="/office/cooperation/{cooperation}"),
    "POST /office/cooperation/{agreement_id}": Cell(
        office(303), path="/office/cooperation/{cooperation}", form=COOPERATION | {"version": "1"}
    ),
    "POST /office/cooperation/{agreement_id}/end": Cell(
        office(303), path="/office/cooperation/{cooperation}/end", form={"version": "1"}
    ),
    "GET /cooperation": Cell(public()),
    "GET /office/demand": Cell(office()),
    "GET /office/catalogue": staff(),
    "POST /office/catalogue": staff(303, **BLOCK),
    "GET /office/catalogue/new": staff(),
    "GET /office/catalogue/{block_id}": staff(200, BUS),
    "POST /office/catalogue/{block_id}": stale(BUS, **BLOCK),
    "POST /office/catalogue/{block_id}/state": stale(f"{BUS}/state", what="hide"),
    "GET /office/catalogue/{block_id}/translations/{language}": staff(200, f"{BUS}/translations/ar"),
    "POST /office/catalogue/{block_id}/translations/{language}": staff(303, f"{BUS}/translations/ar"),
    "GET /office/interpreters": staff(),
    "POST /office/interpreters": Cell(office(303), form=INTERPRETER),
    "GET /office/interpreters/new": Cell(office()),
    "GET /office/interpreters/{interpreter_id}": Cell(office(), path="/office/interpreters/{interpreter}"),
    "POST /office/interpreters/{interpreter_id}": Cell(
        office(303), path="/office/interpreters/{interpreter}", form=INTERPRETER | {"version": "1"}
    ),
    "POST /office/interpreters/{interpreter_id}/end": Cell(
        office(303), path="/office/interpreters/{interpreter}/end", form={"version": "1"}
    ),
    "POST /desk/meetings/{meeting_id}/settlement": Cell(
        case(303), path="/desk/meetings/{amina.standard.meeting}/settlement"
    ),
    "GET /desk/goals/{goal_id}/offers": Cell(case(), path="/desk/goals/{amina.standard.goal}/offers"),
    "POST /desk/goals/{goal_id}/offers": Cell(
        case(303), path="/desk/goals/{amina.standard.goal}/offers", form={"offer_id": "{offer}"}
    ),
    "POST /desk/goals/{goal_id}/no-offer": Cell(case(303), path="/desk/goals/{amina.standard.goal}/no-offer"),
    "GET /desk/steps/{step_id}/sharing": Cell(case(), path=f"{STEP}/sharing"),
    "POST /desk/steps/{step_id}/sharing": Cell(
        case(200), path=f"{STEP}/sharing", form={"answer": "given", "channel": "oral", "name": "none"}
    ),
    "POST /desk/steps/{step_id}/sharing/end": Cell(case(303), path=f"{STEP}/sharing/end"),
    "POST /desk/partner-notes/{note_id}/seen": Cell(case(303), path="/desk/partner-notes/{amina.partner_note}/seen"),
    "POST /desk/steps/{step_id}/waiting": Cell(case(303), path=f"{STEP}/waiting", form={"since": "2026-11-02"}),
    "GET /steps/{id}/sharing": Cell(aminas(), path="/steps/{amina.standard.step2}/sharing"),
    "POST /steps/{id}/sharing": Cell(
        aminas(), path="/steps/{amina.standard.step2}/sharing", form={"partner_id": "{school}", "name": "none"}
    ),
    "POST /steps/{id}/sharing/end": Cell(aminas(303), path="/steps/{amina.standard.step2}/sharing/end"),
    "GET /shared/{token}": Cell(public(), path="/shared/link-token"),
    "POST /shared/{token}": Cell(public(404), path="/shared/no-token"),
    "POST /shared/{token}/answer": Cell(public(404), path="/shared/link-token/answer", form={"progress": "finished"}),
}
