"""How accounts of mentors and staff end and come back, and which named rights they hold. Nobody sees a password."""

import json
from collections.abc import Collection

from pwa_server.casework import clearances, feedback, passkeys, second_factors
from pwa_server.casework.accounts import STAFF_RIGHTS, complaints_begin
from pwa_server.casework.staff import managed_account, note, require_right
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.storage.database import Row, Tx

MANAGER = "account_management"
STILL_NEEDED = N_("Diese Person berät noch Menschen. Übergeben Sie zuerst die Pläne.")
LAST_MANAGER = N_("Das ist das letzte Konto, das Konten verwalten darf. Geben Sie das Recht zuerst jemand anderem.")


def deactivate(tx: Tx, account_id: str) -> None:
    """End an account: its sessions, passkeys, notifications and unused codes end at once; a mentor's grants are suspended.

    Raises NotVisible, NotAllowed for the own account, RuleBroken for the last account manager of a carrier and for a
    counsellor with open cases in which nobody stands in.
    """
    account = managed_account(tx, account_id)
    if account_id == tx.actor_id:
        raise NotAllowed
    _require_another_manager(tx, account)
    if tx.rows("unscoped.cases_with_nobody_else", staff_id=account_id):
        raise RuleBroken(STILL_NEEDED)
    tx.update("accounts", account_id, version=account["version"], deactivated_at=tx.now)
    tx.run("sessions.end_all", account_id=account_id, reason="deactivated")
    passkeys.end_all(tx, account_id)
    tx.run("sessions.forget_push_of_account", account_id=account_id)
    tx.run("codes.cancel_for_account", account_id=account_id)
    if account["role"] == "mentor":
        clearances.suspend_all(tx, account_id)
    tx.run("installation.touch")
    note(tx, "account_deactivated", account_id)


def reactivate(tx: Tx, account_id: str) -> None:
    """Let an account be used again; a mentor with a valid certificate goes on. Raises NotVisible or NotAllowed."""
    account = managed_account(tx, account_id, even_deactivated=True)
    if not account["deactivated_at"]:
        return
    tx.update("accounts", account_id, version=account["version"], deactivated_at=None)
    clearances.go_on(tx, account_id)
    tx.run("installation.touch")
    note(tx, "account_reactivated", account_id)


def set_rights(tx: Tx, account_id: str, staff_rights: Collection[str], version: int) -> None:
    """Give a staff account exactly these named rights. Nobody changes the own ones, so that one slip locks nobody out.

    Raises NotVisible, NotAllowed, BadInput for a right that there is not, RuleBroken, Stale.
    """
    account = managed_account(tx, account_id)
    if account_id == tx.actor_id or account["role"] not in ("counsellor", "coordinator"):
        raise NotAllowed
    if not set(staff_rights) <= set(STAFF_RIGHTS):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if feedback.OFFICE_RIGHT in staff_rights:
        feedback.require_outside_the_team(tx, account_id)
    if MANAGER not in staff_rights:
        _require_another_manager(tx, account)
    begins = complaints_begin(tx, staff_rights, json.loads(account["staff_rights"]))
    tx.update("accounts", account_id, version=version, staff_rights=json.dumps(sorted(staff_rights)), **begins)
    note(tx, "rights_changed", account_id)
    if MANAGER in staff_rights and MANAGER not in json.loads(account["staff_rights"]):
        note(tx, "management_given", account_id)


def confirm_complaints(tx: Tx, account_id: str) -> None:
    """Second of two people: somebody may read complaints from now on, before the seven days are over.

    Raises NotVisible where nothing waits, NotAllowed for whoever gave the right or gets it, RuleBroken for somebody who is
    new in account management: one person alone could be both.
    """
    account = managed_account(tx, account_id)
    require_right(tx, "accounts.edit")
    if not account["complaint_from"] or account["complaint_from"] <= tx.now:
        raise NotVisible
    if tx.actor_id in (account_id, account["complaint_given_by"]):
        raise NotAllowed
    second_factors.require_long_here(tx)
    tx.update("accounts", account_id, version=account["version"], complaint_from=tx.now)
    note(tx, "complaints_confirmed", account_id)


def _require_another_manager(tx: Tx, account: Row) -> None:
    if MANAGER not in json.loads(account["staff_rights"]):
        return
    managers = tx.rows("accounts.managers", carrier_id=account["carrier_id"], pattern=f'%"{MANAGER}"%')
    if all(manager["id"] == account["id"] for manager in managers):
        raise RuleBroken(LAST_MANAGER)
