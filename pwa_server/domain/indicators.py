"""The indicators: fixed ids, what each counts, into which categories. Aggregates only; nothing compares people.

A definition that changes gets a higher version and holds for later quarters only: what was told stays as it was.
Every count cuts all its things into categories, so that the rest of a category is a category as well. The categories give
way from the last one on when few people have to be hidden (domain/disclosure.py): what matters least stands last.
"""

from dataclasses import dataclass
from typing import Literal

from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.problems import N_
from pwa_server.domain.steps import OBSTACLES

Words = Literal["own", "life_area", "obstacle", "language", "partner_kind"]
OTHER = "other"


@dataclass(frozen=True)
class Indicator:
    """`statement` is its name in indicators.sql; `at_end` counts what is there at the end of the quarter.

    `again` counts people who may be there in the next quarter as well: a year has them once.
    """

    id: str
    title: str
    explain: str
    statement: str
    categories: tuple[str, ...] = ()
    words: Words = "own"
    days: bool = False
    at_end: bool = False
    again: bool = False
    definition: int = 1

    def category(self, code: str) -> str:
        """Where a counted thing belongs: a code that this definition does not know is one of the others."""
        return code if not self.categories or code in self.categories else OTHER


LANGUAGES = (
    "ar", "uk", "fa-AF", "tr", "ru", "en", "kmr", "fa", "ps", "ti", "so", "fr", "ckb", "ro", "bg", "sq", "rom", "de", OTHER,
)  # fmt: skip
LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2", "not_stated")
AREAS = (*LIFE_AREAS, OTHER)

