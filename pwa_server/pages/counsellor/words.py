"""How the desk names states, kinds and reasons: short, neutral, never about fault."""

from collections.abc import Mapping
from typing import Any

from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import SPOKEN
from pwa_server.web.visit import Visit

STATES = {
    "new": N_("neu"),
    "clearing": N_("Gespräch über Wünsche"),
    "acute_help": N_("schnelle Hilfe"),
    "planning": N_("Plan entsteht"),
    "active": N_("Plan läuft"),
    "paused": N_("Pause"),
    "restricted": N_("geschützt"),
    "closed": N_("abgeschlossen"),
}
MOVES = {
    "clearing": N_("Gespräch über Wünsche beginnen"),
    "planning": N_("Plan zusammen schreiben"),
    "active": N_("Mit dem Plan beginnen"),
    "acute_help": N_("Schnelle Hilfe zuerst"),
    "paused": N_("Pause machen"),
    "resume": N_("Weitermachen"),
    "restricted": N_("Plan schützen"),
    "closed": N_("Beratung abschließen"),
    "reopen": N_("Wieder aufnehmen"),
}
CLOSURE_REASONS = {
    "goals_met": N_("Die Ziele sind erreicht"),
    "no_support_needed": N_("Die Person braucht keine Hilfe mehr"),
    "client_ended": N_("Die Person möchte aufhören"),
    "moved_away": N_("Die Person ist umgezogen"),
    "handed_over": N_("Eine andere Stelle macht weiter"),
    "no_contact": N_("Wir konnten niemanden erreichen"),
    "time_limit": N_("Die Zeit für die Beratung ist um"),
    "acute_help_done": N_("Die schnelle Hilfe ist fertig"),
}
CONTACT_KINDS = {
    "phone": N_("Anruf"),
    "talk": N_("Gespräch"),
    "message": N_("Nachricht"),
    "letter": N_("Brief"),
    "visit": N_("Besuch"),
}
REPORTS = {
    "done": N_("erledigt"),
    "undone": N_("doch noch offen"),
    "begun": N_("angefangen"),
    "blocked": N_("geht gerade nicht weiter"),
}
REPORTERS = {
    "client": N_("selbst gemeldet"),
    "mentor": N_("Begleitung"),
    "counsellor": N_("Beratung"),
    "deputy": N_("Vertretung"),
}
STEP_STATES = {
    "open": N_("offen"),
    "in_progress": N_("angefangen"),
    "blocked": N_("geht gerade nicht weiter"),
    "done": N_("erledigt"),
    "not_needed": N_("nicht mehr nötig"),
}
WHO = {
    "client": N_("Die Person"),
    "counsellor": N_("Wir"),
    "mentor": N_("Begleitung"),
    "partner": N_("Andere Stelle"),
}
MENTOR_NAMED = N_("Begleitung: %(name)s")
GOAL_STATES = {
    "proposed": N_("Vorschlag"),
    "agreed": N_("besprochen"),
    "in_progress": N_("läuft"),
    "paused": N_("Pause"),
    "achieved": N_("geschafft"),
    "changed": N_("geändert"),
    "not_needed_anymore": N_("nicht mehr nötig"),
    "dropped": N_("beendet"),
}
MEETINGS = {
    "intake": N_("Erstes Gespräch"),
    "clearing": N_("Gespräch über Wünsche"),
    "signing": N_("Plan besprechen"),
    "review": N_("Auswertung"),
    "counselling": N_("Beratung"),
    "partner_appointment": N_("Termin bei anderer Stelle"),
    "outreach": N_("Besuch"),
    "closing": N_("Abschluss"),
    "acute_help": N_("Schnelle Hilfe"),
}
LITERACIES = {
    "not_stated": N_("nicht gefragt"),
    "not_literate": N_("liest nicht"),
    "basic": N_("liest ein wenig"),
    "fluent_in_second_language": N_("liest gut in einer anderen Sprache"),
    "fluent_in_first_language": N_("liest gut"),
}
CHANNELS = {
    "push": N_("Nachricht auf dem Handy"),
    "email": N_("E-Mail"),
    "sms": N_("SMS"),
    "phone": N_("Anruf"),
    "letter": N_("Brief"),
}
PHONE_USES = {"own": N_("eigenes Handy"), "shared": N_("gemeinsames Handy")}


def who(visit: Visit, step: Mapping[str, Any]) -> str:
    """Who does a step, a mentor by name."""
    if step["responsible"] == "mentor" and step["mentor_name"]:
        return visit.say(MENTOR_NAMED, name=step["mentor_name"])
    return visit.say(WHO[step["responsible"]])


def language_name(tag: str) -> str:
    """A spoken language by its own name."""
    return SPOKEN.get(tag, tag)
