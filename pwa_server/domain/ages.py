"""How old somebody is, as far as the year of birth tells: enough for 16 and 18, and no date of birth is kept."""

from datetime import date
from typing import Literal

from pwa_server.domain.problems import N_, BadInput, RuleBroken

OWN_AGREEMENT_FROM = 16
GROWN_UP_FROM = 18
OLDEST = 120

AgeGroup = Literal["not_said", "under_16", "minor", "adult"]


def youngest_age(year: int, month: int | None, today: date) -> int:
    """The age that somebody has reached for certain: without a month, and in the month itself, the birthday is to come."""
    had_birthday = month is not None and month < today.month
    return today.year - year - (0 if had_birthday else 1)


def needs_month(year: int, today: date) -> bool:
    """Whether the year alone leaves open on which side of 16 or 18 somebody is this year."""
    return today.year - year in (OWN_AGREEMENT_FROM, GROWN_UP_FROM)


def is_certain(year: int | None, month: int | None, today: date) -> bool:
    """Whether the side of 16 and 18 is known, and not only assumed because the birthday may still be to come."""
    return year is None or not needs_month(year, today) or month not in (None, today.month)


def age_group(year: int | None, month: int | None, today: date) -> AgeGroup:
    """On which side of 16 and 18 somebody is; who may still be younger counts as younger. Without a year: as no child."""
    if year is None:
        return "not_said"
    age = youngest_age(year, month, today)
    if age < OWN_AGREEMENT_FROM:
        return "under_16"
    return "minor" if age < GROWN_UP_FROM else "adult"


def require_own_agreement(group: AgeGroup) -> None:
    """Raise RuleBroken for somebody under 16: there is no agreement of one's own before."""
    if group == "under_16":
        raise RuleBroken(N_("Eine eigene Vereinbarung geht ab 16 Jahren."))


def needs_guardian(group: AgeGroup) -> bool:
    """Whether a guardian signs too."""
    return group == "minor"


def require_birth(year: int | None, month: int | None, today: date) -> None:
    """Raise BadInput for a year or month in which nobody who is here can be born."""
    year_fits = year is None or today.year - OLDEST <= year <= today.year
    if not year_fits or (month is not None and not 1 <= month <= 12):
        raise BadInput(N_("Dieses Jahr stimmt noch nicht."))
