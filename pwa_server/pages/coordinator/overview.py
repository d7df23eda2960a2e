"""GET /office: what coordination has to look at. Nothing of any case."""

from datetime import timedelta

from starlette.responses import Response

from pwa_server.domain.mentoring import renewal_due
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.pages import views
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.partners import is_old
from pwa_server.pages.feedback_readers import nobody_yet
from pwa_server.pages.sending import reminders_worker
from pwa_server.pages.views import View
from pwa_server.storage.database import Tx
from pwa_server.web.visit import Visit

AHEAD_DAYS = 60
ANSWER_SOON_DAYS = 7
ALARMS = {
    "wrong_codes": N_("Jemand hat viele falsche Codes von Karten geschrieben."),
    "wrong_receipts": N_("Jemand hat viele falsche Codes für Antworten geschrieben."),
    "passkey_copied": N_("Von einer Anmeldung mit Finger oder Gesicht gibt es vielleicht eine Kopie."),
    "wrong_secrets": N_("Jemand hat viele falsche Passwörter oder PINs geschrieben."),
}
OTHER_ALARM = N_("Bitte sehen Sie nach: %(kind)s")


async def show_office(visit: Visit) -> Response:
    """The overview: whether reminders go out, alarms, certificates and partners to look at, days without an office."""
    held = visit.actor.staff_rights
    partners = [row for row in visit.read.rows("partners.list") if is_old(visit, row["verified_on"])]
    return visit.page(
        "coordinator/office.html",
        nav="office",
        worker=reminders_worker(visit),
        alarms=[_alarm(visit, row) for row in visit.read.rows("alarms.open")],
        mentors=_mentors(visit) if "volunteer_office" in held else [],
        requests=len(visit.read.rows("mentors.requests")) if "volunteer_office" in held else 0,
        renewals=_renewals(visit) if "account_management" in held else 0,
        old_partners=len(partners),
        unread=_unread(visit) if "account_management" in held else None,
        answers_due="account_management" in held and _answers_due(visit),
        closing_days=_closing_days(visit),
    )


def _alarm(visit: Visit, row: View) -> View:
    text = visit.say(ALARMS[row["kind"]]) if row["kind"] in ALARMS else visit.say(OTHER_ALARM, kind=row["kind"])
    return {"id": row["id"], "text": text, "times": row["times"], "at": views.moment_of(visit, row["last_at"])}


def _mentors(visit: Visit) -> list[View]:
    rows = (row for row in visit.read.rows("mentors.list") if not row["deactivated_at"] and row["lapses_on"])
    due = sorted((row for row in rows if renewal_due(row["lapses_on"], visit.today)), key=lambda row: row["lapses_on"])
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "lapses": views.day(visit, row["lapses_on"]),
            "lapsed": row["lapses_on"] <= visit.today.isoformat(),
        }
        for row in due
    ]


def _renewals(visit: Visit) -> int:
    rows = visit.read.rows("accounts.open_renewals", carrier_id=visit.actor.carrier_id)
    return sum(visit.actor.id not in (row["asked_by"], row["account_id"]) for row in rows)


def _answers_due(visit: Visit) -> bool:
    """Whether the team has to be reminded of its answers about own data: who asked, what and how many is the team's."""
    soon = (visit.today + timedelta(days=ANSWER_SOON_DAYS)).isoformat()
    return visit.read.row("data_requests.due_soon", carrier_id=visit.actor.carrier_id, soon=soon) is not None


def _unread(visit: Visit) -> View | None:
    """How many messages lie there while nobody may read them, and from when somebody may."""
    waits = nobody_yet(visit)
    found = visit.read.row("feedback.new_ones") if waits else None
    return waits | {"number": found["number"]} if waits and found and found["number"] else None


def _closing_days(visit: Visit) -> list[View]:
    last = (visit.today + timedelta(days=AHEAD_DAYS)).isoformat()
    rows = visit.read.rows("offices.closing_days", today=visit.today.isoformat())
    return [
        {"name": row["name"], "carrier": row["carrier_name"], **words.span(visit, row["from_on"], row["until_on"])}
        for row in rows
        if row["from_on"] <= last
    ]


async def close_alarm(visit: Visit) -> Response:
    """Somebody has looked at it."""
    await visit.write(_close_alarm, visit.path["alarm_id"])
    return visit.redirect("/office")


def _close_alarm(tx: Tx, alarm_id: str) -> None:
    if tx.run("alarms.close", id=alarm_id) != 1:
        raise NotVisible
