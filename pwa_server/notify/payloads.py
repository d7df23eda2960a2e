"""What a push says: no more than that there is an appointment, in the reader's language, as Declarative Web Push.

No name, no place, no topic, no sender: it stands on a locked phone that others may see.
"""

import base64
import hashlib
import json
from datetime import date
from typing import Any

from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.formats import N_, parse_clock, parse_day, when
from pwa_server.i18n.languages import SOURCE, direction, offered

DECLARATIVE = 8030
LONGEST_BYTES = 3000
TOPIC_LENGTH = 32
OPEN_THE_APP = N_("Bitte öffnen Sie die App.")
WITH_TIME = N_("%(day)s, %(time)s. Bitte öffnen Sie die App.")
TITLES = {
    "booked": N_("Sie haben einen Termin."),
    "reminder": N_("Sie haben einen Termin."),
    "by_hand": N_("Sie haben einen Termin."),
    "moved": N_("Ein Termin hat sich geändert."),
    "cancelled": N_("Ein Termin findet nicht statt."),
    "news": N_("Es gibt etwas Neues für Sie."),
    "test": N_("So sieht eine Erinnerung aus."),
}
TEST_BODY = N_("Ihr Telefon kann Sie erinnern.")
# First strong isolate and pop: Latin digits keep their order inside a right-to-left sentence.
FSI, PDI = "\u2068", "\u2069"
WITHOUT_ISOLATION = str.maketrans("", "", FSI + PDI)
PATHS = {"client": "/meetings/{id}", "mentor": "/mentor", "counsellor": "/desk", "coordinator": "/office"}


def topic(reminder_id: str) -> str:
    """The message's `Topic` and its notification's `tag`: the same again after a crash, so that it replaces itself."""
    return base64.urlsafe_b64encode(hashlib.sha256(reminder_id.encode()).digest()).decode()[:TOPIC_LENGTH]


def payload(message: dict[str, Any], origin: str, today: date) -> bytes:
    """The declarative message for one row of `unscoped.reminder_to_send`, at most 3000 bytes."""
    tag = language_of(message)
    notification = {
        "title": translate(tag, TITLES[message["kind"]]),
        "body": body(message, tag, today),
        "lang": tag,
        "dir": direction(tag),
        "tag": topic(message["id"]),
        "navigate": origin + path(message),
        "data": {"reminder": message["id"]},
    }
    message_form = {"web_push": DECLARATIVE, "notification": notification}
    encoded = json.dumps(message_form, ensure_ascii=False, separators=(",", ":")).encode()
    if len(encoded) > LONGEST_BYTES:
        raise ValueError(f"a push message of {len(encoded)} bytes")
    return encoded


def body(message: dict[str, Any], tag: str, today: date) -> str:
    """The second line: neutral, or with day and time where the client chose that and nothing needs protection."""
    if message["kind"] == "test":
        return translate(tag, TEST_BODY)
    if (
        message["kind"] in ("cancelled", "news")
        or message["push_text"] != "with_time"
        or message["sensitivity"] == "high"
    ):
        return translate(tag, OPEN_THE_APP)
    start = when(tag, parse_day(message["local_date"]), today, parse_clock(message["local_time"]))
    return translate(tag, WITH_TIME, day=_isolated(f"{start.weekday}, {start.long}"), time=_isolated(start.time))


def path(message: dict[str, Any]) -> str:
    """The page that a tap opens."""
    if message["kind"] == "test":
        return "/settings/notifications"
    if message["kind"] == "news" and message["role"] == "client":
        return "/today"
    return PATHS[message["role"]].format(id=message["meeting_id"])


def language_of(message: dict[str, Any]) -> str:
    """The reader's language if the message is there in it, else German, and marked as German."""
    sentence = TITLES[message["kind"]]
    language = offered(message["language"])
    if language is None or translate(language.tag, sentence) == sentence:
        return SOURCE
    return language.tag


def _isolated(text: str) -> str:
    return f"{FSI}{text}{PDI}"
