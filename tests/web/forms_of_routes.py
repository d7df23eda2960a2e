"""What each form that changes something sends when all its fields are filled, and in which fields a person writes freely.

Routes that are not named here send what the access table says. `WORDS` stands where free words go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pwa_server.storage.database import Tx
from tests.access.expected import ACTORS, NOBODY, Cell, filled
from tests.access.table import EXPECTED
from tests.access.table_of_network import complaint_office
from tests.world import NOW_TEXT, World

WORDS = "\0words"
MAIL = "\0mail"
POSTS = sorted(name for name in EXPECTED if name.startswith("POST "))

_DETAILS = {"responsible": "client", "partner_id": "", "place": WORDS, "with_whom": WORDS, "due_on": "2026-12-09"}
_MEETING = {
    "kind": "review", "topic": WORDS, "goal_id": "", "place_kind": "office", "place": WORDS, "room": WORDS, "way": WORDS,
    "partner_id": "", "interpreter_language": "ar", "mentor_id": "", "sensitivity": "standard",
}  # fmt: skip
_PARTNER = {
    "name": WORDS, "kind": "jobcenter", "address": WORDS, "phone": "030 23125-100", "hours": WORDS, "contact_name": WORDS,
    "contact_role": WORDS, "contact_phone": "+49 (30) 23125/100", "contact_hours": WORDS, "deputy_name": WORDS, "deputy_phone": "",
}  # fmt: skip
_OFFER = {
    "title": WORDS, "partner_id": "{school}", "kind": "language_course", "life_area": "language", "plain": WORDS,
    "days": "1", "begins": "09:00", "ends": "12:00", "level_from": "A1", "level_to": "B1", "target_group": "all",
    "access": "mainstream", "accessibility": "yes", "cost": "free", "cost_words": WORDS, "place": WORDS,
    "registration": WORDS, "starts_on": "2026-12-01", "ends_on": "2027-03-01", "expires_on": "2026-12-15",
    "seats_total": "12", "seats_free": "3", "waiting": "0", "languages": "ar",
}  # fmt: skip
_COOPERATION = {
    "title": WORDS, "rules": WORDS, "signed_on": "2026-11-02", "review_on": "2027-11-02", "members": "{school}",
}  # fmt: skip
_INTERPRETER = {
    "name": WORDS, "gender": "woman", "languages": "ar", "dialects": WORDS, "confidential_since": "2026-11-02",
    "phone": "030 23125-700", "booking": WORDS,
}  # fmt: skip
_BLOCK = {
    "title": WORDS, "goal": WORDS, "text": WORDS, "life_area": "social", "sensitivity": "standard", "volatility": "low",
    "review_by": "2027-11-02", "staff_note": WORDS, "step-0-key": "", "step-0-text": WORDS, "step-0-responsible": "client",
    "step-0-partner_kind": "", "step-0-days": "14",
}  # fmt: skip
WHOLE: dict[str, Mapping[str, str]] = {
    "POST /help": {"obstacle": "worry", "words": WORDS, "step_id": "{amina.standard.step1}"},
    "POST /grants": {
        "who": "somebody", "wish": WORDS, "code": "", "goals": "{amina.standard.goal}", "until": "2027-01-01",
    },
    "POST /mentor/clients/{grant_id}/notes": {"words": WORDS},
    "POST /meetings/{id}/answers": {"answer": "cannot", "wish": "later", "words": WORDS},
    "POST /steps/{id}/reports": {"report": "blocked", "obstacle": "worry", "tapped_at": "2026-11-24T08:00:00Z"},
    "POST /desk/cases/new": {
        "name": WORDS, "phone": "030 23125-100", "language": "ar", "path": "plan", "consent": "given", "channel": "oral",
    },
    "POST /desk/cases/{case_id}/details": {
        "client_version": "1", "account_version": "1", "name": WORDS, "name_native": WORDS, "name_latin": WORDS,
        "phone": "030 23125-100", "phone_use": "own", "first_channel": "phone", "safe_contact": WORDS, "language": "ar",
        "spoken": "ar", "interpreter": "", "dialect": WORDS, "literacy": "not_stated",
    },
    "POST /desk/cases/{case_id}/acute": {
        "life_area": "housing", "action_1": "", "document_1": "", "text_1": WORDS, "responsible_1": "client", "due_1": "2026-12-01",
        "action_2": "call", "document_2": "", "text_2": "", "responsible_2": "counsellor", "due_2": "",
        "action_3": "", "document_3": "", "text_3": WORDS, "responsible_3": "client", "due_3": "",
    },
    "POST /desk/cases/{case_id}/clearing": {
        "version": "1", "strengths": WORDS, "strengths_words": WORDS, "strengths_language": "ar", "held_on": "2026-11-20",
        "place_kind": "shelter", "participants": "client", "others": WORDS, "interpreter_language": "ar",
        "interpreter_name": WORDS,
    },
    "POST /desk/takeover/preview": {"list": WORDS},
    "POST /desk/takeover": {"list": WORDS},
    "POST /desk/cases/{case_id}/clearing/decision": {"decision": "not_now", "reason": WORDS},
    "POST /desk/cases/{case_id}/clearing/birth": {"version": "1", "birth_year": "2009", "birth_month": "5"},
    "POST /desk/cases/{case_id}/situation/{part}": {
        "version": "1", "school_years": "9", "job": WORDS, "work_years": "3", "skills": WORDS, "skills_language": "ar",
        "kind_0": "school", "name_0": WORDS, "country_0": WORDS, "papers_0": "copy",
    },
    "POST /desk/cases/{case_id}/needs": {
        "life_area": "work", "own_words": WORDS, "own_words_language": "ar", "german": WORDS, "urgency": "soon", "sensitivity": "",
    },
    "POST /wishes": {"life_area": "work", "words": WORDS},
    "POST /desk/needs/{need_id}": {
        "version": "1", "life_area": "work", "own_words": "", "own_words_language": "", "german": WORDS, "urgency": "now",
        "sensitivity": "standard",
    },
    "POST /desk/cases/{case_id}/contacts": {
        "on_day": "2026-11-24", "kind": "phone", "reached": "yes", "sentence": WORDS,
    },
    "POST /desk/cases/{case_id}/goals": {
        "title": WORDS, "translation": WORDS, "own_words": WORDS, "life_area": "social", "own_words_language": "ar",
        "sensitivity": "standard",
    },
    "POST /desk/goals/{goal_id}": {
        "version": "1", "title": WORDS, "own_words": WORDS, "own_words_language": "ar", "sensitivity": "standard",
    },
    "POST /desk/goals/{goal_id}/translations": {"text": WORDS, "checked": "y"},
    "POST /desk/goals/{goal_id}/steps": {"how": "words", "text": WORDS, "translation": WORDS, **_DETAILS},
    "POST /desk/goals/{goal_id}/steps/preview": {"how": "words", "text": WORDS, "translation": WORDS, **_DETAILS},
    "POST /desk/steps/{step_id}": {"version": "1", "text": WORDS, **_DETAILS},
    "POST /desk/steps/{step_id}/state": {"to": "blocked", "obstacle": "worry", "version": "1"},
    "POST /desk/steps/{step_id}/translations": {"text": WORDS, "checked": "y"},
    "POST /desk/cases/{case_id}/meetings/new": {"day": "2026-12-08", "clock": "10:00", "minutes": "30", **_MEETING},
    "POST /desk/meetings/{meeting_id}/edit": {"version": "1", **_MEETING},
    "POST /desk/meetings/{meeting_id}/move": {
        "day": "2026-12-08", "clock": "11:00", "minutes": "45", "version": "1",
    },
    "POST /desk/meetings/{meeting_id}/confirm-interpreter": {
        "version": "1", "state": "booked", "name": WORDS, "dialect": WORDS, "wish": "woman", "interpreter_id": "",
    },
    "POST /office/accounts": {
        "name": WORDS, "email": MAIL, "role": "counsellor", "title": WORDS, "phone": "030 23125-100", "language": "de",
    },
    "POST /office/mentors": {"name": WORDS, "email": MAIL, "phone": "030 23125-100", "language": "de"},
    "POST /office/mentors/{mentor_id}/clearances": {
        "issued_on": "2026-11-01", "seen_on": "2026-11-24", "seen_by": WORDS, "suitable": "y",
    },
    "POST /office/times/{carrier_id}": {
        "version": "1", "address": WORDS, "phone": "030 23125-100", "opens_0_0": "09:00", "closes_0_0": "12:00",
    },
    "POST /office/closing-days": {"carrier_id": "{carrier}", "first": "2026-12-24", "last": "2026-12-24", "name": WORDS},
    "POST /office/partners": _PARTNER,
    "POST /office/partners/{partner_id}": {**_PARTNER, "version": "1"},
    "POST /office/texts/{kind}/{owner}": {"text": WORDS},
    "POST /requests": {"kind": "restrict", "words": WORDS},
    "POST /desk/data-requests/{request_id}/answer": {"to": "declined", "reason": WORDS, "version": "1"},
    "POST /desk/cases/{case_id}/protected": {"reason": WORDS},
    "POST /office/offers": _OFFER,
    "POST /office/offers/{offer_id}": {**_OFFER, "version": "1"},
    "POST /office/offers/{offer_id}/state": {"to": "full", "version": "1"},
    "POST /office/offers/{offer_id}/seats": {"seats_free": "2", "waiting": "3", "version": "1"},
    "POST /office/offers/{offer_id}/verification": {"version": "1"},
    "POST /office/cooperation": _COOPERATION,
    "POST /office/cooperation/{agreement_id}": {**_COOPERATION, "version": "1"},
    "POST /office/interpreters": _INTERPRETER,
    "POST /office/interpreters/{interpreter_id}": {**_INTERPRETER, "version": "1"},
    "POST /office/catalogue": _BLOCK,
    "POST /office/catalogue/{block_id}": {**_BLOCK, "version": "0"},
    "POST /office/catalogue/{block_id}/state": {"what": "hide", "version": "0"},
    "POST /office/catalogue/{block_id}/translations/{language}": {
        "text:block.public-transport-use.goal": WORDS, "checked:block.public-transport-use.goal": "y",
    },
    "POST /desk/goals/{goal_id}/no-offer": {"level": "A2", "childcare": "yes"},
    "POST /review": {"good": WORDS, "hard": WORDS, "rating": "3", "hurdles": "worry"},
    "POST /desk/cases/{case_id}/review": {
        "version": "1", "do": "finish", "good": WORDS, "hard": WORDS, "hurdles": "cost", "changes": WORDS, "read_back": "y",
        "outcome": "book", "day": "2026-12-18", "clock": "10:00", "minutes": "60",
        "place_kind": "office", "place": WORDS, "interpreter_language": "", "reason": "", "confirmed": "", "told": WORDS,
    },
    "POST /feedback": {
        "kind": "complaint", "about": "app", "text": WORDS, "person": WORDS, "name": WORDS, "reach": WORDS, "carrier_id": "",
        "receipt": "ABCD-EFGH-2345",
    },
    "POST /office/funding/{carrier_id}": {
        "posts": "2,5", "text": WORDS, "quick_wins": WORDS, "period": "2026-Q3", "version": "0",
    },
    "POST /office/report": {"text": WORDS, "quick_wins": WORDS, "period": "2026-Q3", "version": "0"},
    "POST /network/goals": {"words": WORDS},
    "POST /network/rules": {"words": WORDS},
    "POST /network/meetings": {"on_day": "2026-12-10", "clock": "10:00", "place": WORDS, "topics": WORDS},
    "POST /network/meetings/{meeting_id}/state": {"to": "held", "result": WORDS, "version": "1"},
    "POST /network/tasks": {"kind": "task", "words": WORDS, "who": WORDS, "due_on": "2026-12-10"},
    "POST /network/notes": {"topic": WORDS, "text": WORDS, "without_people": "y"},
    "POST /office/feedback/{feedback_id}/answers": {"text": WORDS, "translation": WORDS, "version": "1"},
    "POST /office/feedback/phone": {"phone": "030 23125-100", "hours": WORDS, "version": "0"},
    "POST /office/accessibility": {
        "contact": WORDS, "phone": "030 23125-100", "email": MAIL, "enforcement": WORDS, "more_limits": WORDS,
        "checked_on": "2026-11-01", "version": "0",
    },
    "POST /agreement/{agreement_id}/questions": {"words": WORDS},
    "POST /agreement/{agreement_id}/decline": {"words": WORDS},
    "POST /desk/cases/{case_id}/agreements": {"reason": WORDS},
    "POST /office/documents/{carrier_id}": {"version": "0", "heading": WORDS, "sender": WORDS, "closing": WORDS},
    "POST /desk/agreements/{agreement_id}/places": {"role": "partner", "name": WORDS, "required": "y"},
    "POST /desk/agreements/{agreement_id}/review": {
        "day": "2026-12-10", "clock": "10:00", "minutes": "60", "place_kind": "office", "place": WORDS,
        "interpreter_language": "ar",
    },
    "POST /desk/agreement-signatures/{signature_id}": {
        "method": "oral_read_aloud", "explained_in": "ar", "interpreter": WORDS, "witness": WORDS, "name": WORDS,
        "copy_given": "y",
    },
    "POST /handover/objection": {"words": WORDS},
    "POST /sign-in/name": {"name": "nobody-knows-00", "secret": "739164", "next": "/plan"},
    "POST /sign-in/mail": {"email": "nobody@example.org", "secret": "not the password", "next": "/desk"},
    "POST /code": {"c": "ABCD-EFGH"},
    "POST /forgotten": {"email": "nobody@example.org"},
    "POST /reset": {"c": "ABCD-EFGH-2345", "secret": "blaue Tassen im Regal", "again": "blaue Tassen im Regal"},
    "POST /invitation": {"c": "ABCD-EFGH-2345", "secret": "blaue Tassen im Regal", "again": "blaue Tassen im Regal"},
    "POST /sign-in/passkey": {"credential": '{"id": "x", "response": {}}', "next": "/plan"},
    "POST /second-factor/passkey": {"credential": '{"id": "x", "response": {}}', "next": "/desk"},
    "POST /settings/passkeys": {"credential": '{"id": "x", "response": {}}'},
    "POST /settings/passkeys/new": {"secret": "739164"},
    "POST /settings/passkeys/{id}/end": {"secret": "739164"},
    "POST /welcome/phone": {"phone": "own"},
    "POST /welcome/picture": {"picture": "sun"},
    "POST /settings/secret": {"old": "739164", "secret": "264973", "again": "264973"},
    "POST /push/subscriptions": {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "p256dh": "x", "auth": "x"},
    "POST /push/seen": {"reminder": "nothing"},
}  # fmt: skip


def somebody_interprets(parts: Any, world: World) -> None:
    """Amina's review needs somebody who translates."""
    changes = {"interpreter_language": "ar", "interpreter_state": "needed"}
    parts.database.write_now("", NOW_TEXT, Tx.update, "meetings", world.ids["amina.standard.meeting"], **changes)


