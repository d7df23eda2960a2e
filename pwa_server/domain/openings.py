"""Why somebody opened a case, in words that the client reads on her page of who looked."""

from pwa_server.domain.problems import N_

# How long a deputy sees protected goals after writing down why.
PROTECTED_MINUTES = 30
REASONS = {
    "plan": N_("Hat Ihren Plan angesehen."),
    "case": N_("Hat Ihren Plan angesehen."),
    "goal": N_("Hat ein Ziel angesehen."),
    "step": N_("Hat einen Schritt angesehen."),
    "meeting": N_("Hat einen Termin angesehen."),
    "help": N_("Hat Ihre Bitte um Hilfe gelesen."),
    "call": N_("Wollte Sie anrufen."),
    "reminder": N_("Hat Ihre Erinnerungen angesehen."),
    "card": N_("Hat eine Karte zum Anmelden gemacht."),
    "cards": N_("Hat Ihre Karten zum Anmelden angesehen."),
    "consents": N_("Hat angesehen, wozu Sie Ja gesagt haben."),
    "agreement": N_("Hat Ihre Vereinbarung angesehen."),
    "requests": N_("Hat Ihre Fragen zu Ihren Daten gelesen."),
    "print": N_("Hat etwas für Sie gedruckt."),
    "client_view": N_("Hat Ihnen den Plan gezeigt."),
    "protected": N_("Hat geschützte Ziele angesehen."),
    "review": N_("Hat die Gespräche über Ihren Plan angesehen."),
    "recording": N_("Hat eine Aufnahme gehört."),
    "shared_step": N_("Hat den Schritt angesehen, den Sie gezeigt haben."),
    "granted": N_("Hat angesehen, was Sie zeigen."),
}


def reason_text(reason: str) -> str:
    """The German sentence for a reason; a reason without words of its own is a look at the plan."""
    return REASONS.get(reason, REASONS["plan"])
