"""Opening a case at the desk: who may, and that it is written down before anything of it is shown."""

from pwa_server.access import rights
from pwa_server.casework.openings import record_opening
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


async def opened(visit: Visit, case_id: str, reason: str = "plan") -> Row:
    """The case, its opening written to the access log. Raises NotVisible; Busy becomes 503, because unlogged is unseen."""
    case: Row = await visit.parts.database.write(visit.actor.id, visit.now, record_opening, case_id, reason)
    rights.require(case["relationship"], "case.read")
    return case


def high_for(relationship: str) -> str:
    """Whether goals that need special protection are shown: to the counsellor of the case, not to a deputy."""
    return "yes" if relationship == "counsellor" else "no"
