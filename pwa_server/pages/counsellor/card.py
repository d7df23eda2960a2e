"""The card that lets the client in, the code on the screen, and help for a lost phone.

A code is stored as a digest only, so the answer to the tap that makes it is the one page that shows it.
"""

from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from pwa_server.casework import codes
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import berlin_day, later
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.pages import views
from pwa_server.pages.counsellor.as_client import in_language, language_of
from pwa_server.pages.counsellor.caseload import desk_names
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row, Tx
from pwa_server.web.visit import Visit

View = dict[str, Any]


async def show_card(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/card: which card there is, whether it was used, and what can be done."""
    case = await opened(visit, visit.path["case_id"], "cards")
    person = visit.read.row("desk.person", case_id=case["id"])
    if person is None:
        raise NotVisible
    cards = [code_view(visit, row) for row in visit.read.rows("desk.codes", case_id=case["id"])]
    context = {"who": desk_names(person), "sign_in_name": person["sign_in_name"]}
    return visit.page("counsellor/card.html", nav="cases", case=case, cards=cards, **context)


async def make_code(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/card with `what`: card, screen, lost (ends everything, then a card) or cancel."""
    form = await visit.form()
    what = str(form.get("what", ""))
    case = await opened(visit, visit.path["case_id"], "cards" if what == "cancel" else "card")
    if what == "cancel":
        await visit.write(codes.cancel_code, case["id"], str(form.get("code_id", "")))
        return visit.redirect(f"/desk/cases/{case['id']}/card")
    if what not in MAKERS:
        raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
    code, sign_in_name = await visit.write(MAKERS[what], case["id"])
    if what == "screen":
        return _screen(visit, case, code)
    return _printed(visit, case, code, sign_in_name)


def _lost(tx: Tx, case_id: str) -> tuple[str, str]:
    """The old phone is out and the new card is in, in one transaction."""
    codes.end_everything(tx, case_id)
    return codes.make_card(tx, case_id)


MAKERS = {"card": codes.make_card, "screen": codes.make_screen_code, "lost": _lost}


def _screen(visit: Visit, case: Row, code: str) -> Response:
    reader = in_language(visit, language_of(case))
    return reader.page(
        "counsellor/card_screen.html",
        case=case,
        code=code,
        qr=qr(visit, code),
        minutes=codes.SCREEN_MINUTES,
        quick_exit=False,
    )


def _printed(visit: Visit, case: Row, code: str, sign_in_name: str) -> Response:
    """The card in the client's language and in German; nothing on it names the person or says what for."""
    language = language_of(case)
    tags = [language] if language.tag == SOURCE else [language, BY_TAG[SOURCE]]
    until = berlin_day(later(visit.now, days=codes.CARD_DAYS)).isoformat()
    sides = [
        {
            "language": side,
            "words": card_words(in_language(visit, side)),
            "until": views.day(in_language(visit, side), until),
        }
        for side in tags
    ]
    office = visit.read.row("desk.office", case_id=case["id"])
    context: View = {"code": code, "sign_in_name": sign_in_name, "qr": qr(visit, code), "sides": sides}
    context |= {"office": office, "address": f"{visit.parts.settings.public_origin.partition('://')[2]}/code"}
    return visit.page("counsellor/card_printed.html", case=case, **context)


def card_words(reader: Visit) -> View:
    """The sentences of the card for one reader."""
    return {
        "title": reader.say(N_("Ihr Zugang")),
        "scan": reader.say(N_("Halten Sie die Kamera vom Handy auf das Bild.")),
        "type": reader.say(N_("Oder öffnen Sie diese Seite und schreiben Sie den Code.")),
        "code": reader.say(N_("Code")),
        "name": reader.say(N_("Ihr Name zum Anmelden")),
        "until": reader.say(N_("Der Code gilt bis:")),
        "once": reader.say(N_("Der Code geht nur ein Mal.")),
        "call": reader.say(N_("Fragen? Rufen Sie uns an:")),
    }


def code_address(visit: Visit, code: str) -> str:
    """Where the QR code leads."""
    return f"{visit.parts.settings.public_origin}/code?c={code.replace('-', '').replace(' ', '')}"


def qr(visit: Visit, code: str) -> Markup:
    """The QR code as an inline drawing."""
    import segno

    drawing = segno.make(code_address(visit, code), error="m", micro=False)
    return Markup(drawing.svg_inline(scale=4, border=2, omitsize=True, light="#fff"))  # noqa: S704 (made of a code of ours)


def code_view(visit: Visit, row: Row) -> View:
    """A code without the code: what became of it."""
    if row["used_at"]:
        state = "used"
    elif row["cancelled_at"]:
        state = "cancelled"
    else:
        state = "open" if row["expires_at"] > visit.now else "expired"
    return {
        "id": row["id"],
        "kind": row["kind"],
        "state": state,
        "made": views.moment_of(visit, row["made_at"]),
        "used": views.moment_of(visit, row["used_at"]),
        "until": views.moment_of(visit, row["expires_at"]),
    }


def latest_card(visit: Visit, case_id: str) -> View | None:
    """What the case page says about the card: the newest one, or None."""
    rows = [row for row in visit.read.rows("desk.codes", case_id=case_id) if row["kind"] == "card"]
    return code_view(visit, rows[0]) if rows else None
