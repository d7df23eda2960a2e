"""Who helps me: everybody with the role in plain words, one tap to call."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework.agreements import age_of_client
from pwa_server.domain.ages import needs_guardian
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_
from pwa_server.domain.roles import ROLE_NAMES, ROLE_TEXTS
from pwa_server.pages import views
from pwa_server.pages.client.own_case import issued, office, stored, with_own_case
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

NOT_REACHED = N_("Wir haben Sie nicht erreicht.")
CONTACT_TEXTS = {
    "talk": N_("Wir haben gesprochen."),
    "phone": N_("Wir haben telefoniert."),
    "message": N_("Wir haben Ihnen geschrieben."),
    "letter": N_("Wir haben Ihnen einen Brief geschickt."),
    "visit": N_("Wir haben Sie besucht."),
}
CONTACT_ICONS = {"talk": "message", "phone": "phone-call", "message": "message", "letter": "letter", "visit": "home"}


@with_own_case
async def show_people(visit: Visit, case: Row) -> Response:
    """The office, the companions, a minor's guardian, the other places, whoever interprets."""
    return visit.page(
        "client/people.html",
        stored_seconds=stored(case),
        issued=issued(visit),
        team=_team(visit, case),
        mentors=_mentors(visit, case),
        guardians=_guardians(visit, case),
        partners=_partners(visit, case),
        interpreters=_interpreters(visit, case),
        contacts=_contacts(visit, case),
        roles=[(role, visit.say(name), visit.say(ROLE_TEXTS[role])) for role, name in ROLE_NAMES.items()],
        **office(visit, case),
    )


def _contacts(visit: Visit, case: Row) -> list[View]:
    return [
        {
            "day": views.day(visit, row["on_day"]),
            "icon": CONTACT_ICONS[row["kind"]],
            "text": visit.say(CONTACT_TEXTS[row["kind"]] if row["reached"] == "yes" else NOT_REACHED),
            "sentence": row["sentence"] or "",
        }
        for row in visit.read.rows("own.contacts", case_id=case["id"])
    ]


def _team(visit: Visit, case: Row) -> list[View]:
    rows = visit.read.rows("own.team", case_id=case["id"], today=visit.today.isoformat())
    people = [
        views.person_view(visit, row["name"], row["relationship"], row["phone"], number)
        | {"away": row["away"] == "yes"}
        for number, row in enumerate(rows, 1)
    ]
    carrier = visit.read.row("own.carrier", case_id=case["id"])
    if carrier:
        office_view = views.person_view(visit, carrier["name"], "counsellor", carrier["phone"], 1)
        people.append(office_view | {"role_text": visit.say(N_("Das Büro Ihrer Beratung.")), "away": False})
    return people


def _mentors(visit: Visit, case: Row) -> list[View]:
    found: dict[str, View] = {}
    for grant in visit.read.rows("own.grants", case_id=case["id"]):
        if grant["state"] == "active" and grant["valid_from"] <= visit.now < grant["valid_until"]:
            view = views.person_view(visit, grant["mentor_name"], "mentor", grant["mentor_phone"], 3 + len(found) % 4)
            found.setdefault(grant["mentor_id"], view)
    return list(found.values())


def _guardians(visit: Visit, case: Row) -> list[View]:
    """Who decides with somebody under 18; for a grown-up nobody does."""
    if not needs_guardian(age_of_client(visit.read, case["id"])):
        return []
    names = dict.fromkeys(row["name"] for row in visit.read.rows("own.guardians", case_id=case["id"]))
    return [views.person_view(visit, name, "guardian", None, 2) for name in names]


def _partners(visit: Visit, case: Row) -> list[View]:
    return [
        views.person_view(visit, row["contact_name"] or row["name"], "partner", row["contact_phone"] or row["phone"], 5)
        | {"place": row["name"] if row["contact_name"] else "", "address": row["address"]}
        | {"hours": row["contact_hours"] or row["hours"]}
        for row in visit.read.rows("own.partners", case_id=case["id"])
    ]


def _interpreters(visit: Visit, case: Row) -> list[View]:
    rows = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    names = {
        row["interpreter_name"]: views.person_view(visit, row["interpreter_name"], "interpreter", None, 6)
        for row in rows
        if row["interpreter_name"] and row["state"] in COMING_UP and row["ends_at"] > visit.now
    }
    return list(names.values())
