"""Opening a case at the desk: who may, and that it is written down before anything of it is shown."""

from pwa_server.access import rights
from pwa_server.casework.found import RESTRICTED
from pwa_server.casework.openings import record_opening
from pwa_server.domain.openings import PROTECTED_MINUTES
from pwa_server.domain.problems import NotVisible, Problem, RuleBroken
from pwa_server.domain.times import later
from pwa_server.pages.counsellor.caseload import desk_names
from pwa_server.storage.database import Busy, Row
from pwa_server.web.visit import Visit


async def opened(visit: Visit, case_id: str, reason: str = "plan", *, even_restricted: bool = False) -> Row:
    """The case, its opening written to the access log first. `high`: whether protected goals may be shown; `who`: the names;
    `hidden`: nothing of the plan may be shown.

    Raises NotVisible without a relationship, RuleBroken for a restricted case (but for the page that can end that),
    and Busy (503) when the log can't be written: unlogged is unseen.
    """
    try:
        await visit.parts.database.write(visit.actor.id, visit.now, record_opening, case_id, reason)
    except (Problem, Busy):
        raise
    except Exception as error:
        raise Busy from error
    case = visit.read.row("cases.find", case_id=case_id)
    if case is None or case["state"] == "erased":
        raise NotVisible
    rights.require(case["relationship"], "case.read")
    hidden = is_hidden(visit, case)
    if hidden and not even_restricted:
        raise RuleBroken(RESTRICTED)
    return case | {"high": high_of(visit, case), "who": desk_names(case, "client_"), "hidden": hidden}


def is_hidden(visit: Visit, case: Row) -> bool:
    """Whether the plan is restricted; a closed one when it was so until its end, or the client asked for it since."""
    if case["state"] != "closed":
        return bool(case["state"] == "restricted")
    of_case = {"case_id": case["id"]}
    states = [row["state"] for row in visit.read.rows("desk.states", **of_case)]
    answers = [row["state"] for row in visit.read.rows("consents.of_purpose", **of_case, purpose="case_record")]
    asked = visit.read.rows("data_requests.of_case", **of_case)
    granted = (row["answered_at"] for row in asked if (row["kind"], row["state"]) == ("restrict", "granted"))
    return (
        states[:2] == ["closed", "restricted"]
        or answers[:1] == ["withdrawn"]
        or any(at >= (case["closed_at"] or "") for at in granted)
    )


def high_of(visit: Visit, case: Row) -> str:
    """'yes' where protected goals are shown: to the counsellor, to a deputy for 30 minutes after a written reason."""
    if case["relationship"] == "counsellor":
        return "yes"
    since = later(visit.now, minutes=-PROTECTED_MINUTES)
    return "yes" if visit.read.row("openings.protected_since", case_id=case["id"], since=since) else "no"
