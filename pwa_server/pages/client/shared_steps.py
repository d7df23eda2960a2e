"""What the client reads on her step about its partner: whom to ask for, who may look at it, what the partner answered."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import step_shares
from pwa_server.pages import partner_words
from pwa_server.pages.client.own_case import own_case
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


def beside(visit: Visit, step: Row) -> dict[str, Any]:
    """What stands on the page of a step beside the step itself."""
    if not step["partner_id"]:
        return {"contact": None, "link": None, "notes": []}
    return {
        "contact": partner_words.contact(visit, step["partner_id"]),
        "link": partner_words.link(visit, step),
        "notes": partner_words.notes(visit, step["id"]),
    }


async def stop_sharing(visit: Visit) -> Response:
    """Nobody looks at this step any more: the link ends at once."""
    own_case(visit)
    step = await visit.write(step_shares.stop, visit.path["id"])
    return visit.redirect(f"/steps/{step['id']}")
