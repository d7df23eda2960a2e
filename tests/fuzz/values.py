"""What stands in the fields, addresses and headers of requests that nobody wrote by hand."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from tests.access.expected import filled
from tests.access.table import EXPECTED
from tests.web.forms_of_routes import MAIL, WHOLE, WORDS
from tests.world import World

SOURCE = Path(__file__).parents[2] / "pwa_server"
# Becomes an element where a page forgets to escape, and a header where an answer takes a line break.
MARK = "zqfuzz"
MARKUP = f"\"'><{MARK} onload=x>"
NUMBERS = (
    "-1", "0", "1", "2", "1e9", "9" * 18, "9" * 30, "9" * 5000, "0x10", "NaN", "inf", "-inf", "١٢٣", "1_000", "+1", " 1 ", "1.5",
    "1,5", "²", "Ⅷ", "-0", "00000000001", "4294967296", "9223372036854775808", "True",
)  # fmt: skip
DAYS = (
    "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "2026-03-29", "2026-10-25", "2026-W05-1",
    "20261124", "2026-11-24", "2026-11-25", "2026-12-24", "2027-11-24", "1900-01-01", "24.12.2026", "31.2.2026", "٢٠٢٦-١١-٢٤",
    "2026-Q3", "2026-Q5", "9999-Q4", "0001-Q1", "0000-Q1", "2026-00", "2026-13",
)  # fmt: skip
INSTANTS = (
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T00:00:00Z", "2026-11-24T09:00:00Z", "2026-11-24T25:00:00Z",
    "2026-11-24T09:00:00+14:00", "2026-11-24 09:00:00Z", "2026-03-29T01:30:00Z", "2026-13-24T09:00:00Z",
    "2026-11-2\u0664T09:00:00Z",
)  # fmt: skip
CLOCKS = ("24:00", "25:61", "02:30", "00:00", "23:59", "9", "9:5", "٠٩:٠٠", "12:00:00", "-1:00", "99:99", "23:59:60")
TEXTS = (
    "", " ", "\t", "\n" * 50, "\x00", "a\x00b", "\ufeff", "\u202e\u2066abc\u2069", "\u200d" * 40, "e" + "\u0301" * 900, "💥" * 60,
    "سميرة مثال", "ﷺ" * 30, "İstanbul ẞ ǅ", "\ud800", "\U0010ffff", "\ufffd", "x" * 250, "x" * 1200, "x" * 15_900, "None",
    "null", "[]", "{}", '{"a": [1]}', "{{7*7}}", "{0.__class__}", "%s%n%(day)s{0}{}", "${7*7}", "' OR 1=1 --", "%", "_", "*",
    "../../../etc/passwd", "//evil.example/x", "/\\evil.example", "javascript:alert(1)", "https://evil.example/",
    "data:text/html,x",
    f"x\r\nset-cookie: {MARK}=1", f"x\n{MARK}: 1", "__proto__", "constructor", "on", "y", "yes", "true", "a@b", "a@b.c\n",
    "030 23125-100", "+" * 30, "AB CD-23 45", "=1+1", "-", "--x--", "ar", "de", "fa-AF", "xx", "*;q=0.5",
    MARKUP, MARKUP * 20, f"<script>{MARK}</script>", f"<{MARK}>",
)  # fmt: skip
EVERYTHING = (*NUMBERS, *DAYS, *INSTANTS, *CLOCKS, *TEXTS)


@cache
def known_words() -> tuple[str, ...]:
    """Every value that some form of ours sends: right in one field, out of place in all others."""
    given = {value for name in WHOLE for value in WHOLE[name].values()}
    given |= {value for cell in EXPECTED.values() for value in cell.form.values()}
    return tuple(sorted(given - {WORDS, MAIL}))


@cache
def asked_names() -> tuple[str, ...]:
    """The names that pages look for behind the question mark."""
    found = {
        name
        for file in [*(SOURCE / "pages").rglob("*.py"), *(SOURCE / "web").glob("*.py")]
        for name in re.findall(r'(?:query_params|query|params)(?:\.get\(|\.getlist\(|\[)"(\w+)"', file.read_text())
    }
    return tuple(sorted(found | {"lang"}))


@cache
def field_names() -> tuple[str, ...]:
    """The names that any form of ours has, and those that handlers look for."""
    given = {field for form in WHOLE.values() for field in form}
    given |= {field for cell in EXPECTED.values() for field in cell.form}
    for file in (SOURCE / "pages").rglob("*.py"):
        given |= set(re.findall(r'(?:form|sent)\.(?:get|getlist)\("(\w+)"', file.read_text()))
        given |= set(re.findall(r"^    (\w+) = \w*Field\(", file.read_text(), re.MULTILINE))
    return tuple(sorted(given))


def value(chance: random.Random, world: World) -> str:
    """One value of any kind."""
    kind = chance.random()
    if kind < 0.2:
        return chance.choice([*world.ids.values()])
    if kind < 0.35:
        return filled(chance.choice(known_words()), world)
    if kind < 0.45:
        return "".join(chr(chance.choice((chance.randrange(128), chance.randrange(0xD800)))) for _ in range(30))
    return chance.choice(EVERYTHING)
