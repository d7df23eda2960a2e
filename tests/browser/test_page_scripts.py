"""Listening, leaving quickly, a shared phone that lies unused, and a form that waits for the network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPhone

# Speaks nothing and notes what it was told to say. Voices: (language, lives on the phone itself).
VOICES = """
(voices) => {
  const said = (window.said = []);
  speechSynthesis.getVoices = () => voices.map(([lang, localService]) => ({lang, localService}));
  speechSynthesis.cancel = () => {};
  speechSynthesis.speak = (words) => said.push([words.lang, words.text]);
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}
"""


def listen(page: Page, *voices: tuple[str, bool]) -> list[list[str]]:
    page.evaluate(VOICES, [list(voice) for voice in voices])
    page.evaluate("() => { document.querySelector('[data-no-voice]').hidden = true; }")
    page.locator("[data-speak]", has_text="14:30").locator("[data-listen]").first.click()
    page.wait_for_function("() => window.said.length || !document.querySelector('[data-no-voice]').hidden")
    said: list[list[str]] = page.evaluate("() => window.said")
    return said


def test_voice_of_the_language_reads_the_meeting(phone_of: OpenPhone) -> None:
    page = phone_of("amina", stored=False).page
    said = listen(page, ("de-DE", True), ("ar_EG", True))
    assert "ar_EG" in {language for language, _ in said}
    assert "14:30" in " ".join(text for _, text in said)
    assert not page.locator("[data-no-voice]").is_visible()


def test_voice_of_another_language_reads_nothing(phone_of: OpenPhone) -> None:
    page = phone_of("amina", stored=False).page
    assert "ar" not in {language[:2] for language, _ in listen(page, ("de-DE", True), ("fa-IR", True))}
    assert page.locator("[data-no-voice]").is_visible()
    assert page.locator("[data-no-voice] a").is_visible()


def test_voice_of_a_company_far_away_reads_nothing(phone_of: OpenPhone) -> None:
    page = phone_of("amina", stored=False).page
    assert listen(page, ("ar-SA", False), ("de-DE", False)) == []
    assert page.locator("[data-no-voice]").is_visible()


def test_persian_voice_does_not_read_dari(phone_of: OpenPhone) -> None:
    page = phone_of("amina", stored=False).page
    page.evaluate("() => document.querySelectorAll('[lang]').forEach((one) => { one.lang = 'fa-AF'; })")
    assert listen(page, ("fa-IR", True)) == []
    assert listen(page, ("prs", True)) != []


def test_quick_exit_leads_away_and_not_back(phone_of: OpenPhone) -> None:
    phone = phone_of("amina", stored=False)
    page = phone.go("/plan")
    with page.expect_navigation():
        page.click("[data-quick-exit]")
    assert page.url.endswith("/quick-exit")
    page.go_back()
    assert not page.url.endswith("/plan")


def test_escape_twice_leads_away(phone_of: OpenPhone) -> None:
    page = phone_of("amina", stored=False).page
    page.keyboard.press("Escape")
    assert page.url.endswith("/today")
    with page.expect_navigation():
        page.keyboard.press("Escape")
    assert page.url.endswith("/quick-exit")


def test_form_that_can_not_be_sent_stays_and_says_so(phone_of: OpenPhone) -> None:
    phone = phone_of("karin", "/desk/cases/new", stored=False)
    page = phone.page
    field = page.locator("form[method=post] input[type=text]").first
    field.fill("كلمات")
    page.evaluate("() => Object.defineProperty(navigator, 'onLine', {value: false})")
    field.evaluate("(one) => { one.form.noValidate = true; one.form.requestSubmit(); }")
    assert page.locator("[data-word=kept-here]").is_visible()
    assert field.input_value() == "كلمات"
    assert phone.outbox() == []


@pytest.mark.requirement("R44")
def test_form_at_somebodys_door_waits_for_a_network_that_the_browser_still_believes_in(phone_of: OpenPhone) -> None:
    page = phone_of("karin", "/desk/cases/new", stored=False).page
    page.fill("[name=name]", "شمس")
    page.evaluate("() => Object.defineProperty(navigator, 'onLine', {value: true})")
    page.context.set_offline(True)
    page.click("form[action='/desk/cases/new'] button.button")
    page.locator("[data-word=kept-here]").wait_for()
    assert page.input_value("[name=name]") == "شمس"
    page.context.set_offline(False)
    with page.expect_navigation():
        page.click("form[action='/desk/cases/new'] button.button")
    assert page.input_value("[name=name]") == "شمس", "the language is still to be chosen: the server says so"


def test_shared_phone_that_lies_unused_shows_nothing(phone_of: OpenPhone) -> None:
    phone = phone_of("amina", phone_use="shared", stored=False)
    page = phone.page
    page.clock.install()
    page = phone.go("/today")
    with page.expect_navigation():
        page.clock.fast_forward("15:30")
