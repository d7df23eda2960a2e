"""A short help text for each screen, by the path of its route: what it is for and what is good practice there.

Five sentences at most. What staff read stands in guides_desk.py and guides_office.py.
"""

from pwa_server.i18n.formats import N_
from pwa_server.i18n.guides_desk import DESK
from pwa_server.i18n.guides_office import OFFICE

LONGEST = 5
Guides = dict[str, tuple[str, ...]]

CLIENT: Guides = {
    "/today": (
        N_("Hier sehen Sie Ihren nächsten Schritt und Ihren nächsten Termin."),
        N_("Ist ein Schritt fertig? Tippen Sie auf Erledigt."),
        N_("Geht etwas nicht? Tippen Sie auf: Ich brauche Hilfe."),
    ),
    "/plan": (
        N_("Das ist Ihr Plan."),
        N_("Jedes Ziel ist ein Weg mit kleinen Schritten."),
        N_("Tippen Sie auf ein Ziel. Dann sehen Sie den ganzen Weg."),
    ),
    "/protected": (
        N_("Diese Ziele sind besonders geschützt."),
        N_("Sie sehen sie nur mit Ihrer PIN und mit Internet."),
        N_("Schließen Sie die Seite, wenn andere dabei sind."),
    ),
    "/goals/{id}": (
        N_("Das ist der Weg zu Ihrem Ziel."),
        N_("Volle Kreise sind fertig. Der große Schritt kommt als Nächstes."),
        N_("Tippen Sie auf einen Schritt. Dort steht mehr."),
    ),
    "/steps/{id}": (
        N_("Hier steht: Was ist zu tun, wo und bis wann?"),
        N_("Tippen Sie auf Erledigt, wenn der Schritt fertig ist."),
        N_("Geht es nicht weiter? Dann sagen Sie uns, was fehlt."),
    ),
    "/steps/{id}/sharing": (
        N_("Hier zeigen Sie einer anderen Stelle diesen einen Schritt."),
        N_("Die Stelle sieht nur, was hier steht."),
        N_("Sie können das sofort beenden."),
    ),
    "/meetings": (
        N_("Hier stehen alle Ihre Termine."),
        N_("Tippen Sie auf einen Termin. Dort stehen Ort und Papiere."),
    ),
    "/meetings/{id}": (
        N_("Hier steht alles zu diesem Termin."),
        N_("Sagen Sie uns: Kommen Sie?"),
        N_("Sie können auch um einen anderen Tag bitten."),
    ),
    "/people": (
        N_("Diese Menschen helfen Ihnen."),
        N_("Bei jedem steht, was er oder sie für Sie tut."),
        N_("Tippen Sie auf das Telefon. Dann rufen Sie an."),
    ),
    "/wishes": (
        N_("Hier sagen Sie, was Ihnen wichtig ist."),
        N_("Tippen Sie auf ein Bild. Schreiben ist nicht nötig."),
        N_("Ihre Beratung spricht mit Ihnen darüber."),
        N_("Sie können den Wunsch wieder zurücknehmen."),
    ),
    "/wishes/protected": (
        N_("Hier sagen Sie etwas zu Ihrer Gesundheit."),
        N_("Das bleibt nicht auf dem Telefon."),
        N_("Was Sie gesagt haben, sehen Sie nur mit Ihrer PIN."),
    ),
    "/help": (
        N_("Hier bitten Sie um Hilfe."),
        N_("Tippen Sie auf ein Bild. Schreiben ist nicht nötig."),
        N_("Wir sagen Ihnen, bis wann wir antworten."),
    ),
    "/sharing": (
        N_("Hier sehen Sie, wer Ihren Plan sehen darf."),
        N_("Sie können eine Freigabe sofort beenden."),
        N_("Unten steht, wer Ihren Plan geöffnet hat."),
    ),
    "/grants/new": (
        N_("Hier laden Sie jemanden ein, der Sie begleitet."),
        N_("Sie wählen, welche Ziele die Person sieht."),
        N_("Sie wählen auch, bis wann. Sie können früher aufhören."),
    ),
    "/grants/{id}": (
        N_("Hier sehen Sie, was diese Person sehen darf."),
        N_("Sie können das sofort beenden."),
    ),
    "/about-me": (
        N_("Hier steht, was Sie uns über sich gesagt haben."),
        N_("Sie bestimmen, was hier steht."),
        N_("Stimmt etwas nicht? Sagen Sie es uns."),
    ),
    "/agreement": (
        N_("Hier steht, was wir zusammen vorhaben."),
        N_("Ein Plan geht auch ohne Unterschrift."),
        N_("Lesen oder hören Sie alles in Ruhe."),
    ),
    "/agreement/{agreement_id}": (
        N_("Das machen Sie und das machen wir."),
        N_("Sie haben Zeit. Sie können fragen oder Nein sagen."),
        N_("Der deutsche Text gilt."),
    ),
    "/agreement/{agreement_id}/sign": (
        N_("Hier sagen Sie Ja zu diesem Text."),
        N_("Lesen oder hören Sie ihn zuerst."),
        N_("Sie können auch später unterschreiben. Das ist freiwillig."),
    ),
    "/review": (
        N_("Hier bereiten Sie das Gespräch über Ihren Plan vor."),
        N_("Was war gut? Was war schwer?"),
        N_("Sie dürfen auch sprechen oder nur Bilder wählen."),
    ),
    "/consents": (
        N_("Hier steht, wozu Sie Ja gesagt haben."),
        N_("Jedes Ja können Sie hier beenden."),
        N_("Sie haben dadurch keinen Nachteil."),
    ),
    "/consents/ask/{purpose}": (
        N_("Lesen oder hören Sie die Frage in Ruhe."),
        N_("Sie können Ja oder Nein sagen."),
        N_("Ein Nein hat keinen Nachteil für Sie."),
    ),
    "/consents/{id}/end": (
        N_("Hier beenden Sie ein Ja."),
        N_("Es gilt sofort."),
        N_("Sie können später wieder Ja sagen."),
    ),
    "/my-data": (
        N_("Hier steht alles, was wir über Sie speichern."),
        N_("Sie können alles auf Ihr Telefon laden."),
        N_("Passen Sie gut auf die Datei auf."),
    ),
    "/requests": (
        N_("Hier bitten Sie uns: ändern, verstecken oder löschen."),
        N_("Wir antworten bis zu einem festen Tag."),
        N_("Sie können Ihre Bitte auch zurücknehmen."),
    ),
    "/handover": (
        N_("Hier steht, wer Sie berät und was sich ändert."),
        N_("Sie können Ja oder Nein sagen."),
        N_("Nur mit Ihrem Ja bekommt eine andere Stelle etwas."),
    ),
    "/summary": (
        N_("Hier machen Sie ein Blatt über sich für ein Amt."),
        N_("Sie wählen, was auf dem Blatt steht."),
        N_("Nach 24 Stunden ist das Blatt wieder weg."),
    ),
    "/settings": (
        N_("Hier wählen Sie Sprache und Schrift."),
        N_("Sie sagen auch, wie wir Sie erreichen."),
    ),
}

