"""The access table's entries for mentors and for coordination."""

from typing import Any

from tests.access.expected import Cell, mentors, monas, office
from tests.world import NOW_TEXT, TODAY, World


def asked_mona(parts: Any, world: World) -> None:
    """Badr asks Mona."""
    _wish(parts, world, world.ids["mona"], "offered")


def asked_somebody(parts: Any, world: World) -> None:
    """Badr wishes for somebody."""
    _wish(parts, world, None, "requested")


def _wish(parts: Any, world: World, mentor: str | None, state: str) -> None:
    def insert(tx: Any) -> str:
        grant = tx.insert(
            "mentor_grants", case_id=world.ids["badr.case"], mentor_id=mentor, state=state, rights='["see_goals"]',
            expires_on="2027-01-31", made_at=NOW_TEXT, state_at=NOW_TEXT,
        )  # fmt: skip
        tx.insert("mentor_grant_goals", grant_id=grant, goal_id=world.ids["badr.standard.goal"])
        return grant

    world.ids["badr.wish"] = parts.database.write_now("", NOW_TEXT, insert)


def mentors_step(parts: Any, world: World) -> None:
    """The second step is Mona's own."""
    step = world.ids["amina.standard.step2"]
    hers = {"responsible": "mentor", "mentor_id": world.ids["mona"]}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step, **hers))


def complaints_wait(parts: Any, world: World) -> None:
    """Somebody else gave Tilde the right to read complaints today."""
    waits = {"staff_rights": '["complaint_office"]', "complaint_from": "2026-12-01T09:00:00Z"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["tilde"], **waits))


def office_rows(parts: Any, world: World) -> None:
    """An alarm, a partner, a closing day, an absence, a deputyship and a second factor to renew."""
    karin, tilde = world.ids["karin"], world.ids["tilde"]
    rows = {
        "alarm": ("alarms", {"kind": "wrong_codes", "raised_at": NOW_TEXT, "last_at": NOW_TEXT}),
        "partner": ("partners", {"name": "Amt", "kind": "jobcenter", "verified_on": TODAY, "made_at": NOW_TEXT}),
        "closing": ("closing_days", {"carrier_id": world.ids["carrier"], "from_on": TODAY, "until_on": TODAY, "made_at": NOW_TEXT}),
        "absence": ("absences", {"staff_id": karin, "from_on": TODAY, "until_on": TODAY, "made_at": NOW_TEXT}),
        "deputyship": (
            "deputyships",
            {"staff_id": karin, "deputy_id": tilde, "from_on": TODAY, "until_on": TODAY, "reason": "away", "made_at": NOW_TEXT},
        ),
        "renewal": ("second_factor_renewals", {"account_id": karin, "asked_by": tilde, "asked_at": NOW_TEXT}),
    }  # fmt: skip
    for name, (table, record) in rows.items():
        world.ids[name] = parts.database.write_now("", NOW_TEXT, lambda tx, t=table, r=record: tx.insert(t, **r))


def house(status: int, path: str = "", **form: str) -> Cell:
    """A page of coordination, with the rows that its paths name."""
    return Cell(office(status), path=path, form=form, prepare=office_rows)


MENTOR = {
    "GET /mentor": Cell(mentors(), stored=True),
    "GET /mentor/more": Cell(mentors(), stored=True),
    "GET /mentor/clients": Cell(mentors(), stored=True),
    "GET /mentor/settings": Cell(mentors(), stored=True),
    "POST /mentor/settings": Cell(mentors(303), form={"language": "de", "text_size": "large"}),
    "GET /mentor/clients/{grant_id}": Cell(monas(), path="/mentor/clients/{mona.grant}", stored=True),
    "POST /mentor/clients/{grant_id}/steps/{step_id}/reports": Cell(
        monas(303),
        path="/mentor/clients/{mona.grant}/steps/{amina.standard.step2}/reports",
        form={"report": "done"},
        prepare=mentors_step,
    ),
    "POST /mentor/clients/{grant_id}/notes": Cell(
        monas(303), path="/mentor/clients/{mona.grant}/notes", form={"words": "Bis Dienstag"}
    ),
    "GET /mentor/code": Cell(mentors(), stored=True),
    "POST /mentor/grants/{grant_id}/answer": Cell(
        monas(303), path="/mentor/grants/{badr.wish}/answer", form={"answer": "accept"}, prepare=asked_mona
    ),
    "POST /mentor/grants/{grant_id}/return": Cell(monas(303), path="/mentor/grants/{mona.grant}/return"),
    "GET /mentor/meetings/{meeting_id}": Cell(monas(), path="/mentor/meetings/{amina.standard.meeting}", stored=True),
    "POST /mentor/meetings/{meeting_id}/answers": Cell(
        monas(303), path="/mentor/meetings/{amina.standard.meeting}/answers", form={"answer": "coming"}
    ),
    "POST /mentor/meetings/{meeting_id}/absence": Cell(
        monas(409), path="/mentor/meetings/{amina.standard.meeting}/absence"
    ),
}

