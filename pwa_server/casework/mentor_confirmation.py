"""The client says yes to the person behind a mentor's account. Nobody is asked or let in before that.

Two things make the person uncertain, and both lie in the office's hands: it proposed the mentor, or it handed out a letter
with which the password of the account was set. Neither may open a plan without its client.
"""

from pwa_server.access import rights
from pwa_server.casework import cases, clearances, news
from pwa_server.casework.grants import READ_ONLY_CASES, end_grant
from pwa_server.domain import grants, mentoring
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.storage.database import Row, Tx

NOT_NOW = N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach.")


def password_by_letter(tx: Tx, account_id: str) -> None:
    """A letter of the office set this account's password: what clients granted to it rests until each has said yes.

    What the mentor was asked goes back to its client; what is in force is suspended. The clients are told.
    """
    for grant in tx.rows("unscoped.running_grants_of_account", mentor_id=account_id):
        if grant["state"] == "active":
            clearances.suspend(tx, grant)
        elif grant["state"] == "offered":
            grants.require_move("offered", "requested")
            tx.update("mentor_grants", grant["id"], state="requested", state_at=tx.now)
        tx.update("mentor_grants", grant["id"], unconfirmed_since=tx.now)
        tx.run("unscoped.touch_case", case_id=grant["case_id"])
        news.tell(tx, grant["case_id"], grant["client_id"])


def confirm_person(tx: Tx, grant_id: str, person_id: str, answer: str) -> str:
    """The client answers whether it is this person: `yes` or `no`. Returns the grant's state.

    `person_id` is whom the page named: a yes never reaches somebody else who was proposed since (RuleBroken).

    After a yes the mentor is asked, or looks again, as soon as the certificate is valid. A no to somebody whom the office
    proposed leaves the wish open for another; any other no ends the grant. Raises NotVisible, BadInput, and RuleBroken
    for a grant that has ended or a plan at rest. A late second yes changes nothing.
    """
    grant = tx.row("own.grant", grant_id=grant_id)
    if grant is None:
        raise NotVisible
    rights.require(grant["relationship"], "grant.make")
    if answer not in ("yes", "no"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not grants.TRANSITIONS[grant["state"]] or cases.own(tx)["state"] in READ_ONLY_CASES:
        raise RuleBroken(NOT_NOW)
    if not grant["unconfirmed_since"]:
        return str(grant["state"])
    if grant["mentor_id"] != person_id:
        raise RuleBroken(NOT_NOW)
    if answer == "no":
        return _refuse(tx, grant)
    return _accept(tx, grant)


def _refuse(tx: Tx, grant: Row) -> str:
    if not (grant["proposed_by"] and grant["state"] == "requested"):
        return end_grant(tx, grant["id"])
    event = {"action": "proposal_refused", "case_id": grant["case_id"], "subject_id": grant["mentor_id"]}
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, **event)
    gone = {"mentor_id": None, "proposed_by": None, "unconfirmed_since": None}
    tx.update("mentor_grants", grant["id"], version=grant["version"], state_at=tx.now, **gone)
    cases.touch(tx, grant["case_id"])
    return "requested"


def _accept(tx: Tx, grant: Row) -> str:
    changes: dict[str, str | None] = {"unconfirmed_since": None}
    ends = mentoring.end_of_day(grant["expires_on"])
    if ends > tx.now and clearances.is_ready(tx, grant["mentor_id"]):
        goes_on = {"state": "active", "valid_until": ends} if grant["state"] == "suspended" else {"state": "offered"}
        grants.require_move(grant["state"], goes_on["state"])
        changes |= goes_on | {"state_at": tx.now}
    tx.update("mentor_grants", grant["id"], version=grant["version"], **changes)
    event = {"action": "person_confirmed", "case_id": grant["case_id"], "subject_id": grant["id"]}
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, **event)
    cases.touch(tx, grant["case_id"])
    return changes.get("state") or str(grant["state"])
