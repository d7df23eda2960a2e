"""What holds for every page of every audience in every language. `check(page, "ar")` after opening one is enough."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import axe_playwright_python
from playwright.sync_api import Page

from scripts import messages

RIGHT_TO_LEFT = {"ar", "fa-AF", "fa", "ckb", "ps", "ur"}
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
SMALLEST_TARGET = 48
_SHORTEST_PART = 12
_BRACKETS = re.compile(r"\([^()]*\)")
_AXE_SOURCE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

_STRUCTURE = """
() => {
  const problems = [];
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) problems.push(`${headings} h1 instead of one`);
  if (!document.title.trim()) problems.push("the title is empty");
  const seen = new Set();
  for (const {id} of document.querySelectorAll("[id]")) {
    if (seen.has(id)) problems.push(`id twice: ${id}`);
    seen.add(id);
  }
  const named = (field) => field.labels?.length || field.getAttribute("aria-label")?.trim()
    || field.getAttribute("aria-labelledby")?.split(" ").some((id) => document.getElementById(id));
  const labelled = "input:not([type=hidden], [type=submit], [type=button], [type=reset]), select, textarea";
  for (const field of document.querySelectorAll(labelled))
    if (!named(field)) problems.push(`no label: ${field.outerHTML.slice(0, 80)}`);
  for (const form of document.querySelectorAll("form"))
    if (!form.hasAttribute("action") && form.method !== "dialog")
      problems.push(`form without action: ${form.outerHTML.slice(0, 80)}`);
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth > clientWidth + 1) problems.push(`wider than the screen: ${scrollWidth} > ${clientWidth}`);
  return problems;
}
"""
_VISIBLE_TEXTS = """
() => {
  const texts = [];
  const add = (element, text) => {
    const words = (text ?? "").replace(/\\s+/g, " ").trim();
    if (words) texts.push([element.closest("[lang]")?.lang ?? "", words]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.closest("script, style, template, bdi, textarea") || !element.checkVisibility()) continue;
    add(element, walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [alt], [title]"))
    for (const name of ["aria-label", "placeholder", "alt", "title"]) add(element, element.getAttribute(name));
  add(document.documentElement, document.title);
  return texts;
}
"""
_SMALL_TARGETS = """
(smallest) => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((element) => element.checkVisibility() && !element.closest("p"))
  .filter((element) => getComputedStyle(element).clipPath === "none")
  .map((element) => [element.closest("label") ?? element, element])
  .map(([box, element]) => [box.getBoundingClientRect(), element])
  .filter(([box]) => box.width && (box.width < smallest - 0.5 || box.height < smallest - 0.5))
  .map(([box, element]) => `${Math.round(box.width)}×${Math.round(box.height)} ${element.outerHTML.slice(0, 80)}`)
"""


class German(NamedTuple):
    """The German sentences that have another text in a language, whole and as patterns with their placeholders open."""

    whole: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]

    def finds(self, text: str) -> bool:
        """Whether a text is or holds one of the sentences. A German name in brackets is there on purpose."""
        said = _BRACKETS.sub("", text).strip()
        return text in self.whole or any(pattern.search(said) for pattern in self.patterns)


def german_of(translations: dict[str, str]) -> German:
    """From {German: translated}. A sentence of some length is found inside a longer text too."""
    differing = {" ".join(source.split()) for source, target in translations.items() if source != target}
    patterns = tuple(_pattern(source) for source in sorted(differing) if len(source) >= _SHORTEST_PART)
    return German(frozenset(differing), patterns)


def _pattern(source: str) -> re.Pattern[str]:
    parts = re.split(r"%\(\w+\)[sd]|\{\w+\}", source.replace("%%", "%"))
    if max(len(part.strip()) for part in parts) < _SHORTEST_PART:
        return re.compile(f"^{'.+?'.join(map(re.escape, parts))}$")
    return re.compile(rf"(?<!\w){'.+?'.join(map(re.escape, parts))}(?!\w)")


@cache
def german_in(language: str) -> German:
    """The German that must not stand on a page in this language, from its catalogues."""
    translations = {
        source: messages.forms(message)[0]
        for message in messages.messages(messages.read(language))
        for source in messages.sources(message)
        if messages.forms(message) and messages.forms(message)[0]
    }
    goals = messages.LOCALES / "catalogue"
    path = goals / f"{language}.json"
    if path.exists():
        target = json.loads(path.read_text(encoding="utf-8"))
        source = json.loads((goals / "de.json").read_text(encoding="utf-8"))
        translations |= {source[key]: text for key, text in target.items() if key in source}
    return german_of(translations)


def structure_problems(page: Page) -> list[str]:
    """One h1, a title, labels, unique ids, forms that work without script, nothing wider than the screen."""
    found: list[str] = page.evaluate(_STRUCTURE)
    return found


def language_problems(page: Page, language: str) -> list[str]:
    found: dict[str, str] = page.evaluate(
        "() => ({lang: document.documentElement.lang, dir: document.documentElement.dir})"
    )
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    problems = []
    if found["lang"] != language:
        problems.append(f"html lang is {found['lang']!r} instead of {language!r}")
    if (found["dir"] or "ltr") != direction:
        problems.append(f"html dir is {found['dir']!r} instead of {direction!r}")
    return problems


def untranslated(page: Page, german: German) -> list[str]:
    """German sentences on a page in another language. What stands in `lang="de"` or `<bdi>` may be German."""
    texts: list[list[str]] = page.evaluate(_VISIBLE_TEXTS)
    return [f"not translated: {text!r}" for lang, text in texts if lang.split("-")[0] != "de" and german.finds(text)]


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds."""
    page.evaluate(_axe_source())
    result: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
    )
    return [
        f"axe {violation['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def small_targets(page: Page, smallest: int = SMALLEST_TARGET) -> list[str]:
    """What a thumb would miss: targets smaller than our own measure. Links inside a sentence are left out."""
    found: list[str] = page.evaluate(_SMALL_TARGETS, smallest)
    return [f"smaller than {smallest} px: {text}" for text in found]


def problems(page: Page, language: str, german: German | None = None, *, axe: bool = True) -> list[str]:
    """Everything that is wrong with an open page."""
    found = [*structure_problems(page), *language_problems(page, language)]
    if language != "de":
        found += untranslated(page, german or german_in(language))
    if axe:
        found += accessibility_problems(page)
    return found


def check(page: Page, language: str, *, axe: bool = True) -> None:
    """Fail with everything that is wrong with an open page."""
    found = problems(page, language, axe=axe)
    assert not found, f"{page.url}\n" + "\n".join(found)


@cache
def _axe_source() -> str:
    return _AXE_SOURCE.read_text(encoding="utf-8")
