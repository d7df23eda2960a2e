"""What a person decides about the own account: language, text size, how we reach her, what a push says."""

import json
from collections.abc import Sequence

from pwa_server.casework import reminders
from pwa_server.domain.people import CHANNELS, PUSH_TEXTS, TEXT_SIZES
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.storage.database import Tx

NOT_A_CHOICE = N_("Bitte wählen Sie eines davon.")


def set_reading(tx: Tx, language: str, text_size: str) -> None:
    """Language (an offered tag, checked by the page) and text size of the actor's own pages."""
    account = tx.row("accounts.find", id=tx.actor_id)
    if account is None:
        raise NotVisible
    if text_size not in TEXT_SIZES:
        raise BadInput(NOT_A_CHOICE)
    tx.update("accounts", tx.actor_id, version=account["version"], language=language, text_size=text_size)


def set_reaching(tx: Tx, channels: Sequence[str], push_text: str) -> None:
    """The channels in the client's order and what a push shows. Raises BadInput for unknown or doubled ones."""
    client = tx.row("own.settings")
    if client is None:
        raise NotVisible
    if (
        push_text not in PUSH_TEXTS
        or not channels
        or len(set(channels)) != len(channels)
        or not set(channels) <= set(CHANNELS)
    ):
        raise BadInput(NOT_A_CHOICE)
    tx.update(
        "clients", tx.actor_id, version=client["version"], channels=json.dumps(list(channels)), push_text=push_text
    )
    reminders.push_switched_on(tx)
