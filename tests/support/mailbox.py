"""A mail server that keeps what it gets: `with Mailbox() as mailbox:`, then SMTP_URL is `mailbox.url`."""

from __future__ import annotations

import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.waiting import free_port


class Mailbox:
    """Takes every mail, or refuses each one while `refusal` holds an SMTP answer such as `451 try later`."""

    def __init__(self) -> None:
        self.refusal = ""
        self._changed = threading.Condition()
        self._mails: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    @property
    def mails(self) -> list[EmailMessage]:
        with self._changed:
            return list(self._mails)

    def wait_for(self, count: int, timeout: float = 10) -> list[EmailMessage]:
        """The mails, once there are at least `count`."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._mails) >= count, timeout):
                raise TimeoutError(f"{len(self._mails)} mails instead of {count} in {timeout:g} s")
            return list(self._mails)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        with self._changed:
            self._mails.append(mail)
            self._changed.notify_all()
        return "250 OK"

    def __enter__(self) -> Mailbox:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()
        self._controller.loop.close()
