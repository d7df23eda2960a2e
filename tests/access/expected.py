"""The access table: every route of the application, who asks, and the status that each gets.

An entry names a group and, for routes with ids or forms, what to fill in from the world. A route without an entry fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

NOBODY = "nobody"
ACTORS = (NOBODY, "amina", "badr", "mona", "magnus", "karin", "olle", "dora", "tilde", "ada")
ROLE_OF = {
    "amina": "client", "badr": "client", "mona": "mentor", "magnus": "mentor", "karin": "counsellor",
    "olle": "counsellor", "dora": "counsellor", "tilde": "counsellor", "ada": "coordinator",
}  # fmt: skip
SIGN_IN = 303
Statuses = dict[str, int]


def group(other: int, **statuses: int) -> Statuses:
    """Statuses by actor; `other` for everybody who is not named, and nobody is sent to sign in."""
    return {NOBODY: SIGN_IN} | {actor: statuses.get(actor, other) for actor in ACTORS if actor != NOBODY}


def public(status: int = 200) -> Statuses:
    """The same for everybody, with or without an account."""
    return dict.fromkeys(ACTORS, status)


def signed_in(status: int = 200) -> Statuses:
    """Everybody with an account."""
    return group(status)


def clients(status: int = 200) -> Statuses:
    """A client's own page without an id."""
    return group(403, amina=status, badr=status)


def aminas(status: int = 200) -> Statuses:
    """Something of Amina's, for clients: for another client it does not exist."""
    return group(403, amina=status, badr=404)


def mentors(status: int = 200) -> Statuses:
    """A mentor's own page without an id."""
    return group(403, mona=status, magnus=status)


def monas(status: int = 200) -> Statuses:
    """Something that Mona was granted: for Magnus, whose grant has ended, it does not exist."""
    return group(403, mona=status, magnus=404)


def counsellors(status: int = 200) -> Statuses:
    """A counsellor's own page without an id."""
    return group(403, karin=status, olle=status, dora=status, tilde=status)


def case(status: int = 200) -> Statuses:
    """Something of Amina's case: its counsellor and the deputy now; not the one before, not the one after, not others."""
    return group(403, karin=status, dora=status, olle=404, tilde=404)


def protected_case(status: int = 200) -> Statuses:
    """Something of Amina's that needs special protection: a deputy has to write a reason first."""
    return case(status) | {"dora": 404}


def office(status: int = 200) -> Statuses:
    """Coordination."""
    return group(403, ada=status)


@dataclass(frozen=True)
class Cell:
    """What to ask and what to expect. `path` and `form` take names of `world.ids` in braces: `{amina.standard.goal}`."""

    statuses: Statuses
    path: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Any, World], None] | None = None
    # A page that a phone stores never holds protected goals; a page of one case names no other client.
    stored: bool = False
    one_case: bool = True
    # A page on which a client reads who had a part in her plan before.
    recipients: bool = False
    # A page of the complaint office, which alone reads complaints.
    complaints: bool = False


def filled(text: str, world: World) -> str:
    """`text` with `{amina.case}` replaced by its id."""
    for name, value in world.ids.items():
        text = text.replace("{" + name + "}", value)
    return text
