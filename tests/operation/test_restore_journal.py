"""What ended after a backup stays ended when the backup comes back; without the journal it would not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from pwa_server.casework import (
    account_life,
    carrier_handovers,
    case_life,
    codes,
    consents,
    data_requests,
    deputies,
    erasure,
    goals,
    grants,
    handovers,
    mentoring,
    own_settings,
    recordings,
    reminders,
    second_factors,
    sign_in,
    step_shares,
    withdrawals,
)
from pwa_server.storage import session_rows
from tests.operation.files import contents
from tests.operation.restored_office import Office
from tests.world import LONG_AGO

pytestmark = pytest.mark.fault("F42")


@pytest.fixture
def office(parts: Any, world: Any, clock: Any, tmp_path: Any) -> Office:
    return Office(parts, world, clock, tmp_path)


@dataclass(frozen=True)
class Ending:
    """`before` is done before the backup, `ends` after it. `open` is a number that is above 0 until it has ended."""

    ends: Callable[[Office], Any]
    open: str
    before: Callable[[Office], Any] = lambda _: None


def phone(office: Office) -> None:
    """Amina's phone: signed in, taking messages, with a picture and a PIN."""

    def sign_in_there(tx: Any) -> None:
        amina = office.world.ids["amina"]
        office.world.ids["phone"] = tx.insert("devices", token_digest="digest-of-phone", made_at=LONG_AGO)
        session_rows.begin(
            tx, amina, "client", "own", id="session-of-amina", device_id=office.world.ids["phone"], secret_at=tx.now
        )
        tx.run("secrets.keep", account_id=amina, kind="pin", secret_hash="hash of the old PIN")
        tx.insert(
            "push_subscriptions", account_id=amina, session_id="session-of-amina", service="fcm", endpoint_sealed="https://x",
            endpoint_digest="digest", p256dh_sealed="key", auth_sealed="auth", made_at=tx.now, seen_at=tx.now,
        )  # fmt: skip
        tx.insert(
            "device_people", device_id=office.world.ids["phone"], account_id=amina, picture="tree", added_at=tx.now
        )

    office.do("amina", sign_in_there)


def card(office: Office) -> None:
    office.world.ids["code"] = office.do("karin", codes.make_card, office.world.ids["amina.case"])[0]


def yes_to(purpose: str) -> Callable[[Office], None]:
    def say(office: Office) -> None:
        office.world.ids[purpose] = office.do("amina", consents.give, office.world.ids["amina.case"], purpose)

    return say


def mails(office: Office) -> None:
    wanted = own_settings.Reaching(("email", "phone"), "neutral", email="old@example.org")
    office.do("amina", own_settings.set_reaching, wanted)


def second_factor(office: Office) -> None:
    def plant(tx: Any) -> None:
        tx.insert("second_factors", account_id=office.world.ids["dora"], seed_sealed="seed", made_at=LONG_AGO)
        tx.insert("recovery_codes", account_id=office.world.ids["dora"], code_digest="digest", made_at=LONG_AGO)

    office.do("dora", plant)


def renew_second_factor(office: Office) -> None:
    def forget(tx: Any) -> None:
        tx.run("second_factors.forget", account_id=office.world.ids["dora"])
        tx.run("second_factors.forget_recovery", account_id=office.world.ids["dora"])

    assert second_factors
    office.do("ada", forget)


def close(office: Office) -> None:
    def off(tx: Any) -> None:
        for meeting in tx.rows("desk.meetings_ahead", case_id=office.world.ids["badr.case"]):
            tx.update("meetings", meeting["id"], state="cancelled")

    office.do("karin", off)
    office.do("karin", case_life.move_case, office.world.ids["badr.case"], "closed", "goals_met")


def close_and_erase(office: Office) -> None:
    close(office)
    office.do("", erasure.erase, office.world.ids["badr.case"], "requested")


def narrow_grant(office: Office) -> None:
    version = office.number("SELECT version FROM mentor_grants WHERE id = :mona_grant")
    goal = office.world.ids["amina.standard.goal"]
    office.do("amina", grants.change_grant, office.world.ids["mona.grant"], version, [goal], [])


def protect_goal(office: Office) -> None:
    goal = office.world.ids["amina.standard.goal"]
    version = office.number("SELECT version FROM goals WHERE id = :amina_standard_goal")
    office.do("karin", goals.edit, goal, version, "Ein neuer Titel", goals.Agreed(sensitivity="high"))


