"""Accounts of mentors and staff: invited, never given a password; reset by one's own mail or a printed letter."""

import json
from collections.abc import Collection

from pwa_server.casework import mentor_confirmation, passkeys, second_factors, sign_in, tries
from pwa_server.casework.codes import UnknownCode, code_digest, find_for_secret
from pwa_server.casework.sign_in import Begun, Browser
from pwa_server.casework.staff import managed_account, note, require_right, write_mail
from pwa_server.domain.office_days import USUAL_LAND
from pwa_server.domain.people import ROLES
from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.quiet_days import COMPLAINTS, QUIET_DAYS
from pwa_server.domain.secrets import CARD_SIGNS, LETTER_SIGNS, read_mail
from pwa_server.domain.times import later
from pwa_server.storage.database import Read, Row, Tx
from pwa_server.storage.ids import new_code, new_id, new_token

STAFF_RIGHTS = ("account_management", "volunteer_office", "complaint_office")
INVITATION_DAYS = 14
LETTER_DAYS = 14
MAIL_HOURS = 2
INVITED = ("invite",)
RESET = ("reset_mail", "reset_letter")
# Codes that somebody of the office may have read: whoever sets a password with one need not be the account's owner.
SEEN_BY_THE_OFFICE = ("invite", "reset_letter")


def find_by_mail(read: Read, email: str) -> Row | None:
    """The account that signs in with an e-mail address."""
    return read.row_by_digest("accounts.for_mail", "email_digest", "mail", read_mail(email))


def mail_digest(tx: Read, email: str) -> str:
    """Under what an e-mail address is found."""
    return tx.digest("mail", read_mail(email))


def invite_account(
    tx: Tx,
    *,
    role: str,
    name: str,
    email: str,
    language: str = "de",
    title: str = "",
    phone: str = "",
    staff_rights: tuple[str, ...] = (),
    by_mail: bool = False,
) -> tuple[str, str]:
    """An account of the actor's carrier and the token of its invitation: (account id, token). Raises BadInput.

    The link is `/invitation?c=<token>`, good for 14 days; nobody but its holder chooses the password.
    """
    actor = require_right(tx, "mentors.edit" if role == "mentor" else "accounts.edit")
    account_id = _new_account(tx, role, name, email, actor["carrier_id"], staff_rights, language, title, phone)
    note(tx, "account_invited", account_id)
    return account_id, _invitation(tx, account_id, by_mail)


def invite_again(tx: Tx, account_id: str, by_mail: bool = False) -> str:
    """A new invitation for somebody who has not taken up the old one, which ends. Raises NotVisible or BadInput."""
    managed_account(tx, account_id)
    if tx.row("secrets.of_account", account_id=account_id):
        raise BadInput(N_("Dieses Konto hat schon ein Passwort."))
    note(tx, "account_invited_again", account_id)
    return _invitation(tx, account_id, by_mail)


def invite_first(
    tx: Tx, *, municipality: str, carrier: str, name: str, email: str, kind: str = "public", land: str = ""
) -> str | None:
    """The first account with account_management of a carrier, which is made; None once somebody has taken it up.

    Only whoever runs the machine can: from then on a carrier keeps its own accounts. `kind` counts until the account is
    taken up, `land` (whose public holidays count) from now on for all. Raises BadInput.
    """
    _keep_installation(tx, municipality, land)
    found = next((row for row in tx.rows("offices.carriers") if row["name"] == carrier.strip()), None)
    carrier_id = found["id"] if found else tx.insert(
        "carriers", name=carrier.strip(), kind=kind, counselling_type="kim", made_at=tx.now
    )  # fmt: skip
    managers = [row for row in tx.rows("accounts.with_rights") if _manages(row, carrier_id)]
    if any(row["has_secret"] for row in managers):
        return None
    if found:
        tx.update("carriers", carrier_id, version=found["version"], kind=kind)
    if managers:
        return _invitation(tx, managers[0]["id"], by_mail=False)
    rights = ("account_management", "volunteer_office")
    account_id = _new_account(tx, "coordinator", name, email, carrier_id, rights, "de", "", "")
    return _invitation(tx, account_id, by_mail=False)


def _keep_installation(tx: Tx, municipality: str, land: str) -> None:
    known = tx.row("installation.current")
    if known is None:
        tx.insert("installation", municipality=municipality, land=land or USUAL_LAND, made_at=tx.now)
    elif land:
        tx.update("installation", known["id"], land=land)
    tx.run("installation.touch")


def _manages(row: Row, carrier_id: str) -> bool:
    return row["carrier_id"] == carrier_id and "account_management" in json.loads(row["staff_rights"])


