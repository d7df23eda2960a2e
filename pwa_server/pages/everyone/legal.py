"""Imprint, privacy notice, and privacy in five short screens: public pages, of one's own service for whoever is known."""

from typing import Any

from starlette.responses import Response

from pwa_server.domain.consents import PURPOSES
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.pages import consent_words
from pwa_server.pages.everyone import entry
from pwa_server.pages.privacy_words import EXCEPTIONS, ICONS, KINDS, TITLES, services, worded
from pwa_server.storage.database import Row
from pwa_server.web import sessions
from pwa_server.web.visit import Visit

View = dict[str, Any]


async def show_imprint(visit: Visit) -> Response:
    """GET /imprint: the installation's and each service's, with what we know of them where nothing is written."""
    return _document(visit, "imprint", N_("Impressum"))


async def show_privacy(visit: Visit) -> Response:
    """GET /privacy: the notice, and for each purpose what, who and how long."""
    purposes = [consent_words.purpose_view(visit, purpose) for purpose in PURPOSES.values()]
    return _document(visit, "privacy", N_("Datenschutz"), purposes=purposes)


async def show_screen(visit: Visit) -> Response:
    """GET /privacy/{number}: one thought, to read or to hear."""
    number = {str(place): place for place in range(1, len(TITLES) + 1)}.get(visit.path["number"])
    if number is None:
        raise NotVisible
    makers = (_who_we_are, _who_sees, _exceptions, _what, _what_to_do)
    view: View = {"worded": None} | makers[number - 1](visit, _own_carrier(visit))
    return entry.public_page(
        visit,
        "everyone/privacy_screen.html",
        number=number,
        last=len(TITLES),
        title=visit.say(TITLES[number - 1]),
        icon_name=ICONS[number - 1],
        home=_home(visit),
        is_client=_reader_role(visit) == "client",
        **view,
    )


def _document(visit: Visit, kind: str, title: str, **more: Any) -> Response:
    written = visit.read.rows("public_texts.wordings_of_all", kind=kind)

    def text_of(owner_id: str) -> Any:
        return worded([row for row in written if row["owner_id"] == owner_id], visit.language.tag)

    carriers = [
        carrier | {"kind_text": visit.say(KINDS[carrier["kind"]]), "text": text_of(carrier["id"])}
        for carrier in visit.read.rows("public_texts.controllers")
    ]
    return entry.public_page(
        visit,
        "everyone/legal.html",
        title=visit.say(title),
        text=text_of(""),
        carriers=carriers,
        host=_host(visit),
        home=_home(visit),
        **({"purposes": []} | more),
    )


def _who_we_are(visit: Visit, carrier: Row | None) -> View:
    host = visit.say(N_("%(host)s sorgt für den Computer."), host=_host(visit))
    reading = visit.say(N_("Wer dort arbeitet, darf Ihren Plan nicht lesen."))
    if carrier is None:
        names = ", ".join(row["name"] for row in visit.read.rows("public_texts.controllers"))
        first = visit.say(N_("Diese Stellen beraten mit Wegplan: %(names)s."), names=names)
        return {"sentences": [first, host, reading]}
    named = visit.say(N_("Ihre Beratung ist: %(carrier)s."), carrier=carrier["name"])
    # A name may end in a full stop of its own, as "e. V.".
    return {"sentences": [named.replace("..", "."), visit.say(KINDS[carrier["kind"]]), host, reading]}


def _who_sees(visit: Visit, _: Row | None) -> View:
    team = visit.read.rows("public_texts.team_now") if _reader_role(visit) == "client" else []
    own = [row["name"] for row in team if row["relationship"] == "counsellor"]
    others = [row["name"] for row in team if row["relationship"] == "deputy"]
    first = (
        visit.say(N_("%(name)s sieht Ihren Plan."), name=own[0])
        if own
        else visit.say(N_("Ihre Beratung sieht den Plan."))
    )
    told = [first]
    if others:
        told.append(visit.say(N_("Auch die Vertretung sieht ihn gerade: %(name)s."), name=", ".join(others)))
    told.append(visit.say(N_("Andere sehen ihn nur mit Ihrem Ja.")))
    told.append(visit.say(N_("Sie können lesen, wer nachgesehen hat.")))
    told.append(visit.say(N_("Es gibt wenige Ausnahmen. Sie stehen auf der nächsten Seite.")))
    return {"sentences": told}


