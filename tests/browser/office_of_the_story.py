"""The people of the office in the story: each takes up an account by the printed forms and works at an own desk."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pyotp
from playwright.sync_api import Locator, Page

from pwa_server.domain.times import moment
from tests.support import page_rules
from tests.support.chromium import Device
from tests.support.server import Installation, Process

NOW = "2026-11-24T09:00:00Z"
TODAY = "2026-11-24"
PASSWORD = "blaue Tassen im Regal"
OFFICE_PHONE = "030 23125-100"


def and_wait_for_the_next_page(page: Page, button: Locator) -> None:
    """Press and wait until another document stands there, whole, however many redirects lead to it."""
    page.evaluate("() => { self.isLeft = true; }")
    button.click()
    page.wait_for_function("() => !self.isLeft && document.readyState === 'complete'")


class Office:
    """A new installation whose server runs; `email` of each person stands for the person."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._begun = time.monotonic()
        self.server: Process = installation.serve()

    def invitation_of_the_first(self, name: str, email: str) -> str:
        """The link that the command prints."""
        facts = {"municipality": "Landkreis Beispielstadt", "carrier": "Beispielverband", "name": name, "email": email}
        said = self.installation.run("invite", *(f"--{option}={value}" for option, value in facts.items())).stdout
        return said.split()[-1].removeprefix(self.installation.origin)

    @property
    def moment(self) -> datetime:
        """What the server's clock shows, but for a second or two."""
        return moment(NOW) + timedelta(seconds=time.monotonic() - self._begun)


