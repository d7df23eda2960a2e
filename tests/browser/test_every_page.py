"""Every page of the application in German and in Arabic: whole, translated, usable by everybody, loaded from here alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from pwa_server.app import create_parts
from pwa_server.routes import ROUTES
from pwa_server.settings import from_environment
from tests.screenshots import SHARED_PHONE, Demo, View, is_page, view_of
from tests.support import page_rules
from tests.support.chromium import DESK, PHONE, Device
from tests.support.server import demo_installation

PAGES = [route for route in ROUTES if is_page(route)]
AT_A_DESK = {"Leyla", "Renate", "Gerda"}
# Each page is looked at by day and by night once: contrast has to hold in both.
SCHEMES: dict[str, Literal["light", "dark"]] = {"de": "light", "ar": "dark"}
# Pages that look otherwise for somebody else or with other words after the path.
OTHERWISE = [
    ("Leyla", "/settings/notifications"),
    ("Hanna", "/settings/notifications"),
    ("Leyla", "/settings/sessions"),
    ("Leyla", "/settings/secret"),
    ("Leyla", "/desk/cases/{case}/goals/new?own=1"),
    ("Leyla", "/desk/cases/{case}/goals/new?block=integration-course-start"),
    ("Leyla", "/desk/cases/{case}/goals/new?q=zzz"),
    ("Leyla", "/desk/goals/{goal}/steps/new?how=catalogue"),
    ("Leyla", "/desk/goals/{goal}/steps/new?how=catalogue&key=block.integration-course-start.s1"),
    ("Leyla", "/desk/goals/{goal}/steps/new?how=words"),
    ("Hodan", "/agreement"),
    ("Samira", "/plan/document?size=large"),
    ("Leyla", "/desk/agreements/{offered}"),
    ("Leyla", "/desk/cases/{case}/situation/languages"),
    ("Leyla", "/desk/cases/{case}/situation/household"),
    ("Leyla", "/desk/cases/{case}/situation/residence"),
    ("Leyla", "/desk/cases/{case}/situation/strengths"),
    ("Leyla", "/desk/cases/{case}/goals/new?own=1&need={need}"),
    ("Leyla", "/desk/steps/{shown}/sharing"),
    ("Samira", "/steps/{shown}"),
    ("", "/nobody/knows/this"),
    ("Samira", "/nobody/knows/this"),
    ("Leyla", "/nobody/knows/this"),
    ("Samira", "/office"),
]
# Pages that only the answer to a form shows: who presses what.
ANSWERS = [
    ("Leyla", "/desk/cases/{case}/card", "button[value=card]"),
    ("Leyla", "/desk/cases/{case}/card", "button[value=screen]"),
    ("Leyla", "/desk/cases/new", "main form[method=post] .actions button"),
    ("Leyla", "/desk/cases/{case}/acute", "main form[method=post] .form-end button"),
    ("Leyla", "/desk/cases/{case}/clearing", "button[formaction$='/decision']"),
    ("Leyla", "/desk/cases/{case}/needs", "main form[method=post] .form-end button"),
    ("Leyla", "/desk/takeover", "main form[method=post] button"),
    ("Renate", "/office/mentors/new", "main form[method=post] .actions button"),
    ("Renate", "/office/partners/new", "main form[method=post] .actions button"),
    ("Renate", "/office/offers/new", "main form[method=post] .actions button"),
    ("Leyla", "/desk/steps/{shown}/sharing", "form[action$='/sharing'] button"),
    ("", "/shared/{token}", "main form[method=post] button"),
    ("Renate", "/office/accounts/{staff}", "form[action$='/letter'] button"),
    ("", "/sign-in/name", "main form[method=post] button"),
    ("", "/code", "main form[method=post] button"),
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, running."""
    with demo_installation(tmp_path_factory.mktemp("pages")) as installation:
        parts = create_parts(from_environment(installation.environment))
        yield Demo(installation, parts)
        parts.database.close()


@pytest.fixture(scope="module", params=["de", "ar"])
def language(request: pytest.FixtureRequest, demo: Demo) -> str:
    """Everybody of the demo reads this language now."""
    demo.let_everybody_read(request.param)
    return str(request.param)


class Reader:
    """One person in one language at one browser."""

    def __init__(self, browser: Browser, demo: Demo, view: View, language: str) -> None:
        self._at_a_desk = view.person in AT_A_DESK
        self._language = language
        kind = DESK if self._at_a_desk else PHONE
        options: dict[str, Any] = {
            "service_workers": "block",
            "reduced_motion": "reduce",
            "color_scheme": SCHEMES[language],
        }
        self.device = Device(browser, demo.origin, kind, language, **options)
        cookies = {"language": language}
        if view.path in SHARED_PHONE:
            cookies["d"] = demo.shared_phone("Samira", "Farid")
        elif view.person:
            cookies["s"] = demo.token(view.person, **view.session)
        self.device.context.add_cookies(
            [{"name": name, "value": value, "url": demo.origin} for name, value in cookies.items()]
        )
        self._page = self.device.context.new_page()

    def open(self, path: str) -> int:
        """Open a page; answers its status."""
        answer = self._page.goto(path)
        return answer.status if answer else 0

    def press(self, button: str) -> None:
        """Send a form, past the browser's own look at its fields."""
        self._page.eval_on_selector_all("form", "(forms) => forms.forEach((form) => { form.noValidate = true; })")
        with self._page.expect_navigation():
            self._page.locator(button).first.click()

    def check(self) -> None:
        """Everything that each page keeps to. At a desk there is no thumb that could miss a target."""
        found = page_rules.problems(self._page, self._language)
        found += [] if self._at_a_desk else page_rules.small_targets(self._page)
        found += self.device.watch.take_problems()
        assert not found, f"{self._page.url}\n" + "\n".join(found)


ReaderOf = Callable[[View], Reader]


@pytest.fixture(scope="module")
def reader_of(browser: Browser, demo: Demo, language: str) -> Iterator[ReaderOf]:
    """One browser profile for each person in each state of signing in."""
    known: dict[tuple[str, str, bool], Reader] = {}

    def reader(view: View) -> Reader:
        key = (view.person, repr(view.session), view.path in SHARED_PHONE)
        if key not in known:
            known[key] = Reader(browser, demo, view, language)
        return known[key]

    yield reader
    for one in known.values():
        one.device.close()


@pytest.mark.parametrize("route", PAGES, ids=[route.path for route in PAGES])
def test_page_keeps_the_rules(route: Any, demo: Demo, reader_of: ReaderOf) -> None:
    view = view_of(route, demo)
    reader = reader_of(view)
    assert reader.open(view.path) == 200
    reader.check()


@pytest.mark.parametrize(("person", "path"), OTHERWISE)
def test_page_keeps_the_rules_for_others_and_with_other_words(
    person: str, path: str, demo: Demo, reader_of: ReaderOf
) -> None:
    view = View(demo.path_for(path, person), "", person)
    reader = reader_of(view)
    assert reader.open(view.path) in (200, 403, 404)
    reader.check()


@pytest.mark.parametrize(("person", "path", "button"), ANSWERS)
def test_answer_to_a_form_keeps_the_rules(person: str, path: str, button: str, demo: Demo, reader_of: ReaderOf) -> None:
    view = View(demo.path_for(path, person), "", person)
    reader = reader_of(view)
    reader.open(view.path)
    reader.press(button)
    reader.check()
