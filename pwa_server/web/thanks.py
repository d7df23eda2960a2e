"""What a client reads after a yes, a no, or something that she has sent: thanks, and what holds from now on.

A page that is reached by `?thanks=` says it above its content; any page may be.
"""

from pwa_server.domain.problems import N_

THANKS = {
    "yes": N_("Danke. Ihr Ja gilt ab jetzt. Sie können es jederzeit zurücknehmen."),
    "no": N_("Danke. Ihr Nein ist notiert. Sie haben keinen Nachteil."),
    "asked": N_("Danke. Ihre Bitte ist da. Sie können sie jederzeit zurücknehmen."),
    "sent": N_("Danke. Ihre Nachricht ist da."),
    "signed": N_("Danke. Ihre Unterschrift ist da. Alles bleibt freiwillig."),
    "changed": N_("Danke. Das gilt ab jetzt. Sie können es jederzeit ändern."),
    "ended": N_("Danke. Das ist jetzt beendet."),
}


def with_thanks(path: str, what: str) -> str:
    """The address that says thank you for `what`."""
    return f"{path}?thanks={what}"


def thanks(what: str) -> str:
    """The German sentence, or "" for anything that nobody is thanked for."""
    return THANKS.get(what, "")