OFFICE = {
    "GET /office": house(200),
    "POST /office/alarms/{alarm_id}/closure": house(303, "/office/alarms/{alarm}/closure"),
    "GET /office/accounts": house(200),
    "POST /office/accounts": house(200, name="Neu", email="neu@example.org", role="counsellor", language="de"),
    "GET /office/accounts/new": house(200),
    "GET /office/accounts/{account_id}": house(200, "/office/accounts/{karin}"),
    "POST /office/accounts/{account_id}/rights": house(303, "/office/accounts/{karin}/rights", version="1"),
    "POST /office/accounts/{account_id}/complaints/confirmation": Cell(
        office(303), path="/office/accounts/{tilde}/complaints/confirmation", prepare=complaints_wait
    ),
    "POST /office/accounts/{account_id}/letter": house(200, "/office/accounts/{karin}/letter"),
    "POST /office/accounts/{account_id}/renewal": house(303, "/office/accounts/{karin}/renewal"),
    "POST /office/accounts/{account_id}/deactivation": house(303, "/office/accounts/{olle}/deactivation"),
    "POST /office/accounts/{account_id}/reactivation": house(303, "/office/accounts/{olle}/reactivation"),
    "POST /office/renewals/{renewal_id}/confirmation": house(303, "/office/renewals/{renewal}/confirmation"),
    "GET /office/times": house(200),
    "GET /office/times/{carrier_id}": house(200, "/office/times/{carrier}"),
    "POST /office/times/{carrier_id}": house(303, "/office/times/{carrier}", version="1"),
    "POST /office/closing-days": house(303, carrier_id="{carrier}", first="2026-12-24"),
    "POST /office/closing-days/{closing_id}/removal": house(303, "/office/closing-days/{closing}/removal"),
    "GET /office/team": house(200),
    "POST /office/team/{staff_id}/deputy": house(303, "/office/team/{karin}/deputy", deputy_id="{tilde}"),
    "POST /office/absences": house(
        303, staff_id="{olle}", deputy_id="{tilde}", first=TODAY, last=TODAY, reason="vacation"
    ),
    "POST /office/absences/{absence_id}/removal": house(303, "/office/absences/{absence}/removal"),
    "POST /office/deputyships/{deputyship_id}/end": house(303, "/office/deputyships/{deputyship}/end"),
    "GET /office/mentors": house(200),
    "POST /office/mentors": house(200, name="Neu", email="neu@example.org", language="de"),
    "GET /office/mentors/new": house(200),
    "GET /office/mentors/{mentor_id}": house(200, "/office/mentors/{mona}"),
    "POST /office/mentors/{mentor_id}": house(303, "/office/mentors/{mona}", version="1", max_clients="2"),
    "POST /office/mentors/{mentor_id}/clearances": house(
        303, "/office/mentors/{mona}/clearances", issued_on="2026-11-01", seen_on=TODAY, seen_by="Ada", suitable="y"
    ),
    "POST /office/mentors/{mentor_id}/letter": house(200, "/office/mentors/{mona}/letter"),
    "POST /office/mentors/{mentor_id}/deactivation": house(303, "/office/mentors/{mona}/deactivation"),
    "POST /office/mentors/{mentor_id}/reactivation": house(303, "/office/mentors/{mona}/reactivation"),
    "GET /office/mentor-requests": Cell(office(), prepare=asked_somebody),
    "POST /office/mentor-requests/{grant_id}/proposal": Cell(
        office(303),
        path="/office/mentor-requests/{badr.wish}/proposal",
        form={"mentor_id": "{mona}"},
        prepare=asked_somebody,
    ),
    "GET /office/partners": house(200),
    "POST /office/partners": house(303, name="Amt", kind="jobcenter", contact_name="Paula"),
    "GET /office/partners/new": house(200),
    "GET /office/partners/{partner_id}": house(200, "/office/partners/{partner}"),
    "POST /office/partners/{partner_id}": house(
        303, "/office/partners/{partner}", name="Amt", kind="jobcenter", contact_name="Paula", version="1"
    ),
    "POST /office/partners/{partner_id}/verification": house(
        303, "/office/partners/{partner}/verification", version="1"
    ),
    "POST /office/partners/{partner_id}/end": house(303, "/office/partners/{partner}/end", version="1"),
}
