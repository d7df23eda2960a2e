"""/accessibility: how usable these pages are, what is not good yet, whom to tell, and who decides in a dispute."""

from starlette.responses import Response

from pwa_server.domain.problems import N_
from pwa_server.pages import views
from pwa_server.pages.everyone import entry
from pwa_server.web.visit import Visit

# What we know is not good yet. Kept honest by whoever changes it.
LIMITS = (
    N_("Es gibt noch keine Videos in Gebärdensprache."),
    N_("Nicht jeder Text hat eine Aufnahme. Dann liest Ihr Telefon vor."),
    N_("Manche Telefone haben für Ihre Sprache keine Stimme."),
    N_("Die Menschen in der Beratung schreiben manche Texte nur auf Deutsch. Das steht dann dabei."),
    N_("Es gibt noch keine Seiten in Leichter Sprache. Wir schreiben in einfacher Sprache."),
    N_("Menschen mit Behinderung haben die Seiten noch nicht geprüft."),
)

NOTHING_WRITTEN = {"contact": "", "phone": "", "email": "", "enforcement": "", "more_limits": "", "checked_on": None}


async def show_statement(visit: Visit) -> Response:
    """The public statement, with what coordination has written."""
    row = visit.read.row("feedback.statement") or NOTHING_WRITTEN
    installation = visit.read.row("installation.current")
    return visit.page(
        "everyone/accessibility.html",
        statement=row,
        checked=views.day(visit, row["checked_on"]),
        limits=[visit.say(limit) for limit in LIMITS],
        municipality=installation["municipality"] if installation else "",
        offices=visit.read.rows("accounts.office_phones"),
        home=entry.HOME[visit.actor.role] if visit.somebody else "/",
    )
