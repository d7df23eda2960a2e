"""Matching: which offers stand first, and the reason in words for each place."""

from typing import Any

import pytest

from pwa_server.domain.matching import Wanted, day_part, matches, usual

TODAY = "2026-11-24"
MORNING = {"weekday": 0, "begins": "09:00", "ends": "12:15"}
EVENING = {"weekday": 1, "begins": "18:00", "ends": "20:15"}


def offer(title: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": title, "title": title, "kind": "language_course", "life_area": "language", "level_from": "A2", "level_to": "B1",
        "access": "mainstream", "childcare": "no", "seats_free": 3, "state": "published", "starts_on": "2026-12-10",
        "ends_on": None, "expires_on": "2026-12-20", "times": [MORNING], "target_group": "all", "place": "",
        "partner_address": "Beispielstraße 1",
    } | facts  # fmt: skip


def order(offers: list[dict[str, Any]], **wanted: Any) -> list[str]:
    found = matches(offers, Wanted("language", **{"level": "A2"} | wanted), TODAY)
    return [match.offer["title"] for match in found]


def reasons(one: dict[str, Any], **wanted: Any) -> set[str]:
    (match,) = matches([one], Wanted("language", **{"level": "A2"} | wanted), TODAY)
    return {reason.code for reason in match.reasons}


@pytest.mark.requirement("R28")
def test_literacy_course_stands_first_for_somebody_who_can_not_read() -> None:
    course = offer("A Kurs", level_from="none", starts_on="2026-11-25")
    cafe = offer("B Café", kind="meeting_place", level_from="none", level_to="C2", starts_on="2026-11-25")
    literacy = offer("Z Buchstaben", kind="literacy_course", level_from="none", access="specific")
    assert order([course, cafe, literacy], level="none", reads=False)[0] == "Z Buchstaben"
    assert order([course, cafe, literacy], level="none", reads=True)[-1] == "Z Buchstaben"


@pytest.mark.requirement("R28")
def test_womens_course_stands_first_for_a_woman_who_wishes_for_one() -> None:
    course = offer("A Kurs", starts_on="2026-11-25")
    women = offer("Z Frauenkurs", kind="women_course", access="specific")
    assert order([course, women], group="women") == ["Z Frauenkurs", "A Kurs"]
    assert order([course, women]) == ["A Kurs", "Z Frauenkurs"], "nobody is taken for a woman unasked"
    assert "group" in reasons(women, group="women")
    assert not {"group", "other_group"} & reasons(course, group="women"), "what is open for all is in nobody's way"


@pytest.mark.requirement("R28")
def test_womens_course_that_is_a_literacy_course_too_is_first_for_a_woman_who_does_not_read() -> None:
    literacy = offer("A Buchstaben", kind="literacy_course", level_from="none", access="specific")
    for_women = offer(
        "Z Buchstaben", kind="literacy_course", level_from="none", target_group="women", access="specific"
    )
    wanted = {"level": "none", "reads": False}
    women = offer("B Frauenkurs", kind="women_course", level_from="none", access="specific")
    found = order([women, literacy, for_women], group="women", **wanted)
    assert found == ["Z Buchstaben", "A Buchstaben", "B Frauenkurs"]


@pytest.mark.requirement("R27")
@pytest.mark.parametrize(
    ("facts", "group", "fits"),
    [
        ({"target_group": "women"}, "women", True), ({"target_group": "women"}, "youth", False),
        ({"kind": "women_course", "target_group": "all"}, "men", False), ({"target_group": "parents"}, "", True),
        ({}, "elderly", True),
    ],
)  # fmt: skip
def test_for_whom_an_offer_is_counts_where_somebody_chose_it(facts: dict[str, Any], group: str, fits: bool) -> None:
    (match,) = matches([offer("Kurs", **facts)], Wanted("language", "A2", group=group), TODAY)
    assert match.fits is fits


@pytest.mark.requirement("R27")
def test_place_counts_where_somebody_chose_one() -> None:
    here, there = offer("Z hier", place="Haus der Kulturen, Nordstadt"), offer("A dort", partner_address="Südstadt 4")
    assert order([here, there], near="nordstadt") == ["Z hier", "A dort"]
    assert order([here, there]) == ["A dort", "Z hier"]
    assert "far" in reasons(there, near="Nordstadt")


def test_nobody_who_can_not_read_is_sent_to_an_ordinary_course_without_a_word() -> None:
    (match,) = matches([offer("Kurs", level_from="none")], Wanted("language", "none", reads=False), TODAY)
    assert not match.fits
    assert "needs_reading" in {reason.code for reason in match.reasons}


