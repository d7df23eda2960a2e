"""Signing in and out: sessions begin here with a new token, whatever was known before."""

from dataclasses import dataclass

from pwa_server.casework import account_news, consents, devices, passkeys, second_factors, tries
from pwa_server.domain.people import PICTURES
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible
from pwa_server.storage import session_rows
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_id

STAFF = ("counsellor", "coordinator")
# Devices on which one person is signed in at once; whoever comes with one more loses the one not used for longest.
MOST_SESSIONS = {"client": 5, "mentor": 5, "counsellor": 3, "coordinator": 3}


@dataclass(frozen=True)
class Browser:
    """What we know of the browser that asks. `device_token` and `session_token` are its cookies, '' for none."""

    device_token: str = ""
    session_token: str = ""
    label: str = ""
    address: str = ""


@dataclass(frozen=True)
class Begun:
    """A session that has begun: the cookies to set and where the person goes on."""

    token: str
    device_token: str
    role: str
    language: str
    phone: str
    by_secret: bool
    asks_phone: bool
    asks_factor: bool


def begin(
    tx: Tx, account_id: str, browser: Browser, *, by_secret: bool = True, by_passkey: bool = False, phone: str = ""
) -> Begun:
    """Begin a session on this browser.

    `by_secret` says that a PIN or password was typed (a card alone lets its holder choose one and nothing else), or that a
    passkey stood in for it (`by_passkey`), which is the second factor of staff too.
    The session that the browser held before ends, or stays locked if it is another person's on a shared phone.
    """
    account = tx.row("accounts.find", id=account_id)
    if account is None or account["deactivated_at"]:
        raise NotVisible
    device_id, device_token = devices.known_or_new(tx, browser.device_token)
    before = tx.row("devices.phone_before", device_id=device_id, account_id=account_id)
    phone = "desk" if account["role"] in STAFF else phone or (before["phone"] if before else "shared")
    earlier = [row["id"] for row in tx.rows("sessions.on_device", account_id=account_id, device_id=device_id)]
    is_new = account_news.is_new_device(tx, account_id, device_id)
    _leave(tx, browser, account_id)
    session_id = new_id()
    token = session_rows.begin(
        tx, account_id, account["role"], phone, id=session_id, device_id=device_id, label=browser.label,
        secret_at=tx.now if by_secret else None, passkey_at=tx.now if by_passkey else None,
        second_factor_at=tx.now if by_passkey and phone == "desk" else None,
    )  # fmt: skip
    _take_over(tx, earlier, account_id, session_id)
    _end_beyond(tx, account_id, session_id, MOST_SESSIONS[account["role"]])
    if is_new:
        account_news.tell(tx, account_id, "new_device", session_id, browser.label)
    if by_secret:
        _remember(tx, account, device_id)
    if by_secret and not by_passkey:
        # Who opens the phone need not know the PIN: its tries go on counting after a passkey.
        tries.forget(tx, account_id, device_token)
    asks_phone, asks_factor = before is None and phone != "desk", phone == "desk" and not by_passkey
    return Begun(token, device_token, account["role"], account["language"], phone, by_secret, asks_phone, asks_factor)


def _leave(tx: Tx, browser: Browser, account_id: str) -> None:
    held = tx.row("sessions.find_by_token", token_digest=session_rows.digest(browser.session_token))
    if held is None or held["account_id"] == account_id:
        return
    if held["phone"] == "shared":
        tx.update("sessions", held["id"], locked_at=tx.now)
    else:
        tx.run("sessions.end", id=held["id"], account_id=held["account_id"], reason="left")
        tx.run("sessions.forget_push", session_id=held["id"])


def _take_over(tx: Tx, earlier: list[str], account_id: str, session_id: str) -> None:
    for old_id in earlier:
        tx.run("sessions.move_push", new_id=session_id, old_id=old_id)
        tx.run("sessions.end", id=old_id, account_id=account_id, reason="signed_in_again")


def _end_beyond(tx: Tx, account_id: str, session_id: str, most: int) -> None:
    for row in tx.rows("sessions.others_open", account_id=account_id, kept_id=session_id)[most - 1 :]:
        tx.run("sessions.end", id=row["id"], account_id=account_id, reason="too_many")
        tx.run("sessions.forget_push", session_id=row["id"])


def _remember(tx: Tx, account: Row, device_id: str) -> None:
    if account["role"] in STAFF:
        second_factors.prepare(tx, account["id"])
    else:
        devices.remember(tx, device_id, account["id"])


def keep_secret(tx: Tx, account_id: str, kind: str, secret_hash: str) -> None:
    """Store a new PIN or password by its hash. Codes that could set another one end."""
    tx.run("secrets.keep", account_id=account_id, kind=kind, secret_hash=secret_hash)
    tx.run("codes.cancel_for_account", account_id=account_id)
    tx.run("codes.cancel_for_client", account_id=account_id)
    tx.insert("events", at=tx.now, actor_id=account_id, action="secret_set", subject_id=account_id)


