"""Pictures of every page: `python -m tests.screenshots [WORD]` into screenshots/, `--readme` into docs/pictures/.

The pages come from the table of routes and their ids from a demo database made for it. A route that this file can't
reach ends it with an error, so that no page is forgotten. Each picture is taken on the phone and at the desk, in German
and in Arabic, light and dark.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sqlite_utils.utils import sqlite3

from pwa_server.access.rights import RIGHTS
from pwa_server.app import create_parts
from pwa_server.casework import devices
from pwa_server.routes import ROUTES
from pwa_server.settings import from_environment
from pwa_server.storage.database import Tx
from pwa_server.web import sessions
from pwa_server.web.parts import Parts
from pwa_server.web.routing import Route
from tests.support.chromium import DESK, PHONE, launch
from tests.support.server import ROOT, Installation

FOLDER = ROOT / "screenshots"
PICTURES = ROOT / "docs" / "pictures"
DEVICES = {"phone": {**PHONE, "device_scale_factor": 1}, "desk": DESK}
LANGUAGES = ("de", "ar")
SCHEMES = ("light", "dark")

# Who opens the pages that a holder of rights may open, by the beginning of the name.
PEOPLE = {
    "client": "Samira",
    "mentor": "Hanna",
    "counsellor": "Leyla",
    "deputy": "Leyla",
    "coordinator": "Renate",
    "account_management": "Renate",
    "volunteer_office": "Renate",
    "complaint_office": "Gerda",
    "signed_in": "Samira",
    "anybody": "",
}
# Files and answers for programs: there is nothing to look at.
NO_PAGES = frozenset({"/healthz", "/manifest.webmanifest", "/service_worker.js", "/offline/pages", "/push/key"})
# What is heard, by the beginning of its path.
SOUNDS = ("/recordings/", "/desk/recordings/", "/office/feedback/{feedback_id}/sound")
NO_PAGE_ENDINGS = ("/pdf", ".csv", ".ics", ".json", ".png", ".svg")
# What a page shows only in a certain state of the session: columns of the row that signs in.
STATES: dict[str, dict[str, Any]] = {
    "/welcome/language": {"secret_at": None},
    "/welcome/secret": {"secret_at": None},
    "/second-factor": {"second_factor_at": None, "person": "Leyla"},
    "/privacy/{number}": {"person": "Samira"},
    "/agreement/{agreement_id}/sign": {"person": "Hodan"},
}
# The pages that a phone shows which two people share, signed out.
SHARED_PHONE = frozenset({"/unlock"})
# Words after the path, for pages that answer a link.
ENDINGS = {"/code": "?c=ABCD-2345", "/reset": "?c=ABCD-2345-6789", "/invitation": "?c=ABCD-2345-6789"}
# Questions of pages, with the ids that they ask about.
QUESTIONS = {"/desk/reminders/chosen": "?meeting={meeting_id}"}
# Routes that only lead on to another page.
LEADS_ON = frozenset({"/", "/quick-exit"})

OWN_CASES = """
SELECT DISTINCT r.case_id FROM case_relationship r JOIN cases c ON c.id = r.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND c.state = 'active'
"""
AGREEMENTS = """
SELECT v.id FROM agreement_versions v JOIN case_relationship r ON r.case_id = v.case_id
WHERE r.actor_id = :actor AND r.valid_from <= :now AND :now < r.valid_until AND v.state IN ({}) ORDER BY v.state, v.made_at
"""
# The first fitting row for each kind of id that a path may carry, as the actor may see it.
IDS = {
    "case": f"""SELECT c.id FROM cases c JOIN accounts a ON a.id = c.client_id WHERE c.id IN ({OWN_CASES})
        ORDER BY a.made_at""",
    "goal": f"""SELECT g.id FROM goals g WHERE g.case_id IN ({OWN_CASES}) AND g.state = 'in_progress'
        AND g.sensitivity = 'standard' ORDER BY g.case_id, g.priority""",
    "step": f"""SELECT s.id FROM steps s JOIN goals g ON g.id = s.goal_id WHERE g.case_id IN ({OWN_CASES})
        AND g.state = 'in_progress' AND g.sensitivity = 'standard' AND s.state = 'open' AND s.responsible = 'client'
        ORDER BY g.priority, s.position""",
    "meeting": f"""SELECT m.id FROM meetings m WHERE m.case_id IN ({OWN_CASES}) AND m.starts_at > :now
        AND m.state IN ('planned', 'confirmed') AND m.sensitivity = 'standard'
        AND (:role <> 'mentor' OR m.mentor_id = :actor) ORDER BY m.starts_at""",
    "grant": f"""SELECT g.id FROM mentor_grants g WHERE g.state = 'active'
        AND (g.mentor_id = :actor OR (:role = 'client' AND g.case_id IN ({OWN_CASES}))) ORDER BY g.made_at""",
    "passkey": "SELECT id FROM passkeys WHERE account_id = :actor",
    "task": f"SELECT t.id FROM call_tasks t WHERE t.case_id IN ({OWN_CASES}) AND t.closed_at IS NULL ORDER BY t.due_on",
    "account": "SELECT id FROM accounts WHERE role = 'counsellor' AND carrier_id = :carrier ORDER BY made_at",
    "staff": "SELECT id FROM accounts WHERE role = 'counsellor' AND carrier_id = :carrier ORDER BY made_at",
    "agreement": f"""SELECT id FROM ({AGREEMENTS.format("'in_force', 'offered'")}) UNION ALL
        SELECT id FROM cooperation_agreements WHERE :role = 'coordinator'""",
    "offered": AGREEMENTS.format("'offered'"),
    "mentor": "SELECT id FROM mentors ORDER BY made_at",
    "partner": "SELECT id FROM partners ORDER BY name",
    "carrier": "SELECT id FROM carriers ORDER BY made_at",
    "consent": f"""SELECT n.id FROM consents n WHERE n.case_id IN ({OWN_CASES}) AND n.state = 'given'
        AND n.ended_at IS NULL AND n.purpose = 'push_reminders'""",
    "purpose": "SELECT 'interpreter'",
    "number": "SELECT '2'",
    "part": "SELECT 'school'",
    "need": f"SELECT n.id FROM needs n WHERE n.case_id IN ({OWN_CASES}) AND n.sensitivity = 'standard' ORDER BY n.made_at, n.id",
    "kind": "SELECT 'exceptions'",
    "feedback": "SELECT id FROM feedback WHERE state = 'in_progress' ORDER BY received_at",
    "indicator": "SELECT 'I05a'",
    "offer": "SELECT id FROM offers WHERE kind = 'women_course'",
    "interpreter": "SELECT id FROM interpreters ORDER BY made_at",
    "block": "SELECT 'family-reunification'",
    "language": "SELECT 'ar'",
    "token": "SELECT 'nobody-holds-this'",
    "shown": f"SELECT h.step_id FROM step_shares h WHERE h.case_id IN ({OWN_CASES})",
    "owner": "SELECT id FROM carriers ORDER BY made_at",
}


class NotReached(Exception):
    """A page of the table of routes that this file does not know how to open."""


@dataclass(frozen=True)
class View:
    """One page as one person opens it."""

    path: str
    name: str
    person: str
    session: dict[str, Any] = field(default_factory=dict)


class Demo:
    """The running demo with a hand on its database: sessions and languages are set, pages are opened."""

    def __init__(self, installation: Installation, parts: Parts) -> None:
        self.origin = installation.origin
        self._parts = parts
        self._people = {row["name"].split()[0]: row for row in self._named(parts)}
        self._tokens: dict[tuple[str, str], str] = {}

    @staticmethod
    def _named(parts: Parts) -> list[dict[str, Any]]:
        people = parts.database.read("", parts.now()).rows("accounts.demo_people")
        latin = {"سميرة": "Samira", "فرید": "Farid", "Олена": "Olena", "Димитър": "Dimitar"}
        return [row | {"name": latin.get(row["name"].split()[0], row["name"].split()[0])} for row in people]

    def account(self, person: str) -> dict[str, Any]:
        return self._people[person]

    def token(self, person: str, **facts: Any) -> str:
        """The session of that person, finished unless `facts` say otherwise: one for each state."""
        known = (person, repr(sorted(facts.items())))
        if known not in self._tokens:
            self._tokens[known] = self._new_token(person, **facts)
        return self._tokens[known]

    def _new_token(self, person: str, **facts: Any) -> str:
        account, now = self.account(person), self._parts.now()
        own = account["role"] in ("client", "mentor")
        state = {"secret_at": now, "second_factor_at": now, "phone": "own" if own else "desk"} | facts
        phone = state.pop("phone")
        return self._parts.database.write_now("", now, sessions.begin, account["id"], account["role"], phone, **state)

    def shared_phone(self, *people: str) -> str:
        """The cookie of a phone that knows these people by their pictures."""

        def remember(tx: Tx) -> str:
            device_id, token = devices.known_or_new(tx, "")
            for person in people:
                devices.remember(tx, device_id, self.account(person)["id"])
            return token

        return self._parts.database.write_now("", self._parts.now(), remember)

    @contextmanager
    def speaking(self, person: str, language: str) -> Iterator[None]:
        """That person reads this language meanwhile; everybody else the own one."""
        self._set_language(person, language)
        try:
            yield
        finally:
            self._set_language(person, self.account(person)["language"])

    def let_everybody_read(self, language: str) -> None:
        """All people read this language from now on."""
        for person in self._people:
            self._set_language(person, language)

    def path_for(self, path: str, person: str) -> str:
        """A path with ids in the place of its gaps, such as `/desk/goals/{goal}`. Raises NotReached."""
        return re.sub(r"\{(\w+)\}", lambda match: self.id_of(match[1], person), path)

    def _set_language(self, person: str, language: str) -> None:
        account, now = self.account(person), self._parts.now()
        self._parts.database.write_now("", now, Tx.update, "accounts", account["id"], language=language)

    def id_of(self, kind: str, person: str) -> str:
        """The id that stands in a path. Raises NotReached."""
        if kind not in IDS:
            raise NotReached(f"no id for {{{kind}}}")
        if not person:
            # Whoever has no account has no rows: what stands in the path is a secret that nobody holds.
            return "nobody-holds-this"
        account = self.account(person)
        connection = sqlite3.connect(self._parts.database.path)
        try:
            carrier = "SELECT carrier_id FROM accounts WHERE id = ?"
            values = {
                "actor": account["id"],
                "role": account["role"],
                "carrier": connection.execute(carrier, [account["id"]]).fetchone()[0],
                "now": self._parts.now(),
            }
            row = connection.execute(IDS[kind], values).fetchone()
        finally:
            connection.close()
        if row is None:
            raise NotReached(f"{person} has no {kind}")
        return str(row[0])


def views(demo: Demo) -> Iterator[View]:
    """Every page of the table of routes. Raises NotReached."""
    for route in ROUTES:
        if is_page(route):
            yield view_of(route, demo)


def is_page(route: Route) -> bool:
    """Whether a person sees what the route answers."""
    named = route.path in NO_PAGES or route.path.endswith(NO_PAGE_ENDINGS) or route.path.startswith(SOUNDS)
    return route.method == "GET" and not named


def view_of(route: Route, demo: Demo) -> View:
    """The page of one route, as the person opens it for whom it is. Raises NotReached, naming the route."""
    try:
        return _view(route, demo)
    except NotReached as error:
        raise NotReached(f"{route.path}: {error}") from error


def _view(route: Route, demo: Demo) -> View:
    state = dict(STATES.get(route.path, {}))
    person = state.pop("person", None) or _person(route)

    def fill(match: re.Match[str]) -> str:
        before = route.path[: match.start()].rstrip("/").rsplit("/", 1)[-1]
        kind = match[1].removesuffix("_id") if match[1] != "id" else before.rstrip("s")
        return demo.id_of({"client": "grant"}.get(kind, kind), person)

    path = re.sub(r"\{(\w+)\}", fill, route.path + QUESTIONS.get(route.path, ""))
    name = re.sub(r"\{\w+\}", "x", route.path).strip("/").replace("/", "-") or "start"
    return View(path + ENDINGS.get(route.path, ""), name, person, state)


def _person(route: Route) -> str:
    holders = [right.holder for right in RIGHTS if right.action == route.action]
    by_folder = {"desk": "Leyla", "mentor": "Hanna", "office": "Renate"}.get(route.path.split("/")[1])
    if by_folder and holders not in (["anybody"], ["complaint_office"]):
        return by_folder
    known = [PEOPLE[holder] for holder in holders if holder in PEOPLE]
    if not known:
        raise NotReached(f"nobody holds {route.action}")
    return known[0]


@contextmanager
def opened(
    browser: Browser, demo: Demo, view: View, language: str, device: dict[str, Any], scheme: str
) -> Iterator[Page]:
    """A page as that person sees it on that device."""
    context = browser.new_context(
        **{**device, "base_url": demo.origin, "locale": language, "color_scheme": scheme, "service_workers": "block"},
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    cookies = [{"name": "language", "value": language, "url": demo.origin}]
    if view.path in SHARED_PHONE:
        cookies.append({"name": "d", "value": demo.shared_phone("Samira", "Farid"), "url": demo.origin})
    elif view.person:
        cookies.append({"name": "s", "value": demo.token(view.person, **view.session), "url": demo.origin})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    try:
        with demo.speaking(view.person, language) if view.person else nullcontext():
            yield context.new_page()
    finally:
        context.close()


def take_all(browser: Browser, demo: Demo, word: str) -> list[str]:
    """All pictures; answers what went wrong."""
    problems: list[str] = []
    wanted = [view for view in views(demo) if word in view.name]
    for language in LANGUAGES:
        for view, (device, scheme) in product(wanted, product(DEVICES, SCHEMES)):
            with opened(browser, demo, view, language, DEVICES[device], scheme) as page:
                problems += take(page, view, FOLDER / f"{device}-{language}-{scheme}" / f"{view.name}.png")
    return sorted(set(problems))


def take(page: Page, view: View, target: Path) -> list[str]:
    """One picture of a whole page; answers what is wrong with the page."""
    target.parent.mkdir(parents=True, exist_ok=True)
    answer = page.goto(view.path)
    page.screenshot(path=target, full_page=True)
    status = answer.status if answer else 0
    reached = page.url.split("?")[0].endswith(view.path.split("?")[0])
    if status >= 400 or not (reached or view.path in LEADS_ON):
        return [f"{view.path} as {view.person or 'nobody'}: {status}, {page.url}"]
    return []


@dataclass(frozen=True)
class Picture:
    """One picture of the README: which page of whom, how wide it is shown."""

    name: str
    path: str
    person: str
    language: str
    device: str = "phone"
    width: int = 300
    press: str = ""
    scroll: int = 0


README = (
    Picture("today", "/today", "Samira", "ar"),
    Picture("goal", "/goals/{goal}", "Olena", "uk", scroll=380),
    Picture("meetings", "/meetings", "Samira", "de"),
    Picture("help", "/help", "Samira", "en"),
    Picture("mentor", "/mentor", "Hanna", "de"),
    Picture("desk", "/desk", "Leyla", "de", "desk", 620),
    Picture("case", "/desk/cases/{case}", "Leyla", "de", "desk", 620),
    Picture("review", "/desk/cases/{case}/review", "Leyla", "de", "desk", 620),
    Picture("card", "/desk/cases/{case}/card", "Leyla", "de", press="Neue Karte"),
    Picture("agreement", "/agreement", "Samira", "ar"),
)
_SHRINK = """
async ([source, width]) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round(image.height * width / image.width);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp", 0.82);
}
"""


def take_for_readme(browser: Browser, demo: Demo) -> list[str]:
    """The small pictures of the README, as WebP."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    for picture in README:
        path = demo.path_for(picture.path, picture.person)
        device = DEVICES[picture.device] | {"device_scale_factor": 2}
        view = View(path, picture.name, picture.person)
        with opened(browser, demo, view, picture.language, device, "light") as page:
            answer = page.goto(path)
            if answer is None or answer.status >= 400:
                problems.append(f"{path}: {answer.status if answer else 'no answer'}")
            if picture.press:
                page.get_by_role("button", name=picture.press, exact=True).click()
                page.wait_for_load_state()
            page.evaluate("(pixels) => scrollTo(0, pixels)", picture.scroll)
            source = "data:image/png;base64," + base64.b64encode(page.screenshot()).decode()
            page.goto("about:blank")
            small = page.evaluate(
                _SHRINK, [source, 2 * picture.width if picture.device == "phone" else picture.width * 3 // 2]
            )
            (PICTURES / f"{picture.name}.webp").write_bytes(base64.b64decode(small.split(",", 1)[1]))
    return problems


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--readme", action="store_true", help="the small pictures of the README instead")
    parser.add_argument("word", nargs="?", default="", help="only pages whose name holds this word")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        installation = Installation(Path(folder))
        installation.run("demo")
        if not chosen.readme and not chosen.word:
            shutil.rmtree(FOLDER, ignore_errors=True)
        with installation.serve(), installation.work():
            parts = create_parts(from_environment(installation.environment))
            browser = launch(driver.chromium)
            try:
                demo = Demo(installation, parts)
                problems = take_for_readme(browser, demo) if chosen.readme else take_all(browser, demo, chosen.word)
            finally:
                browser.close()
                parts.database.close()
    print(f"Pictures are in {PICTURES if chosen.readme else FOLDER}.")
    for problem in problems:
        print(f"not as it should be: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
