"""What is done with personal data, as a record of processing names it: each purpose that is asked for, and all others.

The words are those of a German document for data protection officers: they are not translated and no client reads them.
"""

from dataclasses import dataclass

from pwa_server.domain.consents import PURPOSES, Purpose

CONSENT = "Einwilligung, Art. 6 Abs. 1 Buchst. a DSGVO"
SPECIAL = "besondere Kategorien: Art. 9 Abs. 2 Buchst. a DSGVO"
LAW = (
    "öffentliche Aufgabe, Art. 6 Abs. 1 Buchst. e DSGVO mit dem Landes- oder Sozialrecht; "
    "besondere Kategorien: Art. 9 Abs. 2 Buchst. b oder h DSGVO"
)
DUTY = "rechtliche Verpflichtung, Art. 6 Abs. 1 Buchst. c DSGVO"
INTEREST = "berechtigtes Interesse oder öffentliche Aufgabe, Art. 6 Abs. 1 Buchst. e oder f DSGVO"
CLIENTS = "Menschen, die beraten werden, ab 16 Jahren"


@dataclass(frozen=True)
class Activity:
    """One line of the record (Art. 30 GDPR). `code` names the purpose in the program, '' for what needs no consent."""

    title: str
    basis: str
    people: str
    data: str
    recipients: str
    keep: str
    code: str = ""


