"""Numbers for an emergency and the way out: public pages that need no account and no network of ours."""

from calendar import monthcalendar

from starlette.responses import Response

from pwa_server.domain.times import berlin
from pwa_server.i18n.formats import weekday_names, when
from pwa_server.web.visit import Visit


async def show_emergency(visit: Visit) -> Response:
    """110, 112 and 116 016, one tap each."""
    return visit.page("everyone/emergency.html")


async def show_quick_exit(visit: Visit) -> Response:
    """A page that anybody might have open: this month. It says nothing of us and offers no way back."""
    local = berlin(visit.now)
    return visit.page(
        "everyone/quick_exit.html",
        reader=None,
        today=when(visit.language.tag, local.date(), local.date(), local.time()),
        weeks=monthcalendar(local.year, local.month),
        weekdays=weekday_names(visit.language.tag),
    )
