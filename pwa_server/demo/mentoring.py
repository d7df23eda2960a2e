"""What goes on between the demo's mentors and clients: a few kind words, and a wish for company."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pwa_server.casework.grants import request_grant
from pwa_server.domain.grants import CHOICES, LEAST_RIGHT
from pwa_server.domain.times import later

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo


def add_mentoring(demo: Demo) -> None:
    """Hanna wrote to Samira, who would like somebody for another goal too."""
    _note(demo, "cl-samira", "gr1", "me-beispiel", "Ich warte am Donnerstag am Eingang auf Sie. Bis bald!")
    _wish(demo, "cl-samira", "g3", "Zur Beratung über meinen Beruf mitkommen")


def _note(demo: Demo, client: str, grant: str, mentor: str, words: str) -> None:
    grant_id = demo.ids[f"{client}.{grant}"]
    demo.tx.update("mentor_grants", grant_id, rights=json.dumps([LEAST_RIGHT, *CHOICES]))
    demo.ids[f"{client}.{grant}.note"] = demo.tx.insert(
        "mentor_notes",
        grant_id=grant_id,
        case_id=demo.ids[f"{client}.case"],
        mentor_id=demo.ids[mentor],
        text_sealed=words,
        language="de",
        made_at=later(demo.tx.now, hours=-18),
    )


def _wish(demo: Demo, client: str, goal: str, words: str) -> None:
    with demo.acting(client, later(demo.tx.now, days=-4)) as tx:
        goals = [demo.ids[f"{client}.{goal}"]]
        demo.ids[f"{client}.wish"] = request_grant(tx, "", words, goals, demo.calendar.day(120))
