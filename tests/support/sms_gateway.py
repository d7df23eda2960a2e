"""An SMS gateway of the office that keeps what it gets, and can fail like real ones: `answer(PATH, 503)`."""

from __future__ import annotations

import json
from typing import Any

from tests.support.push_service import Answer, PushService

PATH = "/sms"


class SmsGateway(PushService):
    """Takes JSON with `to`, `message` and `id`; knows a repeat by the id."""

    @property
    def url(self) -> str:
        """What SMS_URL is set to."""
        return f"{self.origin.replace('http', 'json')}{PATH}?:to={{to}}&:id={{id}}"

    @property
    def taken(self) -> list[dict[str, Any]]:
        """Every message that was taken, as the gateway reads it."""
        return [json.loads(message.body) for message in self.messages(PATH) if message.status < 300]

    def _judge(self, method: str, headers: dict[str, str], body: bytes) -> Answer:
        return Answer(200)
