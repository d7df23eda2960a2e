"""What a person sees without scrolling: the next step with its button and the next meeting, on a small phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from pwa_server.app import create_parts
from pwa_server.settings import from_environment
from tests.screenshots import DEVICES, Demo, View, opened
from tests.support.server import demo_installation


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo_installation(tmp_path_factory.mktemp("first-screen")) as installation:
        parts = create_parts(from_environment(installation.environment))
        yield Demo(installation, parts)
        parts.database.close()


def end_of(thing: Locator) -> float:
    box = thing.bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_step_with_its_button_and_meeting_stand_on_the_first_screen(
    browser: Browser, demo: Demo, language: str, scheme: str
) -> None:
    with opened(browser, demo, View("/today", "today", "Samira"), language, DEVICES["phone"], scheme) as page:
        page.goto("/today")
        bar = page.locator(".bar").bounding_box()
        assert bar
        for thing in ("button[value=done]", ".glance", "main .verb"):
            assert end_of(page.locator(thing).first) <= bar["y"], thing


@pytest.mark.parametrize("language", ["de", "uk"])
def test_day_of_a_meeting_tomorrow_is_not_squeezed(browser: Browser, demo: Demo, language: str) -> None:
    """Dimitar's is tomorrow: the word for it stands with the day and takes no column of its own."""
    with opened(browser, demo, View("/today", "today", "Dimitar"), language, DEVICES["phone"], "light") as page:
        page.goto("/today")
        day = page.locator(".glance b")
        if not page.locator(".glance .badge").count():  # on a Friday it is not tomorrow but on Monday
            day.evaluate("(day) => { day.previousElementSibling.innerHTML += ' <span class=badge>übermorgen</span>'; }")
        assert page.locator(".glance .grow .badge").is_visible()
        lines = day.evaluate(
            "(day) => day.getBoundingClientRect().height / parseFloat(getComputedStyle(day).lineHeight)"
        )
        assert lines < 2.5


@pytest.mark.parametrize("size", ["large", "larger"])
@pytest.mark.parametrize(("person", "language"), [("Farid", "fa-AF"), ("Samira", "ar"), ("Samira", "de")])
def test_button_of_the_next_step_stands_above_the_bar_in_large_letters_too(
    browser: Browser, demo: Demo, person: str, language: str, size: str
) -> None:
    with opened(browser, demo, View("/today", "today", person), language, DEVICES["phone"], "light") as page:
        page.goto("/today")
        page.evaluate("(size) => { document.documentElement.dataset.textSize = size; }", size)
        bar, button = page.locator(".bar").bounding_box(), page.locator("button[value=done]").first
        assert bar
        box = button.bounding_box()
        assert box
        assert box["y"] >= 0
        assert end_of(button) <= bar["y"]
        assert end_of(page.locator("main .card--now").first) > bar["y"], "else it is no test of this"
        button.click(trial=True)
        page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
        page.locator("main .card--now").first.evaluate("(card) => card.scrollIntoView({block: 'end'})")
        below = page.locator("main .card--now .actions--big > a").first.bounding_box()
        again = button.bounding_box()
        assert below
        assert again
        assert again["y"] + again["height"] <= below["y"], "at its own place it covers nothing"


@pytest.mark.parametrize(("person", "path"), [("Leyla", "/desk"), ("Renate", "/office/catalogue")])
def test_ways_at_the_desk_take_one_row_on_a_phone_and_open_without_script(
    browser: Browser, demo: Demo, person: str, path: str
) -> None:
    with opened(browser, demo, View(path, "desk", person), "de", DEVICES["phone"], "light") as page:
        page.goto(path)
        side = page.locator(".side")
        box = side.bounding_box()
        assert box
        assert box["height"] < 80
        assert side.locator("[aria-current]:visible, [data-here] > summary").count() == 1
        page.locator(".side summary").click()
        assert page.locator(".side__rest a").last.is_visible()
        assert page.locator(".side__end button").is_visible()
