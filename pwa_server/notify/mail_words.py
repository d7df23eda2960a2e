"""The words of a mail, chosen when it is sent, in the language of its reader."""

import json

from pwa_server.i18n.catalogues import translate


def N_(message: str) -> str:
    """Mark a German sentence for translation without translating it."""
    return message


IF_NOT_YOU = N_("Waren Sie das nicht? Dann rufen Sie uns bitte gleich an.")
# Subject, then one sentence a line.
WORDS = {
    "invitation": (
        N_("Ihre Einladung zu Wegplan"),
        N_("Willkommen bei Wegplan."),
        N_("Mit diesem Link wählen Sie Ihr Passwort. Er gilt 14 Tage:"),
    ),
    "reset": (
        N_("Neues Passwort für Wegplan"),
        N_("Mit diesem Link wählen Sie ein neues Passwort. Er gilt 2 Stunden:"),
    ),
    "new_device": (
        N_("Neue Anmeldung bei Wegplan"),
        N_("Jemand hat sich auf einem neuen Gerät angemeldet."),
        N_("Waren Sie das? Dann ist alles gut."),
        N_("Waren Sie das nicht? Öffnen Sie Wegplan und tippen Sie auf: Nein, das war ich nicht."),
        N_("Sie kommen nicht hinein? Dann rufen Sie uns bitte gleich an."),
    ),
    "wrong_tries": (
        N_("Viele falsche Versuche bei Wegplan"),
        N_("Jemand hat oft eine falsche PIN oder ein falsches Passwort geschrieben."),
        N_("Wir haben das gestoppt. Ihr Konto ist sicher."),
        IF_NOT_YOU,
    ),
    "second_factor_set_up": (
        N_("Ihr zweiter Schritt bei Wegplan ist eingerichtet"),
        N_("Beim Anmelden fragen wir jetzt nach einem Code aus einer neuen App."),
        IF_NOT_YOU,
    ),
    "passkey_added": (
        N_("Anmelden mit Finger oder Gesicht bei Wegplan"),
        N_("Auf einem Gerät ist jetzt die Anmeldung mit Finger oder Gesicht eingerichtet."),
        IF_NOT_YOU,
    ),
    "recovery_code_used": (
        N_("Ein Ersatz-Code bei Wegplan ist benutzt"),
        N_("Jemand hat sich mit einem von Ihren Ersatz-Codes angemeldet."),
        IF_NOT_YOU,
    ),
    "reaching_changed": (
        N_("Ihre Nummer oder Adresse bei Wegplan ist neu"),
        N_("Unsere Nachrichten gehen ab jetzt an eine andere Nummer oder Adresse."),
        IF_NOT_YOU,
    ),
    "pin_changed": (
        N_("Ihre PIN für Wegplan ist neu"),
        N_("Ihr Konto bei Wegplan hat jetzt eine neue PIN."),
        IF_NOT_YOU,
    ),
    "password_changed": (
        N_("Ihr Passwort für Wegplan ist neu"),
        N_("Ihr Konto bei Wegplan hat jetzt ein neues Passwort."),
        IF_NOT_YOU,
    ),
    "reset_letter_made": (
        N_("Ein Brief für ein neues Passwort bei Wegplan"),
        N_("Jemand im Büro hat für Sie einen Brief gemacht. Mit ihm wählen Sie ein neues Passwort."),
        N_("Haben Sie nicht danach gefragt? Dann rufen Sie uns bitte gleich an."),
    ),
    "second_factor_renewed": (
        N_("Ihr zweiter Schritt bei Wegplan ist neu"),
        N_("Zwei Kolleginnen oder Kollegen haben Ihren zweiten Schritt gelöscht."),
        N_("Beim nächsten Anmelden richten Sie ihn neu ein."),
        IF_NOT_YOU,
    ),
}


def compose(kind: str, language: str, facts: str, origin: str) -> tuple[str, str]:
    """Subject and text. `facts` is the JSON that the verb wrote; a `path` in it becomes a link. Raises KeyError."""
    subject, *sentences = (translate(language, words) for words in WORDS[kind])
    path = json.loads(facts).get("path", "")
    lines = [*sentences, f"{origin}{path}"] if path else sentences
    return subject, "\n\n".join(lines) + "\n"
