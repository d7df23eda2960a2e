"""A handover of the demo: Hodan was counselled by somebody else before, and was told so."""

from typing import TYPE_CHECKING

from pwa_server.domain.times import berlin_day, later

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

FROM, TO, CLIENT, MANAGER = "st-modell", "st-musterfrau", "cl-hodan", "st-platzhalter"
DAYS_AGO = 40


def add_endings(demo: "Demo") -> None:
    """One handover within the carrier, some weeks ago, read by the client."""
    at = later(demo.tx.now, days=-DAYS_AGO)
    carrier_id = next(person["carrier"] for person in demo.personas["staff"] if person["id"] == TO)
    handover_id = demo.tx.insert(
        "handovers",
        carrier_id=demo.ids[carrier_id],
        from_id=demo.ids[FROM],
        to_id=demo.ids[TO],
        reason="new_task",
        cases=1,
        made_at=at,
        made_by=demo.ids[MANAGER],
    )
    case_id = demo.ids[f"{CLIENT}.case"]
    demo.tx.insert("handover_cases", handover_id=handover_id, case_id=case_id)
    demo.tx.insert(
        "tellings",
        case_id=case_id,
        kind="counsellor",
        person_id=demo.ids[TO],
        first_on=berlin_day(at).isoformat(),
        made_at=at,
        read_at=later(at, days=1),
    )