def rehash(tx: Tx, account_id: str, old_hash: str, new_hash: str) -> None:
    """Keep the same secret under newer parameters."""
    tx.run("secrets.rehash", account_id=account_id, old_hash=old_hash, new_hash=new_hash)


def choose_first_secret(tx: Tx, session_id: str, kind: str, secret_hash: str) -> None:
    """The first minute's PIN: every other session of the person ends, and every passkey. Raises NotVisible where one was chosen."""
    session = tx.row("sessions.unfinished", id=session_id)
    if session is None:
        raise NotVisible
    is_first = tx.row("secrets.of_account", account_id=tx.actor_id) is None
    keep_secret(tx, tx.actor_id, kind, secret_hash)
    if not is_first:
        tell_of_change(tx, tx.actor_id, kind)
    tx.update("sessions", session_id, secret_at=tx.now)
    _end_others(tx, session_id)
    passkeys.end_all(tx, tx.actor_id)
    devices.remember(tx, session["device_id"], tx.actor_id)
    consents.note_app_use(tx)


def change_secret(tx: Tx, session_id: str, role: str, kind: str, secret_hash: str) -> str:
    """A new PIN or password (the old one was verified before): what opens on other devices ends, sessions and passkeys.

    Returns the session's new token: whoever copied the cookie before is out as well.
    """
    keep_secret(tx, tx.actor_id, kind, secret_hash)
    _secret_given(tx, session_id)
    _end_others(tx, session_id)
    session = tx.row("sessions.find_own", id=session_id)
    passkeys.end_elsewhere(tx, session["device_id"] if session else None)
    tell_of_change(tx, tx.actor_id, kind)
    return session_rows.renew(tx, session_id, role)


def tell_of_change(tx: Tx, account_id: str, kind: str = "password") -> None:
    """Mail the owner of an account that its PIN or password is another one now, if there is an address.

    The other devices are signed out by it, and say so when they are next used.
    """
    account_news.mail(tx, account_id, f"{kind}_changed")


def _end_others(tx: Tx, kept_id: str) -> None:
    tx.run("sessions.end_others", account_id=tx.actor_id, kept_id=kept_id, reason="secret_changed")
    tx.run("sessions.forget_push_of_others", account_id=tx.actor_id, kept_id=kept_id)


def secret_was_typed(tx: Tx, session_id: str, device_token: str) -> None:
    """The PIN was typed again: what is specially protected opens for a while."""
    _secret_given(tx, session_id)
    tries.forget(tx, tx.actor_id, device_token)


def _secret_given(tx: Tx, session_id: str) -> None:
    tx.update("sessions", session_id, secret_at=tx.now, passkey_at=None)


def choose_language(tx: Tx, language: str) -> None:
    """The language of the actor's pages (an offered tag, checked by the page)."""
    tx.update("accounts", tx.actor_id, language=language)


def choose_phone(tx: Tx, session_id: str, phone: str) -> None:
    """Whether only this person uses the device. Raises BadInput for another answer, NotAllowed for staff."""
    if phone not in ("own", "shared"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    session = tx.row("sessions.find_own", id=session_id)
    # A desk stays a desk: as a phone it would need no second factor.
    if session is None or session["phone"] == "desk":
        raise NotAllowed
    tx.update("sessions", session_id, phone=phone)
    if phone == "shared":
        devices.end_passkeys(tx, session["device_id"])
    tx.run("sessions.keep_phone_use", phone=phone)


def choose_picture(tx: Tx, device_id: str, picture: str) -> None:
    """The picture that stands for this person on a shared phone. Raises BadInput when another person has it here."""
    people = tx.rows("devices.pictures", device_id=device_id)
    taken = [row["picture"] for row in people if row["account_id"] != tx.actor_id]
    if picture not in PICTURES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if picture in taken:
        raise BadInput(N_("Dieses Bild hat schon jemand. Bitte wählen Sie ein anderes."))
    tx.run("devices.choose_picture", device_id=device_id, account_id=tx.actor_id, picture=picture)


def lock(tx: Tx, session_id: str) -> None:
    """Lock the session until picture and PIN open it; its push goes on."""
    tx.update("sessions", session_id, locked_at=tx.now)


def sign_out(tx: Tx, session_id: str, device_id: str | None) -> None:
    """End the session, its push and this person's picture on this device."""
    devices.end_session(tx, session_id, device_id, "signed_out")


def end_own(tx: Tx, session_id: str) -> None:
    """End one of the actor's sessions on another device, and the passkeys that were set up there. Raises NotVisible."""
    session = tx.row("sessions.find_own", id=session_id)
    if session is None:
        raise NotVisible
    devices.end_session(tx, session_id, session["device_id"], devices.ENDED_ELSEWHERE)
