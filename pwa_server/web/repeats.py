"""Fields that may come several times; every other one comes once. Which of two values counts is nothing to be guessed."""

from collections import Counter
from collections.abc import Iterable

from pwa_server.domain.problems import N_, Problem

SEVERAL = frozenset(
    {"case", "cases", "contact_languages", "days", "documents", "goals", "hurdles", "languages", "meeting", "members"}
    | {"not_said", "participants", "parts", "rights", "service", "step"}
)
# Followed by what they belong to: the papers of one step, of one person.
SEVERAL_OF_EACH = ("documents:", "papers_")


class Repeated(Problem):
    """A field came several times that no form of ours sends more than once."""

    status = 400

    def __init__(self) -> None:
        super().__init__(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))


def may_repeat(name: str) -> bool:
    """Whether a form of ours has this field several times."""
    return name in SEVERAL or name.startswith(SEVERAL_OF_EACH)


def require_once(pairs: Iterable[tuple[str, object]]) -> None:
    """Raise Repeated where a field that comes once is there twice."""
    counted = Counter(name for name, _ in pairs)
    if any(number > 1 and not may_repeat(name) for name, number in counted.items()):
        raise Repeated
