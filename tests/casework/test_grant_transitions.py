"""Each verb on a grant in each state: it goes where the table says, or answers no and changes nothing."""

from datetime import date

import pytest

from pwa_server.access.rights import RIGHTS
from pwa_server.casework import clearances, grants, mentor_search, mentoring
from pwa_server.casework.mentor_confirmation import confirm_person
from pwa_server.domain.grants import TRANSITIONS
from pwa_server.domain.problems import NotAllowed, NotVisible, RuleBroken
from pwa_server.routes import ROUTES
from tests.casework.desk import Desk
from tests.world import LONG_AGO, NOW_TEXT, World

ENDED = ("cancelled", "declined", "expired", "revoked", "returned")
OPEN = "9999-12-31T00:00:00Z"
# Verb -> state -> what becomes of it. Missing: RuleBroken. None: not visible to whoever tries. Same state: a late tap.
EXPECTED = {
    "end": {"requested": "cancelled", "offered": "cancelled", "active": "revoked", "suspended": "revoked"}
    | {state: state for state in ENDED},
    "accept": {"offered": "active", **dict.fromkeys(("suspended", *ENDED))},
    "decline": {"offered": "declined", **dict.fromkeys(("suspended", *ENDED))},
    "return": {"active": "returned", **dict.fromkeys(("requested", "offered", "suspended", *ENDED))},
    "confirm": {"requested": "offered", "suspended": "active", "offered": "offered", "active": "active"},
    "refuse": {"requested": "cancelled", "suspended": "revoked", "offered": "offered", "active": "active"},
    "propose": dict.fromkeys(("active", "suspended", *ENDED)),
}


@pytest.fixture
def desk(parts, world: World) -> Desk:
    return Desk(parts, world)


def put(desk: Desk, state: str, **more: str | None) -> str:
    """Mona's grant in this state."""
    valid = {
        "valid_from": OPEN if state in ("requested", "offered") else LONG_AGO,
        "valid_until": OPEN if state in ("requested", "offered", "active") else NOW_TEXT,
    }
    grant_id = desk.world.ids["mona.grant"]
    change = {"state": state, **valid, **more}
    desk.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentor_grants", grant_id, **change))
    return grant_id


def row(desk: Desk) -> dict:
    return desk.database.utils()["mentor_grants"].get(desk.world.ids["mona.grant"])


def do(desk: Desk, verb: str, grant_id: str) -> None:
    if verb == "end":
        desk.does("amina", grants.end_grant, grant_id)
    elif verb in ("accept", "decline"):
        desk.does("mona", mentoring.answer_grant, grant_id, verb)
    elif verb == "return":
        desk.does("mona", mentoring.return_grant, grant_id)
    elif verb in ("confirm", "refuse"):
        desk.does("amina", confirm_person, grant_id, row(desk)["mentor_id"] or "", "yes" if verb == "confirm" else "no")
    else:
        desk.does("ada", mentor_search.propose, grant_id, desk.world.ids["magnus"])


@pytest.mark.parametrize("state", TRANSITIONS)
@pytest.mark.parametrize("verb", EXPECTED)
def test_a_verb_goes_where_the_table_says_or_changes_nothing(verb: str, state: str, desk: Desk) -> None:
    rests = verb in ("confirm", "refuse") and state in ("requested", "suspended")
    grant_id = put(desk, state, unconfirmed_since=NOW_TEXT if rests else None)
    before, expected = row(desk), EXPECTED[verb].get(state, RuleBroken)
    if expected in (None, RuleBroken):
        with pytest.raises(NotVisible if expected is None else RuleBroken):
            do(desk, verb, grant_id)
        assert row(desk) == before
        return
    do(desk, verb, grant_id)
    assert row(desk)["state"] == expected
    assert expected == state or expected in TRANSITIONS[state]


@pytest.mark.parametrize("state", TRANSITIONS)
def test_only_what_is_active_rests_when_the_certificate_lapses(state: str, desk: Desk) -> None:
    put(desk, state)
    desk.database.utils().conn.execute("UPDATE clearances SET lapses_on = '2026-11-24'")
    desk.database.write_now("", NOW_TEXT, clearances.suspend_lapsed)
    assert row(desk)["state"] == ("suspended" if state == "active" else state)


@pytest.mark.parametrize("state", TRANSITIONS)
def test_a_new_certificate_moves_only_what_waited_for_it(state: str, desk: Desk) -> None:
    put(desk, state)
    seen = clearances.Certificate("2026-11-20", "2026-11-24", "Ada")
    desk.does("ada", clearances.record, desk.world.ids["mona"], seen)
    assert row(desk)["state"] == {"requested": "offered", "suspended": "active"}.get(state, state)


@pytest.mark.requirement("R20")
@pytest.mark.parametrize("missing", ["lapsed", "never shown", "no promise"])
def test_no_grant_becomes_active_without_certificate_and_promise(missing: str, desk: Desk) -> None:
    """Whatever its state was, and whichever verb is tried; what runs already shows nothing from that moment on."""
    connection = desk.database.utils().conn
    statement = {
        "lapsed": "UPDATE clearances SET lapses_on = '2026-11-24'",
        "never shown": "DELETE FROM clearances",
        "no promise": "UPDATE mentors SET confidentiality_on = NULL",
    }[missing]
    grant_id = put(desk, "offered")
    connection.execute(statement)
    with pytest.raises(RuleBroken):
        do(desk, "accept", grant_id)
    assert row(desk)["state"] == "offered"


@pytest.mark.requirement("R19")
def test_only_a_client_may_make_a_grant() -> None:
    """No right of staff or mentors, and no route of theirs, leads to one."""
    assert [right.holder for right in RIGHTS if right.action == "grant.make"] == ["client"]
    made_by = {route.path.split("/")[1] for route in ROUTES if route.action == "grant.make"}
    assert not made_by & {"desk", "office", "mentor", "network"}


@pytest.mark.requirement("R19")
@pytest.mark.parametrize("name", ["karin", "ada", "mona"])
def test_nobody_else_makes_one_by_the_verb(name: str, desk: Desk) -> None:
    before = desk.database.utils()["mentor_grants"].count
    chosen = [desk.world.ids["amina.standard.goal"]]
    with pytest.raises((NotAllowed, NotVisible)):
        desk.does(name, grants.request_grant, "", "", chosen, date(2027, 5, 24))
    assert desk.database.utils()["mentor_grants"].count == before