def rights_of_ada(office: Office) -> None:
    def give(tx: Any) -> None:
        tx.update("accounts", office.world.ids["dora"], staff_rights='["account_management", "volunteer_office"]')

    office.do("ada", give)


def take_rights(office: Office) -> None:
    version = office.number("SELECT version FROM accounts WHERE id = :dora")
    office.do("ada", account_life.set_rights, office.world.ids["dora"], ["volunteer_office"], version)


def deputyship(office: Office) -> None:
    def stand_in(tx: Any) -> None:
        ids = office.world.ids
        of_both = {
            "staff_id": ids["karin"],
            "deputy_id": ids["olle"],
            "from_on": "2026-11-20",
            "until_on": "2026-12-20",
        }
        ids["deputyship"] = tx.insert("deputyships", **of_both, reason="leave", made_at=LONG_AGO)
        tx.insert(
            "case_assignments", case_id=ids["badr.case"], staff_id=ids["olle"], relationship="deputy", valid_from=LONG_AGO,
            valid_until="2026-12-20T00:00:00Z", deputyship_id=ids["deputyship"],
        )  # fmt: skip

    office.do("ada", stand_in)


def hand_over(office: Office) -> None:
    office.do("karin", handovers.hand_over_own, office.world.ids["dora"], "leaves", [office.world.ids["badr.case"]])