INDICATORS = (
    Indicator(
        "I01",
        N_("Neue Beratungen"),
        N_("Beratungen, die im Quartal begonnen haben, nach ihrem Weg. Schnelle Hilfe ist ein eigener Weg."),
        "new_cases",
        ("plan", "acute_help"),
    ),
    Indicator(
        "I02",
        N_("Tage vom ersten Kontakt bis zum Gespräch über Wünsche"),
        N_("Der mittlere Wert. Es zählen die ersten Gespräche über Wünsche im Quartal."),
        "days_to_clearing",
        days=True,
    ),
    Indicator(
        "I03",
        N_("Laufende Beratungen mit Plan und mit Vereinbarung"),
        N_("Laufende Beratungen am letzten Tag. Jede zählt einmal. Schnelle Hilfe ist ein eigener Weg."),
        "open_cases",
        ("agreement", "plan", "acute_help", "no_plan"),
        at_end=True,
    ),
    Indicator(
        "I04",
        N_("Bedarfe nach Lebensbereich"),
        N_("Bedarfe, die im Quartal dazukamen."),
        "needs",
        AREAS,
        "life_area",
    ),
    Indicator(
        "I05a",
        N_("Ziele und wie sie ausgingen"),
        N_("Ziele, die im Quartal zu Ende gegangen sind."),
        "goal_outcomes",
        ("achieved", "not_needed_anymore", "changed", "dropped"),
    ),
    Indicator(
        "I05b",
        N_("Beendete Ziele nach Lebensbereich"),
        N_("Dieselben Ziele nach ihrem Lebensbereich."),
        "goal_areas",
        AREAS,
        "life_area",
    ),
    Indicator(
        "I06",
        N_("Tage von der Abmachung bis zum erreichten Ziel"),
        N_("Der mittlere Wert. Es zählen die erreichten Ziele im Quartal."),
        "days_to_achieve",
        days=True,
    ),
    Indicator(
        "I07",
        N_("Schritte, die mehr als 14 Tage auf eine Stelle warten"),
        N_("Am letzten Tag, nach der Art der Stelle."),
        "waiting_steps",
        words="partner_kind",
        at_end=True,
    ),
    Indicator(
        "I08",
        N_("Hürden"),
        N_("Hürden im Quartal: bei Schritten und bei Bitten um Hilfe."),
        "obstacles",
        OBSTACLES,
        "obstacle",
    ),
    Indicator(
        "I09",
        N_("Auswertungsgespräche zur rechten Zeit"),
        N_("Gespräche im Quartal. Es zählt der Tag, der zuerst geplant war."),
        "reviews",
        ("in_time", "later", "not_held"),
    ),
    Indicator(
        "I10",
        N_("Termine nach Art der Erinnerung"),
        N_("Termine im Quartal. Wie haben wir erinnert? Kam der Termin zustande?"),
        "meetings",
        (
            "push.held",
            "push.not_held",
            "message.held",
            "message.not_held",
            "call.held",
            "call.not_held",
            "none.held",
            "none.not_held",
        ),
    ),
    Indicator(
        "I11a",
        N_("Kein passendes Angebot, nach Lebensbereich"),
        N_("Lücken, die im Quartal dazukamen."),
        "gap_areas",
        AREAS,
        "life_area",
    ),
    Indicator(
        "I11b",
        N_("Kein passendes Angebot, nach Sprachniveau"),
        N_("Dieselben Lücken nach dem Sprachniveau."),
        "gap_levels",
        LEVELS,
    ),
    Indicator(
        "I11c",
        N_("Kein passendes Angebot, nach Kinderbetreuung"),
        N_("Dieselben Lücken: mit oder ohne Bedarf an Kinderbetreuung."),
        "gap_childcare",
        ("yes", "no", "not_known"),
    ),
    Indicator(
        "I12",
        N_("Deutsch: vom ersten zum neuesten Stand"),
        N_("Laufende Beratungen am letzten Tag, in denen es zwei Angaben zum Sprechen gibt."),
        "levels",
        ("two_up", "one_up", "same", "lower"),
        at_end=True,
    ),
    Indicator(
        "I13a",
        N_("Laufende Beratungen nach Sprache"),
        N_("Am letzten Tag, nach der Sprache, in der die Person liest."),
        "languages",
        LANGUAGES,
        "language",
        at_end=True,
    ),
    Indicator(
        "I13b",
        N_("Laufende Beratungen nach Lesen und Schreiben"),
        N_("Am letzten Tag."),
        "literacy",
        (
            "fluent_in_first_language",
            "fluent_in_second_language",
            "basic",
            "not_literate",
            "not_stated",
        ),
        at_end=True,
    ),
    Indicator(
        "I14a",
        N_("Laufende Begleitungen durch Freiwillige"),
        N_("Am letzten Tag."),
        "active_grants",
        at_end=True,
    ),
    Indicator(
        "I14b",
        N_("Begleitungen, die zu Ende gegangen sind"),
        N_("Im Quartal, nach dem Grund. Die Person kann jederzeit selbst beenden."),
        "ended_grants",
        ("expired", "revoked", "returned"),
    ),
    Indicator(
        "I15",
        N_("Zurückgenommene Zustimmungen"),
        N_("Im Quartal, nach dem Zweck."),
        "withdrawn_consents",
        (
            "case_record",
            "app_use",
            "push_reminders",
            "message_reminders",
            "mentor_access",
            "share_with_partner",
            "interpreter",
            "handover",
            OTHER,
        ),
    ),
    Indicator(
        "I16a",
        N_("Rückmeldungen"),
        N_("Rückmeldungen im Quartal, nach ihrer Art."),
        "feedback_kinds",
        ("complaint", "praise", "barrier", "idea"),
    ),
    Indicator(
        "I16b",
        N_("Tage bis zur Antwort auf eine Rückmeldung"),
        N_("Der mittlere Wert. Es zählen die ersten Antworten im Quartal."),
        "days_to_answer",
        days=True,
    ),
    Indicator(
        "I17",
        N_("Tage von der Frist bis zum Löschen"),
        N_("Der mittlere Wert. Es zählen die gelöschten Pläne im Quartal."),
        "days_to_erase",
        days=True,
    ),
    Indicator(
        "F01",
        N_("Beratene Menschen"),
        N_(
            "Mit diesen Menschen gab es im Quartal einen Kontakt oder einen Termin. Im Halbjahr und Jahr zählt das größte Quartal."
        ),
        "people_counselled",
        again=True,
    ),
    Indicator(
        "F02",
        N_("Kontakte nach ihrer Art"),
        N_("Gespräche, Anrufe, Nachrichten, Briefe und Besuche im Quartal."),
        "contacts",
        ("talk", "phone", "visit", "message", "letter"),
    ),
    Indicator(
        "F03",
        N_("Menschen, die einen Deutschkurs suchen"),
        N_("Am letzten Tag, mit einem Ziel zum Deutschlernen, nach dem Niveau."),
        "course_demand",
        LEVELS,
        at_end=True,
    ),
)
BY_ID = {indicator.id: indicator for indicator in INDICATORS}
# What a funding page shows.
FUNDING = ("F01", "F02", "I01", "I03", "I11a")

