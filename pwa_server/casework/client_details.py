"""The person's own details, kept at the desk: name, languages, how to reach her safely."""

import json
from dataclasses import dataclass

from pwa_server.casework import cases, found, reminders
from pwa_server.domain.clients import require_details
from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import NotVisible
from pwa_server.storage.database import Row, Tx


@dataclass(frozen=True)
class Details:
    """What the form holds. `language` is what the app speaks to her, `spoken` and `interpreter` what she speaks."""

    name: str
    name_native: str
    name_latin: str
    phone: str
    phone_use: str
    language: str
    spoken: str
    interpreter: str
    dialect: str
    literacy: str
    channels: tuple[str, ...]
    safe_contact: str


def change_details(tx: Tx, case_id: str, client_version: int, account_version: int, details: Details) -> None:
    """Keep the details if nobody has changed them since the form was made. Raises NotVisible, BadInput, Stale."""
    case = found.case(tx, case_id)
    person = tx.row("desk.person", case_id=case_id)
    if person is None:
        raise NotVisible
    require_details(details.literacy, details.channels, details.phone_use)
    require_phone(details.phone)
    if person["phone"] and person["phone"] != details.phone:
        # No backup brings it back: somebody else may answer there now.
        tx.never_undo("accounts.phone_sealed", case["client_id"])
    tx.update(
        "accounts",
        case["client_id"],
        version=account_version,
        name_sealed=details.name,
        phone_sealed=details.phone or None,
        language=details.language,
    )
    tx.update(
        "clients",
        case["client_id"],
        version=client_version,
        name_native_sealed=details.name_native or None,
        name_latin_sealed=details.name_latin or None,
        spoken_languages=json.dumps(_spoken(person, details.spoken)),
        interpreter_language=details.interpreter,
        dialect_sealed=details.dialect or None,
        literacy=details.literacy,
        channels=json.dumps(details.channels),
        phone_use=details.phone_use,
        safe_contact_sealed=details.safe_contact or None,
    )
    reminders.channels_changed(tx, case["client_id"], details.channels)
    cases.touch(tx, case_id)


def _spoken(person: Row, first: str) -> list[str]:
    """The chosen language first, then the others that were known."""
    others = [language for language in json.loads(person["spoken_languages"]) if language != first]
    return [first, *others] if first else others
