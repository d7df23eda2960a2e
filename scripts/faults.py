"""Print which tests inject which fault (F01 to F45): `fault("F08")` marks them; the rest stands on the release check-list."""

from __future__ import annotations

import re
import sys

import requirements

CHECKLIST = requirements.ROOT / "docs/release-checklist.md"
# What breaks, and what is promised then, in a few words.
FAULTS = {
    "F01": "Killed while writing: what was answered is there, nothing is half done",
    "F02": "Power cut: what was answered is on the disk",
    "F03": "Disk full: reading goes on, writing says so, nothing is half done",
    "F04": "The disk fails while writing: no false yes, trying again is safe",
    "F05": "Database locked: wait, then say busy, never an error page",
    "F06": "An SQLite that can corrupt its log is refused",
    "F07": "A damaged file is found at the start and not written to",
    "F08": "Two devices edit one step: nothing typed is lost",
    "F09": "Outbox sent twice or out of order: one effect each",
    "F10": "Outbox after signing out, as somebody else, without a grant: nothing is written in a wrong name",
    "F11": "The clock jumps: nothing goes out early, nothing is lost",
    "F12": "Summer and winter time: nine o'clock stays nine o'clock",
    "F13": "Push taken: taken is not reached",
    "F14": "Push refused for good: not tried again",
    "F15": "Push key refused: alarm, nothing lost",
    "F16": "Device gone: deleted, another way is taken",
    "F17": "Asked to wait: obeyed, within bounds",
    "F18": "Push service ill: tried again until it is worthless",
    "F19": "Slow or endless answer: hung up on",
    "F20": "Redirect: never followed",
    "F21": "Push endpoint that leads inside: refused",
    "F22": "A phone that only seems to be there: doubtful, somebody calls",
    "F23": "Worker killed between sending and marking: sent, and shown once",
    "F24": "Two workers: each message once",
    "F25": "Restart under load: no failed request",
    "F26": "Guessing and locking out: slowed, the owner gets in",
    "F27": "Nobody learns who has an account",
    "F28": "Invitation and card: one use, one person, for a time",
    "F29": "Stolen cookie: limited, visible, ended",
    "F30": "Shared phone after signing out: nothing left",
    "F31": "Grant ended while the page is open: next request finds nothing",
    "F32": "Foreign ids: answered like unknown ones",
    "F33": "Fields that no form has, wrong types, twice the same: nothing changes",
    "F34": "Markup in typed text and translations: text",
    "F35": "Direction signs and invisible characters: no spoofing",
    "F36": "Formulas in tables: text",
    "F37": "Too large and too slow bodies: refused",
    "F38": "Header injection and redirects to elsewhere: impossible",
    "F39": "Caches in between: nobody gets another's page",
    "F40": "Parts of pages opened alone, errors swapped in: safe",
    "F41": "Migration cut half-way or begun twice: old or new, never between",
    "F42": "Backup while writing, and restored: whole",
    "F43": "A copy that runs beside falls behind: noticed",
    "F44": "Worker dead or stuck: noticed",
    "F45": "Erased: really gone",
}


def listed(heading: str) -> set[str]:
    """The faults in the table below a heading of the release check-list."""
    text = CHECKLIST.read_text(encoding="utf-8")
    part = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| (F\d\d) ", part, re.MULTILINE))


def main() -> int:
    """Print the table; answers 1 when a fault has neither a test nor a line on the check-list."""
    tests: dict[str, list[str]] = {number: [] for number in FAULTS}
    for number, test in requirements.marked(name="fault"):
        tests[number].append(test)
    by_hand, still_open = listed("By hand"), listed("Open")
    for number, words in FAULTS.items():
        print(f"{number}  {words}")
        on_list = ["by hand before a release"] * (number in by_hand) + ["open"] * (number in still_open)
        for line in tests[number] + on_list or ["no test"]:
            print(f"       {line}")
    return int(not all(tests[number] or number in by_hand | still_open for number in FAULTS))


if __name__ == "__main__":
    sys.exit(main())