# Categories that have words of their own; life areas, obstacles, languages and kinds of partners have theirs elsewhere.
CATEGORY_WORDS = {
    "total": N_("Alle zusammen"),
    "rest": N_("Alles andere, nicht aufgeteilt"),
    "other": N_("Andere"),
    "plan": N_("Mit Plan"),
    "acute_help": N_("Schnelle Hilfe"),
    "agreement": N_("Mit Vereinbarung"),
    "no_plan": N_("Noch ohne Plan"),
    "achieved": N_("Ziel erreicht"),
    "not_needed_anymore": N_("Nicht mehr nötig"),
    "changed": N_("Geändert"),
    "dropped": N_("Nicht weiter verfolgt"),
    "in_time": N_("Bis 14 Tage um den geplanten Tag"),
    "later": N_("Später"),
    "not_held": N_("Nicht zustande gekommen"),
    "push.held": N_("Erinnerung auf dem Telefon, Termin war möglich"),
    "push.not_held": N_("Erinnerung auf dem Telefon, Termin fiel aus"),
    "message.held": N_("SMS oder E-Mail, Termin war möglich"),
    "message.not_held": N_("SMS oder E-Mail, Termin fiel aus"),
    "call.held": N_("Anruf, Termin war möglich"),
    "call.not_held": N_("Anruf, Termin fiel aus"),
    "none.held": N_("Wir haben nicht erinnert, Termin war möglich"),
    "none.not_held": N_("Wir haben nicht erinnert, Termin fiel aus"),
    "none": N_("Noch kein Niveau"),
    "not_stated": N_("Nicht gesagt"),
    "not_known": N_("Nicht bekannt"),
    "yes": N_("Mit Kinderbetreuung"),
    "no": N_("Ohne Kinderbetreuung"),
    "two_up": N_("Zwei Stufen weiter oder mehr"),
    "one_up": N_("Eine Stufe weiter"),
    "same": N_("Gleich geblieben"),
    "lower": N_("Niedriger eingeschätzt"),
    "not_literate": N_("Liest und schreibt nicht"),
    "basic": N_("Liest und schreibt ein wenig"),
    "fluent_in_second_language": N_("Liest und schreibt in einer zweiten Sprache"),
    "fluent_in_first_language": N_("Liest und schreibt in der ersten Sprache"),
    "expired": N_("Die Zeit war zu Ende"),
    "revoked": N_("Die Person hat beendet"),
    "returned": N_("Die Begleitung hat beendet"),
    "case_record": N_("Den Plan führen"),
    "app_use": N_("Die Seiten benutzen"),
    "push_reminders": N_("Erinnerungen auf dem Telefon"),
    "message_reminders": N_("Erinnerungen mit SMS oder E-Mail"),
    "mentor_access": N_("Begleitung darf mitlesen"),
    "share_with_partner": N_("Einen Schritt mit einer Stelle teilen"),
    "interpreter": N_("Übersetzung"),
    "handover": N_("Übergabe"),
    "praise": N_("Lob"),
    "complaint": N_("Beschwerde"),
    "barrier": N_("Barriere"),
    "idea": N_("Idee"),
    "talk": N_("Gespräch"),
    "phone": N_("Anruf"),
    "message": N_("Nachricht"),
    "letter": N_("Brief"),
    "visit": N_("Besuch"),
}
