"""The worker, the manifest, the page for "no network", and what the header lets a browser keep."""

import json
import re

import pytest

from pwa_server.i18n.languages import OFFERED
from pwa_server.web.parts import Parts
from pwa_server.web.worker_script import SHELL, worker_script
from tests.world import World

TAGS = [language.tag for language in OFFERED]


def test_worker_is_asked_for_each_time_and_travels_once(browser_of) -> None:
    nobody = browser_of()
    first = nobody.get("/service_worker.js")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-type"].startswith("text/javascript")
    again = nobody.get("/service_worker.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_worker_names_files_that_exist(browser_of, parts: Parts) -> None:
    text = browser_of().get("/service_worker.js").text
    for name in SHELL:
        assert parts.static.url(name) in text
        assert browser_of().get(parts.static.url(name)).status_code == 200


def test_another_release_is_another_worker(parts: Parts) -> None:
    assert worker_script(parts.static, "one") != worker_script(parts.static, "two")


def test_copies_that_may_not_lie_here_go_before_anything_else_is_stored(browser_of) -> None:
    script = browser_of().get("/service_worker.js").text
    work = script.partition("async function keepAll(")[2].partition("async function")[0]
    assert 0 < work.index("cache.delete(url)") < work.index("cache.put(")


@pytest.mark.parametrize("tag", TAGS)
def test_manifest_in_each_language_is_one_app_with_a_neutral_name(browser_of, tag: str) -> None:
    manifest = json.loads(browser_of().get(f"/manifest.webmanifest?lang={tag}").text)
    assert (manifest["id"], manifest["name"], manifest["lang"]) == ("/", "Wegplan", tag)
    assert manifest["dir"] == ("rtl" if tag in ("ar", "fa-AF") else "ltr")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert browser_of().get(icon["src"]).status_code == 200


@pytest.mark.parametrize("tag", TAGS)
def test_page_for_no_network_belongs_to_nobody(browser_of, world: World, tag: str) -> None:
    answer = browser_of("amina").get(f"/offline?lang={tag}")
    assert "data-user" not in answer.text
    assert not any(word in answer.text for word in world.canaries.values())
    assert "tel:112" in answer.text
    assert "tel:03023125100" in answer.text


def test_page_for_no_network_travels_once(browser_of, world: World) -> None:
    nobody = browser_of()
    first = nobody.get("/offline?lang=ar")
    assert first.headers["content-language"] == "ar"
    again = nobody.get("/offline?lang=ar", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_pages_to_store_leave_out_what_is_protected(browser_of, world: World) -> None:
    answer = browser_of("amina").get("/offline/pages", headers={"Accept": "application/json"})
    assert answer.headers["sw-store"].startswith("opaque-amina;")
    pages = answer.json()["pages"]
    assert f"/goals/{world.ids['amina.standard.goal']}" in pages
    hidden = [world.ids[place] for place in world.ids if place.startswith("amina.high")]
    assert not any(identity in path for identity in hidden for path in pages)
    protected = [word for place, word in world.canaries.items() if place.startswith("amina.high")]
    assert not any(word in answer.text for word in protected)


def test_pages_to_store_are_those_that_open(browser_of, world: World) -> None:
    amina = browser_of("amina")
    for path, (seconds, html) in amina.get("/offline/pages").json()["pages"].items():
        answer = amina.get(path)
        assert answer.headers["sw-store"] == f"opaque-amina;{seconds}", path
        assert without_keys(html) == without_keys(answer.text), path


def without_keys(html: str) -> str:
    """A page without the keys and the receipt that each form has of its own."""
    return re.sub(r'name="request_key" value="[^"]+"|\b[2-9A-Z]{4}(-[2-9A-Z]{4}){2}\b', "", html)


def test_pages_to_store_travel_again_only_when_something_changed(browser_of, world: World) -> None:
    amina = browser_of("amina")
    known = {"If-None-Match": amina.get("/offline/pages").headers["etag"]}
    again = amina.get("/offline/pages", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["sw-store"].startswith("opaque-amina;")
    assert browser_of("badr").get("/offline/pages", headers=known).status_code == 200
    amina.post(f"/steps/{world.ids['amina.standard.step1']}/reports", data={"report": "done"})
    assert amina.get("/offline/pages", headers=known).status_code == 200


def test_mentor_stores_one_page(browser_of, world: World) -> None:
    assert list(browser_of("mona").get("/offline/pages").json()["pages"]) == ["/mentor"]


@pytest.mark.parametrize(
    ("name", "phone", "path", "expected"),
    [
        ("amina", "shared", "/today", "none"),
        ("amina", "shared", "/offline/pages", "none"),
        ("karin", "", "/desk", "none"),
        ("amina", "", "/desk", "opaque-amina;0"),
        ("amina", "", "/goals/unknown", "opaque-amina;0"),
        ("karin", "", "/offline/pages", "none"),
    ],
)
def test_browser_is_told_what_it_may_keep(browser_of, name: str, phone: str, path: str, expected: str) -> None:
    assert browser_of(name, phone).get(path).headers["sw-store"] == expected


def test_browser_whose_session_is_over_is_told_to_forget(browser_of, world: World) -> None:
    nobody = browser_of()
    assert "sw-store" not in nobody.get("/emergency").headers
    nobody.cookies.set("s", "a session that is over")
    assert nobody.get("/emergency").headers["sw-store"] == "none"


@pytest.mark.fault("F10")
def test_outbox_of_another_person_is_not_taken(browser_of, world: World) -> None:
    answer = browser_of("badr").post(
        f"/steps/{world.ids['badr.standard.step1']}/reports",
        data={"report": "done"},
        headers={"Accept": "application/json", "Idempotency-Key": "k1", "Outbox-User": "opaque-amina"},
    )
    assert answer.status_code == 401
    assert "error" in answer.json()


def test_outbox_is_told_that_it_was_taken_and_where_that_leads(browser_of, world: World) -> None:
    sent = {"report": "done", "tapped_at": "2026-11-24T08:59:00Z"}
    headers = {"Accept": "application/json", "Idempotency-Key": "k1", "Outbox-User": "opaque-amina"}
    amina, path = browser_of("amina"), f"/steps/{world.ids['amina.standard.step1']}/reports"
    for answer in (amina.post(path, data=sent, headers=headers), amina.post(path, data=sent, headers=headers)):
        assert answer.status_code == 200
        assert answer.json()["done"] == "k1"
        assert answer.json()["location"].startswith("/")


def test_own_scripts_stay_small(parts: Parts) -> None:
    assert len(parts.static.bodies[parts.static.url("js/app.js")]) < 30_000
