"""What a person is told about the own account: on her other devices until she answers, and by mail where there is an address.

Clients read "Was that you?" on the next page of a device that they used before. "No" ends at once
all that opens on the other device.
"""

from pwa_server.casework import devices
from pwa_server.casework.staff import write_mail
from pwa_server.domain.account_news import ANSWERS, KEPT_DAYS, TRIES_TOLD_EVERY_HOURS
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import later
from pwa_server.storage.database import Read, Row, Tx


def waiting(read: Read, session_id: str) -> list[Row]:
    """What this device still asks its owner, the newest first."""
    return read.rows("account_news.waiting", session_id=session_id, since=later(read.now, days=-KEPT_DAYS))


def tell(tx: Tx, account_id: str, kind: str, session_id: str | None = None, label: str = "", to: str = "") -> None:
    """Tell the owner of an account; `kind` has its words in notify/mail_words.py and on the pages.

    `to` is the address that a mail goes to where that is another one than today's.
    """
    facts = {"kind": kind, "session_id": session_id, "label": label}
    tx.insert("account_news", account_id=account_id, at=tx.now, **facts)
    mail(tx, account_id, kind, to)


def mail(tx: Tx, account_id: str, kind: str, to: str = "") -> None:
    """Mail the owner of an account, if there is an address."""
    known = tx.row("account_news.address", account_id=account_id)
    if to or (known and (known["email"] or known["reminder_email"])):
        write_mail(tx, account_id, kind, **({"to": to} if to else {}))


def is_new_device(tx: Tx, account_id: str, device_id: str) -> bool:
    """Whether somebody who is in use elsewhere comes from a device that this account never signed in on."""
    where = {"account_id": account_id, "device_id": device_id}
    return not tx.row("account_news.signed_in_here", **where) and bool(
        tx.row("account_news.signed_in_elsewhere", **where)
    )


def tell_of_tries(tx: Tx, account_id: str) -> None:
    """Somebody guessed so often that guessing was stopped: told once a day, however long it goes on."""
    since = later(tx.now, hours=-TRIES_TOLD_EVERY_HOURS)
    if tx.row("accounts.find", id=account_id) and not tx.row(
        "account_news.lately", account_id=account_id, kind="wrong_tries", since=since
    ):
        tell(tx, account_id, "wrong_tries")


def answer(tx: Tx, news_id: str, here: str, said: str) -> bool:
    """The owner says on this device (`here` is its session) whether it was her.

    "No" ends what opens on the device that it was about, sign-ins and passkeys. Returns whether something has ended.
    Raises NotVisible for what this device is not asked, BadInput for another answer.
    """
    if said not in ANSWERS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    news = next((row for row in waiting(tx, here) if row["id"] == news_id), None)
    if news is None:
        raise NotVisible
    tx.run("account_news.answer", id=news_id, answer=said)
    if said == "me":
        return False
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, action=f"not_me_{news['kind']}", subject_id=tx.actor_id)
    there = tx.row("sessions.device_of_own", id=news["session_id"]) if news["session_id"] else None
    return there is not None and devices.end_all_on(tx, there["device_id"], here)