SEES = (
    "SELECT count(*) FROM case_relationship WHERE actor_id = :{0} AND case_id = :{1} AND valid_from <= '2026-11-26T00:00:00Z'"
    " AND valid_until > '2026-11-26T00:00:00Z'"
)
ENDINGS = {
    "plan without its reason to end": Ending(
        close, "SELECT count(*) FROM cases WHERE id = :badr_case AND COALESCE(closure_reason, '') <> 'goals_met'"
    ),
    "erased plan": Ending(close_and_erase, "SELECT count(*) FROM cases WHERE id = :badr_case"),
    "erased person": Ending(close_and_erase, "SELECT count(*) FROM accounts WHERE id = :badr"),
    "withdrawn plan": Ending(
        lambda o: o.do("amina", withdrawals.withdraw, o.world.ids["amina.consent.plan"]),
        "SELECT count(*) FROM cases WHERE id = :amina_case AND state <> 'restricted'",
    ),
    "withdrawn consent": Ending(
        lambda o: o.do("amina", withdrawals.withdraw, o.world.ids["amina.consent.plan"]),
        "SELECT count(*) FROM consents WHERE id = :amina_consent_plan AND state = 'given' OR id = :amina_consent_plan "
        "AND ended_at IS NULL",
    ),
    "wish to erase": Ending(
        lambda o: o.do("amina", data_requests.ask, "erase", "", "ar"),
        "SELECT 1 - count(*) FROM data_requests WHERE case_id = :amina_case AND kind = 'erase' AND state = 'open'",
    ),
    "revoked grant": Ending(
        lambda o: o.do("amina", grants.end_grant, o.world.ids["mona.grant"]), SEES.format("mona", "amina_case")
    ),
    "grant handed back": Ending(
        lambda o: o.do("mona", mentoring.return_grant, o.world.ids["mona.grant"]), SEES.format("mona", "amina_case")
    ),
    "narrowed grant": Ending(
        narrow_grant, "SELECT count(*) FROM mentor_grants WHERE id = :mona_grant AND rights LIKE '%mark_own%'"
    ),
    "protected goal": Ending(protect_goal, "SELECT count(*) FROM mentor_grant_goals WHERE grant_id = :mona_grant"),
    "protection of a goal": Ending(
        protect_goal, "SELECT count(*) FROM goals WHERE id = :amina_standard_goal AND sensitivity = 'standard'"
    ),
    "locked mentor": Ending(
        lambda o: o.do("ada", account_life.deactivate, o.world.ids["mona"]),
        "SELECT count(*) FROM accounts WHERE id = :mona AND deactivated_at IS NULL",
    ),
    "grant of a locked mentor": Ending(
        lambda o: o.do("ada", account_life.deactivate, o.world.ids["mona"]), SEES.format("mona", "amina_case")
    ),
    "sign-out": Ending(
        lambda o: o.do("amina", sign_in.sign_out, "session-of-amina", o.world.ids["phone"]),
        "SELECT count(*) FROM sessions WHERE account_id = :amina AND ended_at IS NULL",
        phone,
    ),
    "picture of who signed out": Ending(
        lambda o: o.do("amina", sign_in.sign_out, "session-of-amina", o.world.ids["phone"]),
        "SELECT count(*) FROM device_people WHERE account_id = :amina AND removed_at IS NULL",
        phone,
    ),
    "lost phone": Ending(
        lambda o: o.do("karin", codes.end_everything, o.world.ids["amina.case"]),
        "SELECT count(*) FROM sessions WHERE account_id = :amina AND ended_at IS NULL",
        phone,
    ),
    "messages of a lost phone": Ending(
        lambda o: o.do("karin", codes.end_everything, o.world.ids["amina.case"]),
        "SELECT count(*) FROM push_subscriptions WHERE account_id = :amina",
        phone,
    ),
    "replaced PIN": Ending(
        lambda o: o.do("amina", sign_in.keep_secret, o.world.ids["amina"], "pin", "hash of the new PIN"),
        "SELECT count(*) FROM secrets WHERE account_id = :amina AND secret_hash = 'hash of the old PIN'",
        phone,
    ),
    "token of a session": Ending(
        lambda o: o.do("amina", session_rows.renew, "session-of-amina", "client"),
        "SELECT count(*) FROM sessions WHERE account_id = :amina AND ended_at IS NULL AND token_digest = :token",
        lambda o: (phone(o), o.world.ids.update(token=token_of_amina(o))),
    ),
    "locked screen": Ending(
        lambda o: o.do("amina", sign_in.lock, "session-of-amina"),
        "SELECT count(*) FROM sessions WHERE account_id = :amina AND locked_at IS NULL",
        phone,
    ),
    "used card": Ending(
        lambda o: o.do("", codes.use_code, o.world.ids["code"], sign_in.Browser()),
        "SELECT count(*) FROM sign_in_codes WHERE account_id = :amina AND used_at IS NULL",
        card,
    ),
    "cancelled card": Ending(
        lambda o: o.do("karin", codes.end_everything, o.world.ids["amina.case"]),
        "SELECT count(*) FROM sign_in_codes WHERE account_id = :amina AND cancelled_at IS NULL",
        card,
    ),
    "renewed second factor": Ending(
        renew_second_factor,
        "SELECT (SELECT count(*) FROM second_factors WHERE account_id = :dora) + (SELECT count(*) FROM recovery_codes)",
        second_factor,
    ),
    "right to manage accounts": Ending(
        take_rights,
        "SELECT count(*) FROM accounts WHERE id = :dora AND staff_rights LIKE '%management%'",
        rights_of_ada,
    ),
    "address for messages": Ending(
        lambda o: o.do("amina", own_settings.set_reaching, own_settings.Reaching(("phone",), "off")),
        "SELECT count(*) FROM clients WHERE id = :amina AND reminder_email_sealed IS NOT NULL",
        mails,
    ),
    "changed address for messages": Ending(
        lambda o: o.do(
            "amina", own_settings.set_reaching, own_settings.Reaching(("email",), "neutral", email="new@example.org")
        ),
        "SELECT count(*) FROM clients WHERE id = :amina AND reminder_email_sealed = :sealed",
        lambda o: (mails(o), o.world.ids.update(sealed=sealed_email(o))),
    ),
    "way of messages": Ending(
        lambda o: o.do("amina", own_settings.set_reaching, own_settings.Reaching(("phone",), "off")),
        "SELECT count(*) FROM clients WHERE id = :amina AND (channels LIKE '%email%' OR push_text <> 'off')",
        mails,
    ),
    "link of a partner": Ending(
        lambda o: o.do("amina", step_shares.stop, step_of_link(o)),
        "SELECT count(*) FROM step_shares WHERE step_id = (SELECT step_id FROM step_shares WHERE consent_id = "
        ":amina_share_consent) AND ended_at IS NULL AND opened_at IS NULL",
    ),
    "deleted recording": Ending(
        lambda o: o.do("karin", recordings.delete, o.world.ids["amina.standard.recording"]),
        "SELECT count(*) FROM recordings WHERE id = :amina_standard_recording",
    ),
    "ended deputy": Ending(
        lambda o: o.do("ada", deputies.end, o.world.ids["deputyship"]), SEES.format("olle", "badr_case"), deputyship
    ),
    "former counsellor": Ending(hand_over, SEES.format("karin", "badr_case")),
    "former counsellor without another": Ending(hand_over, f"SELECT 1 - ({SEES.format('dora', 'badr_case')})"),
    "cancelled meeting": Ending(
        lambda o: o.do("", cancel_meeting, o.world.ids["badr.standard.meeting"]),
        "SELECT count(*) FROM meetings WHERE id = :badr_standard_meeting AND state = 'planned'",
    ),
}


