"""The languages offered. A language is offered when its catalogue is complete."""

from dataclasses import dataclass
from typing import Literal

SOURCE = "de"


@dataclass(frozen=True)
class Language:
    """`tag` is the BCP 47 tag in pages, `locale` the name Babel and gettext know, `name` its own name in its own script."""

    tag: str
    locale: str
    name: str
    dir: Literal["ltr", "rtl"] = "ltr"


OFFERED = (
    Language("de", "de", "Deutsch"),
    Language("en", "en_GB", "English"),
    Language("ar", "ar", "العربية", "rtl"),
    Language("uk", "uk", "Українська"),
    Language("fa-AF", "fa_AF", "دری", "rtl"),
    Language("tr", "tr", "Türkçe"),
)
BY_TAG = {language.tag: language for language in OFFERED}

# Spoken languages that a counsellor can note; their interface language is chosen from OFFERED.
SPOKEN = {
    "ar": "العربية",
    "bg": "Български",
    "ckb": "کوردی (سۆرانی)",
    "de": "Deutsch",
    "en": "English",
    "fa": "فارسی",
    "fa-AF": "دری",
    "fr": "Français",
    "kmr": "Kurmancî",
    "ps": "پښتو",
    "ro": "Română",
    "rom": "Romani",
    "ru": "Русский",
    "so": "Soomaali",
    "sq": "Shqip",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
}
RTL = frozenset({"ar", "ckb", "fa", "fa-AF", "ps", "ur"})
# A language that is not offered is answered in the nearest that is; everything shown so stays marked with its own `lang`.
NEAREST = {"fa": "fa-AF", "prs": "fa-AF", "ru": "uk", "kmr": "tr"}


def offered(tag: str | None) -> Language | None:
    """The offered language for a tag, exactly, by its base language or by what is nearest to it."""
    if not tag:
        return None
    base = tag.split("-")[0]
    return BY_TAG.get(tag) or BY_TAG.get(NEAREST.get(tag, "")) or BY_TAG.get(base) or BY_TAG.get(NEAREST.get(base, ""))


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """The writing direction of any language tag."""
    return "rtl" if tag in RTL or tag.split("-")[0] in RTL else "ltr"


def language_name(reader: str, tag: str) -> str:
    """What a language is called in the reader's language; its own name where that is not known."""
    from babel import Locale

    own = SPOKEN.get(tag) or (BY_TAG[tag].name if tag in BY_TAG else tag)
    names = Locale.parse(BY_TAG[reader].locale).languages
    code = {"kmr": "ku"}.get(tag, tag.replace("-", "_"))
    return str(names.get(code) or names.get(code.split("_")[0]) or own)
