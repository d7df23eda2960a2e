"""Who is asking."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["client", "mentor", "counsellor", "coordinator"]
ROLES: tuple[Role, ...] = ("client", "mentor", "counsellor", "coordinator")


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
