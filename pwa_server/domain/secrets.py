"""PINs, passwords, codes on cards and sign-in names: what is accepted, and how forgivingly it is read."""

import re
import unicodedata
from datetime import date
from itertools import pairwise

from pwa_server.domain.frequent_passwords import frequent_passwords
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.refused_words import PASSWORDS, PINS
from pwa_server.domain.sign_in_words import WORDS

# Without O 0 I 1 L: nobody has to guess which of the two a sign is.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CARD_SIGNS = 8
LETTER_SIGNS = 12
RECOVERY_SIGNS = 12
GROUP_SIGNS = 4

PIN_DIGITS = 6
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD_BYTES = 1024

# Signs that look alike on paper, or on a Cyrillic keyboard, count as one and the same.
_ALIKE = str.maketrans("OQDILJSZBGUАВЕКМНОРСТХУІ", "000111528" + "6VA8EKMH0PCTXY1")


def read_digits(text: str) -> str:
    """`text` with the decimal digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign for sign in text)


def show_code(code: str) -> str:
    """A code as it stands on the card: `ABCD-2345`."""
    return "-".join(code[start : start + GROUP_SIGNS] for start in range(0, len(code), GROUP_SIGNS))


def read_code(text: str) -> str:
    """What a typed code means: case, spaces, dashes and signs that look alike make no difference."""
    folded = read_digits(unicodedata.normalize("NFKC", text[:200])).upper()
    return "".join(sign for sign in folded if sign.isalnum()).translate(_ALIKE)


def tidy_code(text: str) -> str:
    """A typed code, grouped again for the eye and without anything that no code has."""
    folded = read_digits(unicodedata.normalize("NFKC", text[:200])).upper()
    return show_code("".join(sign for sign in folded if sign.isalnum())[:LETTER_SIGNS])


def read_sign_in_name(text: str) -> str:
    """A typed sign-in name as it is stored: `haus-sonne-24`, however it was spaced."""
    folded = read_digits(unicodedata.normalize("NFKC", text[:200])).casefold()
    parts = re.findall(r"[^\W\d_]+|\d+", folded)
    return "-".join(_two_words(parts[0]) + parts[1:] if len(parts) == 2 else parts)


def _two_words(joined: str) -> list[str]:
    splits = ((joined[:cut], joined[cut:]) for cut in range(2, len(joined) - 1))
    return next(([first, second] for first, second in splits if first in WORDS and second in WORDS), [joined])


def read_pin(text: str) -> str:
    """A typed PIN: digits of any script; spaces and invisible signs of direction make no difference."""
    return "".join(
        sign for sign in read_digits(text[:200]) if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )


def require_pin(pin: str) -> None:
    """Raise BadInput unless `pin` has six digits and is not one of the first that anybody would try."""
    if not re.fullmatch(rf"[0-9]{{{PIN_DIGITS}}}", pin):
        raise BadInput(N_("Die PIN hat 6 Zahlen."))
    if pin in PINS or _is_run(pin) or _repeats(pin) or _is_birthday(pin):
        raise BadInput(N_("Diese PIN ist leicht zu raten. Bitte wählen Sie eine andere."))


def _is_run(pin: str) -> bool:
    gaps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return gaps in ({0}, {1}, {9})


def _repeats(pin: str) -> bool:
    return pin in (pin[:1] * 6, pin[:2] * 3, pin[:3] * 2)


def _is_birthday(pin: str) -> bool:
    """Day, month and year in two digits each, or the other way round, of a person who may be alive and 16."""
    first, middle, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    return _is_day(first, middle, last) or _is_day(last, middle, first)


def _is_day(day: int, month: int, year: int) -> bool:
    if 12 < year < 30:
        return False
    try:
        date(1900 + year if year >= 30 else 2000 + year, month, day)
    except ValueError:
        return False
    return True


def require_password(password: str, own: tuple[str, ...] = ()) -> None:
    """Raise BadInput for a password that is too short, too long or among the first to be tried; `own` are own names."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(N_("Das Passwort ist zu kurz. Es braucht 8 Zeichen oder mehr."))
    if len(password.encode()) > LONGEST_PASSWORD_BYTES:
        raise BadInput(N_("Das Passwort ist zu lang."))
    if len(set(password)) < 3 or _is_tried_first(password) or _core(password) in _cores(own):
        raise BadInput(N_("Dieses Passwort ist leicht zu raten. Bitte wählen Sie ein anderes."))


def _is_tried_first(password: str) -> bool:
    whole, core = _folded(password), _core(password)
    return core in PASSWORDS or whole in frequent_passwords() or core in frequent_passwords()


def _cores(own: tuple[str, ...]) -> set[str]:
    return {_core(word) for name in own for word in _words(name)}


def _words(name: str) -> list[str]:
    return [name, name.split("@")[0], *re.split(r"[\s@.]+", name)]


def _core(password: str) -> str:
    """A password without case and without the digits and signs that people put at its ends."""
    folded = _folded(password)
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded) or folded


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold()


def read_mail(text: str) -> str:
    """An e-mail address as it is compared."""
    return unicodedata.normalize("NFKC", text[:300]).strip().casefold()
