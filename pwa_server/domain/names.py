"""Finding a person by name: one name has many spellings, and more than one script.

Two foldings. `fold` makes spellings of the same letters equal (diacritics, ü and ue, doubled letters, Cyrillic).
`skeletons` keeps the consonants in coarse classes, so that a name written in Arabic, Cyrillic or Latin letters, with or
without its vowels, is found from any of them. It finds too much rather than too little: it runs over one's own people.
"""

import re
import unicodedata
from collections.abc import Iterable

CYRILLIC = {
    **dict(zip("абвгґдезийклмнопрстуфыі", "abvhgdeziiklmnoprstufii", strict=True)),
    "є": "ie",
    "ё": "io",
    "ж": "zh",
    "ї": "i",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "э": "e",
    "ю": "iu",
    "я": "ia",
}
SAME_SIGNS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e"}
)
# Written one way or the other for the same sound in a Latin spelling.
SAME_SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f"), ("y", "i"), ("j", "i"), ("ck", "k"), ("w", "v"))

# Consonants by sound, coarse; what is a vowel, a half-vowel or silent is left out.
ARABIC = {
    **dict.fromkeys("بپ", "p"), **dict.fromkeys("تطټ", "t"), **dict.fromkeys("دڈډ", "t"), **dict.fromkeys("جڄ", "j"),
    **dict.fromkeys("سصثزژذظشچځڅښږ", "s"), **dict.fromkeys("قکك", "k"), "خ": "k", **dict.fromkeys("غگهحہھ", "h"),
    **dict.fromkeys("فڤ", "f"),
    **dict.fromkeys("لڵ", "l"), "م": "m", **dict.fromkeys("نڼ", "n"), **dict.fromkeys("رړڕ", "r"),
}  # fmt: skip
SOUNDS = (
    ("ds", "j"), ("dj", "j"), ("sh", "s"), ("zh", "s"), ("ts", "s"),
    ("tz", "s"), ("th", "s"), ("dh", "s"), ("gh", "h"), ("kh", "k"), ("x", "ks"), ("ph", "f"), ("z", "s"), ("b", "p"),
    ("q", "k"), ("g", "h"), ("d", "t"),
)  # fmt: skip
AMBIGUOUS = (
    ("sch", ("s",)), ("ch", ("s", "k", "h")), ("c", ("k", "s", "j")), ("ض", ("t", "s")), ("j", ("j", "")), ("kh",
    ("k", "h")),
    ("th", ("s", "t")), ("v", ("f", "")),
)  # fmt: skip
# Consonants that say enough: two where the scripts differ, three within the same script.
ENOUGH_ACROSS_SCRIPTS = 2
ENOUGH_WITHIN_ONE = 3
SHORTEST_NUMBER = 3


def fold(text: str) -> str:
    """`text` in one spelling: lower case, Latin where it was Cyrillic, no diacritics, no doubled letters."""
    plain = _without_marks(text)
    plain = _without_doubles("".join(CYRILLIC.get(letter, letter) for letter in plain))
    for spelling, same in SAME_SPELLINGS:
        plain = plain.replace(spelling, same)
    return " ".join(re.findall(r"\w+", _without_doubles(plain)))


def skeletons(word: str) -> frozenset[str]:
    """The consonants of one word by sound; several where a spelling can be read in more ways."""
    plain = "".join(CYRILLIC.get(letter, letter) for letter in _without_marks(word))
    readings = {plain}
    for spelling, sounds in AMBIGUOUS:
        # Upper case: a reading that was chosen is not read again.
        readings = {reading.replace(spelling, sound.upper()) for reading in readings for sound in sounds}
    # A German ear writes an h that only makes the vowel long: Fahrid.
    readings |= {re.sub(r"(?<=[aeiou])h(?=[b-df-gj-np-tv-z])", "", reading) for reading in readings}
    return frozenset(_consonants(reading.lower()) for reading in readings)


def _consonants(word: str) -> str:
    for spelling, sound in SOUNDS:
        word = word.replace(spelling, sound)
    kept = "".join(ARABIC.get(letter, letter) for letter in word)
    return _without_doubles(re.sub(r"[^fhjklmnprst]", "", kept)).removesuffix("h")


def _without_doubles(text: str) -> str:
    return re.sub(r"(\w)\1+", r"\1", text)


def _without_marks(text: str) -> str:
    # Marks go first: only then is a ligature with an accent the ligature that SAME_SIGNS knows.
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return plain.casefold().translate(SAME_SIGNS).replace("ـ", "")


def matches(asked: str, names: Iterable[str | None], phone: str | None = None) -> int:
    """How well `asked` fits: 2 the same letters, 1 the same sounds or the phone number, 0 not at all."""
    known = [name for name in names if name]
    folded = fold(asked)
    if not folded or any(folded in fold(name) for name in known):
        return 2
    if phone and _same_number(asked, phone):
        return 1
    return 1 if any(_sounds_like(asked, name) for name in known) else 0


def _sounds_like(asked: str, name: str) -> bool:
    enough = ENOUGH_WITHIN_ONE if _script(asked) == _script(name) else ENOUGH_ACROSS_SCRIPTS
    words = [skeletons(word) for word in re.findall(r"\w+", name)]
    wanted = [skeletons(word) for word in re.findall(r"\w+", asked)]
    return bool(wanted) and all(any(_begins(word, found, enough) for found in words) for word in wanted)


def _begins(asked: frozenset[str], found: frozenset[str], enough: int) -> bool:
    return any(len(short) >= enough and long.startswith(short) for short in asked for long in found)


def _script(text: str) -> str:
    """LATIN, CYRILLIC, ARABIC …, from the first letter."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _same_number(asked: str, phone: str) -> bool:
    wanted = _digits(asked)
    return len(wanted) >= SHORTEST_NUMBER and not re.search(r"[^\W\d_]", asked) and wanted in _digits(phone)


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number.strip().replace("+49", "0", 1))
    return "0" + digits[4:] if digits.startswith("0049") else digits
