"""The mix of a real day: who visits how often, and what one visit asks for, one request after the other.

Per client and day (the assumptions stand in docs/capacity.md): six pages on each day that a client is active, one day in
five; thirty ticks and twelve answers to meetings a year; a counsellor for eighty clients, who opens 200 pages and writes
35 times; a sign-in of each counsellor every day and of each client every third month.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from pwa_server.domain.times import later
from pwa_server.storage.database import Tx
from pwa_server.web import sessions
from pwa_server.web.parts import Parts
from tests.support.push_service import Device

# So many clients that hardly anybody comes twice in a run: nearly every page is made anew, as in life.
CLIENTS, COUNSELLORS, SIGN_INS = 20_000, 200, 100
PASSWORD = "blaue Tassen im Regal"
# Visits of each kind by a client or on her behalf on one day. Three pages a visit; a counsellor's visit is eight.
CLIENT_VISITS = 0.4
COUNSELLOR_VISITS = 200 / 8 / 80
SIGN_IN_VISITS = 1 / 80 + 4 / 365
VISITS_A_DAY = CLIENT_VISITS + COUNSELLOR_VISITS + SIGN_IN_VISITS
REMINDERS_A_WEEK = 2
# The fullest hour has 15 in 100 of a day, and in its worst moments three times as much.
OF_THE_DAY_A_SECOND = 0.15 * 3 / 3600
# All reminders of a day within ten minutes, in that same hour.
REMINDERS_WITHIN_SECONDS = 600


@dataclass(frozen=True)
class Request:
    """`kind` is the line of the report under which its time is counted."""

    kind: str
    method: str
    path: str
    form: dict[str, str] = field(default_factory=dict)


@dataclass
class Person:
    """Somebody who is signed in, and the ids of what is on the pages; for a counsellor one list of a case each."""

    id: str
    token: str
    cases: list[list[str]]
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass
class People:
    clients: list[Person]
    counsellors: list[Person]
    sign_ins: list[Person]


def prepare(parts: Parts, now: str, push_origin: str, chance: random.Random) -> People:
    """Sign some thousand people of a big database in, give the clients a phone and some staff a password."""
    password = parts.passwords.hash_now(PASSWORD)
    write = parts.database.write_now
    return People(
        write("", now, _clients, push_origin, chance),
        write("", now, _counsellors, chance),
        write("", now, _sign_ins, password),
    )


def _clients(tx: Tx, push_origin: str, chance: random.Random) -> list[Person]:
    rows = tx.own_rows("SELECT id, client_id FROM cases")
    device = Device(push_origin)
    return [_client(tx, row, push_origin, device) for row in chance.sample(rows, min(CLIENTS, len(rows)))]


def _client(tx: Tx, row: dict[str, str], push_origin: str, device: Device) -> Person:
    keys = device.subscription["keys"]
    tx.update("clients", row["client_id"], channels='["push","phone"]')
    tx.insert(
        "push_subscriptions", account_id=row["client_id"], service="127.0.0.1", endpoint_digest=row["id"],
        endpoint_sealed=f"{push_origin}/p/{row['id']}", p256dh_sealed=keys["p256dh"], auth_sealed=keys["auth"],
        made_at=later(tx.now, days=-2), seen_at=tx.now,
    )  # fmt: skip
    token = sessions.begin(tx, row["client_id"], "client", "own", secret_at=tx.now)
    return Person(row["client_id"], token, [_ids(tx, row["id"])])


def _ids(tx: Tx, case_id: str) -> list[str]:
    """Case, goal, step of the client, meeting ahead and its start."""
    goal = tx.own_rows(f"SELECT id FROM goals WHERE case_id = '{case_id}' LIMIT 1")[0]["id"]
    steps = tx.own_rows(f"SELECT id, responsible, state FROM steps WHERE case_id = '{case_id}' ORDER BY position")
    own = [row for row in steps if row["responsible"] == "client"]
    step = min(own, key=lambda row: row["state"] != "open")["id"]
    meetings = f"SELECT id, starts_at FROM meetings WHERE case_id = '{case_id}' AND state IN ('planned', 'confirmed')"
    ahead = tx.own_rows(f"{meetings} ORDER BY starts_at")[0]
    return [case_id, goal, step, ahead["id"], ahead["starts_at"]]


def _counsellors(tx: Tx, chance: random.Random) -> list[Person]:
    rows = tx.own_rows("SELECT staff_id, COUNT(*) AS cases FROM case_assignments GROUP BY staff_id ORDER BY staff_id")
    chosen = chance.sample(rows, min(COUNSELLORS, len(rows)))
    return [_counsellor(tx, row["staff_id"], chance) for row in chosen]


def _counsellor(tx: Tx, staff_id: str, chance: random.Random) -> Person:
    rows = tx.own_rows(f"SELECT case_id FROM case_assignments WHERE staff_id = '{staff_id}'")
    token = sessions.begin(tx, staff_id, "counsellor", "desk", second_factor_at=tx.now, secret_at=tx.now)
    return Person(staff_id, token, [_ids(tx, row["case_id"]) for row in chance.sample(rows, min(8, len(rows)))])


def _sign_ins(tx: Tx, password: str) -> list[Person]:
    carrier = tx.own_rows("SELECT id FROM carriers")[0]["id"]
    found = []
    for number in range(SIGN_INS):
        email = f"desk-{number}@example.org"
        staff = tx.insert(
            "accounts", role="counsellor", carrier_id=carrier, name_sealed=f"Beratung {number}", email_sealed=email,
            email_digest=tx.digest("mail", email), opaque_id=f"signs-in-{number}", made_at=later(tx.now, days=-99),
        )  # fmt: skip
        tx.run("secrets.keep", account_id=staff, kind="password", secret_hash=password)
        found.append(Person(email, "", []))
    return found


def visit(people: People, chance: random.Random) -> tuple[Person, list[Request]]:
    """Somebody comes: who, and all that is asked for."""
    kinds: list[tuple[float, list[Person], Callable[[Person, random.Random], list[Request]]]] = [
        (CLIENT_VISITS, people.clients, _by_client),
        (COUNSELLOR_VISITS, people.counsellors, _by_counsellor),
        (SIGN_IN_VISITS, people.sign_ins, _signs_in),
    ]
    _, whom, of = chance.choices(kinds, [weight for weight, _, _ in kinds])[0]
    person = chance.choice(whom)
    return person, of(person, chance)


def _by_client(person: Person, chance: random.Random) -> list[Request]:
    _, goal, step, meeting, _ = person.cases[0]
    asked = [Request("client page", "GET", "/today")]
    asked.append(Request("client page", "GET", chance.choices(("/plan", "/meetings", "/help"), (5, 4, 1))[0]))
    if chance.random() < 0.2:
        report = {"report": chance.choice(("done", "undone"))}
        asked.append(Request("tick", "POST", f"/steps/{step}/reports", report))
    if chance.random() < 0.08:
        asked.append(Request("tick", "POST", f"/meetings/{meeting}/answers", {"answer": "coming"}))
    last = chance.choice((f"/steps/{step}", f"/goals/{goal}", f"/meetings/{meeting}"))
    return [*asked, Request("client page", "GET", last)]


def _by_counsellor(person: Person, chance: random.Random) -> list[Request]:
    case_id, goal, step, meeting, _ = chance.choice(person.cases)
    case = f"/desk/cases/{case_id}"
    pages = ["/desk", f"/desk/cases?q={chance.randrange(100)}", case, f"/desk/goals/{goal}", f"/desk/steps/{step}"]
    pages += [f"/desk/meetings/{meeting}", chance.choice(("/desk/reminders", "/desk/meetings")), case]
    asked = [Request("staff page", "GET", page) for page in pages]
    if chance.random() < 0.9:
        note = {"kind": "phone", "reached": "yes", "sentence": "Wir haben gesprochen."}
        asked.insert(4, Request("staff write", "POST", f"{case}/contacts", note))
    if chance.random() < 0.5:
        day = f"2027-{chance.randrange(1, 12):02}-{chance.randrange(1, 29):02}"
        clock = f"{chance.randrange(9, 18):02}:{chance.choice((0, 15, 30, 45)):02}"
        # Days off are asked about once more: she wants this one.
        when = {"day": day, "clock": clock, "accepted": f"{day} {clock}"}
        asked.insert(7, Request("staff write", "POST", f"{case}/meetings/new", _MEETING | when))
    return asked


_MEETING = {
    "minutes": "30", "kind": "counselling", "topic": "", "goal_id": "", "place_kind": "office", "place": "Raum 100", "room": "",
    "way": "", "partner_id": "", "interpreter_language": "", "mentor_id": "", "sensitivity": "standard",
}  # fmt: skip


def _signs_in(person: Person, _: random.Random) -> list[Request]:
    return [Request("sign-in", "POST", "/sign-in/mail", {"email": person.id, "secret": PASSWORD, "next": "/desk"})]


def remind(tx: Tx, people: People, first: int, count: int, seconds: float) -> None:
    """`count` reminders, due one after the other within so many seconds from now."""
    for number in range(first, first + count):
        person = people.clients[number % len(people.clients)]
        case_id, _, _, meeting, starts_at = person.cases[0]
        tx.insert(
            "reminders", case_id=case_id, meeting_id=meeting, person_id=person.id, kind="reminder", starts_at=starts_at,
            offset_hours=number, due_at=later(tx.now, seconds=(number - first) * seconds / count), stale_at=starts_at,
            made_at=tx.now,
        )  # fmt: skip


def told(kinds: dict[str, object]) -> str:
    """One line of a report for whoever watches."""
    return json.dumps(kinds, ensure_ascii=False)
