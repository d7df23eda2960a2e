"""Everything that is kept about a client, table by table: what she reads, saves and takes with her.

Each table with something about a person stands in PARTS or, with the reason, in OMITTED; a test compares them with the
schema. A part shows all columns of its table but the technical ones, so that a new column is in it by itself.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pwa_server.domain.problems import N_
from pwa_server.storage.database import Read, Row


@dataclass(frozen=True)
class Part:
    """Rows of `table` about the actor. `column` names the case, the account (`of="account"`) or a row of `through`.

    `title` is what the client reads. A part that is not `listed` is in the file only: it tells nothing to a reader.
    """

    table: str
    title: str
    column: str = "case_id"
    of: str = "case"
    through: str = ""
    listed: bool = True


PARTS = (
    Part("accounts", N_("Ihr Konto"), "id", "account"),
    Part("clients", N_("Über Sie"), "id", "account"),
    Part("cases", N_("Ihre Beratung"), "id"),
    Part("case_states", N_("Wie die Beratung lief")),
    Part("case_assignments", N_("Wer Sie berät")),
    Part("tellings", N_("Was wir Ihnen gesagt haben")),
    Part("consents", N_("Ihr Ja und Nein")),
    Part("case_information", N_("Was wir Ihnen erklärt haben")),
    Part("data_requests", N_("Ihre Fragen zu Ihren Daten")),
    Part("clearings", N_("Gespräch über Wünsche")),
    Part("clearing_decisions", N_("Was wir entschieden haben")),
    Part("situation_facts", N_("Ihre Situation")),
    Part("situation_languages", N_("Ihre Sprachen")),
    Part("situation_certificates", N_("Ihre Zeugnisse")),
    Part("situation_household", N_("Wer bei Ihnen wohnt")),
    Part("needs", N_("Was Sie brauchen")),
    Part("need_states", N_("Was daraus wurde"), listed=False),
    Part("offer_checks", N_("Angebote, die wir gesucht haben"), listed=False),
    Part("goals", N_("Ihre Ziele")),
    Part("goal_states", N_("Wie es mit den Zielen ging"), listed=False),
    Part("steps", N_("Ihre Schritte")),
    Part("step_reports", N_("Meldungen zu Schritten")),
    Part("translations", N_("Übersetzungen")),
    Part("recordings", N_("Aufnahmen")),
    Part("step_shares", N_("Schritte, die ein Partner sehen durfte")),
    Part("partner_notes", N_("Was Partner geschrieben haben")),
    Part("agreement_versions", N_("Ihre Vereinbarung")),
    Part("agreement_states", N_("Wie es mit der Vereinbarung ging"), listed=False),
    Part("agreement_signatures", N_("Unterschriften")),
    Part("agreement_answers", N_("Ihre Antworten zur Vereinbarung")),
    Part("meetings", N_("Ihre Termine")),
    Part("meeting_interpreting", N_("Übersetzen bei Terminen")),
    Part("meeting_answers", N_("Antworten zu Terminen")),
    Part("meeting_states", N_("Wie es mit den Terminen ging"), listed=False),
    Part("reviews", N_("Unsere Auswertungen")),
    Part("review_hurdles", N_("Was schwer war")),
    Part("review_decisions", N_("Was wir zusammen entschieden haben")),
    Part("contacts", N_("Unsere Gespräche")),
    Part("help_requests", N_("Ihre Bitten um Hilfe")),
    Part("mentor_grants", N_("Ihre Freigaben")),
    Part("mentor_grant_goals", N_("Freigegebene Ziele"), "grant_id", "through", "mentor_grants", listed=False),
    Part("mentor_notes", N_("Nachrichten von Ihrer Begleitung")),
    Part("feedback", N_("Ihre Rückmeldungen"), "account_id", "account"),
    Part("feedback_answers", N_("Antworten auf Rückmeldungen"), "feedback_id", "through", "feedback"),
    Part("feedback_states", N_("Wie es mit Rückmeldungen ging"), "feedback_id", "through", "feedback", listed=False),
    Part("holds", N_("Warum wir länger speichern")),
    Part("handover_cases", N_("Wechsel der Beratung")),
    Part("carrier_handovers", N_("Wechsel zu einer anderen Stelle")),
    Part("reminders", N_("Erinnerungen an Sie"), "person_id", "account"),
    Part("deliveries", N_("Wie Erinnerungen ankamen"), "reminder_id", "through", "reminders", listed=False),
    Part("call_tasks", N_("Anrufe bei Ihnen")),
    Part("call_attempts", N_("Wann wir angerufen haben"), listed=False),
    Part("push_subscriptions", N_("Telefone mit Erinnerungen"), "account_id", "account"),
    Part("sessions", N_("Wo Sie angemeldet waren"), "account_id", "account"),
    Part("account_news", N_("Was wir zu Ihrem Konto gefragt haben"), "account_id", "account"),
    Part("passkeys", N_("Wo Sie sich mit Finger oder Gesicht anmelden"), "account_id", "account"),
    Part("device_people", N_("Ihre Bilder zum Anmelden"), "account_id", "account", listed=False),
    Part("sign_in_codes", N_("Ihre Karten"), "account_id", "account"),
    Part("access_log", N_("Wer nachgesehen hat")),
    Part("events", N_("Technisches Protokoll"), "actor_id", "account", listed=False),
    Part("denials", N_("Was nicht ging"), "actor_id", "account", listed=False),
)
OMITTED = {
    "secrets": "Of a PIN only a fingerprint is kept that nobody can turn back; it would help whoever finds the file.",
    "handed_steps": "Two ids: under which one a step goes on after a handover.",
    "idempotency_keys": "Fingerprints of forms, kept for 30 days, so that nothing is done twice.",
    "second_factors": "Only staff have a second factor.",
    "recovery_codes": "Only staff have a second factor.",
    "mails": "Mails about the account, kept for 30 days; what they told stands with the sign-ins.",
}
# Says nothing about the person, or would open something to whoever finds the file.
TECHNICAL = frozenset(
    {
        "version", "opaque_id", "staff_rights", "email_digest", "token_digest", "code_digest", "endpoint_digest",
        "receipt_digest", "content_digest", "credential_digest", "credential_sealed", "public_key_sealed",
        "sign_count", "p256dh_sealed", "auth_sealed", "endpoint_sealed", "claimed_by", "lease_until",
        "device_id", "session_id", "subscription_id", "text_key", "parts_sealed", "proposed_by", "consent_id", "hash",
    }
)  # fmt: skip
# Also what still lies with a carrier from which the client went to another one: it is about her until it is erased.
_OWN_CASES = "SELECT c.id FROM cases c WHERE c.client_id = :actor"
_KEYS = {"mentor_grants": ("case_id", False), "feedback": ("account_id", True), "reminders": ("person_id", True)}


def whole(read: Read, *, protected: bool) -> Iterator[tuple[Part, list[Row]]]:
    """Every part with its rows. Without `protected`, goals under special protection and all that hangs on them stay out."""
    found = [(part, [_shown(row) for row in read.own_rows(_statement(part))]) for part in PARTS]
    hidden = set() if protected else _hidden(found)
    for part, rows in found:
        yield part, [_without(row, hidden) for row in rows if not _names(row, hidden)]


def _statement(part: Part) -> str:
    # Names of tables and columns are constants of this module; values are bound.
    if part.of == "account":
        return f"SELECT t.* FROM {part.table} t WHERE t.{part.column} = :actor"  # noqa: S608
    if part.of == "case":
        return f"SELECT t.* FROM {part.table} t WHERE t.{part.column} IN ({_OWN_CASES})"  # noqa: S608
    key, by_account = _KEYS[part.through]
    whose = ":actor" if by_account else f"({_OWN_CASES})"
    inner = f"SELECT x.id FROM {part.through} x WHERE x.{key} {'=' if by_account else 'IN'} {whose}"  # noqa: S608
    return f"SELECT t.* FROM {part.table} t WHERE t.{part.column} IN ({inner})"  # noqa: S608


def _shown(row: Row) -> Row:
    return {
        name.removesuffix("_sealed"): value
        for name, value in row.items()
        if name not in TECHNICAL and value is not None
    }


def _hidden(found: list[tuple[Part, list[Row]]]) -> set[Any]:
    """Ids of what is specially protected, and of everything that names one of these."""
    rows = [row for _, part_rows in found for row in part_rows]
    hidden = {row["id"] for row in rows if row.get("sensitivity") == "high"}
    while more := {row["id"] for row in rows if "id" in row and row["id"] not in hidden and _names(row, hidden)}:
        hidden |= more
    return hidden


def _without(row: Row, hidden: set[Any]) -> Row:
    """A version of an agreement is one frozen text: a goal that came under protection later is left out of it here."""
    if not hidden or "snapshot" not in row:
        return row
    text = json.loads(row["snapshot"])
    text["goals"] = [goal for goal in text["goals"] if goal["id"] not in hidden]
    return row | {"snapshot": json.dumps(text, ensure_ascii=False)}


def _names(row: Row, hidden: set[Any]) -> bool:
    return any(value in hidden for value in row.values() if isinstance(value, str))
