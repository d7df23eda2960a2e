"""Telephone numbers as people write them: kept as typed, but nothing that no telephone could dial."""

import re

from pwa_server.domain.problems import N_, BadInput

NOT_A_NUMBER = N_("Diese Telefonnummer stimmt noch nicht. Bitte schreiben Sie nur Ziffern, zum Beispiel 030 23125100.")
LONGEST = 30
FEWEST_DIGITS = 3
_WRITTEN = re.compile(rf"[0-9+/\-() ]{{5,{LONGEST}}}")


def is_phone(typed: str) -> bool:
    """Whether this is a number to dial: digits, `+ / - ( )` and spaces, 5 to 30 signs."""
    return bool(_WRITTEN.fullmatch(typed)) and sum(sign.isdigit() for sign in typed) >= FEWEST_DIGITS


def require_phone(typed: str) -> None:
    """Raise BadInput for something that no telephone could dial. Nothing at all is allowed: many people have none."""
    if typed and not is_phone(typed):
        raise BadInput(NOT_A_NUMBER)
