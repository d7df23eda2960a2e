"""The client of the story: Amina with her phone, in Arabic."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.office_of_the_story import and_wait_for_the_next_page
from tests.support import page_rules
from tests.support.chromium import Device
from tests.support.push_service import Device as PushDevice
from tests.support.waiting import until

PIN = "739164"


class Client:
    """Every page that she opens reads from the right and is whole."""

    def __init__(self, device: Device, receiver: PushDevice | None = None) -> None:
        self.device = device
        self.receiver = receiver
        if receiver:
            device.context.add_init_script(receiver.stub_script())
        self.page = device.context.new_page()

    def go(self, path: str) -> Page:
        """Open a page of the plan and look at it."""
        self.device.open(path, self.page)
        self.look()
        return self.page

    def look(self) -> None:
        """Every page that she sees reads from the right and is whole."""
        page_rules.check(self.page, "ar", axe=False)
        assert self.page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"

    def tap(self, button: str) -> None:
        """Tap what leads to another page."""
        and_wait_for_the_next_page(self.page, self.page.locator(button).first)

    def take_up(self, code: str) -> None:
        """The card and the first minute: the code, the language, a PIN, an own phone, reminders."""
        self.device.open("/code", self.page)
        self.page.locator("main input[name=c]").fill(code)
        self.tap("main form[action='/code'] button")
        self.tap("button[name=language][value=ar]")
        self.look()
        for name in ("secret", "again"):
            self.page.locator(f"main input[name={name}]").fill(PIN)
        self.tap("main form[action='/welcome/secret'] button")
        self.look()
        self.tap("button[name=phone][value=own]")
        self.look()
        self.tap("main a[href='/settings/notifications']")
        self.look()

    def switch_on_reminders(self) -> str:
        """Subscribe by a tap; answers the office's public key that she subscribed with."""
        button = self.page.locator("[data-push-start]")
        key = button.get_attribute("data-key") or ""
        button.click()
        self.page.locator("[data-push-state=on]").wait_for()
        return key

    def listen(self) -> None:
        """Tap "listen": a voice reads, or the page says that this phone has none for the language."""
        self.page.locator("[data-listen]").first.click()
        self.page.locator("[data-no-voice]:not([hidden]), [data-listen][aria-pressed=true]").first.wait_for()

    def wait_until_stored(self) -> None:
        """The whole plan lies on the phone."""
        worker = self.device.service_worker(self.page)
        until(lambda: any("/__kept" in paths for paths in worker.cached_paths().values()), "the copy of the plan")

    def tick_offline(self) -> str:
        """Without network: open the plan again, tick the next step. Answers the step's id."""
        with self.device.offline():
            assert self.go("/plan").get_attribute("html", "data-saved")
            assert self.go("/today").locator("[data-as-of]").is_visible()
            form = self.page.locator("form[data-outbox=tick]").first
            step = (form.get_attribute("action") or "").split("/")[2]
            form.locator("button").click()
            self.page.locator("[data-word=pending]").first.wait_for()
        return step

    def let_in(self, code: str, goal_id: str) -> None:
        """Ask a mentor by the code on her card, and show one goal."""
        self.go("/grants/new")
        self.page.locator("label:has(input[name=who][value=code])").click()
        self.page.locator("main input[name=code]").fill(code)
        self.page.locator(f"label:has(input[name=goals][value='{goal_id}'])").click()
        self.tap("main form[action='/grants'] button")
        self.look()
        self.tap("main button[name=person]:not([value=other])")
        self.look()
