"""Reminders by e-mail, through the server that sends mails to staff."""

import asyncio
import smtplib
from collections.abc import Mapping
from urllib.parse import urlsplit

from pwa_server.notify.mails import Mailer
from pwa_server.notify.payloads import topic
from pwa_server.notify.push import Answer

# 421 and 45x: try again; what a server says with 5xx it will say again.
_AGAIN = range(400, 500)


class MailChannel:
    """Hands one reminder to the mail server and says what became of it. Never raises for what others do."""

    def __init__(self, mailer: Mailer, origin: str) -> None:
        self._mailer = mailer
        self._host = urlsplit(origin).hostname or "localhost"

    async def send(self, reminder_id: str, to: str, subject: str, text: str) -> Answer:
        """After a crash the same mail goes again under the same Message-ID: mail programs show it once."""
        message_id = f"<{topic(reminder_id)}@{self._host}>"
        try:
            await asyncio.to_thread(self._mailer.send, to, subject, text, message_id)
        except smtplib.SMTPRecipientsRefused as error:
            return _judged(_first_code(error.recipients))
        except smtplib.SMTPAuthenticationError as error:
            # Our own password is wrong: the next channel takes over, and the address is none the worse.
            return Answer("later", error.smtp_code)
        except smtplib.SMTPResponseException as error:
            return _judged(error.smtp_code)
        except ValueError:
            return Answer("refused")
        except (OSError, smtplib.SMTPException):
            return Answer("later")
        return Answer("accepted", 250)


def _first_code(refused: Mapping[str, tuple[int, bytes]]) -> int:
    return next((code for code, _ in refused.values()), 0)


def _judged(code: int) -> Answer:
    return Answer("later" if code in _AGAIN or code < 0 else "refused", code)