BASES = {
    "case_record": f"{CONSENT}; {SPECIAL}",
    "app_use": f"{CONSENT}; Speicherung auf dem Gerät: § 25 Abs. 2 Nr. 2 TDDDG",
    "push_reminders": CONSENT,
    "message_reminders": CONSENT,
    "mentor_access": f"{CONSENT}; {SPECIAL}; Verschwiegenheit schriftlich zugesagt",
    "share_with_partner": f"{CONSENT}; Entbindung von der Schweigepflicht (§ 203 StGB) je Empfänger",
    "interpreter": f"{CONSENT}; Verschwiegenheit zugesagt",
    "handover": CONSENT,
}
OTHERS = (
    Activity(
        "Anmeldung und Sicherheit",
        f"{INTEREST}; Art. 32 DSGVO",
        "alle Menschen mit einem Konto",
        "Name zum Anmelden, Prüfsumme von PIN oder Passwort, Sitzungen, Geräte, falsche Versuche ohne Inhalt",
        "keine",
        "Sitzungen 90 Tage nach der letzten Nutzung, Karten 30 Tage, Betriebsprotokolle 30 Tage",
    ),
    Activity(
        "Zugriffsprotokoll",
        f"{DUTY} (Art. 5 Abs. 2, Art. 32 DSGVO)",
        "Beratende, Vertretungen, Begleitungen; Menschen, die beraten werden",
        "wer wann welchen Plan geöffnet hat und warum",
        "die Person selbst; auf Anfrage Datenschutz und Beschwerdestelle",
        "12 Monate",
    ),
    Activity(
        "Anrufe und Briefe zu Terminen",
        "wie der Plan",
        CLIENTS,
        "Name, Telefon, Termin, Versuche",
        "Beratung und Vertretung",
        "mit dem Plan",
    ),
    Activity(
        "Führungszeugnis von Begleitungen",
        "§ 30a BZRG, § 72a SGB VIII, Art. 10 DSGVO",
        "Ehrenamtliche",
        "gesehen am, ausgestellt am, gesehen von, geeignet ja; keine Kopie",
        "Freiwilligenstelle",
        "bis 3 Monate nach der letzten Begleitung",
    ),
    Activity(
        "Konten von Beschäftigten und Ehrenamtlichen",
        "Durchführung des Dienst- oder Ehrenamtsverhältnisses, Art. 6 Abs. 1 Buchst. b oder e DSGVO",
        "Beschäftigte und Ehrenamtliche",
        "Name, E-Mail, Telefon, Rechte, Abwesenheiten",
        "Kontenverwaltung des Trägers",
        "bis zum Ende der Tätigkeit",
    ),
    Activity(
        "Rückmeldungen und Beschwerden",
        f"{INTEREST}; freiwillig, auch ohne Namen",
        "alle",
        "Text, Sprache; Name nur auf Wunsch",
        "Beschwerdestelle außerhalb des Beratungsteams",
        "bis zum Abschluss, höchstens mit dem Plan",
    ),
    Activity(
        "Anfragen zu eigenen Daten",
        f"{DUTY} (Art. 12 bis 18 DSGVO)",
        CLIENTS,
        "Art der Anfrage, eigene Worte, Antwort mit Grund",
        "Beratung und Vertretung; Koordination nur Anzahl und Frist",
        "mit dem Plan",
    ),
    Activity(
        "Zahlen für Berichte",
        f"{INTEREST}; keine personenbezogenen Daten im Ergebnis",
        CLIENTS,
        "Anzahlen je Quartal, Zellen unter 5 unterdrückt",
        "Koordination, Öffentlichkeit",
        "unbegrenzt, weil ohne Personenbezug",
    ),
)
MEASURES = (
    "Verschlüsselung: TLS; Namen, Kontaktdaten, eigene Worte und Notizen liegen "
    "mit AES-GCM versiegelt, Schlüssel getrennt von der Datenbank.",
    "Zugriff: nur Beratung und benannte Vertretung; Begleitung nur mit Freigabe; Koordination und Verwaltung ohne Inhalte.",
    "Jede Öffnung eines Plans durch andere wird protokolliert; die Person liest das Protokoll selbst.",
    "Beschäftigte melden sich mit zweitem Faktor an; nach 30 Minuten ohne Nutzung endet die Sitzung.",
    "Besonders geschützte Ziele stehen nie auf Papier, in Mitteilungen oder in Kopien auf dem Telefon.",
    "Keine Schnittstelle zu Behörden; Weitergabe nur durch die Person selbst oder mit ihrem Ja je Empfänger.",
    "Sicherungen höchstens 90 Tage; Löschung nach Frist mit Nachweis ohne Personenbezug.",
)
RISKS = (
    (
        "Unbefugte lesen den Plan auf einem fremden oder geteilten Telefon",
        "Geteilte Telefone sperren nach 15 Minuten und speichern nichts; "
        "geschützte Ziele nur nach PIN; Seite schnell verlassen.",
    ),
    (
        "Eine Mitteilung auf dem Sperrbildschirm verrät die Beratung",
        "Neutraler Text, neutraler Name und neutrales Zeichen der App; ausgeschaltet, bis die Person es will.",
    ),
    (
        "Kolleginnen und Kollegen sehen Pläne, die sie nicht betreffen",
        "Zugriff nur über die Beziehung zum Plan; unbekannte Pläne gibt es nicht; jeder Blick wird protokolliert.",
    ),
    (
        "Angaben gelangen an Behörden und schaden der Person",
        "Keine Schnittstelle; keine Felder für Fluchtgründe, Bleibeaussicht oder "
        "Mitarbeit; Aufenthaltsangaben auf das Nötige beschränkt.",
    ),
    (
        "Die Einwilligung ist nicht frei, weil Hilfe davon abzuhängen scheint",
        "Beratung geht ohne Plan, App und Erinnerung; Nein hat keine Folgen; "
        "Widerruf mit zwei Berührungen; Fragen werden vorgelesen.",
    ),
    (
        "Daten gehen verloren oder werden verändert",
        "Sichere Schreibvorgänge, geprüfte Sicherungen, Verlauf ohne Überschreiben, Versiegelung erkennt Veränderung.",
    ),
    (
        "Mitteilungsdienste erfahren, dass jemand Mitteilungen bekommt",
        "Verschlüsselter Inhalt; Adresse nur an den Dienst des eigenen Browsers; Erinnerung auch ohne App durch Anruf.",
    ),
)


def activities(plan_basis: str, retention_days: int) -> list[Activity]:
    """The whole record for a carrier that keeps plans by `consent` or by `law`, and for so many days after their end."""
    return [*(_asked(purpose, plan_basis, retention_days) for purpose in PURPOSES.values()), *OTHERS]


def _asked(purpose: Purpose, plan_basis: str, retention_days: int) -> Activity:
    basis, keep = BASES[purpose.code], purpose.keep
    if purpose.code == "case_record":
        basis = LAW if plan_basis == "law" else basis
        keep = f"{retention_days} Tage nach Ende der Beratung"
    return Activity(purpose.title, basis, CLIENTS, purpose.data, purpose.recipients, keep, purpose.code)
