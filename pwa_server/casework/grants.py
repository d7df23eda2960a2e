"""The client lets a mentor look, and ends it. Nobody else can make a grant; ending works at once."""

import json
from collections.abc import Sequence
from datetime import date

from pwa_server.access import rights
from pwa_server.casework import cases, companions, consents, mentor_steps, news, reminders, tellings
from pwa_server.domain import grants
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

MOST_WAITING = 5
LONGEST_WORDS = 500
WAITING = ("requested", "offered")
READ_ONLY_CASES = ("closed", "restricted", "erased")
UNKNOWN_CODE = N_("Diesen Code kennen wir nicht. Bitte schauen Sie noch einmal auf die Karte.")


def request_grant(
    tx: Tx, code: str, wish: str, goal_ids: Sequence[str], until: date, chosen: Sequence[str] = grants.USUAL
) -> str:
    """Ask for a companion: the mentor with this code, or somebody whom the office looks for. Returns the grant's id.

    Without a goal the companion comes along to meetings, such as the first talk, and sees nothing else.

    The mentor is asked at once if certificate and promise are there, else the grant waits. `chosen` is what the mentor may
    do beside seeing the goals. Raises BadInput for an unknown code,
    neither goals nor meetings or a day out of range, NotVisible for goals that are not the client's or need special protection,
    RuleBroken when the same mentor is asked already or too many requests wait.
    """
    case = cases.own(tx)
    rights.require(case["relationship"], "grant.make")
    if case["state"] in READ_ONLY_CASES:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    today = berlin_day(tx.now)
    grants.require_end_in_range(until, today)
    _require_own_goals(tx, case, goal_ids)
    allowed = grants.rights_of(chosen, goals=bool(goal_ids))
    if len(wish) > LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    mentor = _mentor(tx, code, today)
    _require_room(tx, case, mentor)
    grant_id = tx.insert(
        "mentor_grants",
        case_id=case["id"],
        mentor_id=mentor["id"] if mentor else None,
        state="offered" if mentor and mentor["cleared_until"] else "requested",
        wish_sealed=wish or None,
        rights=json.dumps(allowed),
        expires_on=until.isoformat(),
        made_at=tx.now,
        state_at=tx.now,
    )
    for goal_id in dict.fromkeys(goal_ids):
        tx.insert("mentor_grant_goals", grant_id=grant_id, goal_id=goal_id)
    scope = grants.scope_of(goal_ids, allowed)
    consents.give(tx, case["id"], "mentor_access", grant_id, expires_on=until, scope=scope)
    return grant_id


def change_grant(tx: Tx, grant_id: str, version: int, goal_ids: Sequence[str], chosen: Sequence[str]) -> str:
    """Show other goals or allow other things from now on; the last day stays. Returns the grant's state.

    It is a yes of its own: what was allowed before stays readable beside it, and client and mentor are told. The same
    choice again changes nothing. Raises NotVisible, BadInput, Stale, RuleBroken for a grant that has ended or a plan at rest.
    """
    grant = tx.row("own.grant", grant_id=grant_id)
    if grant is None:
        raise NotVisible
    rights.require(grant["relationship"], "grant.make")
    case = cases.own(tx)
    if not grants.TRANSITIONS[grant["state"]] or case["state"] in READ_ONLY_CASES:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    _require_own_goals(tx, case, goal_ids)
    wanted = grants.rights_of(chosen, goals=bool(goal_ids))
    if grant["version"] != version:
        raise Stale
    if _is_same(tx, grant, goal_ids, wanted):
        return str(grant["state"])
    tx.update("mentor_grants", grant_id, version=version, rights=json.dumps(wanted), changed_at=tx.now)
    tx.run("own.drop_grant_goals", grant_id=grant_id)
    for goal_id in dict.fromkeys(goal_ids):
        tx.insert("mentor_grant_goals", grant_id=grant_id, goal_id=goal_id)
    if grant["state"] == "active":
        _leave_out_unless_invited(tx, case["id"], grant["mentor_id"])
        mentor_steps.take_on(tx, grant_id)
    until, scope = date.fromisoformat(grant["expires_on"]), grants.scope_of(goal_ids, wanted)
    consents.give(tx, case["id"], "mentor_access", grant_id, expires_on=until, scope=scope)
    _tell_both(tx, grant)
    return str(grant["state"])


