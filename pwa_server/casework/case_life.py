"""A case begins, rests, goes on and ends; and the one question that is asked at the start."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pwa_server.access import rights
from pwa_server.casework import agreements, erasure, plan_information, reminders, restriction
from pwa_server.casework.consents import decline, give
from pwa_server.domain import cases as rules
from pwa_server.domain import consents, phones
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_token

GRANT_ENDS_AS = {"restricted": "revoked", "closed": "expired"}
TEXT_LIMIT = 200
MOST_SERVICES = 3


@dataclass(frozen=True)
class NewPerson:
    """What two minutes are enough for. `name` may be a pseudonym, `language` is spoken, `reads` is offered by us."""

    name: str
    language: str
    reads: str
    phone: str = ""
    path: str = "plan"


@dataclass(frozen=True)
class PlanAnswer:
    """The answer to "May we keep a plan?": in which language and how it was asked."""

    state: str
    language: str
    channel: str = "oral"


def begin_case(tx: Tx, person: NewPerson, answer: PlanAnswer | None) -> str:
    """Begin counselling somebody and return the case's id. The person's own account has no secret until a card is used.

    Where the service keeps plans by law the answer says how the person was told; None: she is asked at the next talk.
    Raises BadInput without a name or an answer, NotAllowed for staff without a counselling service.
    """
    staff = tx.row("accounts.find", id=tx.actor_id)
    if staff is None or staff["role"] != "counsellor" or not staff["carrier_id"]:
        raise NotAllowed
    if not person.name or len(person.name) > TEXT_LIMIT or person.path not in rules.PATHS:
        raise BadInput(N_("Bitte schreiben Sie einen Namen."))
    phones.require_phone(person.phone)
    if answer:
        consents.require_answer(answer.state, answer.channel)
    client_id = _insert_client(tx, person, staff["carrier_id"])
    state = "acute_help" if person.path == "acute_help" else "new"
    case_id = tx.insert(
        "cases", client_id=client_id, carrier_id=staff["carrier_id"], state=state, path=person.path, opened_at=tx.now
    )
    assignment = {"relationship": "counsellor", "valid_from": tx.now, "made_by": tx.actor_id}
    tx.insert("case_assignments", case_id=case_id, staff_id=tx.actor_id, **assignment)
    tx.insert("case_states", case_id=case_id, state=state, at=tx.now, by_id=tx.actor_id)
    if answer:
        _keep_answer(tx, case_id, answer)
    return case_id


def _keep_answer(tx: Tx, case_id: str, answer: PlanAnswer) -> None:
    """A question of a free service is answered, the information of a public one is given."""
    carrier = tx.row("situation.carrier", case_id=case_id)
    if carrier is None or carrier["plan_basis"] == "consent":
        _insert_answer(tx, case_id, answer)
        return
    plan_information.insert(tx, case_id, answer.language, answer.channel)


def _insert_client(tx: Tx, person: NewPerson, carrier_id: str) -> str:
    client_id = tx.insert(
        "accounts",
        role="client",
        carrier_id=carrier_id,
        name_sealed=person.name,
        phone_sealed=person.phone or None,
        language=person.reads,
        opaque_id=new_token(),
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    tx.insert(
        "clients",
        id=client_id,
        spoken_languages=json.dumps([person.language]),
        interpreter_language="" if person.language == "de" else person.language,
        made_at=tx.now,
    )
    return client_id


def answer_plan_question(tx: Tx, case_id: str, answer: PlanAnswer) -> None:
    """Note a new answer to "May we keep a plan?"; the earlier ones stay. A yes that stands is taken back, not declined.

    Raises NotVisible, NotAllowed, BadInput, RuleBroken.
    """
    _found(tx, case_id)
    consents.require_answer(answer.state, answer.channel)
    note = give if answer.state == "given" else decline
    note(tx, case_id, "case_record", language=answer.language, channel=answer.channel)


def _insert_answer(tx: Tx, case_id: str, answer: PlanAnswer) -> None:
    tx.insert(
        "consents",
        case_id=case_id,
        purpose="case_record",
        state=answer.state,
        text_version=consents.PLAN_TEXT_VERSION,
        language=answer.language,
        channel=answer.channel,
        made_at=tx.now,
        made_by=tx.actor_id,
    )


def move_case(tx: Tx, case_id: str, to: str, reason: str = "", services: Sequence[str] = ()) -> str:
    """Take the case to another state (or `resume` it) and return it.

    At the end `services` are the partners that go on helping, by id. Raises NotVisible, NotAllowed, BadInput, RuleBroken.
    """
    case = _found(tx, case_id)
    if case["state"] == "closed":
        raise RuleBroken(restriction.ASK_FIRST)
    history = [row["state"] for row in tx.rows("desk.states", case_id=case_id)]
    if to == rules.RESUME:
        to = rules.state_before_rest(case["state"], history, case["path"])
    if to == "erased":  # by its day alone
        raise RuleBroken(rules.NO_SUCH_WAY)
    if to not in rules.STATES:
        raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
    rules.require_move(case["state"], to)
    if case["state"] == "restricted" and to != "closed":
        if to != rules.state_before_rest(case["state"], history, case["path"]):
            raise RuleBroken(rules.NO_SUCH_WAY)  # it goes on where it was
        restriction.require_told(tx, case)
    tx.update(
        "cases", case_id, version=case["version"], state=to, shown_from=None, **_closing(tx, case, to, reason, services)
    )
    tx.insert(
        "case_states", case_id=case_id, state=to, at=tx.now, by_id=tx.actor_id, reason=reason if to == "closed" else ""
    )
    if to in GRANT_ENDS_AS:
        _quieten(tx, case_id, to)
    return to


def reopen(tx: Tx, case_id: str) -> None:
    """Begin a closed case again at its first talk. The caller notes the client's fresh yes in the same transaction.

    Raises NotVisible, NotAllowed, RuleBroken for a case that is not closed.
    """
    case = _found(tx, case_id)
    if case["state"] != "closed":
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    rules.require_move("closed", "clearing")
    opened = {"closed_at": None, "closure_reason": None, "erase_due_on": None, "services": "[]", "path": "plan"}
    tx.update("cases", case_id, version=case["version"], state="clearing", **opened)
    tx.insert("case_states", case_id=case_id, state="clearing", at=tx.now, by_id=tx.actor_id)
    tx.run("unscoped.forget_ending", case_id=case_id)


def restrict(tx: Tx, case: Row) -> None:
    """Hide a case from everybody: the client took back the yes to it, or asked for that. The caller has checked the right.

    A case that has ended, or is hidden already, stays as it is.
    """
    if "restricted" not in rules.TRANSITIONS[case["state"]]:
        return
    tx.update("cases", case["id"], version=case["version"], state="restricted", shown_from=None)
    tx.insert("case_states", case_id=case["id"], state="restricted", at=tx.now, by_id=tx.actor_id)
    _quieten(tx, case["id"], "restricted")


def _closing(tx: Tx, case: Row, to: str, reason: str, services: Sequence[str]) -> dict[str, str | None]:
    if to == "acute_help":
        return {"path": "acute_help"}
    if to == "closed":
        rules.require_closure_reason(reason)
        if reason == "no_contact":
            rules.require_tried(_tries_in_vain(tx, case["id"]))
        if tx.row("desk.meetings_ahead", case_id=case["id"]):
            raise RuleBroken(N_("Es gibt noch einen Termin. Bitte sagen Sie den Termin zuerst ab."))
        erase_on = erasure.day_of(tx, case["carrier_id"])
        named = _named(tx, services)
        return {"closed_at": tx.now, "closure_reason": reason, "erase_due_on": erase_on, "services": named}
    return {"path": "plan"} if case["state"] == "acute_help" else {}


def _named(tx: Tx, services: Sequence[str]) -> str:
    chosen = list(dict.fromkeys(services))
    if len(chosen) > MOST_SERVICES or any(tx.row("partners.find", id=partner_id) is None for partner_id in chosen):
        raise BadInput(N_("Bitte wählen Sie eine Stelle."))
    return json.dumps(chosen)


def _tries_in_vain(tx: Tx, case_id: str) -> list[str]:
    """Which way each try went since the client was last reached: what was written down, and calls of the call list."""
    contacts = tx.rows("desk.tries", case_id=case_id)
    calls = tx.rows("announcements.attempts", case_id=case_id)
    tries = [(row["on_day"], row["kind"], row["reached"] == "yes") for row in contacts]
    tries += [(berlin_day(row["at"]).isoformat(), "phone", row["result"] == "spoken") for row in calls]
    reached = max((day for day, _, answered in tries if answered), default="")
    return [way for day, way, answered in tries if not answered and day >= reached]


def _quieten(tx: Tx, case_id: str, to: str) -> None:
    """A closed or restricted case is seen by no mentor and announces nothing; only the client lets one in again."""
    for grant in tx.rows("desk.grants_that_run", case_id=case_id):
        # What only waits ends too: a certificate that comes later would set it going without the client.
        state = "cancelled" if grant["state"] in ("requested", "offered") else GRANT_ENDS_AS[to]
        tx.update(
            "mentor_grants", grant["id"], version=grant["version"], state=state, state_at=tx.now, valid_until=tx.now
        )
        tx.run("unscoped.leave_meetings_of_mentor", mentor_id=grant["mentor_id"], case_id=case_id)
    reminders.cancel_for_case(tx, case_id, to)
    if to == "closed":
        agreements.discard_open(tx, case_id, "case_closed")
        agreements.end_version(tx, case_id, "ended", "case_closed")


def _found(tx: Tx, case_id: str) -> Row:
    case = tx.row("cases.find", case_id=case_id)
    if case is None or case["state"] == "erased":
        raise NotVisible
    rights.require(case["relationship"], "case.edit")
    return case
