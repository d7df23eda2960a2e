"""The people of one's own caseload, as the lists show them: the client's name, the language, whose deputy one is."""

import json
from collections.abc import Sequence
from typing import Any

from pwa_server.domain.people import readable_name
from pwa_server.i18n.languages import direction
from pwa_server.pages.counsellor import words
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]


def once(rows: Sequence[Row]) -> list[Row]:
    """Each row once: who is counsellor and deputy of the same case (a handover) is its counsellor."""
    by_id: dict[str, Row] = {}
    for row in rows:
        if row["id"] not in by_id or row["relationship"] == "counsellor":
            by_id[row["id"]] = row
    return list(by_id.values())


def people(visit: Visit) -> dict[str, View]:
    """Everybody in the own caseload by case, in one statement."""
    return {row["id"]: person(visit, row) for row in once(visit.read.rows("desk.cases"))}


def desk_names(row: Row, of: str = "") -> View:
    """The name in letters that the desk reads, where they are known, and the other spelling. `of` begins the columns."""
    own, latin, native = row[f"{of}name"], row[f"{of}name_latin"], row[f"{of}name_native"]
    name = readable_name(latin, own)
    return {"name": name, "other_name": next((other for other in (native, own) if other and other != name), "")}


def person(visit: Visit, row: Row) -> View:
    """One person of a list."""
    spoken = json.loads(row["spoken_languages"]) or [row["language"]]
    return desk_names(row) | {
        "case_id": row["id"],
        "names": (row["name"], row["name_latin"], row["name_native"]),
        "phone": row["phone"] or "",
        "state": row["state"],
        "state_text": visit.say(words.STATES[row["state"]]),
        "language": spoken[0],
        "language_name": words.language_name(spoken[0]),
        "language_dir": direction(spoken[0]),
        "deputy": row["relationship"] == "deputy",
        "url": f"/desk/cases/{row['id']}",
    }