def step_of_link(office: Office) -> str:
    found = office.parts.database.utils().conn.execute("SELECT step_id FROM step_shares WHERE ended_at IS NULL")
    return str(found.fetchone()[0])


def token_of_amina(office: Office) -> str:
    found = office.parts.database.utils().conn.execute(
        "SELECT token_digest FROM sessions WHERE id = 'session-of-amina'"
    )
    return str(found.fetchone()[0])


def sealed_email(office: Office) -> str:
    found = office.parts.database.utils().conn.execute(
        "SELECT reminder_email_sealed FROM clients WHERE id = ?", [office.world.ids["amina"]]
    )
    return str(found.fetchone()[0])


def cancel_meeting(tx: Any, meeting_id: str) -> None:
    tx.update("meetings", meeting_id, state="cancelled")


def ended(office: Office, ending: Ending) -> None:
    """Backed up, then ended, an hour later."""
    ending.before(office)
    office.back_up()
    office.wait(hours=1)
    assert office.number(ending.open) == 1 + (ending.open.count("recovery_codes") > 0)
    ending.ends(office)
    assert office.number(ending.open) == 0
    office.wait(hours=1)


@pytest.mark.parametrize("name", ENDINGS)
def test_what_ended_after_the_backup_does_not_come_back(office: Office, name: str) -> None:
    ended(office, ENDINGS[name])
    office.restore()
    assert office.number(ENDINGS[name].open) == 0


@pytest.mark.parametrize("name", ENDINGS)
def test_without_the_journal_it_would_come_back(office: Office, name: str) -> None:
    """The journal is what does it, and not something else in the backup."""
    ended(office, ENDINGS[name])
    office.close()
    office.settings.journal_path.unlink()
    office.settings.database_path.unlink()
    office.open()
    told = office.restore(without_journal=True)
    assert "ended again" not in told
    assert office.number(ENDINGS[name].open) > 0


def test_a_plan_that_went_to_another_service_goes_again(office: Office) -> None:
    """The old service sees nothing of it, the new one what the client had chosen, and the client her plan."""

    def elsewhere(tx: Any) -> None:
        ids = office.world.ids
        carrier = tx.insert("carriers", name="Andere Stelle", kind="public", counselling_type="jmd", made_at=LONG_AGO)
        ids["other"] = tx.insert(
            "accounts", role="counsellor", carrier_id=carrier, opaque_id="other", made_at=LONG_AGO, name_sealed="Erna"
        )
        tx.run("secrets.keep", account_id=ids["other"], kind="password", secret_hash="none that opens")

    office.do("ada", elsewhere)
    office.back_up()
    asked = office.do("karin", carrier_handovers.ask, office.world.ids["badr.case"], office.world.ids["other"])
    office.do("badr", carrier_handovers.answer, asked, carrier_handovers.Answer(True, ["goals"], "ar"))
    told = office.restore()
    assert "gone to another service again" in told
    assert office.number(SEES.format("karin", "badr_case")) == 0
    seen = "SELECT count(*) FROM case_relationship r JOIN goals g ON g.case_id = r.case_id WHERE r.actor_id = :other"
    assert office.number(seen) > 0
    assert office.number("SELECT count(*) FROM cases WHERE client_id = :badr AND handed_to_id IS NULL") == 1
    assert office.number("SELECT count(*) FROM case_relationship WHERE actor_id = :badr") == 1


def lasting(office: Office) -> dict[str, Any]:
    """All rows but those that erasing makes, which get ids of their own each time."""
    found = contents(office.settings.database_path)
    return {table: rows for table, rows in found.items() if table not in ("tombstones", "indicator_tallies")}


def test_everything_at_once_and_twice_is_the_same(office: Office) -> None:
    """A second restore of the same backup does the same, and so does the one of a backup made after the first."""
    phone(office)
    mails(office)
    office.back_up()
    for name in ("erased plan", "revoked grant", "lost phone", "replaced PIN", "address for messages", "locked mentor"):
        ENDINGS[name].ends(office)
    office.restore()
    first, entries = lasting(office), office.entries()
    office.wait(minutes=5)
    office.restore()
    assert lasting(office) == first
    assert office.entries() == entries
    office.copy.unlink()
    office.back_up()
    told = office.restore()
    assert lasting(office) == first
    assert "By it nothing has ended since the backup." in told
    assert "ended again" not in told


