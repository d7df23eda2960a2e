"""Whoever helps is explained in a few plain words, each role in one place."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.domain.roles import ROLE_NAMES, ROLE_TEXTS
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.languages import OFFERED, SOURCE
from tests.world import World

ROLES = {
    "client", "counsellor", "deputy", "mentor", "coordinator", "interpreter", "partner", "volunteer_office",
    "complaint_office",
}  # fmt: skip


@pytest.mark.requirement("R46")
def test_every_role_has_a_text() -> None:
    assert set(ROLE_TEXTS) >= ROLES
    assert set(ROLE_NAMES) <= set(ROLE_TEXTS)


@pytest.mark.requirement("R46")
@pytest.mark.parametrize("role", sorted(ROLE_TEXTS))
@pytest.mark.parametrize("language", [language.tag for language in OFFERED])
def test_a_role_is_explained_in_twelve_words_at_most_in_every_language(language: str, role: str) -> None:
    text = translate(language, ROLE_TEXTS[role])
    assert 0 < len(text.split()) <= 12
    assert language == SOURCE or text != ROLE_TEXTS[role], "it is translated"


@pytest.mark.requirement("R46")
def test_client_reads_who_does_what(browser_of: Callable[..., TestClient], parts: Any, world: World) -> None:
    language = parts.database.utils()["accounts"]
    language.update(world.ids["amina"], {"language": "de"})
    page = browser_of("amina").get("/people").text
    for role in ROLE_NAMES:
        assert ROLE_TEXTS[role] in page
