"""Who is asking."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["client", "mentor", "counsellor", "coordinator"]
ROLES: tuple[Role, ...] = ("client", "mentor", "counsellor", "coordinator")

TEXT_SIZES = ("normal", "large", "larger")
# How a client wants to be reached, and what a push may show on a locked screen.
# What stands for a person on a shared phone.
PICTURES = ("sun", "tree", "bird", "fish", "house", "boat", "flower", "star", "key", "cup", "bicycle", "mountain")
PUSH_TEXTS = ("neutral", "with_time", "off")


@dataclass(frozen=True)
class Actor:
    """The signed-in person. `staff_rights` are named rights of staff accounts, such as account_management."""

    id: str
    role: Role
    name: str
    language: str
    carrier_id: str | None = None
    text_size: str = "normal"
    opaque_id: str = ""
    staff_rights: frozenset[str] = frozenset()


def readable_name(latin: str | None, own: str) -> str:
    """A name for somebody who may not read the script in which its owner writes it."""
    return latin or own


def first_name(name: str) -> str:
    """What of a name is enough to speak of somebody: the first word, which may be a pseudonym."""
    return name.split()[0] if name.split() else ""
