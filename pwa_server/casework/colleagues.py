"""A new account gets nobody's plans by account management alone: seven days pass, or the counsellor says that she knows it.

Account management can invite a person whom nobody has ever seen. Whoever gives her own plans away does so knowingly.
"""

from pwa_server.access import rights
from pwa_server.casework.deputies import THE_SAME, require_able
from pwa_server.casework.staff import note
from pwa_server.domain.problems import BadInput, NotAllowed
from pwa_server.storage.database import Tx


def confirm(tx: Tx, colleague_id: str) -> None:
    """A counsellor says that she knows a colleague: account management may give that one her plans from now on.

    Raises NotVisible for no counsellor of the own carrier, BadInput for oneself or somebody without a password, NotAllowed.
    """
    actor = tx.row("accounts.find", id=tx.actor_id)
    if actor is None or not actor["carrier_id"]:
        raise NotAllowed
    rights.require(actor["role"], "case.hand_over")
    require_able(tx, actor["carrier_id"], colleague_id)
    if colleague_id == tx.actor_id:
        raise BadInput(THE_SAME)
    tx.insert("colleague_confirmations", staff_id=tx.actor_id, colleague_id=colleague_id, made_at=tx.now)
    note(tx, "colleague_confirmed", colleague_id)
