"""The client shows one step to a partner herself: the same yes, the same link, nothing else of the plan; ended at once."""

import pytest

from tests.world import NOW_TEXT, World


def rows(parts, sql: str, *values: str) -> list:
    return [dict(row) for row in parts.database.utils().conn.execute(sql, values).fetchall()]


@pytest.fixture
def path(parts, world: World) -> str:
    """A step with the school at it, which nobody has been shown."""
    sql = parts.database.utils().conn
    sql.execute("UPDATE step_shares SET ended_at = ? WHERE ended_at IS NULL", [NOW_TEXT])
    sql.execute(
        "UPDATE consents SET ended_at = ?, state = 'withdrawn' WHERE purpose = 'share_with_partner'", [NOW_TEXT]
    )
    return f"/steps/{world.ids['amina.standard.step2']}/sharing"


def token(page: str) -> str:
    return page.split("/shared/")[1].split("<")[0]


@pytest.mark.requirement("R25")
def test_her_yes_is_recorded_as_hers_and_the_link_opens_the_step(browser_of, parts, world: World, path: str) -> None:
    amina = browser_of("amina")
    assert f'href="{path}"' in amina.get(path.removesuffix("/sharing")).text
    page = amina.post(path, data={"partner_id": world.ids["school"], "name": "none"}).text
    yes = rows(
        parts,
        "SELECT channel, recipient, made_by FROM consents WHERE purpose = 'share_with_partner' AND ended_at IS NULL",
    )
    assert yes == [{"channel": "app", "recipient": world.ids["school"], "made_by": world.ids["amina"]}]
    shown = browser_of().post(f"/shared/{token(page)}").text
    assert world.canaries["karin.name"] in shown, "the counsellor is whom the partner calls"
    for hidden in ("amina.name", "amina.phone", "amina.standard.goal.title"):
        if hidden in world.canaries:
            assert world.canaries[hidden] not in shown


def test_she_ends_it_at_once_with_her_yes(browser_of, parts, world: World, path: str) -> None:
    amina = browser_of("amina")
    page = amina.post(path, data={"partner_id": world.ids["school"], "name": "first"}).text
    where = amina.post(f"{path}/end").headers["location"]
    assert 'class="notice notice--good"' in amina.get(where).text
    assert browser_of().post(f"/shared/{token(page)}").status_code == 404
    assert not rows(parts, "SELECT id FROM consents WHERE purpose = 'share_with_partner' AND ended_at IS NULL")
    again = {"answer": "again", "channel": "", "name": "none"}
    assert browser_of("karin").post(f"/desk{path}", data=again).status_code == 409


def test_without_a_partner_at_the_step_she_chooses_one_that_was_looked_at_lately(
    browser_of, parts, world: World, path: str
) -> None:
    parts.database.utils().conn.execute(
        "UPDATE steps SET partner_id = NULL WHERE id = ?", [world.ids["amina.standard.step2"]]
    )
    parts.database.utils().conn.execute("UPDATE partners SET verified_on = '2026-11-01'")
    amina = browser_of("amina")
    assert f'value="{world.ids["school"]}"' in amina.get(path).text
    page = amina.post(path, data={"partner_id": world.ids["school"], "name": "none"}).text
    assert browser_of().post(f"/shared/{token(page)}").status_code == 200
    parts.database.utils().conn.execute("UPDATE partners SET verified_on = '2026-01-01'")
    assert f'value="{world.ids["school"]}"' not in amina.get(path).text
    assert amina.post(path, data={"partner_id": world.ids["school"], "name": "none"}).status_code == 422


@pytest.mark.parametrize("form", [{"partner_id": "nobody", "name": "none"}, {"name": "everything"}])
def test_nothing_is_shown_to_anybody_who_is_no_partner(browser_of, parts, world: World, path: str, form: dict) -> None:
    assert browser_of("amina").post(path, data=form).status_code == 422
    assert not rows(parts, "SELECT id FROM step_shares WHERE ended_at IS NULL")


def test_a_protected_step_is_shown_to_nobody_and_strangers_do_not_find_it(browser_of, world: World, path: str) -> None:
    form = {"partner_id": world.ids["school"], "name": "none"}
    high = f"/steps/{world.ids['amina.high.step1']}/sharing"
    assert browser_of("amina").get(high).status_code == 404
    assert browser_of("amina").post(high, data=form).status_code == 404
    assert browser_of("badr").post(path, data=form).status_code == 404
    assert browser_of("mona").post(path, data=form).status_code == 403
