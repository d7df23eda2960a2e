"""What a page asks its reader about the own account: "Was that you?" stands above the content until she has answered."""

from typing import TYPE_CHECKING, Any

from pwa_server.domain.account_news import KEPT_DAYS
from pwa_server.domain.problems import N_
from pwa_server.domain.times import berlin, later
from pwa_server.i18n.formats import when

if TYPE_CHECKING:
    from pwa_server.web.visit import Visit

# In the scope of a page that is asked for only to be kept: a question is for now, and the plan is kept all the same.
FOR_A_COPY = "wegplan.for_a_copy"
SENTENCES = {
    "new_device": N_("Jemand hat sich auf einem neuen Gerät angemeldet."),
    "wrong_tries": N_(
        "Jemand hat oft eine falsche PIN oder ein falsches Passwort geschrieben. Wir haben das gestoppt."
    ),
    "second_factor_set_up": N_("Ihr zweiter Schritt beim Anmelden ist neu."),
    "recovery_code_used": N_("Jemand hat einen von Ihren Ersatz-Codes benutzt."),
    "passkey_added": N_("Auf einem Gerät ist jetzt die Anmeldung mit Finger oder Gesicht eingerichtet."),
    "reaching_changed": N_("Ihre Handynummer oder E-Mail-Adresse für Nachrichten ist neu."),
}


def asked(visit: "Visit") -> list[dict[str, Any]]:
    """The questions of this page: what happened, on which device, when. One short look where there is nothing to ask."""
    session = visit.session
    if session is None or not session.has_news or not visit.somebody or visit.request.scope.get(FOR_A_COPY):
        return []
    since = later(visit.now, days=-KEPT_DAYS)
    return [
        {
            "id": row["id"],
            "words": visit.say(SENTENCES[row["kind"]]),
            "label": row["label"],
            "back": visit.request.url.path if visit.request.method == "GET" else "/",
            "at": when(visit.language.tag, berlin(row["at"]).date(), visit.today, berlin(row["at"]).time()),
        }
        for row in visit.read.rows("account_news.waiting", session_id=session.id, since=since)
        if row["kind"] in SENTENCES
    ]
