"""Every sentence of `expects` is the docstring of a test with the persona's name, or is listed as not built yet."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest

from tests.personas.file import FILE, PEOPLE, expected
from tests.personas.not_yet import LATER, LEFT

HERE = Path(__file__).parent
CLIENTS = [name for name, person in PEOPLE.items() if person in FILE["clients"]]


def plain(text: str) -> str:
    """One line, with a small first letter: a docstring begins with a capital one."""
    words = " ".join(text.split())
    return words[:1].lower() + words[1:]


def sentences_tested(name: str) -> set[str]:
    """The docstrings of the tests in the persona's file."""
    letters = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    tree = ast.parse((HERE / f"test_{letters}.py").read_text(encoding="utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {plain(ast.get_docstring(test) or "") for test in tests}


@pytest.mark.requirement("R57")
@pytest.mark.parametrize("name", CLIENTS)
def test_every_sentence_has_a_test_or_a_reason(name: str) -> None:
    later = {plain(sentence) for sentence in LATER.get(name, {})}
    tested = sentences_tested(name)
    assert tested | later == {plain(sentence) for sentence in expected(name)}
    assert not tested & later


@pytest.mark.parametrize("name", CLIENTS)
def test_what_is_left_of_a_sentence_stands_in_a_tested_one(name: str) -> None:
    for words in LEFT.get(name, {}):
        assert any(words in sentence for sentence in sentences_tested(name)), words


def test_only_personas_are_listed() -> None:
    assert LATER.keys() | LEFT.keys() <= set(CLIENTS)
