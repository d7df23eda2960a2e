"""The volunteer office proposes one mentor to somebody who wishes for company, and keeps what it knows of mentors."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from pwa_server.casework import clearances, news
from pwa_server.casework.staff import note, require_right
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

MOST_CLIENTS = 10


@dataclass(frozen=True)
class About:
    """What is kept of a mentor beside the account. Days are `YYYY-MM-DD` or '' for not yet."""

    languages: Collection[str]
    max_clients: int
    confidentiality_on: str = ""
    training_on: str = ""


def propose(tx: Tx, grant_id: str, mentor_id: str) -> None:
    """Propose one mentor to a client who wished for somebody. The client says yes or no; then the mentor is asked.

    Raises NotVisible, RuleBroken when the client has chosen somebody already or the mentor can't be asked now.
    """
    require_right(tx, "mentors.edit")
    request = tx.row("mentors.request", grant_id=grant_id)
    if request is None:
        raise NotVisible
    if request["state"] != "requested" or request["mentor_id"]:
        raise RuleBroken(N_("Diese Person hat schon jemanden gefragt."))
    _require_ready(tx, mentor_id)
    running = tx.row("unscoped.running_grants_of_mentor", grant_id=grant_id, mentor_id=mentor_id)
    if running or mentor_id in not_again(tx, grant_id).get(grant_id, ()):
        raise RuleBroken(N_("Diese beiden kennen sich schon. Bitte fragen Sie jemand anderen."))
    proposed = {"mentor_id": mentor_id, "proposed_by": tx.actor_id, "unconfirmed_since": tx.now}
    tx.update("mentor_grants", grant_id, version=request["version"], state_at=tx.now, **proposed)
    tx.run("unscoped.touch_case_of_grant", grant_id=grant_id)
    for client in tx.rows("unscoped.client_of_grant", grant_id=grant_id):
        news.tell(tx, client["case_id"], client["client_id"])
    note(tx, "mentor_proposed", mentor_id)


def not_again(read: Read, grant_id: str = "") -> dict[str, set[str]]:
    """For each open wish the mentors whom the office proposes no more: one of the two said no, or ended it."""
    found: dict[str, set[str]] = {}
    for row in read.rows("unscoped.ended_grants", grant_id=grant_id):
        found.setdefault(row["grant_id"], set()).add(row["mentor_id"])
    return found


def _require_ready(tx: Tx, mentor_id: str) -> Row:
    mentor = tx.row("mentors.find", id=mentor_id)
    if mentor is None or mentor["deactivated_at"]:
        raise NotVisible
    if (mentor["lapses_on"] or "") <= berlin_day(tx.now).isoformat():
        raise RuleBroken(N_("Dafür braucht die Person ein gültiges Führungszeugnis."))
    if not mentor["confidentiality_on"]:
        raise RuleBroken(N_("Das Versprechen der Verschwiegenheit fehlt noch."))
    if (mentor["clients"] or 0) >= mentor["max_clients"]:
        raise RuleBroken(N_("Diese Person begleitet schon so viele Menschen, wie sie möchte."))
    return mentor


def keep_about(tx: Tx, mentor_id: str, version: int, about: About) -> None:
    """Change what is kept of a mentor; nothing is promised or learned on a day to come. Raises NotVisible, BadInput, Stale."""
    require_right(tx, "mentors.edit")
    if tx.row("mentors.find", id=mentor_id) is None:
        raise NotVisible
    if not 1 <= about.max_clients <= MOST_CLIENTS:
        raise BadInput(N_("Bitte schreiben Sie eine Zahl."))
    if max(about.confidentiality_on, about.training_on) > berlin_day(tx.now).isoformat():
        raise BadInput(N_("Dieser Tag kommt erst noch."))
    if not about.confidentiality_on:
        clearances.suspend_all(tx, mentor_id)
    tx.update(
        "mentors",
        mentor_id,
        version=version,
        languages=json.dumps(list(about.languages)),
        max_clients=about.max_clients,
        confidentiality_on=about.confidentiality_on or None,
        training_on=about.training_on or None,
    )
    clearances.go_on(tx, mentor_id)
    note(tx, "mentor_changed", mentor_id)
