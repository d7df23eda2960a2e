"""What a mentor is told of the own papers, and of grants that end soon."""

from pwa_server.casework import mentoring
from pwa_server.domain.grants import changed_lately, ends_soon
from pwa_server.domain.mentoring import renewal_due
from pwa_server.pages import views
from pwa_server.pages.mentor import telling
from pwa_server.pages.views import View
from pwa_server.web.visit import Visit


def readiness(visit: Visit) -> View:
    """`missing` says that the volunteer office still needs something; `renew_by` is the day of a certificate that ends soon."""
    own = visit.read.row("mentoring.own_clearance", today=visit.today.isoformat()) or {}
    lapses_on, promised = own.get("lapses_on"), own.get("confidentiality_on")
    soon = lapses_on is not None and renewal_due(lapses_on, visit.today)
    return {"missing": not (lapses_on and promised), "renew_by": views.day(visit, lapses_on) if soon else None}


def people_of(visit: Visit) -> list[View]:
    """Everybody who lets this mentor look now, with the last day."""
    return [
        {
            "id": grant["id"],
            "name": telling.name_of(grant),
            "until": views.day(visit, grant["expires_on"]),
            "changed": changed_lately(grant["changed_at"], visit.now),
            "ends_soon": ends_soon(grant["expires_on"], visit.today),
        }
        for grant in mentoring.current_grants(visit.read)
    ]