def test_pages_ask_anew_after_a_restore(office: Office, browser_of: Any) -> None:
    """By requests: a session of the backup goes on, one that ended stays out, and the mentor's page is gone."""
    mona, amina, gone = browser_of("mona"), browser_of("amina"), browser_of("amina")
    assert mona.get(f"/mentor/clients/{office.world.ids['mona.grant']}").status_code == 200
    assert gone.get("/plan").status_code == 200
    before = amina.get("/plan").headers
    office.back_up()
    office.wait(hours=1)
    session = gone.cookies["s"]
    office.do(
        "amina", lambda tx: tx.run("sessions.end", id=session_of(tx, session), account_id=tx.actor_id, reason="left")
    )
    office.do("amina", grants.end_grant, office.world.ids["mona.grant"])
    office.restore()
    assert gone.get("/plan").status_code == 303
    assert mona.get(f"/mentor/clients/{office.world.ids['mona.grant']}").status_code == 404
    after = amina.get("/plan")
    assert after.status_code == 200
    assert before.get("etag") is None or after.headers.get("etag") != before.get("etag")


def session_of(tx: Any, token: str) -> str:
    return str(tx.row("sessions.find_by_token", token_digest=session_rows.digest(token))["id"])


def test_versions_rise_above_everything_that_was_shown_before(office: Office) -> None:
    """A form or an offline copy of the lost time never passes for one of now."""
    office.back_up()
    for number in range(3):
        office.do("karin", rename, office.world.ids["amina.standard.goal"], f"Ziel {number}")
    lost = office.number("SELECT version FROM goals WHERE id = :amina_standard_goal")
    plan = office.number("SELECT version FROM cases WHERE id = :amina_case")
    office.restore()
    first = office.number("SELECT version FROM goals WHERE id = :amina_standard_goal")
    assert first > lost + 1000
    assert office.number("SELECT version FROM cases WHERE id = :amina_case") > plan + 1000
    office.wait(minutes=1)
    office.restore()
    assert office.number("SELECT version FROM goals WHERE id = :amina_standard_goal") > first


def rename(tx: Any, goal_id: str, title: str) -> None:
    goal = tx.whole_rows("goals", "id", goal_id)[0]
    goals.edit(tx, goal_id, goal["version"], title, goals.Agreed(sensitivity=goal["sensitivity"]))


def booked(office: Office) -> None:
    """Amina's review is announced; she takes messages."""

    def announce(tx: Any) -> None:
        tx.run("consents.stop_reminders", case_id=office.world.ids["amina.case"], client_id=office.world.ids["amina"])
        reminders.meeting_booked(tx, office.world.ids["amina.standard.meeting"])

    office.do("karin", announce)


def test_reminders_of_the_lost_time_become_calls(office: Office) -> None:
    """They may have gone out before: nothing is sent twice, and nobody is forgotten. What is due later is sent."""
    phone(office)
    booked(office)
    office.back_up()
    office.wait(days=7)
    due = office.number(f"SELECT count(*) FROM reminders WHERE state = 'due' AND due_at <= '{office.parts.now()}'")
    ahead = office.number(f"SELECT count(*) FROM reminders WHERE state = 'due' AND due_at > '{office.parts.now()}'")
    assert due
    assert ahead
    told = office.restore()
    assert "About 1 meetings ahead somebody has to" in told
    assert office.parts.database.read("", office.parts.now()).row("unscoped.reminders_due") is None
    assert (
        office.number("SELECT count(*) FROM reminders WHERE state = 'not_sendable' AND end_reason = 'restored'") == due
    )
    assert office.number("SELECT count(*) FROM reminders WHERE state = 'due'") == ahead
    assert office.number("SELECT count(*) FROM call_tasks WHERE closed_at IS NULL AND reason = 'restored'") == 1


def test_call_instead_of_a_reminder_stands_on_the_counsellors_list(office: Office, browser_of: Any) -> None:
    phone(office)
    booked(office)
    office.back_up()
    office.wait(days=7)
    office.restore()
    karin = browser_of("karin")
    found = office.parts.database.utils().conn.execute("SELECT id FROM call_tasks WHERE closed_at IS NULL").fetchone()
    address = f"/desk/call-tasks/{found[0]}"
    assert address in karin.get("/desk").text
    assert "Die Daten kamen aus einer Sicherung." in karin.get(address).text


def test_mails_of_the_lost_time_are_not_sent_again(office: Office) -> None:
    office.do("ada", lambda tx: tx.insert(
        "mails", account_id=office.world.ids["karin"], kind="password_changed", body_sealed="{}", due_at=tx.now
    ))  # fmt: skip
    office.back_up()
    office.restore()
    assert office.number("SELECT count(*) FROM mails WHERE state = 'due'") == 0
