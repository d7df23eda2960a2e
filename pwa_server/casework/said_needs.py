"""What a client says herself that she needs: kept as a need in her own words, new at the desk until somebody has looked.

Words may be left out or spoken. She takes it back without a trace while nobody has made anything of it.
"""

from pwa_server.casework import cases, consents, found
from pwa_server.casework.recordings import Voice, keep
from pwa_server.domain import needs as rules
from pwa_server.domain.problems import N_, NotAllowed, NotVisible, RuleBroken
from pwa_server.storage.database import Read, Row, Tx

RIGHT = "need.say"


def say(tx: Tx, life_area: str, words: str, language: str, voice: Voice | None = None) -> str:
    """Keep what the client says and return its id; it is protected as is usual in its life area.

    Raises NotVisible for somebody without an own case, BadInput, RuleBroken without the yes to a plan or after its end.
    """
    case_id = cases.own(tx)["id"]
    found.case(tx, case_id, RIGHT)
    if not may_say(tx, case_id):
        raise RuleBroken(N_("Dafür brauchen wir zuerst Ihr Ja."))
    rules.require_said(life_area, words)
    need_id = tx.insert(
        "needs",
        case_id=case_id,
        life_area=life_area,
        urgency=rules.SAID_URGENCY,
        sensitivity=rules.usual_sensitivity(life_area),
        own_words_sealed=words or None,
        own_words_language=language if words else None,
        state="open",
        said_by="client",
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    tx.insert("need_states", need_id=need_id, case_id=case_id, state="open", at=tx.now, by_id=tx.actor_id)
    if voice:
        keep(tx, case_id, "need", need_id, voice)
    cases.touch(tx, case_id)
    return need_id


def may_say(read: Read, case_id: str) -> bool:
    """Whether a plan may be kept: by the client's yes, or where a public service keeps it by law and only informs."""
    carrier = read.row("situation.carrier", case_id=case_id)
    by_law = carrier is not None and carrier["plan_basis"] != "consent"
    return by_law or consents.is_given(read, case_id, "case_record")


def speak(tx: Tx, need_id: str, voice: Voice) -> str:
    """The client says more about what she has just tapped or written. Raises NotVisible, NotAllowed, RuleBroken, BadInput."""
    need = _own(tx, need_id)
    keep(tx, need["case_id"], "need", need_id, voice)
    return need_id


def take_back(tx: Tx, need_id: str) -> Row:
    """It is gone, with what was spoken.

    Raises NotVisible, NotAllowed for what the office wrote, RuleBroken once it is worked on.
    """
    need = _own(tx, need_id)
    tx.run("recordings.drop_of_subject", subject_id=need_id)
    tx.run("needs.drop_states", need_id=need_id)
    tx.run("needs.drop", need_id=need_id)
    cases.touch(tx, need["case_id"])
    return need


def see(tx: Tx, need_id: str) -> Row:
    """Somebody at the desk has looked at it: the client reads who. Twice changes nothing. Raises NotVisible, NotAllowed."""
    need = found.need(tx, need_id)
    if need["said_by"] != "client":
        raise NotVisible
    if need["seen_at"] is None:
        tx.update("needs", need_id, seen_at=tx.now, seen_by=tx.actor_id)
        cases.touch(tx, need["case_id"])
    return need


def seen_with(tx: Tx, need: Row) -> dict[str, str]:
    """What working on a need notes beside: that it was looked at."""
    new = need["said_by"] == "client" and need["seen_at"] is None
    return {"seen_at": tx.now, "seen_by": tx.actor_id} if new else {}


def _own(tx: Tx, need_id: str) -> Row:
    need = found.need(tx, need_id, RIGHT)
    if need["said_by"] != "client":
        raise NotAllowed
    if not rules.may_take_back(need):
        raise RuleBroken(N_("Ihre Beratung arbeitet schon daran. Bitte sprechen Sie mit ihr."))
    return need
