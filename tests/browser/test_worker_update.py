"""A new worker loses no copy and no typed word; a harmful one can be taken away."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import Opened, OpenPhone
from tests.support.waiting import until
from tests.support.world_server import WorldServer

UPDATE = "() => navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)"
WAITING = "() => navigator.serviceWorker.getRegistration().then((one) => Boolean(one.waiting))"


def shells(phone: Opened) -> list[str]:
    return [name for name in phone.stored() if name.startswith("shell-")]


def test_update_keeps_the_copies_fetches_them_anew_and_drops_the_old_shell(
    site: WorldServer, phone_of: OpenPhone
) -> None:
    phone = phone_of("amina")
    before = phone.wait_until_stored()
    (old,) = shells(phone)
    site.restart(RELEASE="two")
    phone.go("/today")
    until(lambda: phone.wait_until_stored()["build"] != before["build"], "the copies of the new build")
    until(lambda: len(shells(phone)) == 1, "the old shell to go")
    assert shells(phone) != [old]
    with phone.device.offline():
        page = phone.go("/plan")
        assert page.get_attribute("html", "data-saved")
        assert page.evaluate("() => typeof page") == "object"


def test_update_followed_by_offline_shows_the_plan_at_once(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    site.restart(RELEASE="two")
    phone.page.evaluate(UPDATE)
    with phone.device.offline():
        page = phone.go("/today")
        assert site.world.canaries["amina.standard.step1.text"] in page.inner_text("main")
        assert page.evaluate("() => typeof page") == "object"


def test_new_worker_waits_while_somebody_types_and_says_so(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    page = phone.go("/help")
    write(page, "كلمات")
    site.restart(RELEASE="two")
    page.evaluate(UPDATE)
    page.wait_for_selector("[data-word=update]")
    assert page.evaluate(WAITING)
    assert page.locator("textarea").first.input_value() == "كلمات"
    with page.expect_navigation():
        page.click("[data-word=update] button")
    until(lambda: not page.evaluate(WAITING), "the new worker to take over")


def test_new_worker_takes_over_quietly_where_nobody_types(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    page = phone.go("/today")
    page.evaluate("() => { window.thisPage = true; }")
    before = phone.wait_until_stored()["build"]
    site.restart(RELEASE="two")
    page.evaluate(UPDATE)
    until(lambda: phone.wait_until_stored()["build"] != before, "the new worker at work")
    assert page.evaluate("() => window.thisPage")
    assert page.locator("[data-word=update]").count() == 0


def test_same_worker_is_not_updated(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    before = shells(phone)
    phone.page.evaluate(UPDATE)
    assert not phone.page.evaluate(WAITING)
    assert shells(phone) == before


def test_kill_switch_takes_the_worker_away_and_keeps_the_outbox(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today").locator('form[data-outbox="tick"] button').first.click()
        phone.page.wait_for_selector("[data-word=pending]")
    site.restart(SERVICE_WORKER="off")
    phone.page.evaluate(UPDATE)
    until(lambda: phone.stored() == {}, "all caches to go")
    phone.go("/today")
    until(lambda: len(site.reports("amina.standard.step1")) == 1, "the tick to arrive")
    phone.go("/today")
    assert not phone.page.evaluate("() => navigator.serviceWorker.getRegistration().then(Boolean)")
    assert phone.page.evaluate("() => navigator.serviceWorker.controller") is None


def write(page: Page, words: str) -> None:
    page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true; })")
    page.locator("textarea").first.fill(words)