def _is_same(tx: Tx, grant: Row, goal_ids: Sequence[str], wanted: Sequence[str]) -> bool:
    rows = tx.rows("own.grant_goals", case_id=grant["case_id"])
    shown = {row["goal_id"] for row in rows if row["grant_id"] == grant["id"]}
    return shown == set(goal_ids) and sorted(json.loads(grant["rights"])) == sorted(wanted)


def _tell_both(tx: Tx, grant: Row) -> None:
    """Who looks now hears that it is something else; a mentor who may not look just now is told nothing, nor why."""
    if grant["state"] in WAITING:
        return
    tellings.tell(tx, grant["case_id"], "grant_changed", person_id=grant["mentor_id"])
    if grant["state"] == "active":
        news.tell(tx, grant["case_id"], grant["mentor_id"])


def _leave_out_unless_invited(tx: Tx, case_id: str, mentor_id: str) -> None:
    """Who may not see meetings any more comes along to none, and is reminded of none."""
    if mentor_id in {mentor["mentor_id"] for mentor in companions.companions(tx, case_id)}:
        return
    tx.run("own.leave_out_mentor", mentor_id=mentor_id, case_id=case_id)
    reminders.cancel_for_person(tx, case_id, mentor_id, "grant_changed")


def end_grant(tx: Tx, grant_id: str) -> str:
    """End a grant at once and return its state. One that has ended already stays as it is: a late tap is no mistake."""
    grant = tx.row("own.grant", grant_id=grant_id)
    if grant is None:
        raise NotVisible
    rights.require(grant["relationship"], "grant.make")
    if not grants.TRANSITIONS[grant["state"]]:
        return str(grant["state"])
    state = "cancelled" if grant["state"] in WAITING else "revoked"
    grants.require_move(grant["state"], state)
    ends = min(grant["valid_until"], tx.now)
    tx.update("mentor_grants", grant_id, version=grant["version"], state=state, state_at=tx.now, valid_until=ends)
    if grant["mentor_id"] and not _still_let_in(tx, grant):
        tx.run("own.leave_out_mentor", mentor_id=grant["mentor_id"], case_id=grant["case_id"])
        reminders.cancel_for_person(tx, grant["case_id"], grant["mentor_id"], "grant_ended")
    consents.end(tx, grant["case_id"], "mentor_access", grant_id)
    cases.touch(tx, grant["case_id"])
    return state


def _require_own_goals(tx: Tx, case: Row, goal_ids: Sequence[str]) -> None:
    goals = tx.rows("goals.of_case", case_id=case["id"], high="no")
    shareable = {goal["id"] for goal in goals if grants.may_be_shared(goal["sensitivity"])}
    if not shareable.issuperset(goal_ids):
        raise NotVisible


def _mentor(tx: Tx, code: str, today: date) -> Row | None:
    if not code:
        return None
    mentor = tx.row("own.mentor_by_code", code=code, today=today.isoformat())
    if mentor is None:
        raise BadInput(UNKNOWN_CODE)
    return mentor


def _require_room(tx: Tx, case: Row, mentor: Row | None) -> None:
    running = [grant for grant in tx.rows("own.grants", case_id=case["id"]) if grants.TRANSITIONS[grant["state"]]]
    if mentor and any(grant["mentor_id"] == mentor["id"] and not _is_ending(grant, tx) for grant in running):
        raise RuleBroken(N_("Sie haben diese Person schon gefragt. Beenden Sie zuerst die alte Freigabe."))
    if sum(grant["state"] in WAITING for grant in running) >= MOST_WAITING:
        raise RuleBroken(N_("Ein paar Anfragen warten noch. Bitte warten Sie auf die Antwort."))


def _is_ending(grant: Row, tx: Tx) -> bool:
    """Whether the client may ask for a new grant already: only the client renews, and in time."""
    return grant["state"] == "active" and grants.ends_soon(grant["expires_on"], berlin_day(tx.now))


def _still_let_in(tx: Tx, ended: Row) -> bool:
    others = tx.rows("own.grants", case_id=ended["case_id"])
    return any(
        other["id"] != ended["id"] and other["mentor_id"] == ended["mentor_id"] and other["state"] == "active"
        for other in others
    )
