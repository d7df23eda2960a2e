"""What demo people ask about their data, and the public texts of the invented services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pwa_server.domain.data_requests import due_day
from pwa_server.domain.times import berlin_day

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

# Who asked what, when (days from today), the words, and the answer.
REQUESTS = (
    ("cl-berivan", "erase", -6, "", "open", ""),
    ("cl-samira", "correct", -40, "الاسم مكتوب خطأ.", "granted", "Der Name steht jetzt richtig da."),
    ("cl-olena", "correct", -3, "Моя адреса вже інша.", "open", ""),
)
IMPRINT = (
    "Landkreis Beispielstadt, Beispielstraße 1, 00000 Beispielstadt\n"
    "Vertreten durch: Landrätin Erika Beispiel\n"
    "Telefon: 030 23125-100\n"
    "E-Mail: wegplan@beispielstadt.example"
)
PRIVACY = (
    "Verantwortlich für Ihren Plan ist die Stelle, die Sie berät.\n"
    "Der Landkreis Beispielstadt betreibt die Computer im Auftrag dieser Stellen.\n"
    "Datenschutz: datenschutz@beispielstadt.example"
)


def add_own_data(demo: Demo) -> None:
    """Requests with their last day to answer, imprint and notice. Exceptions stay the built-in ones, in every language."""
    for client, kind, day, words, state, reason in REQUESTS:
        _add_request(demo, client, kind, day, words, state, reason)
    for kind, text in (("imprint", IMPRINT), ("privacy", PRIVACY)):
        demo.tx.insert("public_texts", kind=kind, language="de", text=text, made_at=demo.tx.now)


def _add_request(demo: Demo, client: str, kind: str, day: int, words: str, state: str, reason: str) -> None:
    asked_at = demo.calendar.at({"day": day}) or demo.tx.now
    persona = demo.persona(client)
    answered = demo.calendar.at({"day": day + 2}) if state != "open" else None
    demo.tx.insert(
        "data_requests",
        case_id=demo.ids[f"{client}.case"],
        kind=kind,
        state=state,
        words_sealed=words or None,
        language=persona["languages"]["ui"],
        made_at=asked_at,
        made_by=demo.ids[client],
        due_on=due_day(berlin_day(asked_at)).isoformat(),
        answered_at=answered,
        answered_by=demo.ids[persona["case"]["counsellor"]] if answered else None,
        reason_sealed=reason or None,
    )