def somebody_new(parts: Any, world: World) -> None:
    """Amina has just come."""
    parts.database.write_now("", NOW_TEXT, Tx.update, "cases", world.ids["amina.case"], state="new")


def rules_withdrawn(parts: Any, world: World) -> None:
    """Nothing is proposed any more."""
    parts.database.write_now("", NOW_TEXT, Tx.update, "network_rules", world.ids["network.rules"], state="withdrawn")


MORE: dict[str, Callable[[Any, World], None]] = {
    "POST /feedback": complaint_office,
    "POST /network/rules": rules_withdrawn,
    "POST /desk/cases/{case_id}/acute": somebody_new,
    "POST /desk/meetings/{meeting_id}/confirm-interpreter": somebody_interprets,
}


def form_of(name: str, world: World, words: Callable[[int], str] = lambda _: "Worte") -> dict[str, str]:
    """The whole form of a route. `words(n)` are those of the n-th free field."""
    given = WHOLE.get(name, EXPECTED[name].form)
    made = {}
    for number, (field, value) in enumerate(given.items()):
        text = words(number)
        made[field] = {WORDS: text, MAIL: f"{text}@example.org"}.get(value) or filled(value, world)
    return made


def free_fields(name: str) -> dict[int, str]:
    """The fields of a route in which a person writes what she likes, by their number."""
    return {number: field for number, (field, value) in enumerate(WHOLE.get(name, {}).items()) if value == WORDS}


def sender(cell: Cell) -> str | None:
    """Somebody who may send the form. None is nobody, for forms of those who are not signed in."""
    best = min(ACTORS[1:], key=lambda actor: (cell.statuses[actor] in (403, 404), cell.statuses[actor]))
    return None if cell.statuses[NOBODY] not in (303, 403, 404) else best


def prepared(name: str, parts: Any, world: World) -> tuple[str | None, str]:
    """Bring the world to the moment before the form is sent. Answers who sends it, and where to."""
    cell = EXPECTED[name]
    for prepare in (cell.prepare, MORE.get(name)):
        if prepare:
            prepare(parts, world)
    return sender(cell), filled(cell.path or name.split(" ")[1], world)
