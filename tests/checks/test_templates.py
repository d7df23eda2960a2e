"""What every template and stylesheet keeps to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "pwa_server" / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
AUDIENCES = {"client", "mentor", "counsellor", "coordinator", "everyone"}


# Drawings are constants of that one file; nothing that a person typed comes near them.
DRAWINGS = "pwa_server/templates/components/icons.html"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def markup(path: Path) -> str:
    """The template without its comments."""
    return re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.fault("F40")
@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_is_marked_safe_and_nothing_runs_inline(path: Path) -> None:
    text = markup(path)
    assert name(path) == DRAWINGS or not re.search(r"\|\s*safe\b", text)
    for forbidden in (
        r"\bhx-on",
        r"\bhx-ext",
        r"\bjs:",
        r"\sstyle=\"",
        r"\son[a-z]+=\"",
        r"<script(?! src=)",
        r"javascript:",
    ):
        assert not re.search(forbidden, text), forbidden


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if re.search(r"\b(?:field|tiles)\(", markup(path))], ids=name
)
def test_what_is_missing_is_said_in_our_words_and_not_by_the_browser(path: Path) -> None:
    """The browser's bubbles fade, speak its own language and hide the list. What waits offline is checked at once."""
    for form in re.findall(r"<form\b(?:.(?!</form>))*", markup(path), flags=re.DOTALL):
        ours = 'method="post"' in form and re.search(r"{{-? *(?:field|tiles)\(", form)
        if ours and "sealed(" not in form and "data-outbox" not in form:
            assert re.match(r"<form\b[^{]*(?:{[{%][^}]*}}?[^{>]*)*novalidate", form), form[:200]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_forms_say_where_they_go_and_state_changes_are_posts(path: Path) -> None:
    for form in re.findall(r"<form\b[^>]*>", markup(path)):
        assert "method=" in form, form
        assert "action=" in form or 'method="dialog"' in form, form


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_of_one_audience_never_include_anothers(path: Path) -> None:
    folder = path.relative_to(ROOT / "pwa_server" / "templates").parts[0]
    if folder not in AUDIENCES:
        return
    named = re.findall(r"{%-?\s*(?:extends|include|from|import)\s+\"([^\"/]+)/", path.read_text(encoding="utf-8"))
    assert set(named) <= {"layouts", "components", folder}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_links_open_our_own_pages(path: Path) -> None:
    for url in re.findall(r"(?:href|src|action)=\"(https?:[^\"]*)\"", path.read_text(encoding="utf-8")):
        assert url.startswith(("https://www.openstreetmap.org/",)), url


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_styles_know_no_left_and_right(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right)|[{;]\s*(?:left|right)\s*:|text-align:\s*(?:left|right)", text
    )
    assert not physical


def test_styles_and_scripts_stay_small() -> None:
    assert sum(path.stat().st_size for path in SHEETS) <= 60_000
    assert sum(path.stat().st_size for path in (ROOT / "static" / "js").rglob("*.js")) <= 30_000


def test_htmx_is_the_version_that_was_looked_at() -> None:
    import base64
    import hashlib

    digest = hashlib.sha384((ROOT / "static" / "vendor" / "htmx-4.0.1.min.js").read_bytes()).digest()
    assert base64.b64encode(digest).decode() == HTMX_SHA384


HTMX_SHA384 = "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
