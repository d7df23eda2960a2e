"""Are all German sentences translated into every language, completely and with the same placeholders?

usage: check_translations.py                     name every finding; exits with 1 if there is one
       check_translations.py --update            add new sentences to each .po file, with an empty translation
       check_translations.py --missing LANGUAGE  print the sentences without translation as JSON
       check_translations.py --fill LANGUAGE FILE.json   write {sentence: translation or [forms]} into the .po file
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

import messages
from messages import LANGUAGES, LOCALES, PLURAL_FORMS

# Words that blame or threaten: none of them stands in what people read, in no language. German: check_language.
AVOIDED_WORDS = {
    "en": r"\b(?:overdue|missed|violat\w*|sanction\w*|punish\w*|penalt\w*|no-show|non-?compliance|failed to|rejected)\b",
    "ar": r"مخالف|عقوب|تقصير|متخل|غرام|إهمال|مرفوض",
    "uk": r"\b(?:простроч\w*|порушен\w*|санкц\w*|покаран\w*|штраф\w*|провин\w*)\b",
    "fa-AF": r"تخلف|مجازات|جریمه|غفلت|قصور|مکلف",
    "tr": r"\b(?:gecikmiş|ihlal\w*|yaptırım\w*|ceza\w*|kaçırıl\w*|reddedil\w*)\b",
}
# Words that order about; goals and steps may tell of a law.
DUTY_WORDS = {"ar": "يجب عليكم", "uk": r"\b(?:мусите|повинні)\b", "tr": r"\b(?:zorunda\w*|mecbur\w*)\b"}
CATALOGUE = LOCALES / "catalogue"


def plural_count(language: str) -> int:
    match = re.search(r"nplurals=(\d)", PLURAL_FORMS[language])
    assert match
    return int(match[1])


def is_translated(message: Message | None) -> bool:
    return message is not None and all(messages.forms(message)) and bool(messages.forms(message))


def findings_of(language: str, template: Catalog) -> Iterator[str]:
    """What is wrong with one .po file."""
    catalog = messages.read(language)
    if catalog.num_plurals != plural_count(language):
        yield f"{language}: the head says {catalog.num_plurals} plural forms, {plural_count(language)} are needed"
    for wanted in messages.messages(template):
        message = catalog.get(wanted.id, wanted.context)
        if message is None or not is_translated(message):
            yield f"{language}: missing: {messages.name(wanted)} ({wanted.locations[0][0]})"
        elif message.fuzzy:
            yield f"{language}: fuzzy: {messages.name(wanted)}"
        else:
            yield from findings_of_message(language, wanted, message)


def findings_of_message(language: str, wanted: Message, message: Message) -> Iterator[str]:
    name = messages.name(wanted)
    texts = messages.forms(message)
    count = plural_count(language) if wanted.pluralizable else 1
    if len(texts) != count:
        yield f"{language}: {len(texts)} forms instead of {count}: {name}"
    in_source = set().union(*map(messages.placeholders, messages.sources(wanted)))
    for text in texts:
        if not fits(messages.placeholders(text), in_source, plural=wanted.pluralizable):
            yield f"{language}: placeholders differ: {name} → {text!r}"
        for pattern in (AVOIDED_WORDS[language], DUTY_WORDS.get(language, "(?!)")):
            if match := re.search(pattern, text, re.IGNORECASE):
                yield f"{language}: word to avoid: {match[0]}: {name}"
        if "<" in text and "<" not in messages.singular(wanted):
            yield f"{language}: '<' in a translation: {name} → {text!r}"


def fits(found: set[str], in_source: set[str], plural: bool) -> bool:
    """The same placeholders; a form for one or two may say the number in words."""
    return found == in_source or (plural and found | {"n", "num", "count"} >= in_source and found <= in_source)


def catalogue_findings() -> Iterator[str]:
    """What is wrong with the goals and steps, which are JSON: the same keys and placeholders as in German."""
    german = messages.read_json(CATALOGUE / "de.json")
    for path in sorted(CATALOGUE.glob("*.json")):
        if path.stem not in LANGUAGES:
            continue
        other = messages.read_json(path)
        for name in german.keys() - other.keys():
            yield f"catalogue/{path.name}: missing: {name}"
        for name in other.keys() - german.keys():
            yield f"catalogue/{path.name}: not in German: {name}"
        for name in german.keys() & other.keys():
            if messages.placeholders(german[name]) != messages.placeholders(other[name]):
                yield f"catalogue/{path.name}: placeholders differ: {name}"
            if match := re.search(AVOIDED_WORDS[path.stem], other[name], re.IGNORECASE):
                yield f"catalogue/{path.name}: word to avoid: {match[0]}: {name}"
            if not other[name] or "<" in other[name]:
                yield f"catalogue/{path.name}: empty or with '<': {name}"


def update(language: str, template: Catalog) -> None:
    """Add new sentences, drop those no longer used, keep every translation."""
    old = messages.read(language)
    catalog = messages.new_catalogue(language)
    for wanted in messages.messages(template):
        known = old.get(wanted.id, wanted.context)
        same_kind = known is not None and known.pluralizable == wanted.pluralizable
        catalog.add(
            wanted.id,
            known.string if known and same_kind else None,
            locations=wanted.locations,
            flags=known.flags if known else (),
            auto_comments=wanted.auto_comments,
            user_comments=known.user_comments if known else (),
            context=wanted.context,
        )
    messages.write(language, catalog)


def missing(language: str, template: Catalog) -> list[dict[str, object]]:
    catalog = messages.read(language)
    return [
        {
            "key": messages.key(wanted),
            **({"plural": messages.sources(wanted)[1], "forms": plural_count(language)} if wanted.pluralizable else {}),
            "locations": sorted({name for name, _ in wanted.locations}),
        }
        for wanted in messages.messages(template)
        if not is_translated(catalog.get(wanted.id, wanted.context))
    ]


def fill(language: str, path: Path, template: Catalog) -> list[str]:
    """Write translations into the .po file. Answers the keys that no German sentence has."""
    translations: dict[str, str | list[str]] = json.loads(path.read_text(encoding="utf-8"))
    update(language, template)
    catalog = messages.read(language)
    for message in messages.messages(catalog):
        text = translations.pop(messages.key(message), None)
        if text is not None:
            message.string = checked_forms(language, message, text)
            message.flags.discard("fuzzy")
    messages.write(language, catalog)
    return sorted(translations)


def checked_forms(language: str, message: Message, text: str | list[str]) -> str | tuple[str, ...]:
    """The translation as it goes into the file: one text, or as many forms as the language has."""
    count = plural_count(language)
    if message.pluralizable and (isinstance(text, str) or len(text) != count):
        raise ValueError(f"{messages.name(message)} needs a list of {count} forms")
    if not message.pluralizable and not isinstance(text, str):
        raise ValueError(f"{messages.name(message)} needs one text")
    return text if isinstance(text, str) else tuple(text)


def check(template: Catalog) -> int:
    findings = [finding for language in LANGUAGES for finding in findings_of(language, template)]
    findings += catalogue_findings()
    print(*sorted(findings), sep="\n", end="\n" if findings else "")
    print(f"translations: {len(findings)} findings, {len(list(messages.messages(template)))} sentences")
    return 1 if findings else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--missing", choices=LANGUAGES)
    parser.add_argument("--fill", nargs=2, metavar=("LANGUAGE", "FILE"))
    options = parser.parse_args()
    template = messages.extract()
    if options.update:
        messages.write_template(template)
        for language in LANGUAGES:
            update(language, template)
    elif options.missing:
        print(json.dumps(missing(options.missing, template), ensure_ascii=False, indent=1))
    elif options.fill:
        unknown = fill(options.fill[0], Path(options.fill[1]), template)
        print(*(f"no such sentence: {name!r}" for name in unknown), sep="\n", end="\n" if unknown else "")
        return 1 if unknown else 0
    else:
        return check(template)
    return 0


if __name__ == "__main__":
    sys.exit(main())
