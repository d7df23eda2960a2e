"""Who of the team is new, and from which day account management may give that person somebody's plans."""

from pwa_server.domain.quiet_days import counts_from
from pwa_server.pages import views
from pwa_server.pages.views import View
from pwa_server.web.visit import Visit


def newcomers(visit: Visit) -> list[View]:
    """Counsellors whose account is younger than seven days, with the first moment of the other days."""
    rows = visit.read.rows("colleagues.of_carrier", carrier_id=visit.actor.carrier_id, staff_id=visit.actor.id)
    begins = [(row["name"], counts_from(row)) for row in rows]
    return [{"name": name, "from": views.moment_of(visit, at)} for name, at in begins if visit.now < at]
