"""A plan that was restricted or closed lets nobody in again by itself: only the client makes a grant."""

import pytest

from pwa_server.casework import case_life, clearances, reopening, restriction
from pwa_server.domain.problems import NotAllowed
from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, NOW_TEXT, World

NEW = clearances.Certificate(issued_on="2026-11-20", seen_on="2026-11-24", seen_by="Ada")


def rest_and_go_on(parts, world: World, to: str, back: str) -> None:
    write = parts.database.write_now

    def have_no_meeting_ahead(tx: Tx) -> None:
        for kind in ("standard", "high"):
            tx.update("meetings", world.ids[f"amina.{kind}.meeting"], state="held")

    write("", NOW_TEXT, have_no_meeting_ahead)
    karin, case = world.ids["karin"], world.ids["amina.case"]
    write(karin, NOW_TEXT, case_life.move_case, case, to, "goals_met")
    if back == "reopen":
        write(karin, NOW_TEXT, reopening.reopen, case, "given", "ar", "oral")
    else:
        write(world.ids["amina"], NOW_TEXT, restriction.show_again)
    write(world.ids["ada"], NOW_TEXT, clearances.record, world.ids["mona"], NEW)


@pytest.mark.parametrize(("to", "back"), [("restricted", "resume"), ("closed", "reopen")])
@pytest.mark.parametrize("state", ["requested", "offered", "active", "suspended"])
def test_new_certificate_sets_no_grant_going_after_a_rest(
    browser_of, parts, world: World, state: str, to: str, back: str
) -> None:
    def begin(tx: Tx) -> None:
        tx.update("mentor_grants", world.ids["mona.grant"], state=state, state_at=LONG_AGO)

    parts.database.write_now("", NOW_TEXT, begin)
    rest_and_go_on(parts, world, to, back)
    page = browser_of("mona").get("/mentor/clients")
    assert world.canaries["amina.name"] not in page.text
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404
    assert parts.database.utils()["mentor_grants"].get(world.ids["mona.grant"])["state"] in (
        "revoked", "expired", "cancelled",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["karin", "mona", "amina"])
def test_only_the_volunteer_office_records_a_certificate(parts, world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        parts.database.write_now(world.ids[name], NOW_TEXT, clearances.record, world.ids["mona"], NEW)


def test_week_of_the_desk_leaves_out_a_restricted_case(browser_of, parts, world: World) -> None:
    week, word = "/desk/meetings?from=2026-12-03", world.canaries["amina.standard.meeting.place"]
    assert word in browser_of("karin").get(week).text
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state="restricted"))
    page = browser_of("karin").get(week).text
    assert word not in page
    assert world.canaries["amina.name"] not in page
