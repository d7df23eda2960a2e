"""No pattern of the program takes long, whatever is typed."""

import importlib
import inspect
import pkgutil
import re
import time

import pytest

import pwa_server

# More than any form takes.
LENGTH = 100_000
HEADS = ("", "a@", "a@a.", "1.1.")
# The one that is looked for inside a text; all others are compared with the whole of it.
SEARCHED = "pwa_server.domain.goals.PLACEHOLDER"
PIECES = (
    "a",
    "A",
    "1",
    " ",
    "-",
    "\n",
    ".",
    "@",
    "/",
    "<",
    "a@",
    "a.",
    "1.",
    "a-",
    "a ",
    "1:",
    "https://",
    "%(",
    "ä",
    "\u0661",
)
SECONDS = 0.05


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern that a module keeps, by its name."""
    found = {}
    for module in pkgutil.walk_packages(pwa_server.__path__, "pwa_server."):
        if not module.name.endswith("__main__"):
            kept = vars(importlib.import_module(module.name)).items()
            found |= {f"{module.name}.{name}": one for name, one in kept if isinstance(one, re.Pattern)}
    return {name: one for name, one in found.items() if isinstance(one.pattern, str)}


@pytest.mark.parametrize(
    ("name", "pattern"), sorted(patterns().items()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_pattern_is_quick_with_hostile_text(name: str, pattern: re.Pattern[str]) -> None:
    tries = pattern.search if name == SEARCHED else pattern.fullmatch
    slow = []
    for head in HEADS:
        for piece in PIECES:
            text = head + (piece * LENGTH)[:LENGTH] + "\x00"
            begun = time.process_time()
            tries(text)
            if time.process_time() - begun > SECONDS:
                slow.append(head + piece)
    assert not slow, name


def test_patterns_are_compared_with_the_whole_text() -> None:
    """Looking for a pattern at each place of a long text is what takes long."""
    for name in set(patterns()) - {SEARCHED}:
        module, kept = name.rsplit(".", 1)
        code = inspect.getsource(importlib.import_module(module))
        assert not re.search(rf"\b{kept}\.(?:search|findall|finditer|sub|split)\(", code), name
