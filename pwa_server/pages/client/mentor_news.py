"""What a client has to know of her companions now: who is proposed, who has a new password, whose time ends, what they wrote."""

import json
from typing import Any

from pwa_server.domain.grants import ends_soon
from pwa_server.domain.people import first_name
from pwa_server.i18n.languages import SOURCE, language_name
from pwa_server.i18n.texts import said
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
MOST_NOTES = 3


def mentor_news(visit: Visit, case: Row) -> dict[str, list[View]]:
    """`asked`: is it this person? `ending`: the last days of a grant. `notes`: words that she has not put away yet."""
    grants = visit.read.rows("own.grants", case_id=case["id"])
    unread = visit.read.rows("mentor_notes.of_client", case_id=case["id"])
    notes = [note(visit, row) for row in unread if row["read_at"] is None]
    return {
        "asked": [person_asked(visit, row) for row in grants if asks_for_person(row)],
        "ending": [ending(visit, row) for row in grants if row["state"] == "active" and is_ending(visit, row)],
        "notes": notes[:MOST_NOTES],
    }


def shown_name(row: Row) -> str:
    """What a client reads of a mentor's name: the first name of somebody who has not said yes to her yet."""
    name = row["mentor_name"] or ""
    return first_name(name) if row["state"] in ("requested", "offered") else name


def asks_for_person(row: Row) -> bool:
    """Whether the client is asked if it is this person. `row` is one of `own.grants`."""
    return bool(row["unconfirmed_since"]) and row["state"] in ("requested", "suspended")


def person_asked(visit: Visit, row: Row) -> View:
    """The person and the question: `proposal` by the office, or after a `letter` of the office."""
    proposed = row["proposed_by"] and row["state"] == "requested"
    spoken = [language_name(visit.language.tag, tag) for tag in json.loads(row["mentor_languages"] or "[]")]
    return {
        "id": row["id"],
        "person_id": row["mentor_id"],
        "name": shown_name(row),
        "phone": "" if proposed else row["mentor_phone"] or "",
        "question": "proposal" if proposed else "letter",
        "languages": " · ".join(spoken),
    }


def is_ending(visit: Visit, row: Row) -> bool:
    """Whether a grant has so few days left that its client is told."""
    return ends_soon(row["expires_on"], visit.today) and row["valid_until"] > visit.now


def ending(visit: Visit, row: Row) -> View:
    """Who looks for how long still."""
    return {"id": row["id"], "name": row["mentor_name"], "until": views.day(visit, row["expires_on"])}


def note(visit: Visit, row: Row) -> View:
    """Words of a mentor with their day; German ones are marked for whoever reads another language."""
    is_foreign = row["language"] == SOURCE != visit.language.tag
    return {
        "id": row["id"],
        "name": row["mentor_name"],
        "text": said(row["text"], row["language"], "german" if is_foreign else ""),
        "at": views.moment_of(visit, row["made_at"]),
    }
