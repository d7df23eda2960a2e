"""The card, the code on the screen, and the lost phone."""

import re

import pytest

from tests.world import World

# Not a piece of an id.
CODE = r"(?<![\w-])[2-9A-Z]{4}-[2-9A-Z]{4}(?![\w-])"


def card_url(world: World) -> str:
    return f"/desk/cases/{world.ids['amina.case']}/card"


def make(browser, world: World, what: str) -> str:
    answer = browser.post(card_url(world), data={"what": what})
    assert answer.status_code == 200
    return answer.text


def code_on(page: str) -> str:
    found = re.search(CODE, page)
    assert found
    return found.group(0)


def test_the_card_speaks_both_languages_and_names_nobody(browser_of, parts, world: World) -> None:
    page = make(browser_of("karin"), world, "card")
    assert 'lang="ar" dir="rtl"' in page
    assert 'lang="de" dir="ltr"' in page
    assert "030 23125-100" in page
    name = (
        parts.database.utils()
        .execute("SELECT sign_in_name FROM accounts WHERE id = ?", [world.ids["amina"]])
        .fetchone()[0]
    )
    assert name in page
    assert code_on(page)
    assert "<svg" in page
    assert not [word for place, word in world.canaries.items() if place != "karin.name" and word in page]
    assert not re.search("migra|asyl|integration|flucht", page, re.IGNORECASE)


def test_the_code_on_the_card_lets_the_client_in_once(browser_of, world: World) -> None:
    karin = browser_of("karin")
    code = code_on(make(karin, world, "card"))
    assert "noch nicht benutzt" in karin.get(f"/desk/cases/{world.ids['amina.case']}").text
    assert browser_of().post("/code", data={"code": code, "c": code}).status_code == 303
    assert "benutzt am" in karin.get(card_url(world)).text
    assert "Karte benutzt" in karin.get(f"/desk/cases/{world.ids['amina.case']}").text
    assert browser_of().post("/code", data={"code": code, "c": code}).status_code != 303


def test_the_code_is_shown_once_and_stored_nowhere(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    code = code_on(make(karin, world, "card"))
    assert code not in karin.get(card_url(world)).text
    rows = parts.database.utils().query("SELECT * FROM sign_in_codes")
    assert code not in str(list(rows))


def test_the_screen_code_is_in_the_clients_language(browser_of, world: World) -> None:
    page = make(browser_of("karin"), world, "screen")
    assert '<html lang="ar" dir="rtl"' in page
    assert code_on(page)


def test_a_lost_phone_takes_one_tap(browser_of, parts, world: World) -> None:
    amina, karin = browser_of("amina"), browser_of("karin")
    assert amina.get("/today").status_code == 200
    old = code_on(make(karin, world, "card"))
    assert code_on(make(karin, world, "lost")) != old
    assert amina.get("/today").status_code == 303
    assert browser_of().post("/code", data={"code": old, "c": old}).status_code != 303


def test_a_card_can_be_cancelled_before_it_is_used(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    code = code_on(make(karin, world, "card"))
    code_id = parts.database.utils().execute("SELECT id FROM sign_in_codes").fetchone()[0]
    assert karin.post(card_url(world), data={"what": "cancel", "code_id": code_id}).status_code == 303
    assert browser_of().post("/code", data={"code": code, "c": code}).status_code != 303
    assert karin.post(card_url(world), data={"what": "cancel", "code_id": code_id}).status_code == 409
    assert karin.post(card_url(world), data={"what": "cancel", "code_id": "nothing"}).status_code == 404


def test_a_card_of_another_case_cannot_be_cancelled_here(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    karin.post(f"/desk/cases/{world.ids['badr.case']}/card", data={"what": "card"})
    code_id = parts.database.utils().execute("SELECT id FROM sign_in_codes").fetchone()[0]
    assert karin.post(card_url(world), data={"what": "cancel", "code_id": code_id}).status_code == 404


def test_sending_the_form_again_makes_no_second_card(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    data = {"what": "card", "request_key": "once"}
    assert karin.post(card_url(world), data=data).status_code == 200
    assert karin.post(card_url(world), data=data).status_code == 303
    assert parts.database.utils()["sign_in_codes"].count == 1


@pytest.mark.parametrize("what", ["", "gold", "CARD"])
def test_an_unknown_wish_is_refused(browser_of, parts, world: World, what: str) -> None:
    assert browser_of("karin").post(card_url(world), data={"what": what}).status_code == 422
    assert parts.database.utils()["sign_in_codes"].count == 0
