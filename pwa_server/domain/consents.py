"""Consents: free, for one purpose each, in words that can be read aloud."""

from pwa_server.domain.problems import N_, BadInput

STATES = ("given", "declined")
CHANNELS = ("oral", "oral_with_interpreter", "paper", "app")
# Changes whenever the sentences below change: a consent names the text that was read.
PLAN_TEXT_VERSION = "2026-11"
PLAN_TEXT = (
    N_("Dürfen wir einen Plan für Sie speichern?"),
    N_("Dort stehen Ihre Ziele, Schritte und Termine."),
    N_("Sie sehen Ihren Plan immer."),
    N_("Nur Ihre Beratung sieht den Plan. Andere sehen ihn nur mit Ihrem Ja."),
    N_("Die Hilfe ist freiwillig. Sie können immer Nein sagen."),
    N_("Sie haben dann keinen Nachteil."),
)


def require_answer(state: str, channel: str) -> None:
    """Raise BadInput unless this is an answer to a question that was asked."""
    if state not in STATES or channel not in CHANNELS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
