"""Every page of a client: what it shows, what it never shows, how long a phone may keep it."""

import re

import pytest

from pwa_server.i18n.texts import catalogue_texts
from tests.world import LONG_AGO, NOW_TEXT, World

STORED = "opaque-amina;2592000"
NOT_STORED = "opaque-amina;0"


def paths(world: World, who: str = "amina", kind: str = "standard") -> dict[str, str]:
    ids = world.ids
    return {
        "goal": f"/goals/{ids[f'{who}.{kind}.goal']}",
        "step": f"/steps/{ids[f'{who}.{kind}.step1']}",
        "meeting": f"/meetings/{ids[f'{who}.{kind}.meeting']}",
        "calendar": f"/meetings/{ids[f'{who}.{kind}.meeting']}/calendar.ics",
    }


PLAIN = ["/today", "/plan", "/meetings", "/people", "/help", "/settings"]
ONLINE = ["/sharing", "/grants/new", "/plan/print", "/protected"]


@pytest.mark.parametrize("path", PLAIN)
def test_own_phone_keeps_the_pages_that_are_needed_offline(browser_of, path: str) -> None:
    page = browser_of("amina").get(path)
    assert (page.status_code, page.headers["sw-store"]) == (200, STORED)


@pytest.mark.parametrize("kind", ["goal", "step", "meeting"])
def test_own_phone_keeps_goals_steps_and_meetings(browser_of, world: World, kind: str) -> None:
    page = browser_of("amina").get(paths(world)[kind])
    assert (page.status_code, page.headers["sw-store"]) == (200, STORED)


@pytest.mark.parametrize("path", ONLINE)
def test_other_pages_are_not_kept(browser_of, path: str) -> None:
    page = browser_of("amina").get(path)
    assert (page.status_code, page.headers["sw-store"]) == (200, NOT_STORED)


@pytest.mark.parametrize("path", PLAIN)
def test_shared_phone_keeps_nothing(browser_of, path: str) -> None:
    assert browser_of("amina", phone="shared").get(path).headers["sw-store"] == "none"


@pytest.mark.parametrize("path", [*PLAIN, *ONLINE])
def test_quick_exit_is_on_every_page(browser_of, path: str) -> None:
    assert 'href="/quick-exit"' in browser_of("amina").get(path).text


@pytest.mark.parametrize("path", [*PLAIN, "/sharing", "/grants/new", "/plan/print"])
def test_protected_words_stand_on_no_ordinary_page(browser_of, world: World, path: str) -> None:
    page = browser_of("amina").get(path)
    assert not [place for place, word in world.canaries.items() if place.startswith("amina.high") and word in page.text]


@pytest.mark.parametrize("path", [*PLAIN, *ONLINE])
def test_nothing_of_another_client_is_on_the_page(browser_of, world: World, path: str) -> None:
    page = browser_of("amina").get(path)
    assert not [place for place, word in world.canaries.items() if place.startswith("badr") and word in page.text]


@pytest.mark.parametrize("kind", ["goal", "step", "meeting", "calendar"])
@pytest.mark.parametrize("who", ["standard", "high"])
def test_pages_of_another_client_do_not_exist(browser_of, world: World, kind: str, who: str) -> None:
    assert browser_of("amina").get(paths(world, "badr", who)[kind]).status_code == 404


@pytest.mark.parametrize("path", ["/goals/x", "/steps/x", "/meetings/x", "/meetings/x/calendar.ics"])
def test_unknown_pages_do_not_exist(browser_of, path: str) -> None:
    assert browser_of("amina").get(path).status_code == 404


@pytest.mark.parametrize("name", ["karin", "dora", "mona", "ada"])
@pytest.mark.parametrize("path", [*PLAIN[:-1], *ONLINE])
def test_other_roles_do_not_open_the_clients_pages(browser_of, name: str, path: str) -> None:
    assert browser_of(name).get(path).status_code == 403


@pytest.mark.requirement("R49")
def test_first_screen_says_what_next_when_where_with_whom_and_what_to_bring(browser_of, world: World) -> None:
    today = browser_of("amina").get("/today").text
    for place in ("amina.standard.step1.text", "amina.standard.step1.place", "amina.standard.meeting.place"):
        assert world.canaries[place] in today, place
    assert "14:30" in today
    assert "03.12.2026" in today
    assert world.canaries["karin.name"] in today
    assert catalogue_texts("ar")["document.identity-document"] in today, "the paper has a name in words"
    assert "identity-document" not in today
    assert today.index(world.canaries["amina.standard.step1.text"]) < today.index("03.12.2026")


