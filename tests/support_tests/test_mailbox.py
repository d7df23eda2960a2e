from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from tests.support.mailbox import Mailbox


def _send(mailbox: Mailbox) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = "موعد", "a@example.org", "b@example.org"
    mail.set_content("14:30")
    address = urlsplit(mailbox.url)
    with smtplib.SMTP(address.hostname or "", address.port or 0, timeout=5) as client:
        client.send_message(mail)


def test_mail_is_kept() -> None:
    with Mailbox() as mailbox:
        _send(mailbox)
        [mail] = mailbox.wait_for(1)
    assert (mail["Subject"], mail.get_content().strip()) == ("موعد", "14:30")


def test_mail_is_refused() -> None:
    with Mailbox() as mailbox:
        mailbox.refusal = "451 try later"
        with pytest.raises(smtplib.SMTPDataError):
            _send(mailbox)
        assert mailbox.mails == []
