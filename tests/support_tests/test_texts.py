"""The checks of translations and of plain German find what they are for, and leave good text alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import check_language
import check_translations
import messages

TEMPLATE = """{% trans %}
  Ihr Plan
  ist da.
{% endtrans %}{{ _("Heute") }} {{ pgettext("Knopf", "Gut") }}
{{ ngettext("%(num)s Schritt", "%(num)s Schritte", n) }}"""
PROGRAM = 'hello = _("Hallo %(name)s")\nlanguage = N_("Sprache")\n'
STEPS = ["لا خطوات", "خطوة واحدة", "خطوتان", "%(num)s خطوات", "%(num)s خطوة", "%(num)s خطوة"]


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    folder = tmp_path / "pwa_server" / "templates"
    folder.mkdir(parents=True)
    (folder / "today.html").write_text(TEMPLATE, encoding="utf-8")
    (folder.parent / "hello.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setattr(messages, "LOCALES", tmp_path / "locales")
    return messages.extract(folder.parent)


def _fill(tmp_path: Path, template: Catalog, translations: dict[str, str | list[str]]) -> list[str]:
    path = tmp_path / "filled.json"
    path.write_text(json.dumps(translations), encoding="utf-8")
    return check_translations.fill("ar", path, template)


def test_sentences_are_found_in_templates_and_program(template: Catalog) -> None:
    assert {messages.key(message) for message in messages.messages(template)} == {
        "Ihr Plan ist da.",
        "Heute",
        "Knopf\x04Gut",
        "%(num)s Schritt",
        "Hallo %(name)s",
        "Sprache",
    }


def test_everything_is_missing_at_first(template: Catalog) -> None:
    missing = check_translations.missing("uk", template)
    assert len(missing) == 6
    plural = {"key": "%(num)s Schritt", "plural": "%(num)s Schritte", "forms": 3}
    assert {**plural, "locations": ["pwa_server/templates/today.html"]} in missing


def test_filled_catalogue_has_no_findings(tmp_path: Path, template: Catalog) -> None:
    texts = dict.fromkeys(("Ihr Plan ist da.", "Heute", "Knopf\x04Gut", "Sprache"), "نص")
    assert _fill(tmp_path, template, {**texts, "%(num)s Schritt": STEPS, "Hallo %(name)s": "أهلا %(name)s"}) == []
    assert list(check_translations.findings_of("ar", template)) == []
    before = messages.path_of("ar").read_bytes()
    check_translations.update("ar", template)
    assert messages.path_of("ar").read_bytes() == before


@pytest.mark.fault("F34")
@pytest.mark.parametrize(
    ("key", "text", "finding"),
    [
        ("Hallo %(name)s", "أهلا", "placeholders differ"),
        ("Hallo %(name)s", "<b>%(name)s</b>", "'<' in a translation"),
        ("Heute", "", "missing"),
        ("%(num)s Schritt", ["%(number)s خطوة"] * 6, "placeholders differ"),
    ],
)
def test_faults_are_found(tmp_path: Path, template: Catalog, key: str, text: str | list[str], finding: str) -> None:
    _fill(tmp_path, template, {key: text})
    found = [line for line in check_translations.findings_of("ar", template) if key in line]
    assert any(finding in line for line in found)


def test_wrong_number_of_forms_is_refused(tmp_path: Path, template: Catalog) -> None:
    with pytest.raises(ValueError, match="6 forms"):
        _fill(tmp_path, template, {"%(num)s Schritt": ["خطوة", "%(num)s خطوات"]})


def test_unknown_sentence_is_named(tmp_path: Path, template: Catalog) -> None:
    assert _fill(tmp_path, template, {"Gibt es nicht": "x"}) == ["Gibt es nicht"]


@pytest.mark.parametrize(
    "text",
    [
        "Die Hilfe ist freiwillig. Sie können immer Nein sagen. Sie haben dann keinen Nachteil.",
        "Nur %(counsellor)s sieht Ihren Plan. Andere sehen ihn nur mit Ihrem Ja.",
        "Sie müssen hier nichts schreiben.",
        "Wir sind zu spät. Unser Schritt ist noch offen. Das tut uns leid.",
        "Ein Computer hat diesen Text übersetzt. Es gilt der deutsche Text.",
        "Stand: %(weekday)s, %(date)s, %(time)s Uhr",
        "Wir werden Ihnen helfen.",
        "Der Termin ist um 9:00 Uhr.",
    ],
)
def test_plain_text_has_no_findings(text: str) -> None:
    assert _findings(text) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Sie müssen das Formular bringen.", "duty"),
        ("Der Antrag wird bearbeitet.", "passive"),
        ("Das Formular kann abgegeben werden.", "passive"),
        ("Der Termin ist um 08:30 Uhr.", "leading zero"),
        ("Fragen Sie Ihre Berater:in.", "gender sign"),
        ("Das ist z. B. gut.", "abbreviation"),
        ("Das könnte gehen.", "subjunctive"),
        ("Bringen Sie die Kopie des Passes mit.", "genitive"),
        ("Ihr Fall ist neu.", "word to avoid"),
        ("Überfällig seit gestern.", "word to avoid"),
        ("Den Termin haben Sie versäumt.", "word to avoid"),
        ("Sie sind dazu verpflichtet.", "word to avoid"),
        ("Ihre Mitwirkung fehlt.", "word to avoid"),
        ("Nicht erschienen.", "word to avoid"),
        ("Das ist Ihr Vertrag.", "word to avoid"),
        ("Sie haben nicht keine Zeit.", "two negations"),
        ("Bringen Sie den Pass (oder Ausweis) mit.", "sign"),
        (f"Das {'ist ' * 15}lang.", "17 words, at most 15"),
    ],
)
def test_hard_text_is_found(text: str, finding: str) -> None:
    assert any(found.startswith(finding) for found in _findings(text))


def test_staff_text_keeps_the_rules_about_words_only() -> None:
    text = check_language.Text("x", "Der Antrag wird bearbeitet.", 24, for_staff=True)
    assert list(check_language.findings(text)) == []
    assert list(check_language.findings(text._replace(text="Der Klient kommt."))) == ["word to avoid: 'Klient'"]


@pytest.mark.requirement("R50")
def test_nothing_that_people_read_blames_or_orders_about() -> None:
    """All German sentences of pages, goals and steps, by every rule of plain language."""
    pages = [(text, *check_language.page_findings(text)) for text in check_language.page_texts()]
    texts = [(text, *check_language.findings(text)) for text in check_language.page_texts()]
    goals = [(text, *check_language.findings(text)) for text in check_language.catalogue_texts()]
    assert len(texts) > 1000, "the texts were read"
    assert [found for found in (*pages, *texts, *goals) if len(found) > 1] == []


@pytest.mark.requirement("R50")
def test_no_translation_blames_or_orders_about() -> None:
    wanted = messages.extract()
    found = [finding for language in messages.LANGUAGES for finding in check_translations.findings_of(language, wanted)]
    found += check_translations.catalogue_findings()
    assert [finding for finding in found if "word to avoid" in finding] == []


def test_word_of_blame_in_a_translation_is_found(template: Catalog) -> None:
    message = next(one for one in messages.messages(template) if one.id == "Heute")
    catalog = messages.new_catalogue("en")
    catalog.add(message.id, "You missed your appointment")
    found = list(check_translations.findings_of_message("en", message, catalog.get(message.id)))
    assert [finding for finding in found if "word to avoid: missed" in finding]


def _findings(text: str) -> list[str]:
    one = check_language.Text("x", text, 15)
    return [*check_language.findings(one), *check_language.page_findings(one)]