MENTOR: Guides = {
    "/mentor": (
        N_("Hier sehen Sie, wann Sie dabei sind."),
        N_("Sie sehen nur, was die Person Ihnen gezeigt hat."),
    ),
    "/mentor/more": (
        N_("Hier finden Sie Ihren Code und Ihre Einstellungen."),
        N_("Fragen beantwortet die Freiwilligenstelle."),
    ),
    "/mentor/clients": (
        N_("Das sind die Menschen, die Sie begleiten."),
        N_("Jede Freigabe hat ein Ende. Die Person kann früher aufhören."),
    ),
    "/mentor/clients/{grant_id}": (
        N_("Sie sehen nur die Ziele, die Ihnen gezeigt wurden."),
        N_("Melden Sie nur Ihre eigenen Schritte."),
        N_("Erzählen Sie nichts weiter."),
    ),
    "/mentor/code": (
        N_("Zeigen Sie diesen Code der Person, die Sie begleiten."),
        N_("Die Person entscheidet, ob sie ihn benutzt."),
    ),
    "/mentor/settings": (N_("Hier wählen Sie Sprache und Schrift."),),
    "/mentor/meetings/{meeting_id}": (
        N_("Sagen Sie, ob Sie mitkommen."),
        N_("Waren Sie allein da? Dann sagen Sie es hier."),
        N_("Niemand fragt, warum."),
    ),
}

