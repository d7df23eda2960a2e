"""Which offers suit somebody, in which order, and why: each reason in words, no score. The same facts give the same order.

Nothing here decides for anybody: an offer that does not fit is shown too, further down, with what does not fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pwa_server.domain.offers import COURSES, LEVELS, OPEN, is_over
from pwa_server.domain.problems import N_

DAY_PARTS = ("any", "morning", "afternoon", "evening")
# A part of the day begins at its clock.
_BEGINNINGS = {"morning": "00:00", "afternoon": "12:00", "evening": "17:00"}
_AREA_OF_COURSES = "language"
_GROUP_OF_KIND = {"women_course": "women"}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. An empty `level` says that nobody knows it; `reads` that she can read.

    `group` is for whom it shall be, '' for no matter, and is kept nowhere; `near` a word of the address, such as a quarter.
    """

    life_area: str
    level: str = ""
    reads: bool = True
    childcare: bool = False
    day_part: str = "any"
    group: str = ""
    near: str = ""


@dataclass(frozen=True)
class Reason:
    """Why an offer stands where it stands: a code and a German sentence. `fits` says in whose favour it speaks."""

    code: str
    words: str
    fits: bool


@dataclass(frozen=True)
class Match:
    """An offer with its reasons; `fits` where nothing that was asked for is missing."""

    offer: Mapping[str, Any]
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def fits(self) -> bool:
        return all(reason.fits or reason.code in _NO_OBSTACLE for reason in self.reasons)


_WORDS = {
    "literacy": (N_("Dieser Kurs ist für Menschen, die noch nicht lesen."), True),
    "needs_reading": (N_("Für diesen Kurs liest man schon ein wenig."), False),
    "for_beginners_in_reading": (N_("Dieser Kurs ist für Menschen, die noch nicht lesen."), False),
    "level": (N_("Das Niveau passt."), True),
    "level_too_high": (N_("Der Kurs beginnt auf einem höheren Niveau."), False),
    "level_too_low": (N_("Der Kurs endet unter diesem Niveau."), False),
    "level_not_known": (N_("Das Niveau ist noch nicht bekannt."), False),
    "group": (N_("Das Angebot ist für diese Gruppe."), True),
    "other_group": (N_("Das Angebot ist für eine andere Gruppe."), False),
    "near": (N_("Der Ort passt."), True),
    "far": (N_("Der Ort ist ein anderer."), False),
    "childcare": (N_("Es gibt Kinderbetreuung zur gleichen Zeit."), True),
    "no_childcare": (N_("Es gibt keine Kinderbetreuung."), False),
    "day_part": (N_("Die Uhrzeit passt."), True),
    "other_day_part": (N_("Die Uhrzeit passt nicht."), False),
    "seats": (N_("Es gibt freie Plätze."), True),
    "no_seats": (N_("Gerade ist kein Platz frei."), False),
    "seats_not_known": (N_("Freie Plätze sind nicht bekannt. Bitte fragen Sie nach."), False),
    "mainstream": (N_("Das Angebot ist für alle offen."), True),
    "specific": (N_("Das Angebot ist für eine bestimmte Gruppe."), True),
}
# What is worth knowing and stands in nobody's way.
_NO_OBSTACLE = frozenset({"level_not_known", "seats_not_known"})


def matches(offers: Iterable[Mapping[str, Any]], wanted: Wanted, today: str) -> list[Match]:
    """The offers of the wanted area that can still be begun, those that suit first.

    In this order it counts: a course that one can read enough for, the level, the group, childcare when it is needed, the
    time of the day, the place, a free seat, offers for the wanted group, offers for everybody before those for a group, the
    earlier start. Expired offers never show up.
    """
    found = [
        Match(offer, tuple(_reasons(offer, wanted)))
        for offer in offers
        if offer["life_area"] == wanted.life_area and offer["state"] in OPEN and not is_over(offer, today)
    ]
    return sorted(found, key=lambda match: _place(match))


def _place(match: Match) -> tuple[Any, ...]:
    against = {reason.code for reason in match.reasons if not reason.fits}
    return (
        all(reason.code != "literacy" for reason in match.reasons),
        bool(against & {"needs_reading", "for_beginners_in_reading"}),
        bool(against & {"level_too_high", "level_too_low"}),
        "other_group" in against,
        "no_childcare" in against,
        "other_day_part" in against,
        "far" in against,
        "no_seats" in against,
        all(reason.code != "group" for reason in match.reasons),
        match.offer["access"] != "mainstream",
        match.offer["starts_on"] or "9999",
        match.offer["title"].casefold(),
        match.offer["id"],
    )


def _reasons(offer: Mapping[str, Any], wanted: Wanted) -> Iterable[Reason]:
    codes: list[str] = []
    if offer["kind"] in COURSES or wanted.life_area == _AREA_OF_COURSES:
        codes += _reading(offer, wanted)
        codes += _level(offer, wanted)
    codes += _group(offer, wanted)
    if wanted.childcare:
        codes.append("childcare" if offer["childcare"] == "yes" else "no_childcare")
    if wanted.day_part != "any" and offer["times"]:
        fits = any(day_part(time["begins"]) == wanted.day_part for time in offer["times"])
        codes.append("day_part" if fits else "other_day_part")
    if wanted.near:
        codes.append("near" if _is_near(offer, wanted.near) else "far")
    codes += [_seats(offer), offer["access"]]
    return (Reason(code, *_WORDS[code]) for code in codes)


def _reading(offer: Mapping[str, Any], wanted: Wanted) -> Sequence[str]:
    literacy = offer["kind"] == "literacy_course"
    if not wanted.reads:
        needs = offer["kind"] in COURSES and not literacy
        return ["literacy"] if literacy else ["needs_reading"] if needs else []
    return ["for_beginners_in_reading"] if literacy else []


def _level(offer: Mapping[str, Any], wanted: Wanted) -> Sequence[str]:
    if wanted.level not in LEVELS:
        return ["level_not_known"]
    has = LEVELS.index(wanted.level)
    if has < LEVELS.index(offer["level_from"]):
        return ["level_too_high"]
    return ["level_too_low"] if has > LEVELS.index(offer["level_to"]) else ["level"]


def _group(offer: Mapping[str, Any], wanted: Wanted) -> Sequence[str]:
    """A women's course is for women, whatever its group says; what is open for all is in nobody's way."""
    group = _GROUP_OF_KIND.get(offer["kind"], offer["target_group"])
    if not wanted.group or group == "all":
        return []
    return ["group"] if group == wanted.group else ["other_group"]


def _is_near(offer: Mapping[str, Any], near: str) -> bool:
    where = f"{offer['place']} {offer['partner_address']}"
    return all(word in where.casefold() for word in near.casefold().split())


def _seats(offer: Mapping[str, Any]) -> str:
    if offer["state"] == "full" or offer["seats_free"] == 0:
        return "no_seats"
    return "seats" if offer["seats_free"] else "seats_not_known"


def day_part(clock: str) -> str:
    """The part of the day in which a clock `HH:MM` lies."""
    return max((part for part, begins in _BEGINNINGS.items() if begins <= clock), key=lambda part: _BEGINNINGS[part])


def usual(levels: Iterable[str]) -> str:
    """The level to choose a course by: the one that most skills have, the lower of two; '' where nobody knows."""
    known = [level for level in levels if level in LEVELS]
    return max(sorted(set(known), key=LEVELS.index), key=known.count, default="")
