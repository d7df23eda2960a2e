"""What staff write beside the numbers of a period: of one carrier for its funders, or of the whole network."""

from dataclasses import dataclass

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.periods import is_period
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.storage.database import Tx

LONGEST_WORDS = 4000


@dataclass(frozen=True)
class Words:
    """The story beside the numbers. `posts` is how many posts are paid for, as the funder writes it: `2,5`."""

    text: str
    quick_wins: str = ""
    posts: str = ""


def write(tx: Tx, period: str, carrier_id: str, words: Words, version: int) -> None:
    """Keep it; `carrier_id` '' is the whole network. Raises NotAllowed, NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    if not is_period(period) or (carrier_id and carrier_id not in {row["id"] for row in tx.rows("snapshots.carriers")}):
        raise NotVisible
    if max(len(words.text), len(words.quick_wins)) > LONGEST_WORDS or len(words.posts) > 20:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    facts = {
        "words_sealed": words.text, "quick_wins_sealed": words.quick_wins or None, "posts": words.posts, "written_at": tx.now,
        "written_by": tx.actor_id,
    }  # fmt: skip
    known = tx.row("snapshots.report", period=period, carrier_id=carrier_id)
    if known:
        tx.update("period_reports", known["id"], version=version, **facts)
    elif version:
        raise Stale
    else:
        tx.insert("period_reports", period=period, carrier_id=carrier_id or None, **facts)
