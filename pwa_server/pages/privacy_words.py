"""Privacy in five screens of at most five short sentences, and the sentences of a carrier that differ by law."""

from collections.abc import Mapping, Sequence

from pwa_server.domain.problems import N_
from pwa_server.domain.push_endpoints import HOSTS, SUFFIXES
from pwa_server.i18n.texts import Said, said
from pwa_server.storage.database import Row

TITLES = (
    N_("Wem gehört Wegplan?"),
    N_("Wer sieht meinen Plan?"),
    N_("Wann sagen wir etwas weiter?"),
    N_("Was speichern wir?"),
    N_("Was kann ich tun?"),
)
ICONS = ("office", "eye", "share", "document", "hand")
KINDS = {"public": N_("Das ist ein Amt."), "free": N_("Das ist kein Amt.")}
# What holds where a carrier has written nothing of its own: never more than the law allows.
EXCEPTIONS = {
    "free": (
        N_("Wir erzählen nichts von Ihnen weiter."),
        N_("Es gibt wenige Ausnahmen."),
        N_("Eine Ausnahme ist: Jemand ist in großer Gefahr."),
        N_("Oder ein Gericht verlangt es von uns."),
        N_("Dann sprechen wir zuerst mit Ihnen, wenn das geht."),
    ),
    "public": (
        N_("Wir sind ein Amt. Für uns gelten besondere Gesetze."),
        N_("Manchmal verlangt ein Gesetz, dass wir etwas sagen."),
        N_("Zum Beispiel: Ein Gericht fragt, oder jemand ist in großer Gefahr."),
        N_("Oder die Ausländerbehörde fragt, und das Gesetz erlaubt es."),
    ),
}


def worded(rows: Sequence[Row], reader: str) -> Said | None:
    """The newest wording in the reader's language, else the German one, marked. None where nothing is written."""
    newest: dict[str, str] = {}
    for row in rows:
        newest.setdefault(row["language"], row["text"])
    if newest.get(reader):
        return said(newest[reader], reader)
    return said(newest["de"], "de", "german" if reader != "de" else "") if newest.get("de") else None


def services(rows: Sequence[Mapping[str, str]]) -> str:
    """The companies over which this person's messages go; all that there are for whoever has no phone noted yet."""
    return ", ".join(sorted({row["service"] for row in rows} or {*HOSTS.values(), *SUFFIXES.values()}))
