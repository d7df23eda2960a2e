"""Consents: free, for one purpose each, asked when first needed, in words that can be read aloud.

A record says which text was read, in which language and how. It never changes but by its end; a new text or a new yes is
a new record, and the old one stays until the case is erased.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pwa_server.domain.problems import N_, BadInput, RuleBroken

ANSWERS = ("given", "declined")
TRANSITIONS: dict[str, frozenset[str]] = {
    "given": frozenset({"withdrawn", "expired"}),
    "declined": frozenset(),
    "withdrawn": frozenset(),
    "expired": frozenset(),
}
STATES = ANSWERS
# How somebody was asked; `app` is the person alone, the others are written down by the counsellor.
ASKED_BY_STAFF = ("oral", "oral_with_interpreter", "paper", "paper_with_interpreter")
CHANNELS = (*ASKED_BY_STAFF, "app")
NOT_A_CHOICE = N_("Bitte wählen Sie eines davon.")
YES_FIRST = N_("Dafür brauchen wir zuerst Ihr Ja.")


@dataclass(frozen=True)
class Purpose:
    """One use of personal data that a client says yes or no to. All words are for the client.

    `ask` is read aloud, `ends` says what a withdrawal does. `version` changes whenever `ask` changes. `recipient` says
    what a record names besides the purpose: nothing, a `grant`, a `partner` or a `carrier`. Only the client lets a
    mentor in, so `by_staff` is False there.
    """

    code: str
    icon: str
    title: str
    ask: tuple[str, ...]
    ends: str
    data: str
    recipients: str
    keep: str
    version: str = "2026-11"
    recipient: str = ""
    by_staff: bool = True


_ALL = (
    Purpose(
        code="case_record",
        icon="plan",
        title=N_("Plan speichern"),
        ask=(
            N_("Dürfen wir einen Plan für Sie speichern?"),
            N_("Dort stehen Ihre Ziele, Schritte und Termine."),
            N_("Sie sehen Ihren Plan immer."),
            N_("Nur Ihre Beratung sieht den Plan. Andere sehen ihn nur mit Ihrem Ja."),
            N_("Die Hilfe ist freiwillig. Sie können immer Nein sagen."),
            N_("Sie haben dann keinen Nachteil."),
        ),
        ends=N_("Dann zeigen wir Ihren Plan niemandem mehr. Wir fragen Sie: Löschen oder behalten?"),
        data=N_("Name, Sprache, Telefon, Ziele, Schritte, Termine und Gespräche."),
        recipients=N_("Ihre Beratung und ihre Vertretung."),
        keep=N_("Bis ein Jahr nach der Beratung."),
    ),
    Purpose(
        code="app_use",
        icon="phone",
        title=N_("App benutzen"),
        ask=(
            N_("Möchten Sie Ihren Plan auf dem Telefon sehen?"),
            N_("Sie wählen eine PIN. Nur Sie kennen die PIN."),
            N_("Die App ist freiwillig. Die Beratung geht auch ohne App."),
            N_("Sie können die App jederzeit beenden."),
        ),
        ends=N_("Dann melden wir alle Ihre Telefone ab. Die Beratung geht weiter."),
        data=N_("Ihr Name zum Anmelden, Ihre Telefone und Ihre PIN. Die PIN kann niemand lesen."),
        recipients=N_("Nur Sie."),
        keep=N_("Bis Sie die App beenden."),
    ),
    Purpose(
        code="push_reminders",
        icon="bell",
        title=N_("Erinnerungen auf dem Telefon"),
        ask=(
            N_("Wollen Sie Erinnerungen auf dem Handy?"),
            N_("Dort steht nur: Sie haben einen Termin."),
            N_("Die Nachricht geht über die Firma von Ihrem Browser."),
            N_("Die Firma kann die Nachricht nicht lesen."),
            N_("Sie können das jederzeit beenden."),
        ),
        ends=N_("Dann schicken wir keine Nachricht mehr. Vor Terminen rufen wir Sie an."),
        data=N_("Die Adresse von Ihrem Browser für Nachrichten."),
        recipients=N_("Die Firma von Ihrem Browser, zum Beispiel Google, Apple oder Mozilla."),
        keep=N_("Bis Sie die Erinnerungen beenden."),
    ),
    Purpose(
        code="message_reminders",
        icon="message",
        title=N_("Erinnerungen mit SMS oder E-Mail"),
        ask=(
            N_("Wollen Sie Erinnerungen mit SMS oder E-Mail?"),
            N_("Dort steht nur: Sie haben einen Termin."),
            N_("Die Nachricht geht über die Firma von Ihrem Telefon oder Ihrer E-Mail."),
            N_("Die Firma kann diese Nachricht lesen."),
            N_("Sie können das jederzeit beenden."),
        ),
        ends=N_("Dann löschen wir Nummer und E-Mail-Adresse für Nachrichten. Vor Terminen rufen wir Sie an."),
        data=N_("Ihre Handynummer und Ihre E-Mail-Adresse für Nachrichten."),
        recipients=N_("Die Firmen, die SMS und E-Mails zu Ihnen bringen."),
        keep=N_("Bis Sie die Nachrichten beenden."),
        by_staff=False,
    ),
    Purpose(
        code="mentor_access",
        icon="mentor",
        title=N_("Begleitung"),
        ask=(
            N_("Sie wählen: Was darf Ihre Begleitung sehen?"),
            N_("Die Begleitung sieht nur diese Ziele, Schritte und Termine."),
            N_("Sie wählen auch den letzten Tag."),
            N_("Sie können das immer ändern."),
        ),
        ends=N_("Dann sieht die Begleitung sofort nichts mehr."),
        data=N_("Die Ziele, Schritte und Termine, die Sie gewählt haben."),
        recipients=N_("Die Person, die Sie begleitet."),
        keep=N_("Bis zu dem Tag, den Sie gewählt haben. Höchstens 12 Monate."),
        recipient="grant",
        by_staff=False,
    ),
    Purpose(
        code="share_with_partner",
        icon="share",
        title=N_("Einen Schritt zeigen"),
        ask=(
            N_("Dürfen wir dem Partner diesen Schritt zeigen? Wir zeigen nur diesen Schritt."),
            N_("Dann dürfen wir mit dem Partner über diesen Schritt sprechen."),
            N_("Sonst sprechen wir mit niemandem über Sie."),
            N_("Sie können das jederzeit beenden."),
        ),
        ends=N_("Dann sieht der Partner den Schritt sofort nicht mehr."),
        data=N_("Ein Schritt und der Name von Ihrer Beratung."),
        recipients=N_("Der Partner, den Sie nennen."),
        keep=N_("Bis der Schritt fertig ist oder bis Sie es beenden."),
        recipient="partner",
    ),
    Purpose(
        code="interpreter",
        icon="interpreter",
        title=N_("Übersetzen"),
        ask=(
            N_("Darf jemand für Sie übersetzen?"),
            N_("Die Person hört unser Gespräch. Sie erzählt nichts weiter."),
            N_("Sie bekommt Ihre Sprache, den Tag und den Ort."),
            N_("Sie können immer Nein sagen."),
        ),
        ends=N_("Dann bestellen wir für neue Termine niemanden mehr."),
        data=N_("Ihre Sprache, Tag und Ort vom Termin und was wir dort sprechen."),
        recipients=N_("Die Person, die übersetzt."),
        keep=N_("Bis der Termin vorbei ist."),
    ),
    Purpose(
        code="handover",
        icon="people",
        title=N_("Eine andere Beratung"),
        ask=(
            N_("Darf eine andere Beratung Ihren Plan bekommen?"),
            N_("Sie wählen: Was bekommt die neue Beratung?"),
            N_("Ihre alte Beratung sieht den Plan dann nicht mehr."),
            N_("Sagen Sie Nein? Dann geben wir nichts weiter."),
        ),
        ends=N_("Dann geben wir nichts mehr weiter."),
        data=N_("Die Teile von Ihrem Plan, die Sie gewählt haben."),
        recipients=N_("Die neue Beratung, die Sie kennen."),
        keep=N_("Bis Ihr Plan dort ist."),
        recipient="carrier",
    ),
)
PURPOSES: Mapping[str, Purpose] = {purpose.code: purpose for purpose in _ALL}
PLAN_TEXT = PURPOSES["case_record"].ask
PLAN_TEXT_VERSION = PURPOSES["case_record"].version


def purpose_of(code: str) -> Purpose:
    """The purpose with this code. Raises BadInput."""
    if code not in PURPOSES:
        raise BadInput(NOT_A_CHOICE)
    return PURPOSES[code]


def require_answer(state: str, channel: str) -> None:
    """Raise BadInput unless this is an answer to a question that was asked."""
    if state not in ANSWERS or channel not in CHANNELS:
        raise BadInput(NOT_A_CHOICE)


def require_end(state: str, to: str) -> None:
    """Raise RuleBroken unless a record in `state` may become `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))


def holds(record: Mapping[str, Any], today: str) -> bool:
    """Whether this record is a yes that counts on `today`: given, not ended, not run out."""
    runs = record["expires_on"] is None or record["expires_on"] >= today
    return record["state"] == "given" and record["ended_at"] is None and runs


def latest(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The answer that counts now, by purpose and recipient; `records` are newest first."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for record in records:
        found.setdefault((record["purpose"], record["recipient"]), record)
    return found
