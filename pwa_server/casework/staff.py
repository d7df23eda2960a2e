"""What verbs about accounts share: named rights, the carrier's own accounts, mails to a person."""

import json

from pwa_server.access import rights
from pwa_server.domain.problems import NotAllowed, NotVisible
from pwa_server.domain.quiet_days import rights_in_force
from pwa_server.storage.database import Row, Tx


def require_right(tx: Tx, action: str) -> Row:
    """The actor's account, if one of its named rights may do `action`. Raises NotAllowed."""
    actor = tx.row("accounts.find", id=tx.actor_id)
    if actor is None:
        raise NotAllowed
    held = rights_in_force(json.loads(actor["staff_rights"]), actor["complaint_from"], tx.now)
    if not any(rights.may(right, action) for right in held):
        raise NotAllowed
    return actor


def require_coordinator(tx: Tx) -> Row:
    """The actor's account, if coordination is its work. Raises NotAllowed."""
    actor = tx.row("accounts.find", id=tx.actor_id)
    if actor is None:
        raise NotAllowed
    rights.require(actor["role"], "office.edit")
    return actor


def require_staff(tx: Tx, action: str) -> Row:
    """The actor's account, if people in its role may do `action`. Raises NotAllowed."""
    actor = tx.row("accounts.find", id=tx.actor_id)
    if actor is None or actor["deactivated_at"]:
        raise NotAllowed
    rights.require(actor["role"], action)
    return actor


def account_of_carrier(tx: Tx, actor: Row, account_id: str) -> Row:
    """An account with e-mail and password that the actor's carrier manages. Raises NotVisible."""
    account = tx.row("accounts.find", id=account_id)
    foreign = account and actor["carrier_id"] and account["carrier_id"] != actor["carrier_id"]
    if account is None or foreign or account["role"] == "client" or account["deactivated_at"]:
        raise NotVisible
    return account


def managed_account(tx: Tx, account_id: str, *, even_deactivated: bool = False) -> Row:
    """A mentor's account for the volunteer office, or one of the carrier's staff for account management.

    Raises NotVisible for everything else, NotAllowed for a mentor's or colleague's account without the right.
    """
    actor, account = tx.row("accounts.find", id=tx.actor_id), tx.row("accounts.find", id=account_id)
    if actor is None or account is None or account["role"] == "client":
        raise NotVisible
    mentor = account["role"] == "mentor"
    require_right(tx, "mentors.edit" if mentor else "accounts.edit")
    if not mentor and account["carrier_id"] != actor["carrier_id"]:
        raise NotVisible
    if account["deactivated_at"] and not even_deactivated:
        raise NotVisible
    return account


def write_mail(tx: Tx, account_id: str, kind: str, **facts: str) -> None:
    """Put a mail into the worker's hands; its words are chosen there, in the reader's language."""
    tx.insert("mails", account_id=account_id, kind=kind, body_sealed=json.dumps(facts), due_at=tx.now)


def note(tx: Tx, action: str, account_id: str) -> None:
    """Write down who did what to an account."""
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, action=action, subject_id=account_id)
