"""Counting what the worker does, for whoever watches the machine: by channel and push service, never by person."""

from typing import Protocol

from pwa_server.notify.outbox import Done


class Measures(Protocol):
    """Where the worker's doing is counted."""

    def round_done(self) -> None:
        """The worker has looked through everything once."""

    def handled(self, channel: str, done: Done, late_seconds: float) -> None:
        """One message was sent, ended or put off. `late_seconds`: since it became due."""

    def push_answered(self, service: str, outcome: str, seconds: float) -> None:
        """A push service answered, or did not."""

    def mails_sent(self, count: int) -> None:
        """Mails to staff and mentors were handed over."""

    def failed(self, part: str) -> None:
        """A part of the work ended with an error of ours."""


class NotMeasured:
    """Nobody looks."""

    def round_done(self) -> None:
        """Counts nothing."""

    def handled(self, channel: str, done: Done, late_seconds: float) -> None:
        """Counts nothing."""

    def push_answered(self, service: str, outcome: str, seconds: float) -> None:
        """Counts nothing."""

    def mails_sent(self, count: int) -> None:
        """Counts nothing."""

    def failed(self, part: str) -> None:
        """Counts nothing."""
