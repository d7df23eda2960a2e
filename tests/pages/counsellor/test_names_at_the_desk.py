"""Every list and page of the desk names a person in letters that the desk reads, the own spelling beside it."""

from datetime import date
from typing import Any

import pytest

from pwa_server.i18n.formats import when
from pwa_server.storage.database import Tx
from tests.pages.counsellor import plant
from tests.world import World

LATIN, OWN = "Samira Mithal", "سميرة مثال"


@pytest.fixture
def call(parts: Any, world: World) -> dict[str, str]:
    """Amina writes her name in Arabic; a meeting and a call for it are due."""

    def work(tx: Tx) -> None:
        tx.update("accounts", world.ids["amina"], name_sealed=OWN)
        tx.update("clients", world.ids["amina"], name_latin_sealed=LATIN, name_native_sealed=OWN)

    plant.planted(parts, work)
    plant.meeting_at(parts, world, "2026-11-25", "10:00")
    task = plant.call_task(parts, world)
    return {"meeting": world.ids["amina.standard.meeting"], "task": task, "case": world.ids["amina.case"]}


@pytest.mark.parametrize(
    "page",
    [
        "/desk/cases",
        "/desk/meetings",
        "/desk/reminders",
        "/desk/call-tasks/{task}",
        "/desk/call-tasks/{task}/letter",
        "/desk/meetings/{meeting}",
        "/desk/meetings/{meeting}/move",
        "/desk/cases/{case}",
        "/desk/cases/{case}/card",
        "/desk/cases/{case}/print",
        "/desk/cases/{case}/reminders",
        "/desk/cases/{case}/goals/new",
    ],
)
def test_the_name_stands_in_readable_letters_first(browser_of, call: dict[str, str], page: str) -> None:
    shown = browser_of("karin").get(page.format(**call))
    assert shown.status_code == 200
    assert shown.text.index(LATIN) < shown.text.index(OWN)


def test_a_letter_greets_in_the_script_of_its_side(browser_of, call: dict[str, str]) -> None:
    letter = browser_of("karin").get(f"/desk/call-tasks/{call['task']}/letter").text
    theirs, german = letter.split('<section lang="de"')
    assert LATIN in german
    assert OWN not in german
    assert OWN in theirs.partition("<section")[2]


@pytest.mark.parametrize(
    "page", ["/desk/call-tasks/{task}", "/desk/call-tasks/{task}/letter", "/desk/cases/{case}/print"]
)
def test_clients_language_joins_weekday_and_date(page: str, call: dict[str, str], browser_of: Any) -> None:
    html = browser_of("karin").get(page.format(**call)).text
    day = date(2026, 12, 3)
    assert when("ar", day, day).full in html
    assert f"{when('ar', day, day).weekday}, " not in html
