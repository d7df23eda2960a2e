"""Devices: a browser profile known by a cookie, and the people who use it, each behind a picture."""

from pwa_server.casework.staff import note
from pwa_server.domain.people import PICTURES
from pwa_server.storage.database import Read, Row, Tx
from pwa_server.storage.ids import new_token

ENDED_ELSEWHERE = "ended_elsewhere"


def find(read: Read, device_token: str) -> Row | None:
    """The device that a cookie names ('' for none)."""
    return read.row_by_digest("devices.find", "token_digest", "device", device_token) if device_token else None


def known_or_new(tx: Tx, device_token: str) -> tuple[str, str]:
    """Id and cookie of the device: the one that the cookie names, else a new one."""
    row = find(tx, device_token)
    if row:
        # The cookie is in hand: what it is found by goes over to today's pepper.
        tx.update("devices", row["id"], token_digest=tx.digest("device", device_token))
        return row["id"], device_token
    token = new_token()
    return tx.insert("devices", token_digest=tx.digest("device", token), made_at=tx.now), token


def end_session(tx: Tx, session_id: str, device_id: str | None, reason: str) -> None:
    """End one of the actor's sessions, its push and the actor's picture on its device.

    Ended from elsewhere, the device may be lost: what opens by its unlock ends too. Signing out there keeps that.
    """
    tx.run("sessions.end", id=session_id, account_id=tx.actor_id, reason=reason)
    tx.run("sessions.forget_push", session_id=session_id)
    if device_id:
        tx.run("devices.forget_person", device_id=device_id, account_id=tx.actor_id)
    if reason == ENDED_ELSEWHERE:
        end_passkeys(tx, device_id)


def end_all_on(tx: Tx, device_id: str | None, here: str) -> bool:
    """End all that opens for the actor on one device, but for the session `here`. Returns whether there was anything."""
    found = tx.rows("sessions.on_device", account_id=tx.actor_id, device_id=device_id)
    for session in found:
        if session["id"] != here:
            end_session(tx, session["id"], device_id, ENDED_ELSEWHERE)
    return end_passkeys(tx, device_id) or any(session["id"] != here for session in found)


def end_passkeys(tx: Tx, device_id: str | None) -> bool:
    """What the actor set up on one device, to sign in by its unlock, ends. Returns whether there was any."""
    ended = bool(device_id and tx.run("passkeys.end_on_device", account_id=tx.actor_id, device_id=device_id))
    if ended:
        note(tx, "passkeys_ended", tx.actor_id)
    return ended


def remember(tx: Tx, device_id: str, account_id: str) -> None:
    """Let the device show this person's picture; the first that nobody here has, until she chooses one.

    Whoever finds no picture left signs in with the name.
    """
    people = tx.rows("devices.pictures", device_id=device_id)
    if any(row["account_id"] == account_id for row in people):
        return
    taken = {row["picture"] for row in people}
    picture = next((name for name in PICTURES if name not in taken), None)
    if picture:
        tx.insert("device_people", device_id=device_id, account_id=account_id, picture=picture, added_at=tx.now)