def _new_account(
    tx: Tx, role: str, name: str, email: str, carrier_id: str | None, staff_rights: tuple[str, ...],
    language: str, title: str, phone: str,
) -> str:  # fmt: skip
    if role not in ROLES or role == "client" or not set(staff_rights) <= set(STAFF_RIGHTS):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not name.strip() or "@" not in email:
        raise BadInput(N_("Diese E-Mail-Adresse stimmt noch nicht."))
    require_phone(phone)
    if tx.row_by_digest("accounts.mail_taken", "email_digest", "mail", read_mail(email)):
        raise BadInput(N_("Diese E-Mail-Adresse hat schon ein Konto."))
    account_id = tx.insert(
        "accounts", role=role, carrier_id=carrier_id, name_sealed=name.strip(), email_sealed=email.strip(),
        email_digest=mail_digest(tx, email), phone_sealed=phone or None, language=language, title=title,
        staff_rights=json.dumps(sorted(staff_rights)), opaque_id=new_id(), made_at=tx.now, made_by=tx.actor_id or None,
        **complaints_begin(tx, staff_rights),
    )  # fmt: skip
    if role == "mentor":
        tx.insert("mentors", id=account_id, mentor_code=new_code(CARD_SIGNS), made_at=tx.now)
    return account_id


def complaints_begin(tx: Tx, given: Collection[str], before: Collection[str] = ()) -> dict[str, str | None]:
    """What is kept of the right to read complaints: who gave it, and that it counts seven days later."""
    if COMPLAINTS not in given:
        return {"complaint_from": None, "complaint_given_by": None}
    if COMPLAINTS in before:
        return {}
    return {"complaint_from": later(tx.now, days=QUIET_DAYS), "complaint_given_by": tx.actor_id or None}


def _invitation(tx: Tx, account_id: str, by_mail: bool) -> str:
    tx.run("codes.cancel_for_account", account_id=account_id)
    token = new_token()
    _insert_code(tx, account_id, "invite", token, later(tx.now, days=INVITATION_DAYS))
    if by_mail:
        write_mail(tx, account_id, "invitation", path=f"/invitation?c={token}")
    return token


def _insert_code(tx: Tx, account_id: str, kind: str, code: str, expires_at: str) -> None:
    tx.insert(
        "sign_in_codes", account_id=account_id, kind=kind, code_digest=code_digest(tx, code),
        made_at=tx.now, made_by=tx.actor_id or None, expires_at=expires_at,
    )  # fmt: skip


def may_ask_reset(tx: Tx, email: str) -> bool:
    """Count that somebody asks for a link to this address, whoever has it; whether one more mail may go there."""
    return tries.begin_mail(tx, read_mail(email))


def write_reset(tx: Tx, email: str) -> None:
    """Write a mail with a link to the owner of an address. Whoever asked learns nothing about it."""
    account = find_by_mail(tx, email)
    if account is None or account["role"] == "client" or not account["secret_hash"]:
        return
    token = new_token()
    _insert_code(tx, account["id"], "reset_mail", token, later(tx.now, hours=MAIL_HOURS))
    write_mail(tx, account["id"], "reset", path=f"/reset?c={token}")


def make_reset_letter(tx: Tx, account_id: str) -> str:
    """A code for a printed letter (`/reset`, 14 days). Older ones end, and the account's owner is told by mail.

    Raises NotAllowed, NotVisible or RuleBroken.
    """
    managed_account(tx, account_id)
    second_factors.require_no_renewal_by_actor(tx, account_id)
    tx.run("codes.cancel_for_account", account_id=account_id)
    code = new_code(LETTER_SIGNS)
    _insert_code(tx, account_id, "reset_letter", code, later(tx.now, days=LETTER_DAYS))
    note(tx, "reset_letter_made", account_id)
    write_mail(tx, account_id, "reset_letter_made")
    return code


def set_password(tx: Tx, typed: str, kinds: tuple[str, ...], secret_hash: str, browser: Browser) -> Begun:
    """Use a code up, set the password, begin a session; all others and all passkeys end, the code app stays. Raises UnknownCode."""
    code = find_for_secret(tx, typed, kinds)
    if not tx.run("codes.use", id=code["id"]):
        raise UnknownCode
    account_id = code["account_id"]
    sign_in.keep_secret(tx, account_id, "password", secret_hash)
    tx.run("sessions.end_all", account_id=account_id, reason="secret_changed")
    passkeys.end_all(tx, account_id)
    tx.run("sessions.forget_push_of_account", account_id=account_id)
    if kinds == RESET:
        sign_in.tell_of_change(tx, account_id)
    if code["kind"] in SEEN_BY_THE_OFFICE:
        mentor_confirmation.password_by_letter(tx, account_id)
    return sign_in.begin(tx, account_id, browser)
