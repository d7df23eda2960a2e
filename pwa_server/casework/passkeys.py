"""Passkeys: asked for once, set up on one's own device, and ended with the sign-ins of that device.

A passkey shares the fate of the device on which it was set up. Signing out there keeps it, so that it opens again; all else
that ends a person's sign-ins ends it too, and whatever a code of the office or of a mail opens ends them all.
"""

from pwa_server.casework import account_news
from pwa_server.casework.staff import note
from pwa_server.domain.passkeys import CHALLENGE_MINUTES, FAILED, MOST_OF_ONE_PERSON, Made
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.times import later
from pwa_server.storage.database import Read, Row, Tx
from pwa_server.storage.ids import new_id, new_token

COPIED = "passkey_copied"
OWN_PHONE_ONLY = N_("Das geht nur auf Ihrem eigenen Telefon.")
TOO_MANY = N_("Das sind schon viele Geräte. Bitte entfernen Sie zuerst eines.")
LAST_FACTOR = N_("Das ist Ihr einziger zweiter Schritt. Richten Sie zuerst ein anderes Gerät ein.")


def ask(tx: Tx, purpose: str, bound: str) -> str:
    """A new challenge, good once and for five minutes, for one purpose and whoever holds `bound` (a session, a cookie)."""
    challenge = new_token()
    tx.run("passkeys.forget_challenges")
    tx.run(
        "passkeys.ask",
        id=new_id(),
        bound_digest=_bound(tx, purpose, bound),
        challenge=challenge,
        expires_at=later(tx.now, minutes=CHALLENGE_MINUTES),
    )
    return challenge


def take(tx: Tx, purpose: str, bound: str) -> str:
    """The challenge that was asked, which is used up by this; '' when there is none."""
    row = tx.row("passkeys.take", bound_digest=_bound(tx, purpose, bound))
    return str(row["challenge"]) if row else ""


def _bound(tx: Read, purpose: str, bound: str) -> str:
    return tx.digest("passkey_challenge", f"{purpose}:{bound}")


def find(read: Read, credential: str) -> Row | None:
    """The passkey with this id, if it may open something now."""
    return read.row_by_digest("passkeys.by_digest", "credential_digest", "passkey", credential)


def known_credentials(read: Read, account_id: str) -> list[str]:
    """The ids of a person's passkeys that open something, as devices know them."""
    found = read.rows("passkeys.of_account", account_id=account_id)
    return [row["credential"] for row in found if not row["stopped_at"]]


def require_own_device(session: Row | None) -> Row:
    """The session, if whoever holds it may set a passkey up there. Raises NotVisible, or RuleBroken on a shared phone."""
    if session is None:
        raise NotVisible
    if session["phone"] == "shared":
        raise RuleBroken(OWN_PHONE_ONLY)
    return session


def add(tx: Tx, session_id: str, made: Made, label: str) -> str:
    """Keep a new passkey of the actor and return its id. Its owner is told by mail where there is an address.

    Raises NotVisible, BadInput for one that stands here already, RuleBroken on a shared phone or beyond ten.
    """
    session = require_own_device(tx.row("sessions.find_own", id=session_id))
    if tx.row_by_digest("passkeys.has_digest", "credential_digest", "passkey", made.credential):
        raise BadInput(FAILED)
    if len(tx.rows("passkeys.of_account", account_id=tx.actor_id)) >= MOST_OF_ONE_PERSON:
        raise RuleBroken(TOO_MANY)
    passkey_id = tx.insert(
        "passkeys", account_id=tx.actor_id, device_id=session["device_id"], label=label, made_at=tx.now,
        credential_digest=tx.digest("passkey", made.credential), credential_sealed=made.credential,
        public_key_sealed=made.public_key, sign_count=made.sign_count,
    )  # fmt: skip
    note(tx, "passkey_added", tx.actor_id)
    account_news.tell(tx, tx.actor_id, "passkey_added", session_id, label)
    return passkey_id


def use(tx: Tx, passkey: Row, sign_count: int) -> bool:
    """Note a signature. False when the counter did not move on: there may be a copy, so neither opens anything again."""
    # Its id is in hand: what it is found by goes over to today's pepper.
    today = tx.digest("passkey", passkey["credential"])
    if tx.run("passkeys.use", id=passkey["id"], sign_count=sign_count, credential_digest=today):
        return True
    if tx.run("passkeys.stop", id=passkey["id"]):
        note(tx, COPIED, passkey["account_id"])
        if not tx.run("alarms.raise_again", kind=COPIED):
            tx.insert("alarms", kind=COPIED, raised_at=tx.now, last_at=tx.now)
    return False


def remove(tx: Tx, passkey_id: str) -> None:
    """Let one of the actor's passkeys open nothing any more. Raises NotVisible, or RuleBroken for the last second factor."""
    passkey = tx.row("passkeys.find_own", id=passkey_id)
    if passkey is None:
        raise NotVisible
    left = [row for row in tx.rows("passkeys.of_account", account_id=tx.actor_id) if row["id"] != passkey_id]
    if not passkey["stopped_at"] and _is_factor(tx, tx.actor_id) and all(row["stopped_at"] for row in left):
        raise RuleBroken(LAST_FACTOR)
    tx.run("passkeys.end", id=passkey_id)
    note(tx, "passkey_removed", tx.actor_id)


def end_all(tx: Tx, account_id: str) -> None:
    """Every passkey of a person ends: a lost phone, a new card, a letter, a renewed second factor."""
    if tx.run("passkeys.end_all", account_id=account_id):
        note(tx, "passkeys_ended", account_id)


def end_elsewhere(tx: Tx, device_id: str | None) -> None:
    """What the actor set up on other devices ends, but for passkeys that are her only second factor."""
    found = tx.rows("passkeys.of_account", account_id=tx.actor_id)
    is_left = any(row["device_id"] == device_id and device_id and not row["stopped_at"] for row in found)
    if _is_factor(tx, tx.actor_id) and not is_left:
        return
    if tx.run("passkeys.end_elsewhere", account_id=tx.actor_id, device_id=device_id or ""):
        note(tx, "passkeys_ended", tx.actor_id)


def _is_factor(tx: Read, account_id: str) -> bool:
    """Whether passkeys are this person's only second factor."""
    factor = tx.row("passkeys.factor", account_id=account_id)
    return factor is not None and not factor["has_app"]