@pytest.mark.requirement("R49")
def test_plan_shows_goals_by_life_area_and_the_link_to_protected_ones(browser_of, world: World) -> None:
    page = browser_of("amina").get("/plan")
    assert world.canaries["amina.standard.goal.own_words"] in page.text
    assert 'href="/protected"' in page.text


@pytest.mark.requirement("R49")
def test_goal_is_a_path_on_which_a_finished_step_is_marked(browser_of, world: World) -> None:
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    goal, step = world.ids["amina.standard.goal"], world.ids["amina.standard.step1"]

    def stones() -> list[str]:
        way = amina.get(f"/goals/{goal}").text.split('<ol class="way"')[1].split("</ol>")[0]
        return re.findall(r'<li[^>]*class="([^"]*)"', way)

    assert [stone.split()[0] for stone in stones()] == ["is-next", "is-later", "is-goal"]
    amina.post(f"/steps/{step}/reports", data={"report": "done"})
    assert [stone.split()[0] for stone in stones()] == ["is-done", "is-next", "is-goal"]
    assert "1 von 2 Schritten geschafft" in amina.get("/plan").text


def test_link_to_protected_goals_stands_there_without_any(browser_of, parts, world: World) -> None:
    with_goal = browser_of("amina").get("/plan").text
    parts.database.utils().conn.execute("PRAGMA foreign_keys = OFF")
    for table in ("meetings", "steps"):
        parts.database.utils().conn.execute(f"DELETE FROM {table} WHERE goal_id = ?", [world.ids["amina.high.goal"]])
    parts.database.utils().conn.execute("DELETE FROM goals WHERE id = ?", [world.ids["amina.high.goal"]])
    parts.database.utils().conn.execute("UPDATE cases SET version = version + 1")
    assert _same(with_goal) == _same(browser_of("amina").get("/plan").text)


def _same(html: str) -> str:
    return re.sub(r'(name="(request_key|issued_at)" value=")[^"]*', r"\1", html)


def test_step_says_who_does_it_and_what_to_bring(browser_of, world: World) -> None:
    page = browser_of("amina").get(paths(world)["step"])
    assert world.canaries["amina.standard.step1.place"] in page.text
    assert "document.identity-document" not in page.text
    assert f"/steps/{world.ids['amina.standard.step1']}/reports" in page.text


def test_offices_step_has_no_tick(browser_of, world: World) -> None:
    page = browser_of("amina").get(f"/steps/{world.ids['amina.standard.step2']}")
    assert page.status_code == 200
    assert "/reports" not in page.text


def test_farid_finds_a_picture_and_a_listen_button_on_every_card(browser_of, world: World) -> None:
    client = browser_of("amina")
    for path in ("/today", "/plan", "/meetings", *(paths(world)[kind] for kind in ("goal", "step", "meeting"))):
        html = client.get(path).text
        cards = re.findall(
            r"<(?:article|section) class=\"card[^>]*data-speak>(.*?)</(?:article|section)>", html, re.DOTALL
        )
        assert cards, path
        assert all("data-listen" in card and "<svg" in card for card in cards), path


def test_everything_that_was_typed_is_inert(browser_of, parts, world: World) -> None:
    nasty = '<img src=x hx-get="/x"> <script>1</script>'

    def type_it(tx) -> None:
        tx.update("goals", world.ids["amina.standard.goal"], own_words_sealed=nasty)
        tx.update(
            "steps", world.ids["amina.standard.step1"], text_sealed=nasty, place_sealed=nasty, with_whom_sealed=nasty
        )
        tx.update(
            "meetings", world.ids["amina.standard.meeting"], place_sealed=nasty, room_sealed=nasty, way_sealed=nasty
        )
        tx.update("accounts", world.ids["karin"], name_sealed=nasty)

    parts.database.write_now("", NOW_TEXT, type_it)
    client = browser_of("amina")
    for path in (
        *PLAIN,
        "/sharing",
        "/grants/new",
        "/plan/print",
        *(paths(world)[k] for k in ("goal", "step", "meeting")),
    ):
        html = client.get(path).text
        assert "<img" not in html, path
        assert "<script>1" not in html, path


def test_new_case_without_goals_is_welcomed(browser_of, parts, world: World) -> None:
    conn = parts.database.utils().conn
    # What hangs on the goals goes unseen with them.
    conn.execute("PRAGMA foreign_keys = OFF")
    for table in ("meetings", "steps", "mentor_grant_goals"):
        conn.execute(f"DELETE FROM {table}")
    conn.execute("DELETE FROM goals")
    for path in ("/today", "/plan", "/meetings", "/grants/new", "/plan/print", "/people", "/sharing"):
        page = browser_of("amina").get(path)
        assert page.status_code == 200
    assert 'class="empty"' in browser_of("amina").get("/today").text


