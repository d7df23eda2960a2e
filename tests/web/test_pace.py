"""Nobody asks for more in a while than any work needs, and nobody is kept from help."""

from datetime import timedelta
from typing import Any

import pytest

from pwa_server.domain.times import later
from pwa_server.routes import ROUTES
from pwa_server.storage import rate_limits
from pwa_server.storage.tx_storage import TxStorage
from pwa_server.web import pace
from tests.access.expected import filled
from tests.access.table import EXPECTED
from tests.world import NOW_TEXT, World


def use_up(parts: Any, world: World, kept: pace.Pace, name: str) -> None:
    """As if the person had asked for everything that the pace allows, in one moment."""

    def count(tx: Any) -> None:
        for limit in rate_limits._parsed(kept.limits):
            key = limit.key_for(kept.kind, world.ids[name])
            TxStorage(tx).incr(key, limit.get_expiry(), limit.amount)

    parts.database.write_now("", parts.now(), count)


def test_every_pace_is_of_a_route() -> None:
    assert pace.PACES.keys() <= {f"{route.method} {route.path}" for route in ROUTES}


@pytest.mark.parametrize("name", sorted(pace.PACES))
def test_more_than_any_work_needs_is_told_and_changes_nothing(name: str, browser_of, parts, world: World) -> None:
    actor = next((a for a in ("amina", "mona", "karin", "ada") if EXPECTED[name].statuses[a] != 403), "")
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    kept, (method, path) = pace.PACES[name], name.split(" ")
    use_up(parts, world, kept, actor)
    url = filled(cell.path or path, world) + ("?q=a" if kept is pace.SEARCH and method == "GET" else "")
    form = {field: filled(value, world) for field, value in cell.form.items()}
    browser = browser_of(actor)
    answer = browser.get(url) if method == "GET" else browser.post(url, data=form)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "030 23125-100" in answer.text


def test_lost_phone_is_ended_however_many_letters_were_printed(browser_of, parts, world: World) -> None:
    use_up(parts, world, pace.LETTER, "karin")
    amina, karin, card = browser_of("amina"), browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/card"
    assert karin.post(card, data={"what": "card"}).status_code == 429
    assert amina.get("/today").status_code == 200
    assert karin.post(card, data={"what": "lost"}).status_code in (200, 303)
    assert amina.get("/today").status_code == 303


def test_search_goes_on_a_minute_later_and_for_others_at_once(browser_of, parts, world: World, clock) -> None:
    use_up(parts, world, pace.SEARCH, "karin")
    karin = browser_of("karin")
    refused = karin.get("/desk/cases?q=a")
    assert refused.status_code == 429
    assert "Bitte versuchen Sie es um 10:01 noch einmal." in refused.text
    assert karin.get("/desk/cases").status_code == 200
    assert browser_of("dora").get("/desk/cases?q=a").status_code == 200
    clock.at += timedelta(minutes=1)
    assert karin.get("/desk/cases?q=a").status_code == 200


@pytest.mark.parametrize("path", ["/desk/cases?q=a", "/my-data/file.json"])
def test_pages_are_counted_as_they_are_asked_for(path: str, browser_of, parts) -> None:
    browser = browser_of("amina" if path.startswith("/my") else "karin")
    for _ in range(3):
        assert browser.get(path).status_code == 200
    hits = [row["hits"] for row in parts.database.utils()["rate_limits"].rows]
    assert hits == [3]


def test_call_for_help_names_whom_to_call_and_waits_on_the_phone(browser_of, parts, world: World) -> None:
    use_up(parts, world, pace.HELP, "amina")
    amina = browser_of("amina")
    page = amina.post("/help", data={"obstacle": "worry"})
    assert page.status_code == 429
    assert "tel:03023125100" in page.text
    outbox = amina.post("/help", data={"obstacle": "worry"}, headers={"Accept": "application/json"})
    assert outbox.status_code == 429
    assert outbox.json()["error"]
    assert amina.get("/help").status_code == 200


def test_a_hand_never_comes_to_the_end_of_asking_for_help(browser_of) -> None:
    amina = browser_of("amina")
    answers = [amina.post("/help", data={"obstacle": "worry"}).status_code for _ in range(30)]
    assert set(answers) == {303}


def test_wait_is_read_without_counting(parts) -> None:
    for _ in range(3):
        assert rate_limits.wait(parts.database.read("", NOW_TEXT), "2/minute", "test", "somebody") == 0
    for _ in range(2):
        parts.database.write_now("", NOW_TEXT, rate_limits.hit, "2/minute", "test", "somebody")
    assert rate_limits.wait(parts.database.read("", NOW_TEXT), "2/minute", "test", "somebody") == 60
    assert rate_limits.wait(parts.database.read("", later(NOW_TEXT, seconds=60)), "2/minute", "test", "somebody") == 0
