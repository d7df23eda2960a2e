"""Is the German of the pages and of the goals plain (Einfache Sprache, A2)?

usage: check_language.py      name every finding; exits with 1 if there is one

What clients and mentors read keeps every rule; what only counsellors and coordinators read keeps the rules about words.
The rules find signs of hard text. Whether a text is understood, only readers can say.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

import messages

STAFF_FILES = re.compile(r"(pages|templates)/(counsellor|coordinator)/|i18n/guides_(desk|office)\.py|__main__\.py$")
COMMON_WORDS_PER_SENTENCE = 15
STAFF_WORDS_PER_SENTENCE = 24
CATALOGUE_WORDS_PER_SENTENCE = {"title": 6, "goal": 12, "text": 15, "explain": 15, "step": 14}

# Words with another meaning that is meant: a rental contract is called contract.
AVOIDED_WORDS = re.compile(
    r"\b(Fall|Fälle|Fällen|Klient\w*|Maßnahmen?|Mitwirkung\w*|Verst(?:oß|öße|ößen)|versäum\w*|Sanktion\w*"
    r"|Migrationshintergr\w*|Bleibeperspektiven?|(?:ver)?pflicht(?:en|et|ung|ungen)?|überfällig\w*|abgelehnt\w*"
    r"|Kontroll(?:e|en)|nicht erschienen)\b",
    re.IGNORECASE,
)
DUTY = re.compile(r"\b(muss|musst|müssen|müsst)\b(?![^.!?]*\b(?:nicht|nichts|kein\w*)\b)", re.IGNORECASE)
CONTRACT = re.compile(r"\bVertr(?:ag|äge|ags|ägen)\b")

GENDER_SIGN = re.compile(r"\w[*_:·]in(?:nen)?\b|\w/-?in(?:nen)?\b|[a-zäöü]In(?:nen)?\b")
ABBREVIATION = re.compile(
    r"\b(?:z\. ?B|d\. ?h|u\. ?a|i\. ?d\. ?R|ggf|bzw|usw|etc|inkl|evtl|ca|Nr|Abs|Tel|Std|Min)\.", re.IGNORECASE
)
LEADING_ZERO = re.compile(r"\b0\d[:.]\d\d(?= Uhr|\b(?!\.))")
SUBJUNCTIVE = re.compile(r"\b(?:würde|wäre|hätte|könnte|müsste|sollte|dürfte)(?:n|t|st)?\b", re.IGNORECASE)
GENITIVE = re.compile(r"\b(?:des|eines|meines|Ihres|unseres|dieses)\s+[A-ZÄÖÜ]\w+s\b")
SIGNS = re.compile(r"[();–—&]|\.\.\.|…")
NEGATION = re.compile(r"\b(?:nicht|nichts|kein\w*|nie|niemals|niemand\w*|ohne)\b", re.IGNORECASE)
SUBCLAUSE = re.compile(
    r",\s*(?:dass|weil|obwohl|damit|sodass|sobald|falls|wenn|ob|indem|während|nachdem|bevor|d(?:er|ie|as|en|em))\b",
    re.IGNORECASE,
)

_PREFIX = r"(?:ab|an|auf|aus|bei|ein|fest|fort|her|hin|los|mit|nach|um|vor|weg|weiter|zu|zurück|zusammen)?"
_PARTICIPLE = rf"(?:{_PREFIX}ge\w{{2,}}(?:t|en)|\w{{3,}}iert|(?:be|ver|er|ent|zer)\w{{3,}}(?:t|en))"
_NOT_A_PARTICIPLE = r"(?!\b(?:gern|gegen|gerade|gestern|genau|gesund|gemeinsam)\w*\b)"
PASSIVE = re.compile(
    rf"\b(?:wird|wurden?)\b[^.!?]*\b{_NOT_A_PARTICIPLE}{_PARTICIPLE}\b|\b{_NOT_A_PARTICIPLE}{_PARTICIPLE}\s+(?:werden|worden)\b"
)

WORD = re.compile(r"[\wäöüß][\wäöüß./:-]*", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÄÖÜ„\d])")

WORD_RULES = {
    "word to avoid": AVOIDED_WORDS,
    "gender sign": GENDER_SIGN,
    "abbreviation": ABBREVIATION,
    "leading zero": LEADING_ZERO,
}
SENTENCE_RULES = {
    "passive": PASSIVE,
    "subjunctive": SUBJUNCTIVE,
    "genitive": GENITIVE,
    "sign": SIGNS,
}
PAGE_RULES = {
    "duty": DUTY,
    "word to avoid": CONTRACT,
}


class Text(NamedTuple):
    """One German text: where it stands, what it says, how long its sentences may be, who reads it."""

    place: str
    text: str
    words_per_sentence: int
    for_staff: bool = False
    is_name: bool = False


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def word_count(sentence: str) -> int:
    return len(WORD.findall(PLACEHOLDER.sub("Name", sentence)))


def findings(text: Text) -> Iterator[str]:
    """Which rules a text breaks, with the part that breaks them."""
    for rule, pattern in WORD_RULES.items():
        if match := pattern.search(text.text):
            yield f"{rule}: {match[0]!r}"
    if text.is_name:
        return
    for sentence in sentences(text.text):
        if (count := word_count(sentence)) > text.words_per_sentence:
            yield f"{count} words, at most {text.words_per_sentence}: {sentence!r}"
        if not text.for_staff:
            yield from findings_in_plain_sentence(sentence)


def findings_in_plain_sentence(sentence: str) -> Iterator[str]:
    sentence = PLACEHOLDER.sub("Name", sentence)
    for rule, pattern in SENTENCE_RULES.items():
        if match := pattern.search(sentence):
            yield f"{rule}: {match[0]!r} in {sentence!r}"
    if len(NEGATION.findall(sentence)) > 1:
        yield f"two negations: {sentence!r}"
    if len(SUBCLAUSE.findall(sentence)) > 1:
        yield f"two subclauses: {sentence!r}"


def page_texts() -> Iterator[Text]:
    """The sentences of templates and program."""
    for message in messages.messages(messages.extract()):
        for_staff = all(STAFF_FILES.search(name) for name, _ in message.locations)
        limit = STAFF_WORDS_PER_SENTENCE if for_staff else COMMON_WORDS_PER_SENTENCE
        for source in messages.sources(message):
            yield Text(message.locations[0][0], source, limit, for_staff)


def catalogue_texts() -> Iterator[Text]:
    """The goals, steps and explanations. Names of offices and papers keep their official spelling."""
    for name, text in messages.read_json(messages.LOCALES / "catalogue" / "de.json").items():
        kind = kind_of(name)
        limit = CATALOGUE_WORDS_PER_SENTENCE.get(kind, 0)
        yield Text(f"catalogue {name}", text, limit, is_name=limit == 0)


def kind_of(name: str) -> str:
    last = name.rsplit(".", 1)[-1]
    return "step" if re.fullmatch(r"s\d+|without_mentor", last) else last


def page_findings(text: Text) -> Iterator[str]:
    """Rules for pages only: the plan is no contract and no duty. Goals may tell of a law or a rental contract."""
    for rule, pattern in PAGE_RULES.items():
        if match := pattern.search(text.text):
            yield f"{rule}: {match[0]!r} in {text.text!r}"


def main() -> int:
    pages, catalogue = list(page_texts()), list(catalogue_texts())
    found = [(text, finding) for text in (*pages, *catalogue) for finding in findings(text)]
    found += [(text, finding) for text in pages for finding in page_findings(text)]
    for text, finding in found:
        print(f"{text.place}: {finding}")
    print(
        f"language: {len(found)} findings, {len(pages)} sentences of pages, {len(catalogue)} texts of goals and steps"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
