"""How much of what costs a lot one person may ask for in a while: searches, papers, exports, invitations, letters, messages.

More than any work needs, and far less than a machine that copies, floods or guesses. Nothing here stops a call for help:
see HELP. Signing in and feedback without an account are counted where they happen.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pwa_server.domain.problems import N_, TooOften
from pwa_server.domain.times import berlin
from pwa_server.storage import rate_limits
from pwa_server.storage.database import Tx

if TYPE_CHECKING:
    from pwa_server.web.visit import Visit


@dataclass(frozen=True)
class Pace:
    """`limits` of one person for all routes of a `kind` together, and what is said beyond."""

    kind: str
    limits: str
    words: str = N_("Das war sehr viel auf einmal. Bitte versuchen Sie es um %(time)s noch einmal.")


SEARCH = Pace("search", "150/minute")
PAPER = Pace("paper", "40/10minute")
EXPORT = Pace("export", "60/hour")
INVITATION = Pace("invitation", "60/hour")
LETTER = Pace("letter", "120/hour")
MESSAGE = Pace("message", "60/hour")
# Nobody asks for help once a minute for an hour. What the phone could not send it keeps and sends again by itself.
HELP = Pace("help", "60/hour", N_("Ihre Bitten sind da. Brauchen Sie jetzt Hilfe? Dann rufen Sie uns bitte an."))

PACES = {
    "GET /desk/cases": SEARCH,
    "GET /office/partners": SEARCH,
    "POST /desk/goals/{goal_id}/steps/preview": SEARCH,
    "GET /plan/pdf": PAPER,
    "GET /agreement/{agreement_id}/pdf": PAPER,
    "GET /desk/cases/{case_id}/pdf": PAPER,
    "GET /desk/agreements/{agreement_id}/pdf": PAPER,
    "GET /my-data/file.json": EXPORT,
    "POST /summary": EXPORT,
    "GET /office/numbers.csv": EXPORT,
    "GET /office/report/print": EXPORT,
    "POST /desk/takeover/preview": EXPORT,
    "POST /desk/takeover": EXPORT,
    "POST /office/comparison": EXPORT,
    "POST /office/accounts": INVITATION,
    "POST /office/mentors": INVITATION,
    "POST /office/accounts/{account_id}/letter": LETTER,
    "POST /office/mentors/{mentor_id}/letter": LETTER,
    "POST /desk/cases/{case_id}/card": LETTER,
    "POST /desk/cards": LETTER,
    "GET /desk/call-tasks/{task_id}/letter": LETTER,
    "POST /desk/meetings/{meeting_id}/reminders": MESSAGE,
    "POST /desk/reminders/chosen": MESSAGE,
    "POST /mentor/clients/{grant_id}/notes": MESSAGE,
    "POST /network/notes": MESSAGE,
    "POST /requests": MESSAGE,
    "POST /agreement/{agreement_id}/questions": MESSAGE,
    "POST /wishes": MESSAGE,
    "POST /wishes/recordings": MESSAGE,
    "POST /steps/{id}/sharing": MESSAGE,
    "POST /desk/steps/{step_id}/sharing": MESSAGE,
    "POST /help": HELP,
    "POST /help/recordings": HELP,
}

# What ends something is never stopped: a lost phone, a code that fell into wrong hands.
ENDING = {"POST /desk/cases/{case_id}/card": ("lost", "cancel")}


async def keep(visit: "Visit", name: str) -> None:
    """Count this request of a signed-in person, where its route has a pace. Raises TooOften beyond it."""
    pace = PACES.get(name)
    if pace is None or visit.somebody is None or (name.startswith("GET") and pace is SEARCH and not _searches(visit)):
        return
    if name in ENDING and (await visit.form()).get("what") in ENDING[name]:
        return
    who = (pace.kind, visit.actor.id)
    if name.startswith("GET"):
        # A page opens while another process holds the write lock: it is counted beside.
        wait = rate_limits.wait(visit.read, pace.limits, *who)
        if not wait:
            visit.parts.later(visit.parts.database.write("", visit.now, _count, pace.limits, *who))
    else:
        wait = await visit.parts.database.write("", visit.now, _count, pace.limits, *who)
    if wait:
        again = berlin(visit.now) + timedelta(seconds=wait)
        minute = again + timedelta(seconds=-again.second % 60)
        raise TooOften(pace.words, wait, time=minute.strftime("%H:%M"))


def _searches(visit: "Visit") -> bool:
    return bool(visit.request.query_params.get("q"))


def _count(tx: Tx, limits: str, *who: str) -> int:
    return rate_limits.hit(tx, limits, *who)
