"""About me: the client reads what was written down, in her language and words; protected wishes only after the PIN."""

from datetime import timedelta

import pytest

from tests.world import World

OWN = ("strengths", "strengths.words", "job", "skills", "certificate", "need.own_words", "need.german")


@pytest.mark.requirement("R31")
def test_she_reads_strengths_wishes_and_facts(browser_of, world: World) -> None:
    page = browser_of("amina").get("/about-me")
    assert page.status_code == 200
    for place in OWN:
        assert world.canaries[f"amina.{place}"] in page.text, place
    assert 'lang="ar"' in page.text
    assert page.headers["SW-Store"].endswith(";0"), "never stored on the phone"
    assert not [word for place, word in world.canaries.items() if place.startswith("badr.") and word in page.text]


def test_what_nobody_asked_is_not_shown_and_declining_is(browser_of, parts, world: World) -> None:
    amina, case = browser_of("amina"), world.ids["amina.case"]
    levels, facts = 2, 11
    assert amina.get("/about-me").text.count("<dt>") == levels + facts
    parts.database.utils().execute(
        "UPDATE situation_facts SET not_said = '[]', work_years = NULL WHERE case_id = ?", [case]
    )
    assert amina.get("/about-me").text.count("<dt>") == levels + facts - 2


def test_protected_wishes_open_after_the_pin_only(browser_of, clock, world: World) -> None:
    amina = browser_of("amina")
    assert world.canaries["amina.high.need.own_words"] in amina.get("/about-me").text
    clock.at += timedelta(hours=2)
    page = amina.get("/about-me").text
    assert world.canaries["amina.high.need.own_words"] not in page
    assert world.canaries["amina.need.own_words"] in page
    assert "/pin?next=/about-me" in page


@pytest.mark.parametrize("name", ["mona", "magnus"])
def test_a_mentor_never_reads_it(browser_of, world: World, name: str) -> None:
    mentor = browser_of(name)
    assert mentor.get("/about-me").status_code == 403
    hidden = [word for place, word in world.canaries.items() if place.startswith("amina.") and "need" in place]
    for path in ("/mentor", "/mentor/clients", f"/mentor/clients/{world.ids['mona.grant']}"):
        text = mentor.get(path).text
        assert not [word for word in hidden if word in text]


def test_who_has_nothing_written_down_yet_reads_that(browser_of, parts, world: World) -> None:
    for table in (
        "situation_facts",
        "situation_languages",
        "situation_certificates",
        "situation_household",
        "need_states",
        "needs",
    ):
        parts.database.utils().execute(f"DELETE FROM {table}")
    page = browser_of("badr").get("/about-me")
    assert page.status_code == 200
    assert "<dl" not in page.text


def test_plan_and_settings_lead_there(browser_of, world: World) -> None:
    amina = browser_of("amina")
    assert 'href="/about-me"' in amina.get("/plan").text
    assert 'href="/about-me"' in amina.get("/settings").text