def _exceptions(visit: Visit, carrier: Row | None) -> View:
    written = worded(_wordings(visit, "exceptions", carrier["id"]), visit.language.tag) if carrier else None
    # Whoever is not known may be advised by either: what holds for a public body promises less.
    kind = carrier["kind"] if carrier else _strictest(visit)
    return {"sentences": [] if written else [visit.say(sentence) for sentence in EXCEPTIONS[kind]], "worded": written}


def _what(visit: Visit, carrier: Row | None) -> View:
    devices = visit.read.rows("push.own_devices") if _reader_role(visit) else []
    return {
        "sentences": [
            visit.say(N_("Wir speichern Name, Sprache, Telefon und Ihren Plan.")),
            visit.say(_why_we_may(visit, carrier)),
            visit.say(N_("Alles andere ist freiwillig.")),
            visit.say(N_("Erinnerungen auf dem Telefon gehen über: %(services)s."), services=services(devices)),
            visit.say(N_("Diese Firma kann die Nachricht nicht lesen.")),
        ]
    }


def _why_we_may(visit: Visit, carrier: Row | None) -> str:
    carriers = [carrier] if carrier else visit.read.rows("public_texts.controllers")
    bases = {row["plan_basis"] for row in carriers}
    if bases == {"law"}:
        return N_("Das Gesetz erlaubt uns das.")
    return N_("Das tun wir nur mit Ihrem Ja.") if "law" not in bases else N_("Ihre Beratung sagt Ihnen, warum.")


def _what_to_do(visit: Visit, carrier: Row | None) -> View:
    days = int(carrier["retention_days"]) if carrier else consent_words.days_kept(visit)
    gone = consent_words.erased_after(visit, days)
    return {
        "sentences": [
            visit.say(N_("Sie können alles lesen und speichern.")),
            visit.say(N_("Sie können jedes Ja beenden.")),
            visit.say(N_("Sie können fragen: Bitte ändern. Bitte löschen.")),
            gone,
            visit.say(N_("Sie können sich beschweren.")),
        ]
    }


def _wordings(visit: Visit, kind: str, carrier_id: str) -> list[Row]:
    return visit.read.rows("public_texts.wordings", kind=kind, carrier_id=carrier_id)


def _host(visit: Visit) -> str:
    installation = visit.read.row("installation.current")
    return installation["municipality"] if installation else ""


def _strictest(visit: Visit) -> str:
    kinds = {row["kind"] for row in visit.read.rows("public_texts.controllers")}
    return "public" if "public" in kinds else "free"


def _reader_role(visit: Visit) -> str:
    """The role of whoever reads; '' for nobody, and on a locked phone: whoever holds it may be somebody else."""
    locked = visit.session is not None and sessions.is_locked(visit.session, visit.now)
    return visit.somebody.role if visit.somebody and not locked else ""


def _own_carrier(visit: Visit) -> Row | None:
    carriers = visit.read.rows("public_texts.controllers")
    own = visit.somebody.carrier_id if visit.somebody and _reader_role(visit) else None
    found = next((row for row in carriers if row["id"] == own), None)
    return found or (carriers[0] if len(carriers) == 1 else None)


def _home(visit: Visit) -> str:
    """Where the reader came from: the first minute, the own settings, or the door."""
    if visit.somebody is None:
        return "/"
    if visit.session is not None and visit.session.secret_at is None:
        return "/welcome/secret"
    return "/mentor/settings" if visit.somebody.role == "mentor" else "/settings"
