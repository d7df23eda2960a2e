"""Print which tests show which requirement of the method (R01 to R57): `requirement("R08")` marks them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What each asks for, in a few words.
REQUIREMENTS = {
    "R01": "Language level per skill and qualification before goals",
    "R02": "Needs per life area in own words",
    "R03": "Clearing talk, from 16 years on",
    "R04": "Own goals in the client's words, never overwritten",
    "R05": "Goals checked against what is on offer",
    "R06": "Strengths come first",
    "R07": "One responsible party for each step, the office's own included",
    "R08": "Everybody who has to signs the same version",
    "R09": "The plan works without a signature",
    "R10": "In force only with a booked review meeting",
    "R11": "A review ends with the next one or with the agreement's end",
    "R12": "Successes and hurdles from both sides",
    "R13": "Fulfilled when goals are reached or no help is needed",
    "R14": "Acute help with few data and one to three steps",
    "R15": "A person decides with a reason; nothing is scored",
    "R16": "Voluntary, and declining has no effect",
    "R17": "Nothing goes to authorities by itself",
    "R18": "Only the counsellor and the named deputy see the case",
    "R19": "Only the client lets a mentor in",
    "R20": "The mentor's clearance: seen, nothing else",
    "R21": "The mentor goes along and sees what was granted",
    "R22": "A meeting is settled when the interpreter is",
    "R23": "One named contact for each partner",
    "R24": "Long waiting on a partner is noticed",
    "R25": "A partner sees the shared step only",
    "R26": "My summary, made on request",
    "R27": "Offers matched to needs",
    "R28": "Literacy and women's courses",
    "R29": "Courses with childcare at the same time",
    "R30": "Demand and seats without names",
    "R31": "Language levels in one place, with source and date",
    "R32": "Mainstream offers before specific ones",
    "R33": "Partners belong to steps, from several fields of law",
    "R34": "Clubs and meeting places with five fields",
    "R35": "Co-operation agreements",
    "R36": "Network rules that nobody changes alone",
    "R37": "Monitoring from aggregates, small cells hidden",
    "R38": "Gaps in what is on offer are counted",
    "R39": "Comparison of municipalities",
    "R40": "Complaints to an office outside the team",
    "R41": "Barriers can be reported without signing in",
    "R42": "The plan on paper in two languages",
    "R43": "Fields are voluntary and say why they are asked",
    "R44": "Works at the client's home",
    "R45": "Who helps me?",
    "R46": "Roles in plain words",
    "R47": "Legal questions lead to legal advice",
    "R48": "No prospect of staying is kept",
    "R49": "My next step, and goals as paths",
    "R50": "Nobody is blamed; the office's own lateness shows",
    "R51": "Plans rest, go on and change hands",
    "R52": "Exchange of staff without cases",
    "R53": "A one-page quarterly report",
    "R54": "Handover with consent, chosen parts",
    "R55": "Reminders of the review meeting",
    "R56": "A short guide on each screen",
    "R57": "Personas are the test data",
}


def marked(folder: Path = ROOT / "tests", name: str = "requirement") -> Iterator[tuple[str, str]]:
    """(number, test) for each mark of that name in the test files."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            for mark in node.decorator_list:
                for number in _numbers(mark, name):
                    yield number, f"{path.relative_to(folder.parent).as_posix()}::{node.name}"


def _numbers(mark: ast.expr, name: str) -> list[str]:
    if not isinstance(mark, ast.Call) or not isinstance(mark.func, ast.Attribute) or mark.func.attr != name:
        return []
    return [argument.value for argument in mark.args if isinstance(argument, ast.Constant)]


def main() -> int:
    """Print the table; answers 1 when a requirement has no test."""
    tests: dict[str, list[str]] = {number: [] for number in REQUIREMENTS}
    for number, test in marked():
        tests[number].append(test)
    for number, words in REQUIREMENTS.items():
        print(f"{number}  {words}")
        for test in tests[number] or ["no test"]:
            print(f"       {test}")
    return int(not all(tests.values()))


if __name__ == "__main__":
    sys.exit(main())
