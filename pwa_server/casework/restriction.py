"""A hidden plan is shown again: the client wants it herself, or hears of it seven days before (Art. 18 (3) GDPR)."""

from datetime import timedelta

from pwa_server.access import rights
from pwa_server.casework import cases, tellings
from pwa_server.domain import cases as rules
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

ASK_FIRST = N_("Fragen Sie zuerst: Dürfen wir den Plan wieder speichern?")
TELL_FIRST = N_("Sagen Sie es zuerst der Person. Nach 7 Tagen geht es.")
TOO_EARLY = N_("Die Person weiß es. Das geht ab dem %(day)s.")
ANSWER_FIRST = N_("Die Person möchte das nicht. Bitte antworten Sie zuerst auf ihre Anfrage.")
NOT_HIDDEN = N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach.")


def announce(tx: Tx, case_id: str) -> str:
    """Tell the client that her plan is shown again, seven days from now; returns the day. Somebody calls her about it too.

    Raises NotVisible, NotAllowed, RuleBroken for a plan that is not hidden, was announced already, or has no yes.
    """
    case = tx.row("cases.find", case_id=case_id)
    if case is None or case["state"] == "erased":
        raise NotVisible
    rights.require(case["relationship"], "case.edit")
    if case["state"] != "restricted" or case["shown_from"]:
        raise RuleBroken(NOT_HIDDEN)
    _require_yes(tx, case)
    day = (berlin_day(tx.now) + timedelta(days=rules.TOLD_BEFORE_SHOWN_DAYS)).isoformat()
    tx.update("cases", case_id, version=case["version"], shown_from=day)
    tellings.tell(tx, case_id, "shown_again", first_on=day, call=True)
    return day


def show_again(tx: Tx) -> str:
    """The client wants to see her own plan again, at once; returns the state to which it goes back.

    Raises NotVisible, NotAllowed, RuleBroken for a plan that is not hidden or whose yes she took back.
    """
    case = cases.own(tx)
    rights.require(case["relationship"], "data_request.make")
    if case["state"] != "restricted":
        raise RuleBroken(NOT_HIDDEN)
    _require_yes(tx, case)
    history = [row["state"] for row in tx.rows("desk.states", case_id=case["id"])]
    state = rules.state_before_rest("restricted", history, case["path"])
    tx.update("cases", case["id"], version=case["version"], state=state, shown_from=None)
    tx.insert("case_states", case_id=case["id"], state=state, at=tx.now, by_id=tx.actor_id)
    tx.run("unscoped.drop_unread_tellings", case_id=case["id"], kind="shown_again")
    tx.run("endings.close_calls", case_id=case["id"], reason="shown_again")
    return state


def require_told(tx: Read, case: Row) -> None:
    """Raise RuleBroken unless a hidden plan may be shown now: the client said yes anew since, or was told seven days before.

    What she asked against it is answered first.
    """
    _require_yes(tx, case)
    if _said_yes_since(tx, case):
        return
    asked = tx.rows("data_requests.of_case", case_id=case["id"])
    if any((request["kind"], request["state"]) == ("restrict", "open") for request in asked):
        raise RuleBroken(ANSWER_FIRST)
    if not case["shown_from"]:
        raise RuleBroken(TELL_FIRST)
    if berlin_day(tx.now).isoformat() < case["shown_from"]:
        year, month, day = case["shown_from"].split("-")
        raise RuleBroken(TOO_EARLY, day=f"{day}.{month}.{year}")


def may_be_shown(read: Read, case: Row) -> bool:
    """Whether the desk may show a hidden plan now."""
    try:
        require_told(read, case)
    except RuleBroken:
        return False
    return True


def is_withdrawn(read: Read, case_id: str) -> bool:
    """Whether the client took back her yes to keeping a plan: it is asked anew before anything else."""
    answers = read.rows("consents.of_purpose", case_id=case_id, purpose="case_record")
    return bool(answers) and answers[0]["state"] == "withdrawn"


def _require_yes(tx: Read, case: Row) -> None:
    if is_withdrawn(tx, case["id"]):
        raise RuleBroken(ASK_FIRST)


def _said_yes_since(tx: Read, case: Row) -> bool:
    answers = tx.rows("consents.of_purpose", case_id=case["id"], purpose="case_record")
    states = tx.rows("desk.states", case_id=case["id"])
    hidden_at = next((row["at"] for row in states if row["state"] == "restricted"), "")
    return bool(answers) and answers[0]["state"] == "given" and answers[0]["made_at"] >= hidden_at
