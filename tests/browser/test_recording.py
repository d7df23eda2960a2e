"""Somebody who doesn't read: speaks, hears it, saves it; hears the plan without network; is told kindly what is missing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import ALLOWED, OpenPhone
from tests.support.world_server import WorldServer

MICROPHONE = {"permissions": [*ALLOWED, "microphone"]}
# Plays what the element leads to, and says whether it was heard to its end.
_PLAY = """(audio) => new Promise((done, fail) => {
  audio.addEventListener("ended", () => done(audio.duration));
  audio.addEventListener("error", () => fail(new Error(audio.error.message)));
  audio.play().catch(fail);
})"""
# What the button to listen plays: the page keeps its player to itself.
_HEARD = """() => {
  const play = Audio.prototype.play;
  self.heard = new Promise((done, fail) => {
    Audio.prototype.play = function () {
      this.addEventListener("ended", () => done(this.currentSrc));
      this.addEventListener("error", () => fail(new Error(this.error.message)));
      return play.call(this);
    };
  });
}"""


def open_recorder(page: Page, part: str) -> None:
    page.goto("/review")
    page.locator(f"#{part}-voice summary").first.click()


def test_review_is_prepared_by_speaking_and_heard_again(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina", **MICROPHONE)
    page = phone.page
    open_recorder(page, "good")
    form = page.locator("#good-voice form[data-record]")
    save = form.locator("[data-record-save]")
    expect(save).to_be_disabled()
    form.locator("[data-record-start]").click()
    expect(form.locator("[data-record-left]")).to_have_text("29")
    form.locator("[data-record-stop]").click()
    expect(form.locator("[data-record-sound]")).to_be_visible()
    assert form.locator("[data-record-sound]").evaluate(_PLAY) > 0
    save.click()
    page.wait_for_url("**/review?kept=1*")
    assert page.locator("#good-voice audio[src]").evaluate(_PLAY) > 0
    (kept,) = site.rows("SELECT media_type, seconds, bytes FROM recordings WHERE speaker = 'client'")
    assert (kept["media_type"], kept["seconds"] in (1, 2)) == ("audio/webm", True)
    assert kept["bytes"] < 40_000
    assert phone.device.watch.problems() == []


def test_step_is_heard_without_network(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        page = phone.go(f"/steps/{site.world.ids['amina.standard.step1']}")
        page.evaluate(_HEARD)
        page.locator("[data-audio]").click()
        assert site.world.ids["amina.standard.recording"] in page.evaluate("self.heard")


def test_locked_microphone_has_a_kind_sentence_and_another_way(phone_of: OpenPhone) -> None:
    phone = phone_of("amina", stored=False)
    phone.device.set_permission(phone.page, "microphone", "denied")
    open_recorder(phone.page, "hard")
    form = phone.page.locator("#hard-voice form[data-record]")
    form.locator("[data-record-start]").click()
    expect(form.locator("[data-record-denied]")).to_be_visible()
    expect(form.locator("input[type=file]")).to_be_visible()
    expect(form.locator("[data-record-stop]")).to_be_hidden()