def close(parts, world: World, state: str) -> None:
    closed = {"state": state, "closed_at": LONG_AGO, "erase_due_on": "2027-01-05"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], version=1, **closed))


def test_elif_reads_her_closed_plan_and_sees_when_it_is_erased(browser_of, parts, world: World) -> None:
    close(parts, world, "closed")
    client = browser_of("amina")
    page = client.get("/plan")
    assert world.canaries["amina.standard.goal.own_words"] in page.text
    assert "05.01.2027" in page.text
    for path in ("/today", *(paths(world)[kind] for kind in ("goal", "step", "meeting"))):
        assert "/reports" not in client.get(path).text
        assert "/answers" not in client.get(path).text


def test_it_is_nobodys_turn_in_a_plan_that_ended_and_all_of_it_can_be_saved(browser_of, parts, world: World) -> None:
    client = browser_of("amina")
    client.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    turns = ("Ihr nächster Schritt", "Das machen wir gerade", 'aria-current="step"')
    assert any(word in client.get("/plan").text for word in turns)
    close(parts, world, "closed")
    assert not [word for path in ("/plan", paths(world)["goal"]) for word in turns if word in client.get(path).text]
    main = client.get("/today").text.split("<main", 1)[1].split("</main>")[0]
    assert 'href="/my-data"' in main
    assert 'href="/feedback"' in main
    assert "Tippen Sie auf Erledigt" not in main, "the help text speaks of what is on the page"


def test_berivans_restricted_plan_is_hidden_and_not_kept(browser_of, parts, world: World) -> None:
    close(parts, world, "restricted")
    client = browser_of("amina")
    for path in (
        "/today",
        "/plan",
        "/plan/print",
        "/meetings",
        "/people",
        "/sharing",
        "/protected",
        *paths(world).values(),
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["sw-store"] == NOT_STORED
        assert not [word for place, word in world.canaries.items() if place.startswith("amina.") and word in page.text]
        assert "tel:" in page.text


def from_catalogue(parts, world: World, area: str) -> None:
    """Amina's goal and first step become copies of the catalogue's block for a residence permit."""
    german = catalogue_texts("de")
    parts.database.utils().conn.execute(
        "UPDATE goals SET life_area = ?, block_id = 'residence-permit-renew' WHERE id = ?",
        [area, world.ids["amina.standard.goal"]],
    )

    def copy(tx) -> None:
        title = german["block.residence-permit-renew.goal"]
        tx.update("goals", world.ids["amina.standard.goal"], title_sealed=title, own_words_sealed=None)
        key = "block.residence-permit-renew.s1"
        tx.update("steps", world.ids["amina.standard.step1"], text_key=key, text_sealed=german[key])

    parts.database.write_now("", NOW_TEXT, copy)


def test_german_counts_for_translations_on_residence_that_nobody_checked(browser_of, parts, world: World) -> None:
    from_catalogue(parts, world, "residence")
    german = catalogue_texts("de")
    client = browser_of("amina")
    goal, step = (client.get(paths(world)[kind]).text for kind in ("goal", "step"))
    assert f'<p lang="de" dir="ltr" hx-ignore>{german["block.residence-permit-renew.goal"]}</p>' in goal
    assert f'<p lang="de" dir="ltr" hx-ignore>{german["block.residence-permit-renew.s1"]}</p>' in step
    assert world.canaries["karin.name"] in goal


def test_german_is_not_repeated_where_translations_do_no_harm_or_none_is_shown(browser_of, parts, world: World) -> None:
    from_catalogue(parts, world, "language")
    assert '<p lang="de" dir="ltr">' not in browser_of("amina").get(paths(world)["step"]).text
    from_catalogue(parts, world, "residence")
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    assert '<p lang="de" dir="ltr">' not in browser_of("amina").get(paths(world)["step"]).text


def test_paper_shows_the_german_beside_the_translation(browser_of, parts, world: World) -> None:
    from_catalogue(parts, world, "language")
    html = browser_of("amina").get("/plan/print").text
    for text in (catalogue_texts(tag)["block.residence-permit-renew.s1"] for tag in ("de", "ar")):
        assert text in html


def test_late_office_says_sorry_and_nobody_is_blamed(browser_of, parts, world: World) -> None:
    for number in (1, 2):
        step = world.ids[f"amina.standard.step{number}"]
        parts.database.write_now("", NOW_TEXT, lambda tx, step=step: tx.update("steps", step, due_on="2026-11-01"))
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    client = browser_of("amina")
    assert "Das tut uns leid." in client.get(f"/steps/{world.ids['amina.standard.step2']}").text
    own = client.get(paths(world)["step"]).text
    assert "Das ist in Ordnung." in own
    assert not re.search("überfällig|versäumt|müssen", own)
