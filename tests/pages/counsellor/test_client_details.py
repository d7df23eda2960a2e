"""The person's details: kept, guarded against a second hand, and never lost."""

import re

import pytest

from pwa_server.pages.counsellor import client_details
from tests.world import World


def url(world: World) -> str:
    return f"/desk/cases/{world.ids['amina.case']}/details"


def form_of(page: str) -> dict[str, str]:
    """What a browser would send back unchanged."""
    values = dict(re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        values[name] = chosen.group(1) if chosen else ""
    values["phone_use"] = re.search(r'<input checked[^>]*name="phone_use"[^>]*value="(\w+)"', page).group(1)
    return values


def test_what_is_shown_can_be_sent_back_and_changes_nothing_else(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    form = form_of(karin.get(url(world)).text) | {
        "safe_contact": "Bitte nur am Vormittag",
        "name_latin": "Amina Beispiel",
    }
    assert karin.post(url(world), data=form).status_code == 303
    page = karin.get(f"/desk/cases/{world.ids['amina.case']}").text
    assert "Bitte nur am Vormittag" in page
    assert "Amina Beispiel" in page
    assert world.canaries["amina.name"] in page
    again = form_of(karin.get(url(world)).text)
    assert again["language"] == form["language"]
    assert again["literacy"] == "not_stated"


def test_a_stale_form_shows_both_texts_and_keeps_nothing(browser_of, world: World) -> None:
    karin, dora = browser_of("karin"), browser_of("dora")
    first, second = form_of(karin.get(url(world)).text), form_of(dora.get(url(world)).text)
    assert karin.post(url(world), data=first | {"safe_contact": "Nicht am Freitag"}).status_code == 303
    answer = dora.post(url(world), data=second | {"safe_contact": "Nicht am Montag"})
    assert answer.status_code == 409
    assert "Nicht am Freitag" in answer.text
    assert "Nicht am Montag" in answer.text
    assert "Nicht am Freitag" in karin.get(f"/desk/cases/{world.ids['amina.case']}").text
    second = form_of(answer.text) | {"safe_contact": "Nicht am Montag"}
    assert dora.post(url(world), data=second).status_code == 303
    assert "Nicht am Montag" in karin.get(f"/desk/cases/{world.ids['amina.case']}").text


@pytest.mark.parametrize("table", ["accounts", "clients"])
def test_the_clients_own_change_meanwhile_counts_too(browser_of, parts, world: World, table: str) -> None:
    karin = browser_of("karin")
    form = form_of(karin.get(url(world)).text)
    parts.database.utils().execute(f"UPDATE {table} SET version = version + 1 WHERE id = ?", (world.ids["amina"],))
    assert karin.post(url(world), data=form).status_code == 409


def test_the_chosen_channel_comes_first_and_the_others_stay(browser_of, parts, world: World) -> None:
    parts.database.utils().execute("""UPDATE clients SET channels = '["push", "phone", "letter"]'""")
    karin = browser_of("karin")
    karin.post(url(world), data=form_of(karin.get(url(world)).text) | {"first_channel": "letter"})
    found = parts.database.utils().execute("SELECT channels FROM clients WHERE id = ?", [world.ids["amina"]]).fetchone()
    assert found[0] == '["letter", "push", "phone"]'


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"language": "tlh"},
        {"spoken": "tlh"},
        {"literacy": "clever"},
        {"first_channel": "owl"},
        {"phone_use": "stolen"},
        {"client_version": "x"},
        {"safe_contact": "x" * 301},
    ],
)
def test_what_cannot_be_is_refused(browser_of, parts, world: World, changes: dict[str, str]) -> None:
    karin = browser_of("karin")
    form = form_of(karin.get(url(world)).text)
    before = list(parts.database.utils().query("SELECT version FROM clients ORDER BY id"))
    assert karin.post(url(world), data=form | changes).status_code == 422
    assert list(parts.database.utils().query("SELECT version FROM clients ORDER BY id")) == before


@pytest.mark.requirement("R43")
def test_every_field_that_may_stay_empty_says_why_we_ask(browser_of, world: World) -> None:
    page = browser_of("karin").get(url(world)).text
    needed = {"name", "language"}
    assert set(client_details.WHY) == set(client_details.FIELDS) - needed
    for sentence in client_details.WHY.values():
        assert sentence in page
    assert page.count("Warum fragen wir das?") == len(client_details.WHY)
    assert client_details.WHY["phone"] in browser_of("karin").get("/desk/cases/new").text
