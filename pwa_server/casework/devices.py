"""Devices: a browser profile known by a cookie, and the people who use it, each behind a picture."""

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
        return row["id"], device_token
    token = new_token()
    return tx.insert("devices", token_digest=tx.digest("device", token), made_at=tx.now), token


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