class Person:
    """Somebody who works in German, at a desk or on the phone. Every page that is opened keeps the rules of all pages."""

    def __init__(self, office: Office, device: Device) -> None:
        self.office = office
        self.device = device
        self.page = device.context.new_page()

    def go(self, path: str) -> Page:
        """Open a page and look at it."""
        self.device.open(path, self.page)
        page_rules.check(self.page, "de", axe=False)
        assert not self.page.locator("body").get_attribute("data-problem"), self.page.inner_text("main")
        return self.page

    def fill(self, **fields: str) -> None:
        """Type or choose, by the fields' names."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']:not([type=hidden])").first
            if field.evaluate("(one) => one.matches('select')"):
                field.select_option(value)
            else:
                field.fill(value)

    def choose(self, **fields: str) -> None:
        """Tap a tile or a box, as a finger does: on its label."""
        for name, value in fields.items():
            self.page.locator(f"label:has(input[name='{name}'][value='{value}'])").first.click()

    def send(self, words: str) -> None:
        """Press the button with these words and look at what comes."""
        button = self.page.get_by_role("button", name=words, exact=True).first
        and_wait_for_the_next_page(self.page, button)
        page_rules.check(self.page, "de", axe=False)

    def take_up(self, path: str) -> None:
        """Choose the password of a new account."""
        self.go(path)
        self.fill(secret=PASSWORD, again=PASSWORD)
        self.send("Weiter")

    def set_up_second_factor(self) -> None:
        """Scan the picture, type the first code, keep the recovery codes."""
        self.page.locator("summary").first.click()
        seed = self.page.locator("main details b").inner_text().replace(" ", "")
        self.fill(code=pyotp.TOTP(seed).at(self.office.moment))
        self.send("Fertig")
        self.page.get_by_role("link", name="Ich habe sie. Weiter").click()

    def letter(self) -> str:
        """The path of the address on the printed letter."""
        return self.page.locator(".pass b.ltr").first.inner_text().removeprefix(self.device.origin)


class Coordinator(Person):
    """Manages accounts and mentors; sees no case."""

    def set_office(self, address: str) -> None:
        """Where the office is and how to call it."""
        self.go("/office/times")
        self.page.locator("main a[href^='/office/times/']").first.click()
        self.page.wait_for_url("**/office/times/*")
        self.fill(address=address, phone=OFFICE_PHONE)
        self.send("Speichern")

    def invite_counsellor(self, name: str, email: str) -> str:
        """Invite somebody; answers the address on the letter."""
        self.go("/office/accounts/new")
        self.fill(name=name, email=email)
        self.send("Einladen")
        return self.letter()

    def invite_mentor(self, name: str, email: str) -> tuple[str, str]:
        """Invite a mentor who has shown the certificate and given the promise; answers letter and code."""
        self.go("/office/mentors/new")
        self.fill(name=name, email=email)
        self.send("Einladen")
        letter = self.letter()
        self.go("/office/mentors").get_by_role("link", name=name).first.click()
        self.page.wait_for_url("**/office/mentors/*")
        self.fill(issued_on="2026-11-02", seen_on=TODAY, seen_by="Renate Beispiel")
        self.choose(suitable="y")
        self.send("Eintragen")
        self.fill(confidentiality_on=TODAY)
        self.send("Speichern")
        return letter, self.page.locator("section.card b.ltr").first.inner_text()


class Counsellor(Person):
    """Keeps plans."""

    case_path = ""

    def open_case(self, name: str, language: str) -> None:
        """Somebody new, in two minutes."""
        self.go("/desk/cases/new")
        self.fill(name=name, language=language)
        self.choose(path="plan", consent="given")
        self.send("Aufnehmen")
        self.case_path = self.page.url.removeprefix(self.device.origin).removesuffix("/card")

    def goal_from_catalogue(self, word: str, block: str) -> str:
        """Find a goal by typing, agree on it with its steps; answers its path."""
        self.go(f"{self.case_path}/goals/new")
        self.page.locator("#q").press_sequentially(word)
        # Typing narrows the list: the goal that was searched for comes to stand first.
        found = self.page.locator("#blocks li a").first
        found.and_(self.page.locator(f"[href$='block={block}']")).click()
        self.page.wait_for_url(f"**block={block}")
        page_rules.check(self.page, "de", axe=False)
        for gap in self.page.locator("main [name^='value:']").all():
            gap.fill(TODAY if gap.get_attribute("type") == "date" else "B1")
        self.choose(agreed="y")
        self.send("In den Plan schreiben")
        return self.page.url.removeprefix(self.device.origin)

    def own_goal(self, title: str, translation: str) -> str:
        """A goal in a free sentence; answers its path."""
        self.go(f"{self.case_path}/goals/new?own=1")
        self.fill(title=title, translation=translation, life_area="social")
        self.page.locator("main form[method=post] button").first.click()
        self.page.wait_for_url("**/desk/goals/*")
        return self.page.url.removeprefix(self.device.origin)

    def built_step(self, goal: str, action: str, document: str, place: str) -> None:
        """A step built from translated parts; the card beside shows what the client will read."""
        self.go(f"{goal}/steps/new?how=card")
        self.fill(action=action, document=document, place=place, responsible="client")
        self.page.locator("#preview", has_text=place).wait_for()
        self.send("In den Weg legen")

    def own_step(self, goal: str, text: str) -> None:
        """A step in a free German sentence."""
        self.go(f"{goal}/steps/new?how=words")
        self.fill(text=text, responsible="client")
        self.send("In den Weg legen")

    def book(self, kind: str, day: str, clock: str, place: str) -> str:
        """A meeting; answers its path."""
        self.go(f"{self.case_path}/meetings/new")
        self.fill(day=day, clock=clock, kind=kind, place=place)
        self.choose(place_kind="office")
        self.send("Termin eintragen")
        return self.page.url.removeprefix(self.device.origin)

    def print_card(self) -> str:
        """The invitation card; answers the code that is printed on it."""
        self.go(f"{self.case_path}/card")
        self.send("Neue Karte")
        self.page.emulate_media(media="print")
        code = self.page.locator(".pass__code")
        assert code.is_visible()
        assert self.page.locator(".pass [lang=ar][dir=rtl]").first.is_visible()
        self.page.emulate_media(media="screen")
        return code.inner_text()

    def move(self, meeting: str, day: str, clock: str) -> str:
        """Another time for a meeting; answers the path of the meeting that takes its place."""
        self.go(f"{meeting}/move")
        self.fill(day=day, clock=clock)
        self.send("Neue Zeit eintragen")
        return self.page.url.removeprefix(self.device.origin)
