"""The ways in which a rule, a relationship or a version says no. Translated at the edge, never here."""


def N_(message: str) -> str:
    """Mark a German sentence for translation without translating it."""
    return message


class Problem(Exception):
    """A refusal that a person will read.

    `message` is a German msgid, `values` fill its placeholders, `status` is the HTTP status it becomes.
    """

    status = 422
    # Whether what this reader's phone keeps for offline goes with it.
    forgets_copies = False

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class RuleBroken(Problem):
    """What was asked for is not possible in this state."""

    status = 409


class BadInput(Problem):
    """What was sent can't be understood."""

    status = 422


class TooOften(Problem):
    """More in a while than any work needs. `seconds` later it goes on."""

    status = 429

    def __init__(self, message: str, seconds: int, **values: object) -> None:
        super().__init__(message, **values)
        self.seconds = seconds


class Stale(Problem):
    """Somebody else changed it since this page was made."""

    status = 409

    def __init__(self) -> None:
        super().__init__(N_("Das hat gerade jemand geändert. Bitte sehen Sie noch einmal nach."))


class NotVisible(Problem):
    """It does not exist, or this reader may not know that it does: the same answer."""

    status = 404

    def __init__(self) -> None:
        super().__init__(N_("Diese Seite gibt es nicht."))


class NotAllowed(Problem):
    """Visible, but not this reader's to do."""

    status = 403

    def __init__(self) -> None:
        super().__init__(N_("Das dürfen Sie hier nicht tun."))
