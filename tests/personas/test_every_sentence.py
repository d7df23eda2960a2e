"""The personas are the test data: the file is loaded whole, and every sentence of `expects` is a test of that persona."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.personas.file import FILE, PEOPLE, expected, persona

HERE = Path(__file__).parent
CLIENTS = [name for name, person in PEOPLE.items() if person in FILE["clients"]]
LOADED = {
    "goals": ("goals", "SELECT COUNT(*) AS number FROM goals WHERE case_id = ?"),
    "meetings": ("meetings", "SELECT COUNT(*) AS number FROM meetings WHERE case_id = ?"),
    "agreement": ("versions", "SELECT COUNT(*) AS number FROM agreement_versions WHERE case_id = ?"),
    "grants": ("grants", "SELECT COUNT(*) AS number FROM mentor_grants WHERE case_id = ?"),
    "consents": ("consents", "SELECT COUNT(*) AS number FROM consents WHERE case_id = ?"),
}


def plain(text: str) -> str:
    """One line, with a small first letter: a docstring begins with a capital one."""
    words = " ".join(text.split())
    return words[:1].lower() + words[1:]


def own_tests(name: str) -> list[ast.FunctionDef]:
    """The tests in the persona's file."""
    letters = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    tree = ast.parse((HERE / f"test_{letters}.py").read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


@pytest.mark.requirement("R57")
@pytest.mark.parametrize("name", CLIENTS)
def test_every_sentence_is_a_test_of_the_persona(name: str) -> None:
    assert {plain(ast.get_docstring(test) or "") for test in own_tests(name)} == {plain(one) for one in expected(name)}


@pytest.mark.requirement("R57")
@pytest.mark.parametrize("name", CLIENTS)
def test_each_of_these_tests_asks_the_product(name: str) -> None:
    """It takes a browser or the worker of the demo, directly or by a fixture, asserts something and is not passed over."""
    for test in own_tests(name):
        assert test.args.args, test.name
        checks = [node for node in ast.walk(test) if isinstance(node, ast.Assert | ast.With)]
        assert checks, test.name
        marks = {
            node.attr for mark in test.decorator_list for node in ast.walk(mark) if isinstance(node, ast.Attribute)
        }
        assert not marks & {"skip", "skipif", "xfail"}, test.name


@pytest.mark.requirement("R57")
@pytest.mark.parametrize("part", LOADED)
@pytest.mark.parametrize("name", CLIENTS)
def test_file_is_loaded_whole(name: str, part: str, parts: Any, ids: dict[str, str]) -> None:
    what, statement = LOADED[part]
    row = next(parts.database.utils().query(statement, [ids[f"{persona(name)['id']}.case"]]))
    assert row["number"] >= len(persona(name)[part]), what
    for entry in persona(name)[part]:
        if part in ("goals", "meetings", "grants"):
            assert f"{persona(name)['id']}.{entry['id']}" in ids


@pytest.mark.requirement("R57")
def test_everybody_of_the_file_has_an_account(parts: Any, ids: dict[str, str]) -> None:
    accounts = {row["id"] for row in parts.database.utils().query("SELECT id FROM accounts")}
    for kind in ("clients", "mentors", "staff"):
        assert {ids[entry["id"]] for entry in FILE[kind]} <= accounts, kind
    steps = {f"{client['id']}.{goal['id']}.{step['step']}" for client in FILE["clients"] for goal in client["goals"]
             for step in goal["steps"]}  # fmt: skip
    assert steps <= ids.keys()
