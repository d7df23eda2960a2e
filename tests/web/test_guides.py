"""Every screen explains itself: a short help text by its route, shown through the layouts."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from pwa_server.i18n.guides import ALL, LONGEST
from pwa_server.routes import ROUTES

# What is no screen of its own, and why.
WITHOUT = {
    "/": "leads on",
    "/plan/print": "paper",
    "/plan/document": "paper",
    "/desk/cases/{case_id}/print": "paper",
    "/desk/cases/{case_id}/document": "paper",
    "/desk/call-tasks/{task_id}/letter": "paper",
    "/agreement/{agreement_id}/print": "paper",
    "/desk/agreements/{agreement_id}/print": "paper",
    "/office/funding/{carrier_id}/print": "paper",
    "/office/report/print": "paper",
    "/meetings/{id}/slip": "paper",
    "/desk/meetings/{meeting_id}/slip": "paper",
    "/recordings/{id}": "sound",
    "/office/feedback/{feedback_id}/sound": "sound",
    "/desk/recordings/{recording_id}": "sound",
    "/offline/pages": "for the service worker",
    "/push/key": "for the service worker",
    "/welcome/phone": "one question, which explains itself",
    "/welcome/picture": "one question, which explains itself",
    "/welcome/reminders": "one question, which explains itself",
    "/quick-exit": "leads away",
}
OF_NOBODY = ("public.read", "session.begin", "session.finish", "shared_step.open")
FILES = (".ics", ".json", ".csv", "/pdf", ".pdf")


def screens() -> list[str]:
    """The paths of all pages that a signed-in person sees."""
    return [
        route.path
        for route in ROUTES
        if route.method == "GET"
        and route.action not in OF_NOBODY
        and route.path not in WITHOUT
        and not route.path.endswith(FILES)
    ]


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("path", screens())
def test_every_screen_has_a_help_text(path: str) -> None:
    # A screen of yours is here? Write two or three sentences in i18n/guides.py, guides_desk.py or guides_office.py.
    assert ALL.get(path)


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("path", sorted(ALL))
def test_help_texts_have_five_sentences_at_most(path: str) -> None:
    sentences = " ".join(ALL[path]).replace("?", ".").replace("!", ".").split(". ")
    assert 1 <= len(sentences) <= LONGEST


def test_help_texts_are_for_screens_that_there_are() -> None:
    assert set(ALL) <= {route.path for route in ROUTES if route.method == "GET"}


@pytest.mark.parametrize(
    ("actor", "path"), [("amina", "/today"), ("mona", "/mentor"), ("karin", "/desk"), ("ada", "/office")]
)
def test_help_text_is_one_tap_away(browser_of: Callable[..., TestClient], actor: str, path: str) -> None:
    page = browser_of(actor).get(path).text
    assert '<details class="guide"' in page


@pytest.mark.parametrize(
    "path", ["/feedback", "/feedback/answer", "/accessibility", "/privacy", "/imprint", "/cooperation"]
)
def test_public_pages_explain_themselves_to_anybody(browser_of: Callable[..., TestClient], path: str) -> None:
    assert '<details class="guide"' in browser_of().get(path).text
    assert '<details class="guide"' in browser_of("amina").get(path).text


def test_nobody_reads_a_help_text_before_signing_in(browser_of: Callable[..., TestClient]) -> None:
    assert '<details class="guide"' not in browser_of().get("/sign-in").text
