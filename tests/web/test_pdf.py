"""The PDF of a plan: tagged, each part in its own language, Arabic the right way round, nothing fetched, nothing protected."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from pwa_server.web import pdf
from pwa_server.web.static_files import StaticFiles
from tests.world import World

CSS = StaticFiles().inlined("css/document.css").replace("{", "{{").replace("}", "}}")
PAGE = (
    f'<!doctype html><html lang="de"><head><title>Plan</title><style>{CSS}</style></head>'
    '<body><main class="doc">{}</main></body></html>'
)
ARABIC = "أريد أن أتعلم الألمانية"
DARI = "می‌خواهم خواندن یاد بگیرم"
TIGRINYA = "ቋንቋ ክመሃር እደሊ"


def read(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Everything in the tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, DictionaryObject) and "/K" in node:
        yield node
        yield from elements(node["/K"])


def tags(reader: PdfReader) -> list[tuple[str, str]]:
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    return [(str(one.get("/S", "")), str(one.get("/Lang", ""))) for one in elements(root)]


def has(told: str, words: str) -> bool:
    """Whether these words stand there in reading order; the writer leaves the joining sign of Persian out."""
    return words.replace("\u200c", "") in told.replace("\u200c", "")


@pytest.fixture(scope="module")
def written() -> PdfReader:
    parts = (
        f'<h1>Mein Plan</h1><p lang="ar" dir="rtl">{ARABIC}</p><p lang="fa-AF" dir="rtl">{DARI}</p>'
        f'<p lang="ti">{TIGRINYA}</p><ul><li>Erster Schritt</li></ul>'
        '<svg viewBox="0 0 9 9" width="9" height="9" role="img" aria-label="Sprache"><path d="M1 1h7"/></svg>'
    )
    return read(pdf.write(PAGE.format(parts)))


def test_document_is_tagged_and_names_its_language_and_title(written: PdfReader) -> None:
    root = written.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a boolean of the library)
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert written.metadata
    assert written.metadata.title == "Plan"
    assert {"/H1", "/P", "/L", "/LI", "/Figure"} <= {tag for tag, _ in tags(written)}


def test_each_paragraph_says_its_own_language(written: PdfReader) -> None:
    assert {("/P", "ar"), ("/P", "fa-AF"), ("/P", "ti")} <= set(tags(written))


def test_drawing_says_what_it_shows(written: PdfReader) -> None:
    figures = [one for one in elements(written.trailer["/Root"]["/StructTreeRoot"]) if one.get("/S") == "/Figure"]
    assert [str(figure.get("/Alt")) for figure in figures] == ["Sprache"]


@pytest.mark.parametrize("words", [ARABIC, DARI, TIGRINYA])
def test_words_stand_in_reading_order(written: PdfReader, words: str) -> None:
    told = text_of(written)
    assert has(told, words)
    assert not has(told, words[::-1])


def test_letters_are_shaped_by_fonts_that_have_them(written: PdfReader) -> None:
    fonts = {str(font.get_object()["/BaseFont"]) for font in written.pages[0]["/Resources"]["/Font"].values()}
    assert any("Arabic" in name for name in fonts), fonts
    assert any("Ethiopic" in name for name in fonts), fonts


def test_writer_opens_no_address() -> None:
    """Whatever the document names, nothing of it comes in; the rest is written."""
    addresses = ("http://127.0.0.1:9/x.png", "file:///etc/hostname", "https://example.org/a.css")
    named = "".join(f'<img src="{url}" alt="x"><link rel="stylesheet" href="{url}">' for url in addresses)
    body = pdf.write(PAGE.format(f"<p>Text</p>{named}"))
    assert text_of(read(body)).startswith("Text")
    assert b"/Subtype /Image" not in body


def test_serving_process_never_imports_the_writer() -> None:
    code = "import sys, pwa_server.app; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_document_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pdf.NoPdf):
        pdf.write("x" * (pdf.MOST_BYTES + 1))
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(pdf.NoPdf):
        pdf.write(PAGE.format("<p>Text</p>"))


@pytest.mark.requirement("R42")
@pytest.mark.requirement("R06")
def test_agreement_as_pdf_is_bilingual_dated_and_says_its_version(browser_of: Any, world: World) -> None:
    answer = browser_of("amina").get(f"/agreement/{world.ids['amina.agreement']}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    reader = read(answer.content)
    told = text_of(reader)
    assert {"ar", "de"} <= {language for _, language in tags(reader)}
    for place in ("amina.standard.goal.title", "amina.standard.step1.text", "amina.strengths"):
        assert world.canaries[place] in told
    assert "20.11.2026" in told
    assert "Fassung 1" in told
    assert told.index(world.canaries["amina.strengths"]) < told.index(world.canaries["amina.standard.goal.title"])
    drawn = b"".join(content.get_data() for page in reader.pages if (content := page.get_contents()) is not None)
    assert b"\nS\n" in drawn, "pictograms are lines, no black areas"


@pytest.mark.parametrize("path", ["/agreement/{amina.agreement}/pdf", "/plan/pdf", "/plan/pdf?size=large"])
def test_nothing_protected_is_on_paper(browser_of: Any, world: World, path: str) -> None:
    for name, value in world.ids.items():
        path = path.replace("{" + name + "}", value)
    told = text_of(read(browser_of("amina").get(path).content))
    assert world.canaries["amina.standard.goal.title"] in told
    assert not [place for place, word in world.canaries.items() if ".high" in place and word in told]
    assert not [place for place, word in world.canaries.items() if place.startswith("badr") and word in told]
