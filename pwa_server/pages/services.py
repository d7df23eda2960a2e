"""Who goes on helping after a counselling has ended: offices open to everybody that were named at the end."""

import json

from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


def named(visit: Visit, case: Row) -> list[View]:
    """The offices with address and telephone, in the order in which they were named; none that no longer exists."""
    found = (visit.read.row("partners.find", id=partner_id) for partner_id in json.loads(case["services"]))
    return [{"name": row["name"], "address": row["address"] or "", "phone": row["phone"] or ""} for row in found if row]
