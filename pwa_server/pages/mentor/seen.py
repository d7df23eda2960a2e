"""What all mentor pages share: an opening is written down before anything is shown, and what is gone is gone kindly."""

from functools import wraps

from starlette.responses import Response

from pwa_server.casework.openings import record_opening
from pwa_server.domain.problems import N_, NotVisible, Problem
from pwa_server.storage.database import Busy
from pwa_server.web.routing import Handler
from pwa_server.web.visit import Visit

GONE = N_("Diese Seite ist für Sie nicht mehr da. Vielleicht ist die Freigabe zu Ende. Danke für Ihre Hilfe!")


class NoLongerThere(NotVisible):
    """What a mentor may not see now: never, not any more or not yet, in the same words. The phone forgets its copy."""

    forgets_copies = True

    def __init__(self) -> None:
        Problem.__init__(self, GONE)


def kindly(handler: Handler) -> Handler:
    """The handler with NoLongerThere for everything that its reader may not see."""

    @wraps(handler)
    async def answer(visit: Visit) -> Response:
        try:
            return await handler(visit)
        except NotVisible as error:
            raise NoLongerThere from error

    return answer


async def write_opening(visit: Visit, case_id: str, reason: str) -> None:
    """Note the opening. Raises Busy (503) when that can't be written: unlogged is unseen."""
    try:
        await visit.parts.database.write(visit.actor.id, visit.now, record_opening, case_id, reason)
    except (Problem, Busy):
        raise
    except Exception as error:
        raise Busy from error
