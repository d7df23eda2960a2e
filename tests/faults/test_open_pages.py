"""What was open when it ended: a page whose grant was revoked, a copied cookie after the password was changed."""

import pytest

from pwa_server.web.sessions import digest
from tests.world import NOW_TEXT, World


@pytest.mark.fault("F31")
def test_tick_on_a_page_whose_grant_was_ended_meanwhile_finds_nothing(browser_of, parts, world: World) -> None:
    step, grant = world.ids["amina.standard.step2"], world.ids["mona.grant"]
    change(parts, "steps", step, responsible="mentor", mentor_id=world.ids["mona"])
    mona = browser_of("mona")
    assert mona.get(f"/mentor/clients/{grant}").status_code == 200
    assert browser_of("amina").post(f"/grants/{grant}/end").status_code == 303
    answer = mona.post(f"/mentor/clients/{grant}/steps/{step}/reports", data={"report": "done"})
    assert answer.status_code == 404
    for path in (f"/mentor/clients/{grant}", "/mentor", "/mentor/more"):
        page = mona.get(path).text
        assert not {place for place, word in world.canaries.items() if word in page and not place.startswith("mona")}
    state = next(parts.database.utils().query("SELECT state FROM steps WHERE id = ?", [step]))["state"]
    assert state == "open"


def change(parts, table: str, row_id: str, **values) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update(table, row_id, **values))


@pytest.mark.fault("F29")
def test_copied_cookie_is_not_in_the_file_and_ends_when_the_owner_ends_it(browser_of, parts, world: World) -> None:
    owner, thief = browser_of("amina"), browser_of()
    thief.cookies.set("s", token := owner.cookies["s"])
    assert thief.get("/today").status_code == 200
    stored = [str(row) for row in parts.database.utils().query("SELECT * FROM sessions")]
    assert not any(token in row for row in stored)
    assert any(digest(token) in row for row in stored)
    assert owner.post("/sign-out").status_code == 303
    assert thief.get("/today").status_code == 303
    path = f"/steps/{world.ids['amina.standard.step1']}/reports"
    assert thief.post(path, data={"report": "done"}, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.fault("F29")
@pytest.mark.parametrize("name", ["amina", "karin"])
def test_copied_cookie_ends_with_a_new_pin_or_password(browser_of, parts, world: World, name: str) -> None:
    kind, old, new = ("pin", "274913", "918264") if name == "amina" else ("password", "Weg am Fluss 7", "Weg am See 81")
    hashed = parts.passwords.hash_now(old)
    facts = {"account_id": world.ids[name], "kind": kind, "secret_hash": hashed}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.run("secrets.keep", **facts))
    owner, thief = browser_of(name), browser_of()
    thief.cookies.set("s", owner.cookies["s"])
    assert thief.get("/settings/sessions").status_code == 200
    assert owner.post("/settings/secret", data={"old": old, "secret": new, "again": new}).status_code == 303
    assert thief.get("/settings/sessions").status_code == 303
    assert owner.get("/settings/sessions").status_code == 200


@pytest.mark.fault("F40")
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("mona", "/mentor/more"),
        ("karin", "/desk/cases"),
        ("karin", "/desk/cases/{amina.case}/goals/new"),
        ("karin", "/desk/goals/{amina.standard.goal}/steps/new"),
    ],
)
def test_part_of_a_page_opened_alone_is_a_whole_page(browser_of, world: World, who: str, path: str) -> None:
    for place, value in world.ids.items():
        path = path.replace(f"{{{place}}}", value)
    answer = browser_of(who).get(path)
    assert answer.status_code == 200
    assert "<html" in answer.text
