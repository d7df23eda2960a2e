"""A field that comes several times is refused, unless its form has several of it."""

from html.parser import HTMLParser

import pytest

from pwa_server.web.repeats import SEVERAL, may_repeat
from tests.access.expected import ACTORS, NOBODY, filled
from tests.access.table import EXPECTED
from tests.world import World

PAGES = sorted(name for name in EXPECTED if name.startswith("GET "))
REFUSED = "Wir konnten das nicht lesen."


class Forms(HTMLParser):
    """The names of the controls of each form, but for radio buttons and buttons, of which one is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append([])
        elif (
            tag in ("input", "select", "textarea")
            and given.get("type") not in ("radio", "submit")
            and given.get("name")
        ):
            self.forms[-1].append(str(given["name"]))


@pytest.mark.parametrize("name", PAGES)
def test_forms_of_every_page_repeat_only_what_may_be_repeated(name: str, browser_of, parts, world: World) -> None:
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    url = filled(cell.path or name.removeprefix("GET "), world)
    for actor in [one for one in ACTORS if cell.statuses[one] == 200][:1]:
        answer = browser_of(None if actor == NOBODY else actor).get(url)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        reader = Forms()
        reader.feed(answer.text)
        for names in reader.forms:
            assert {one for one in names if names.count(one) > 1 and not may_repeat(one)} == set(), (actor, names)


@pytest.mark.parametrize(
    ("actor", "path", "form"),
    [
        ("amina", "/help", {"obstacle": ["worry", "papers"]}),
        ("amina", "/settings/reading", {"language": ["de", "en"], "text_size": "large"}),
        ("karin", "/desk/cases/{amina.case}/contacts", {"kind": "phone", "on_day": ["2026-11-20", "2026-11-21"]}),
        ("ada", "/office/closing-days", {"from_on": ["2026-12-24", "2026-12-24"], "until_on": "2026-12-31"}),
        ("", "/sign-in/name", {"name": ["a", "b"], "secret": "739164"}),
    ],
)
def test_repeated_field_is_refused_in_words_and_changes_nothing(browser_of, parts, world, actor, path, form) -> None:
    def rows() -> dict[str, int]:
        utils = parts.database.utils()
        return {table: utils[table].count for table in utils.table_names() if table not in ("sessions", "rate_limits")}

    before, browser = rows(), browser_of(actor or None)
    answer = browser.post(filled(path, world), data=form, headers={"Accept-Language": "de"})
    assert answer.status_code == 400
    assert REFUSED in answer.text or browser.get("/settings").status_code == 200
    assert rows() == before


def test_repeated_question_in_the_address_is_refused(browser_of) -> None:
    assert browser_of("karin").get("/desk/cases?q=a&q=b").status_code == 400
    assert browser_of().get("/sign-in?next=/today&next=//evil.example").status_code == 400
    assert browser_of("karin").get("/desk/cases?q=a").status_code == 200


def test_what_may_be_repeated_is_read_as_several(world: World) -> None:
    """A name that no page has several times would be a hole in the rule."""
    from tests.checks.test_architecture import ROOT

    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").rglob("*.py"))
    for name in SEVERAL:
        as_field = [f"{name} = {kind}(" for kind in ("SelectMultipleField", "SeveralField", "PapersField")]
        assert any(sign in code for sign in (*as_field, f'getlist("{name}")')), name
