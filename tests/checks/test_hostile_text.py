"""No pattern of the program takes long, whatever is typed."""

import ast
import importlib
import inspect
import pkgutil
import re
import time
from pathlib import Path

import pytest

import pwa_server

# More than any form takes.
LENGTH = 100_000
HEADS = ("", "a@", "a@a.", "1.1.")
# Looked for inside a text: a gap in a wording, the keys in a file of ours. All others are compared with the whole of it.
SEARCHED = {"pwa_server.domain.goals.PLACEHOLDER", "pwa_server.storage.keys._KEPT_PEM"}
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
    tries = pattern.search if name in SEARCHED else pattern.fullmatch
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
    for name in set(patterns()) - SEARCHED:
        module, kept = name.rsplit(".", 1)
        code = inspect.getsource(importlib.import_module(module))
        assert not re.search(rf"\b{kept}\.(?:search|findall|finditer|sub|split)\(", code), name


# What a form brings at most; a password is measured before it is looked at.
FORM = 16_000
SHORTER = {r"^[\W\d_]+|[\W\d_]+$": 1_024}
# What these look at are files of ours.
OWN_FILES = {"static_files.py", "backups.py", "restoring.py"}


def inside_functions() -> dict[str, tuple[str, str]]:
    """Every constant pattern that is written where it is used: the function of `re`, and the pattern."""
    found = {}
    for path in Path(pwa_server.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or path.name in OWN_FILES or not ast.unparse(node.func).startswith("re."):
                continue
            used, pattern = ast.unparse(node.func), node.args[0]
            if used != "re.compile" and isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
                found[f"{path.name}:{node.lineno}"] = (used.removeprefix("re."), pattern.value)
    return found


@pytest.mark.parametrize(("used", "pattern"), sorted(set(inside_functions().values())))
def test_pattern_inside_a_function_is_quick_with_the_longest_form(used: str, pattern: str) -> None:
    compiled, longest = re.compile(pattern), SHORTER.get(pattern, FORM)
    act = compiled.sub if used == "sub" else getattr(compiled, used)
    for head in HEADS:
        for piece in PIECES:
            text = head + (piece * longest)[:longest] + "a\x00"
            begun = time.process_time()
            act("", text) if used == "sub" else act(text)
            assert time.process_time() - begun < SECONDS, (head, piece)


def test_patterns_inside_functions_are_found() -> None:
    assert len(inside_functions()) > 10
