"""What a person decides about the own account: language, text size, how we reach her, what a push says."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pwa_server.casework import account_news, consents, reminders
from pwa_server.casework.push_subscriptions import WITHOUT_MESSAGES
from pwa_server.domain.channels import ALL, chain, require_email, require_mobile
from pwa_server.domain.people import PUSH_TEXTS, TEXT_SIZES
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.storage.database import Row, Tx

MESSAGES = "message_reminders"
NOT_A_CHOICE = N_("Bitte wählen Sie eines davon.")


def set_reading(tx: Tx, language: str, text_size: str) -> None:
    """Language (an offered tag, checked by the page) and text size of the actor's own pages."""
    account = tx.row("accounts.find", id=tx.actor_id)
    if account is None:
        raise NotVisible
    if text_size not in TEXT_SIZES:
        raise BadInput(NOT_A_CHOICE)
    tx.update("accounts", tx.actor_id, version=account["version"], language=language, text_size=text_size)


@dataclass(frozen=True)
class Reaching:
    """How a client is told of meetings: her channels in their order, and what the messages go to and show."""

    channels: Sequence[str]
    push_text: str
    email: str = ""
    mobile: str = ""
    language: str = ""


def has_new_address(client: Row, used: Collection[str], wanted: Reaching) -> bool:
    """Whether messages would go to an address or number that is not the one of today (`client`, a row of own.settings).

    Then the PIN is asked for first, and the other devices and the old address are told. Raises BadInput.
    """
    email = require_email(wanted.email) if "email" in used else None
    mobile = require_mobile(wanted.mobile) if "sms" in used else None
    return bool((email and email != client["reminder_email"]) or (mobile and mobile != client["reminder_mobile"]))


def set_reaching(tx: Tx, wanted: Reaching, session_id: str | None = None) -> None:
    """Keep how the client wants to be reached. An address is kept only while it is used; typing it is the yes to it.

    Raises BadInput for unknown or doubled channels, and for an address that can't be one.
    """
    client = tx.row("own.settings")
    if client is None:
        raise NotVisible
    order = list(wanted.channels)
    if wanted.push_text not in PUSH_TEXTS or not order or len(set(order)) != len(order) or not set(order) <= set(ALL):
        raise BadInput(NOT_A_CHOICE)
    used = chain(order)
    if has_new_address(client, used, wanted):
        account_news.tell(tx, tx.actor_id, "reaching_changed", session_id, to=client["reminder_email"] or "")
    email = require_email(wanted.email) if "email" in used else None
    mobile = require_mobile(wanted.mobile) if "sms" in used else None
    _leave_behind(tx, client, email, mobile)
    tx.update(
        "clients",
        tx.actor_id,
        version=client["version"],
        channels=json.dumps(order),
        push_text=wanted.push_text,
        reminder_email_sealed=email,
        reminder_mobile_sealed=mobile,
    )
    _note_yes(tx, wanted.language, yes=bool({"email", "sms"} & set(used)))
    reminders.channels_changed(tx, tx.actor_id, order)
    reminders.push_switched_on(tx)


def _leave_behind(tx: Tx, client: Row, email: str | None, mobile: str | None) -> None:
    """No backup brings back an address that she has replaced by another: somebody else may read what goes there."""
    for column, new in (("reminder_email", email), ("reminder_mobile", mobile)):
        if client[column] and client[column] != new:
            tx.never_undo(f"clients.{column}_sealed", tx.actor_id)


def _note_yes(tx: Tx, language: str, *, yes: bool) -> None:
    case = tx.row("cases.own")
    if case is None or case["state"] in WITHOUT_MESSAGES:
        return
    if yes:
        consents.give(tx, case["id"], MESSAGES, language=language)
        reminders.go_on(tx, case["id"])
    else:
        consents.end(tx, case["id"], MESSAGES)