@pytest.mark.requirement("R29")
def test_offers_with_childcare_stand_first_where_it_is_needed() -> None:
    without, with_care = offer("A ohne"), offer("Z mit", childcare="yes", access="specific", starts_on="2027-01-10")
    assert order([without, with_care], childcare=True) == ["Z mit", "A ohne"]
    assert order([without, with_care], childcare=False) == ["A ohne", "Z mit"]
    assert "no_childcare" in reasons(without, childcare=True)
    assert not {"childcare", "no_childcare"} & reasons(with_care, childcare=False)


@pytest.mark.requirement("R32")
def test_offers_for_everybody_stand_before_those_for_a_group_if_they_fit() -> None:
    group, everybody = offer("A Gruppe", access="specific"), offer("Z für alle")
    assert order([group, everybody]) == ["Z für alle", "A Gruppe"]
    assert order([group, offer("Z für alle", seats_free=0)]) == ["A Gruppe", "Z für alle"]
    assert order([group, offer("Z für alle", level_from="B2", level_to="C1")]) == ["A Gruppe", "Z für alle"]


@pytest.mark.requirement("R27")
@pytest.mark.parametrize(
    ("level", "first", "last", "reason"),
    [
        ("A2", "A2", "B1", "level"), ("none", "none", "A2", "level"), ("A1", "A2", "B1", "level_too_high"),
        ("B2", "A2", "B1", "level_too_low"), ("", "A2", "B1", "level_not_known"),
    ],
)  # fmt: skip
def test_level_fits_or_says_why_not(level: str, first: str, last: str, reason: str) -> None:
    assert reason in reasons(offer("Kurs", level_from=first, level_to=last), level=level)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"seats_free": 2}, "seats"), ({"seats_free": 0}, "no_seats"), ({"state": "full", "seats_free": 2}, "no_seats"),
        ({"seats_free": None}, "seats_not_known"),
    ],
)  # fmt: skip
def test_free_seats_are_named(facts: dict[str, Any], reason: str) -> None:
    assert reason in reasons(offer("Kurs", **facts))


def test_seats_and_level_that_nobody_knows_stand_in_nobodys_way() -> None:
    (match,) = matches([offer("Kurs", seats_free=None)], Wanted("language"), TODAY)
    assert match.fits


def test_time_of_the_day_counts_where_somebody_chose_one() -> None:
    morning, evening = offer("A Vormittag"), offer("Z Abend", times=[EVENING])
    assert order([morning, evening], day_part="evening") == ["Z Abend", "A Vormittag"]
    assert order([morning, evening]) == ["A Vormittag", "Z Abend"]


@pytest.mark.parametrize(
    ("clock", "part"),
    [("08:30", "morning"), ("11:59", "morning"), ("12:00", "afternoon"), ("16:59", "afternoon"), ("17:00", "evening")],
)
def test_parts_of_the_day(clock: str, part: str) -> None:
    assert day_part(clock) == part


@pytest.mark.requirement("R27")
@pytest.mark.parametrize(
    "facts",
    [
        {"expires_on": "2026-11-23"}, {"ends_on": "2026-11-01"}, {"state": "expired"}, {"state": "withdrawn"},
        {"state": "draft"}, {"life_area": "social"},
    ],
)  # fmt: skip
def test_what_nobody_can_begin_with_never_shows_up(facts: dict[str, Any]) -> None:
    assert order([offer("Kurs", **facts)]) == []


def test_last_day_itself_still_counts() -> None:
    assert order([offer("Kurs", expires_on=TODAY)]) == ["Kurs"]


def test_same_facts_give_the_same_order_whatever_came_first() -> None:
    offers = [offer("A"), offer("B", childcare="yes"), offer("C", seats_free=0), offer("D", access="specific")]
    assert order(offers, childcare=True) == order(offers[::-1], childcare=True) == ["B", "A", "D", "C"]


def test_each_place_has_a_reason_in_words() -> None:
    for match in matches([offer("A"), offer("B", seats_free=0)], Wanted("language"), TODAY):
        assert all(reason.words.endswith(".") for reason in match.reasons)
        assert match.reasons


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        (["A2", "A2", "A2", "A1"], "A2"), (["A2", "B1"], "A2"), (["not_said", "B1"], "B1"), ([], ""), (["not_said"], ""),
    ],
)  # fmt: skip
def test_level_to_choose_a_course_by(levels: list[str], level: str) -> None:
    assert usual(levels) == level
