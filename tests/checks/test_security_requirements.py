"""docs/security-requirements.md names every requirement of OWASP ASVS 5.0 once, and only tests that there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security-requirements.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if re.match(r"\| \d", line)
]
# Up to level 2; `9.x` stands for all of a part that has no use here.
UP_TO_LEVEL_2 = """
1.1.1-2 1.2.1-9 1.3.1-12 1.4.x 1.5.1-2
2.1.1-3 2.2.1-3 2.3.1-4 2.4.1-1
3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2
4.1.1-3 4.2.1-1 4.3.x 4.4.x
5.1.1-1 5.2.1-3 5.3.1-2 5.4.1-3
6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 6.8.x
7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.x
8.1.1-2 8.2.1-3 8.3.1-1 8.4.1-1
9.x 10.x
11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1-1 11.6.1-1
12.1.1-3 12.2.1-2 12.3.1-4
13.1.1-1 13.2.1-5 13.3.1-2 13.4.1-5
14.1.1-2 14.2.1-4 14.3.1-3
15.1.1-3 15.2.1-3 15.3.1-7
16.1.1-1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3
17.x
"""
# What we take of level 3, because it is cheap here.
OF_LEVEL_3 = "1.2.10 3.4.8 3.5.8 4.1.4 6.3.5 6.3.7 6.3.8 6.4.6 7.5.3 8.3.2 14.2.7 15.4.2 16.3.2-L3"


def required() -> set[str]:
    """Every number that the page must have."""
    found = set(OF_LEVEL_3.split())
    for part in UP_TO_LEVEL_2.split():
        numbers = re.fullmatch(r"(\d+\.\d+)\.(\d+)-(\d+)", part)
        if numbers:
            section, first, last = numbers.groups()
            found |= {f"{section}.{number}" for number in range(int(first), int(last) + 1)}
        else:
            found.add(part)
    return found


def named_in(path: Path) -> set[str]:
    """The names of the tests of a file, also of those in classes."""
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def test_every_requirement_stands_on_the_page_once() -> None:
    named = [number for row in ROWS for number in row[0].split(", ")]
    assert len(named) == len(set(named))
    assert set(named) == required()


def test_each_has_a_test_or_says_why_not() -> None:
    for numbers, asked, held, words in ROWS:
        assert asked
        assert "::" in held or re.search(r"Not applicable|Open|SECURITY\.md|PUBLIC_ORIGIN", words), numbers


def test_every_test_on_the_page_exists() -> None:
    named = set(re.findall(r"`(tests/[^`:]+)(?:::(\w+))?`", PAGE))
    assert len(named) > 200
    files = {file for file, _ in named}
    existing = {file: named_in(ROOT / file) for file in files if (ROOT / file).is_file()}
    assert not files - set(existing)
    assert not {f"{file}::{name}" for file, name in named if name and name not in existing[file]}


def test_deviations_of_the_page_are_those_of_the_policy() -> None:
    section = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("## Deviations", 1)[1].split("\n## ", 1)[0]
    written = {
        number for line in re.findall(r"^\| (\d[^|]*?) \|", section, re.MULTILINE) for number in numbers_in(line)
    }
    told = {number for row in ROWS if "Deviation" in row[3] for number in row[0].split(", ")}
    assert written <= told


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+\.\d+\.\d+", text)
