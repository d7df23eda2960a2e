"""On what a service keeps plans: the person's yes, or for a public one the law. Set by coordination, without any case near."""

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.storage.database import Tx

BASES = ("consent", "law")


def set_plan_basis(tx: Tx, carrier_id: str, version: int, basis: str) -> None:
    """Ask or inform from now on; what was answered before stays. Raises NotVisible (another service too), BadInput, Stale.

    RuleBroken for the law in a free service: nothing allows it to keep a plan but the person's yes.
    """
    actor = require_coordinator(tx)
    service = tx.row("situation.service", id=carrier_id)
    # Who is responsible for the plans decides on what they rest: nobody else does.
    if service is None or service["id"] != actor["carrier_id"]:
        raise NotVisible
    if basis not in BASES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if basis == "law" and service["kind"] != "public":
        raise RuleBroken(N_("Nur eine öffentliche Stelle darf einen Plan ohne Frage speichern."))
    tx.update("carriers", carrier_id, version=version, plan_basis=basis)
    tx.run("installation.touch")
