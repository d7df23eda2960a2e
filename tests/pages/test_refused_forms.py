"""Short forms that lack something come back to their page: in our words, beside the field, with what was typed."""

import re
from typing import Any

import pytest

from tests.world import NOW_TEXT, World

CASE = "/desk/cases/{amina.case}"
# Who sends what where; the field that is marked, and what was typed and stays.
FORMS = [
    ("karin", f"{CASE}/state", {"to": "closed", "reason": ""}, "closure", ""),
    ("karin", f"{CASE}/reminders/pause", {"until": ""}, "until", ""),
    ("karin", f"{CASE}/reminders/pause", {"until": "2199-01-01"}, "until", 'value="2199-01-01"'),
    ("karin", "/desk/handover", {"cases": "{amina.case}", "to_id": "", "reason": "leaves"}, "to_id", ""),
    ("ada", "/network/goals", {"words": ""}, "goal-words", ""),
    ("ada", "/network/meetings", {"on_day": "", "place": "Rathaus", "topics": "Kita"}, "on_day", 'value="Rathaus"'),
    ("ada", "/network/meetings", {"on_day": "2099-01-01", "clock": "x", "topics": "Kita"}, "clock", ">Kita<"),
    ("ada", "/network/meetings", {"on_day": "2099-01-01", "place": "Rathaus", "topics": ""}, "topics", "2099-01-01"),
    ("ada", "/network/tasks", {"kind": "task", "words": "", "who": "Schulamt"}, "task-words", 'value="Schulamt"'),
]  # fmt: skip


def filled(world: World, text: str) -> str:
    return re.sub(r"\{(.+?)\}", lambda match: world.ids[match[1]], text)


def looked_at_again(answer: Any, at: str) -> str:
    """The page of a refused form whose field `at` is marked and named in the summary."""
    assert answer.status_code == 422
    assert f'href="#{at}"' in answer.text
    assert re.search(rf'<\w+ id="{at}"[^>]* aria-invalid="true" aria-describedby="[^"]*{at}-error"', answer.text)
    return str(answer.text)


@pytest.mark.parametrize(("who", "path", "sent", "at", "kept"), FORMS)
def test_what_is_missing_is_said_beside_its_field(
    browser_of: Any, world: World, who: str, path: str, sent: dict[str, str], at: str, kept: str
) -> None:
    data = {name: filled(world, value) for name, value in sent.items()}
    page = looked_at_again(browser_of(who).post(filled(world, path), data=data), at)
    forms = re.findall(rf'<form[^>]* action="{filled(world, path)}"[^>]*>.*?</form>', page, re.DOTALL)
    form = next(each for each in forms if f'id="{at}"' in each)
    assert "novalidate" in form.split(">")[0]
    assert kept in form


@pytest.mark.parametrize(
    ("sent", "at", "kept"),
    [
        ({"reason": "", "until": "2027-03-01"}, "hold-reason", 'value="2027-03-01"'),
        ({"reason": "law", "until": ""}, "hold-until", '<option value="law" selected>'),
        ({"reason": "law", "until": "2001-01-01"}, "hold-until", 'value="2001-01-01"'),
    ],
)
def test_keeping_longer_asks_again_for_reason_and_day(
    browser_of: Any, parts: Any, world: World, sent: dict[str, str], at: str, kept: str
) -> None:
    case_id = world.ids["amina.case"]
    closed = {"state": "closed", "closed_at": NOW_TEXT, "erase_due_on": "2027-01-01"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", case_id, **closed))
    page = looked_at_again(browser_of("karin").post(f"/desk/cases/{case_id}/hold", data=sent), at)
    assert kept in page


@pytest.mark.parametrize(
    ("who", "path", "sent", "at", "put_away"),
    [
        ("karin", f"{CASE}/handover-question", {"to_id": ""}, "elsewhere", "UPDATE carrier_handovers SET state = 'withdrawn'"),
        ("ada", "/network/rules", {"words": ""}, "rules-words", "UPDATE network_rules SET state = 'withdrawn'"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_where_nothing_else_waits(
    browser_of: Any, parts: Any, world: World, who: str, path: str, sent: dict[str, str], at: str, put_away: str
) -> None:
    with parts.database.utils().conn as connection:
        connection.execute(put_away)
    looked_at_again(browser_of(who).post(filled(world, path), data=sent), at)


def test_deputy_is_asked_again_for_the_reason(browser_of: Any, world: World) -> None:
    answer = browser_of("dora").post(f"/desk/cases/{world.ids['amina.case']}/protected", data={"reason": " "})
    looked_at_again(answer, "reason")
