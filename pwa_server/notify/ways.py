"""The channels besides push that an installation can send by, as its settings say."""

from datetime import date
from typing import Any

from pwa_server.notify import texts
from pwa_server.notify.mail_channel import MailChannel
from pwa_server.notify.push import Answer
from pwa_server.notify.sms_channel import SmsChannel


class Ways:
    """E-mail where there is a mail server, SMS where there is a gateway. What is not set does not exist."""

    def __init__(self, email: MailChannel | None = None, sms: SmsChannel | None = None) -> None:
        self._email, self._sms = email, sms
        self.offered = frozenset(name for name, way in (("email", email), ("sms", sms)) if way)

    async def send(self, message: dict[str, Any], origin: str, today: date) -> Answer:
        """Send one row of `unscoped.reminder_to_send` by its channel; `refused` where that is not there."""
        if message["channel"] == "email" and self._email:
            subject, text = texts.email(message, origin, today)
            return await self._email.send(message["id"], message["email"], subject, text)
        if message["channel"] == "sms" and self._sms:
            return await self._sms.send(message["id"], message["sms"], texts.sms(message, today))
        return Answer("refused")