SIGNED_IN: Guides = {
    "/network": (
        N_("Gemeinsame Ziele und Regeln gehören allen Organisationen."),
        N_("Niemand ändert sie allein."),
    ),
    "/network/notes": (
        N_("Hier teilen Fachkräfte Erfahrungen."),
        N_("Schreiben Sie nichts über einzelne Menschen."),
    ),
    "/settings/notifications": (
        N_("Hier schalten Sie Erinnerungen an oder aus."),
        N_("Auf dem Telefon steht nur: Sie haben einen Termin."),
    ),
    "/settings/sessions": (
        N_("Hier sehen Sie, wo Sie angemeldet sind."),
        N_("Kennen Sie ein Telefon nicht? Melden Sie es ab."),
    ),
    "/settings/passkeys": (
        N_("Auf diesen Geräten melden Sie sich mit Finger oder Gesicht an."),
        N_("Ihre PIN oder Ihr Passwort gilt weiter."),
        N_("Ist ein Gerät weg? Entfernen Sie es hier."),
    ),
    "/settings/passkeys/new": (
        N_("Hier richten Sie das Anmelden mit Finger oder Gesicht ein."),
        N_("Zuerst fragen wir nach Ihrer PIN oder Ihrem Passwort."),
    ),
    "/settings/passkeys/{id}/end": (
        N_("Hier entfernen Sie das Anmelden mit Finger oder Gesicht."),
        N_("Mit PIN oder Passwort kommen Sie weiter hinein."),
    ),
    "/settings/phone": (
        N_("Hier sagen Sie, wer dieses Telefon benutzt."),
        N_("Benutzen es mehrere? Dann bleibt nichts darauf."),
    ),
    "/settings/secret": (
        N_("Hier wählen Sie eine neue PIN oder ein neues Passwort."),
        N_("Danach sind alle anderen Geräte abgemeldet."),
    ),
    "/pin": (N_("Diese Seite zeigt nur Ihnen etwas."), N_("Geben Sie bitte Ihre PIN ein.")),
}

# What anybody reads, also without signing in.
PUBLIC: Guides = {
    "/feedback": (
        N_("Hier loben Sie oder sagen, was nicht gut war."),
        N_("Ihre Beratung liest das nicht."),
        N_("Ein Name ist nicht nötig."),
    ),
    "/feedback/sent": (N_("Schreiben Sie den Code auf."), N_("Mit dem Code lesen Sie später die Antwort.")),
    "/feedback/answer": (N_("Mit Ihrem Code lesen Sie hier die Antwort."),),
    "/accessibility": (
        N_("Hier steht, was noch nicht für alle gut geht."),
        N_("Geht etwas für Sie nicht? Sagen Sie es uns."),
    ),
    "/privacy": (
        N_("Hier steht, wer Ihre Daten hat und wofür."),
        N_("Haben Sie Fragen? Rufen Sie Ihre Beratung an."),
    ),
    "/privacy/{number}": (
        N_("Das sind fünf kurze Seiten über Ihre Daten."),
        N_("Mit Weiter kommen Sie zur nächsten Seite."),
    ),
    "/imprint": (N_("Hier steht, wer diese App macht und wie Sie uns erreichen."),),
    "/cooperation": (
        N_("Hier steht, welche Stellen zusammen arbeiten."),
        N_("Von Menschen mit einem Plan steht hier nichts."),
    ),
    "/shared/{token}": (
        N_("Jemand möchte Ihnen einen Schritt zeigen."),
        N_("Der Link geht einmal auf. Dann können Sie antworten."),
    ),
}

ALL: Guides = CLIENT | MENTOR | SIGNED_IN | PUBLIC | DESK | OFFICE

# The first page of a plan whose counselling is over: there is no next step on it.
AFTER_THE_END = (
    N_("Ihre Beratung ist zu Ende. Sie können Ihren Plan noch lesen."),
    N_("Sie können alles lesen und speichern."),
)


def guide(path: str, *, signed_in: bool) -> tuple[str, ...]:
    """The sentences for the route with this path, German; none for a page that explains itself, as signing in does."""
    return (ALL if signed_in else PUBLIC).get(path, ())
