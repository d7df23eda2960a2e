"""Mails to staff and mentors (sign-in links): rows made by a verb, sent by the worker where SMTP_URL is set."""

import asyncio
import json
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from pwa_server.domain.times import later
from pwa_server.notify.mail_words import compose
from pwa_server.storage.database import Database, Row, Tx

LEASE_SECONDS = 300
DEADLINE_SECONDS = 20
KEPT_TRYING_HOURS = 24
WAIT_MINUTES = 5


class NotEncrypted(smtplib.SMTPException):
    """The mail server offers no TLS, and others could read along: links that set a password don't go there."""

    def __init__(self) -> None:
        super().__init__("it offers no TLS (STARTTLS)")


@dataclass(frozen=True)
class Mailer:
    """A mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`."""

    url: str
    sender: str

    def send(self, to: str, subject: str, text: str, message_id: str = "") -> None:
        """Hand one mail to the server. The same `message_id` again is the same mail. Raises OSError or SMTPException."""
        parts = urlsplit(self.url)
        with connected(self.url, DEADLINE_SECONDS) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            mail = self._mail(to, subject, text)
            if message_id:
                mail["Message-ID"] = message_id
            server.send_message(mail)

    def _mail(self, to: str, subject: str, text: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail


def connected(url: str, deadline_seconds: float) -> smtplib.SMTP:
    """A mail server that has greeted us, over TLS or on this machine. Raises OSError, SMTPException or NotEncrypted."""
    parts, context = urlsplit(url), ssl.create_default_context()
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=deadline_seconds, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=deadline_seconds)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif not _is_this_machine(host):
            raise NotEncrypted
    except BaseException:
        server.close()
        raise
    return server


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def send_due_mails(database: Database, mailer: Mailer, now: str, origin: str) -> int:
    """Send every mail that is due and return how many were handed over. Links in them begin with `origin`."""
    if database.read("", now).row("unscoped.mails_due") is None:
        return 0
    claimed = await database.write("", now, _claim)
    sent = 0
    for mail_id in claimed:
        row = database.read("", now).row("unscoped.mail_to_send", id=mail_id)
        if row is None:
            continue
        accepted = await _accepted(mailer, row, origin)
        sent += accepted
        await database.write("", now, _finish, row, accepted)
    return sent


async def _accepted(mailer: Mailer, row: Row, origin: str) -> bool:
    to = address_of(row)
    if not to or row["deactivated_at"]:
        return False
    try:
        subject, text = compose(row["kind"], row["language"], row["body"], origin)
        await asyncio.to_thread(mailer.send, to, subject, text)
    except (OSError, smtplib.SMTPException, ValueError, KeyError):
        return False
    return True


def address_of(row: Row) -> str:
    """Where a mail goes: to the address that its verb named, to the account's, or to the one a client gave for messages."""
    named = json.loads(row["body"]).get("to", "")
    return str(named or row["email"] or row["reminder_email"] or "")


def _claim(tx: Tx) -> list[str]:
    lease_until = later(tx.now, seconds=LEASE_SECONDS)
    return [row["id"] for row in tx.rows("unscoped.claim_mails", lease_until=lease_until)]


def _finish(tx: Tx, row: Row, accepted: bool) -> None:
    given_up = not address_of(row) or row["deactivated_at"] or later(row["due_at"], hours=KEPT_TRYING_HOURS) <= tx.now
    state = "sent" if accepted else "failed" if given_up else "due"
    tx.run(
        "unscoped.finish_mail",
        id=row["id"],
        state=state,
        ended_at=None if state == "due" else tx.now,
        next_try_at=later(tx.now, minutes=WAIT_MINUTES * row["tries"]) if state == "due" else None,
    )
