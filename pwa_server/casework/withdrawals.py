"""Taking a yes back: what it allowed ends in the same transaction. As easy as saying yes, and never held against anybody."""

import json
from collections.abc import Callable, Mapping

from pwa_server.access import rights
from pwa_server.casework import agreements, case_life, consents, data_requests, passkeys, reminders
from pwa_server.domain import consents as rules
from pwa_server.domain.problems import BadInput, NotVisible
from pwa_server.storage.database import Row, Tx

Effect = Callable[[Tx, Row, str], None]
RUNNING_GRANTS = ("requested", "offered", "active", "suspended")


def withdraw(tx: Tx, consent_id: str, *, channel: str = "app", language: str = "") -> str:
    """Take back one yes, with all that it allowed; returns its purpose. A late second tap changes nothing.

    The client does it in the app; whoever counsels her writes down that she said so, in which language and how.
    Raises NotVisible, NotAllowed, BadInput, RuleBroken for a no: there is nothing to take back.
    """
    record = tx.row("consents.find", consent_id=consent_id)
    if record is None:
        raise NotVisible
    rights.require(record["relationship"], "consent.answer")
    own = record["relationship"] == "client"
    if channel not in rules.CHANNELS or own != (channel == "app"):
        raise BadInput(rules.NOT_A_CHOICE)
    case = tx.row("cases.find", case_id=record["case_id"])
    if case is None or case["state"] == "erased":
        raise NotVisible
    if record["state"] == "declined":
        rules.require_end(record["state"], "withdrawn")
    if record["state"] == "given" and record["ended_at"] is None:
        consents.end_record(tx, record, "withdrawn", channel, language or case["client_language"])
        effect = EFFECTS.get(record["purpose"])
        if effect:
            effect(tx, case, record["recipient"])
    return str(record["purpose"])


def hide_plan(tx: Tx, case: Row, _: str) -> None:
    """No plan is kept any more: nobody sees it until it is decided whether it is erased or kept."""
    asked = tx.rows("data_requests.of_case", case_id=case["id"])
    if not any(request["kind"] == "erase" and request["state"] == "open" for request in asked):
        data_requests.note(tx, case["id"], "erase", case["client_language"])
    agreements.discard_open(tx, case["id"], "consent_withdrawn")
    agreements.end_version(tx, case["id"], "ended", "consent_withdrawn")
    fresh = tx.row("cases.find", case_id=case["id"])
    if fresh:
        case_life.restrict(tx, fresh)


def end_app(tx: Tx, case: Row, _: str) -> None:
    """Every phone is signed out and gets no message; a new card begins anew."""
    stop_messages(tx, case, "")
    stop_push(tx, case, "")
    tx.run("sessions.end_all", account_id=case["client_id"], reason="app_ended")
    tx.run("codes.cancel_for_client", account_id=case["client_id"])
    tx.run("devices.forget_everywhere", account_id=case["client_id"])
    tx.run("secrets.forget", account_id=case["client_id"])
    passkeys.end_all(tx, case["client_id"])


def stop_push(tx: Tx, case: Row, _: str) -> None:
    """No push goes to a phone any more. The call tasks of the meetings ahead stay: the office calls.

    Who said yes to SMS or e-mail too goes on getting those.
    """
    tx.run("sessions.forget_push_of_account", account_id=case["client_id"])
    if not consents.is_given(tx, case["id"], "message_reminders"):
        tx.run("consents.stop_reminders", case_id=case["id"], client_id=case["client_id"])
    consents.end(tx, case["id"], "push_reminders")


def stop_messages(tx: Tx, case: Row, _: str) -> None:
    """No SMS and no e-mail any more: number and address are deleted. Push goes on where it is switched on."""
    consents.end(tx, case["id"], "message_reminders")
    order = [channel for channel in json.loads(case["client_channels"]) if channel not in ("email", "sms")]
    emptied = {"reminder_email_sealed": None, "reminder_mobile_sealed": None}
    tx.update("clients", case["client_id"], channels=json.dumps(order or ["phone"]), **emptied)
    reminders.channels_changed(tx, case["client_id"], order)


def end_grants(tx: Tx, case: Row, grant_id: str) -> None:
    """The mentor sees nothing from now on. A yes without a name counts for all mentors."""
    for grant in tx.rows("consents.grants", case_id=case["id"]):
        if grant["state"] not in RUNNING_GRANTS or grant_id not in ("", grant["id"]):
            continue
        state = "cancelled" if grant["state"] in ("requested", "offered") else "revoked"
        ended = {"state": state, "state_at": tx.now, "valid_until": tx.now}
        tx.update("mentor_grants", grant["id"], version=grant["version"], **ended)
        if grant["mentor_id"]:
            tx.run("consents.leave_out_mentor", mentor_id=grant["mentor_id"], case_id=case["id"])
            reminders.cancel_for_person(tx, case["id"], grant["mentor_id"], "grant_ended")


def end_shares(tx: Tx, case: Row, partner_id: str) -> None:
    """The partner sees the step no longer: links that are open end."""
    tx.run("consents.end_shares", case_id=case["id"], partner_id=partner_id)


def free_interpreters(tx: Tx, case: Row, _: str) -> None:
    """Nobody interprets at the meetings ahead."""
    tx.run("consents.without_interpreter", case_id=case["id"])


# One line a purpose; what a purpose allowed is checked at each use as well.
EFFECTS: Mapping[str, Effect] = {
    "case_record": hide_plan,
    "app_use": end_app,
    "push_reminders": stop_push,
    "message_reminders": stop_messages,
    "mentor_access": end_grants,
    "share_with_partner": end_shares,
    "interpreter": free_interpreters,
}
