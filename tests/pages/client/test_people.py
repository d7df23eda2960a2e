"""Who helps me: everybody of the plan with a name, initials, the role in plain words, and one tap to call."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.domain.roles import ROLE_TEXTS
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.languages import OFFERED
from tests.world import NOW_TEXT, World

MOST_WORDS = 12
OPEN = ("offered", "partly_signed", "in_force")


@dataclass(frozen=True)
class Shown:
    name: str
    initials: str
    role: str
    calls: str


@pytest.fixture
def people(browser_of: Callable[..., TestClient], parts: Any, world: World) -> Callable[[str], list[Shown]]:
    """`people("de")`: Amina's helpers as the page in that language shows them. She is 17; somebody interprets for her."""

    def somebody_of_each_kind(tx: Any) -> None:
        tx.update("clients", world.ids["amina"], birth_year_sealed="2009")
        tx.update("meetings", world.ids["amina.standard.meeting"], interpreter_name_sealed="Ida Idiom")
        (version,) = [
            row["id"] for row in tx.rows("agreements.of_case", case_id=world.ids["amina.case"]) if row["state"] in OPEN
        ]
        tx.insert(
            "agreement_signatures", agreement_id=version, case_id=world.ids["amina.case"], role="guardian",
            name_sealed="Gerd Vormund", required="yes", made_at=NOW_TEXT,
        )  # fmt: skip

    def shown(language: str) -> list[Shown]:
        parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language=language))
        page = browser_of("amina").get("/people").text
        blocks = re.findall(r'<div class="person">(.*?)</div>', page, re.DOTALL)
        return [_read(block) for block in blocks]

    parts.database.write_now(world.ids["karin"], NOW_TEXT, somebody_of_each_kind)
    return shown


def _read(block: str) -> Shown:
    plain = re.sub(r"<[^>]+>", "", re.search(r"<b>(.*?)</b>", block, re.DOTALL)[1])  # type: ignore[index]
    initials = re.search(r'<span class="disc[^>]*>([^<]*)</span>', block)
    role = re.search(r'<span class="hint">([^<]*)</span>', block)
    calls = re.search(r'href="tel:([^"]+)"', block)
    return Shown(plain, initials[1] if initials else "", role[1] if role else "", calls[1] if calls else "")


@pytest.mark.requirement("R45")
def test_everybody_of_the_plan_is_there(people: Callable[[str], list[Shown]], parts: Any, world: World) -> None:
    found = {one.role: one for one in people("de")}
    for role in ("counsellor", "mentor", "partner", "interpreter", "guardian"):
        assert ROLE_TEXTS[role] in found, role
    assert world.canaries["mona.name"] in found[ROLE_TEXTS["mentor"]].name
    assert found[ROLE_TEXTS["guardian"]].name == "Gerd Vormund"


@pytest.mark.requirement("R45")
@pytest.mark.parametrize("language", [language.tag for language in OFFERED])
def test_each_has_initials_and_a_role_in_twelve_words_of_the_readers_language(
    language: str, people: Callable[[str], list[Shown]]
) -> None:
    found = people(language)
    roles = {translate(language, text).replace("'", "&#39;") for text in ROLE_TEXTS.values()}
    roles.add(translate(language, "Das Büro Ihrer Beratung."))
    assert len(found) >= 5
    for one in found:
        assert one.initials.strip() == one.initials != "", one
        assert one.role in roles, one
        assert len(one.role.split()) <= MOST_WORDS, one


@pytest.mark.requirement("R45")
def test_who_has_a_number_is_called_with_one_tap(
    people: Callable[[str], list[Shown]], parts: Any, world: World
) -> None:
    calls = {one.role: one.calls for one in people("de")}
    assert calls[ROLE_TEXTS["counsellor"]]
    assert calls[ROLE_TEXTS["mentor"]] == "03023125202"
    assert calls[ROLE_TEXTS["partner"]] == "03023125505", "the person to ask for, not the switchboard"
    assert calls["Das Büro Ihrer Beratung."]


def test_nobody_decides_with_a_grown_up(people: Callable[[str], list[Shown]], parts: Any, world: World) -> None:
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("clients", world.ids["amina"], birth_year_sealed="1990")
    )
    roles = {one.role for one in people("de")}
    assert ROLE_TEXTS["counsellor"] in roles
    assert ROLE_TEXTS["guardian"] not in roles
