"""Only the client asks somebody along to a meeting."""

import pytest

from pwa_server.casework.companions import invite_companion
from pwa_server.domain.problems import NotAllowed, NotVisible, RuleBroken
from tests.world import NOW_TEXT, World


@pytest.fixture
def invite(parts, world: World):
    def as_person(name: str, mentor: str | None, meeting: str = "amina.standard.meeting") -> str | None:
        who = world.ids[mentor] if mentor else None
        parts.database.write_now(world.ids[name], NOW_TEXT, invite_companion, world.ids[meeting], who)
        query = "SELECT mentor_id FROM meetings WHERE id = ?"
        return parts.database.utils().conn.execute(query, [world.ids[meeting]]).fetchone()[0]

    return as_person


def test_client_goes_alone_and_asks_again(invite, parts, world: World) -> None:
    assert invite("amina", None) is None
    assert not parts.database.read(world.ids["mona"], NOW_TEXT).rows(
        "meetings.of_case", case_id=world.ids["amina.case"], high="no"
    )
    assert invite("amina", "mona") == world.ids["mona"]


@pytest.mark.parametrize("mentor", ["magnus", "karin", "badr"])
def test_only_somebody_who_may_look_is_asked_along(invite, mentor: str) -> None:
    with pytest.raises(NotVisible):
        invite("amina", mentor)


def test_nobody_comes_along_to_a_protected_meeting(invite) -> None:
    with pytest.raises(RuleBroken):
        invite("amina", "mona", "amina.high.meeting")


@pytest.mark.parametrize("state", ["cancelled", "moved", "held"])
def test_nobody_is_asked_along_to_a_meeting_that_is_off(invite, parts, world: World, state: str) -> None:
    meeting = world.ids["amina.standard.meeting"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("meetings", meeting, state=state))
    with pytest.raises(RuleBroken):
        invite("amina", None)


@pytest.mark.parametrize(("name", "refusal"), [("karin", NotAllowed), ("mona", NotAllowed), ("badr", NotVisible)])
def test_nobody_else_decides_who_comes_along(invite, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        invite(name, None)
