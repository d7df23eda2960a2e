"""Help texts of coordination, the volunteer office, account management and the complaint office."""

from pwa_server.i18n.formats import N_

OFFICE: dict[str, tuple[str, ...]] = {
    "/office": (
        N_("Der Überblick zeigt, was fehlt, ohne Namen von Ratsuchenden."),
        N_("Rote Zeilen brauchen heute jemanden."),
    ),
    "/office/accounts": (
        N_("Hier laden Sie Kolleginnen und Kollegen ein."),
        N_("Niemand kann ein Passwort sehen oder setzen."),
        N_("Einen zweiten Schlüssel erneuern zwei Personen zusammen."),
    ),
    "/office/accounts/new": (
        N_("Die Person wählt ihr Passwort selbst, per E-Mail oder mit dem Brief."),
        N_("Geben Sie nur die Rechte, die sie wirklich braucht."),
    ),
    "/office/accounts/{account_id}": (
        N_("Berät die Person noch jemanden? Übergeben Sie zuerst die Pläne."),
        N_("Ein beendetes Konto ist sofort abgemeldet."),
    ),
    "/office/times": (
        N_("Aus diesen Zeiten rechnen wir, bis wann jemand eine Antwort bekommt."),
        N_("Tragen Sie Schließtage früh ein."),
    ),
    "/office/times/{carrier_id}": (
        N_("Adresse und Telefon stehen auf Karten und Briefen."),
        N_("Ein leerer Tag heißt: Das Büro ist zu."),
    ),
    "/office/times/{carrier_id}/plan-basis": (
        N_("Freie Träger fragen: Dürfen wir einen Plan speichern?"),
        N_("Öffentliche Träger dürfen ihn oft nach dem Gesetz führen und sagen das der Person."),
        N_("Klären Sie das vorher mit dem Datenschutz."),
    ),
    "/office/team": (
        N_("Jede Beratung braucht vom ersten Tag an eine Vertretung."),
        N_("Eine Vertretung sieht die Pläne höchstens 4 Wochen lang."),
        N_("Die Menschen erfahren sofort, wer vertritt."),
        N_("Sie selbst sehen keinen Plan."),
    ),
    "/office/handovers": (
        N_("Hier geht alles von einer Beratung zu einer anderen, auf einmal."),
        N_("Sie sehen nur Zahlen, keine Namen."),
        N_("Wer die neue Person nicht möchte, spricht mit der Beratung, nicht mit Ihnen."),
    ),
    "/office/retention": (
        N_("Nach dem Abschluss bleibt der Plan lesbar und wird dann gelöscht."),
        N_("Kürzer ist besser. Üblich sind höchstens 12 Monate."),
        N_("Nach langer Ruhe fragt die Tagesliste nach."),
    ),
    "/office/mentors": (
        N_("Hier stehen alle, die begleiten, mit dem Stand ihrer Nachweise."),
        N_("Vom Führungszeugnis halten wir nur fest, dass jemand es gesehen hat."),
    ),
    "/office/mentors/new": (
        N_("Laden Sie jemanden ein, der begleiten möchte."),
        N_("Führungszeugnis und Verschwiegenheit kommen vor der ersten Begleitung."),
    ),
    "/office/mentors/{mentor_id}": (
        N_("Das Zeugnis darf beim Ansehen höchstens drei Monate alt sein."),
        N_("Kopieren Sie es nicht und laden Sie es nicht hoch."),
        N_("Ist etwas nicht geeignet? Dann speichern Sie nichts."),
    ),
    "/office/mentor-requests": (
        N_("Jemand wünscht sich Begleitung. Sie sehen Vorname, Sprache und Wunsch."),
        N_("Schlagen Sie eine Person vor. Die Entscheidung treffen die beiden."),
    ),
    "/office/partners": (
        N_("Zu jedem Partner gehören eine feste Ansprechperson und eine Vertretung."),
        N_("Was länger als 180 Tage niemand geprüft hat, ist markiert."),
    ),
    "/office/partners/new": (
        N_("Fünf Angaben genügen, auch für einen Verein."),
        N_("Ein Name am Telefon hilft mehr als eine Zentrale."),
    ),
    "/office/partners/{partner_id}": (
        N_("Rufen Sie einmal im halben Jahr an und bestätigen Sie die Angaben."),
        N_("Ohne Kooperation zeigen wir diesem Partner keine Schritte."),
    ),
    "/office/offers": (
        N_("Gute Angaben zu Niveau, Zeit und Kinderbetreuung machen das Finden leicht."),
        N_("Abgelaufene Angebote verschwinden von selbst."),
    ),
    "/office/demand": (
        N_("Hier stehen Bedarf und freie Plätze nebeneinander, ohne Namen."),
        N_("Große Lücken gehören in das nächste Netzwerktreffen."),
    ),
    "/office/offers/new": (
        N_("Fünf Angaben genügen für den Anfang."),
        N_("Schreiben Sie so einfach, dass man es vorlesen kann."),
    ),
    "/office/offers/{offer_id}": (
        N_("Halten Sie freie Plätze und Warteliste aktuell."),
        N_("Bestätigen Sie das Angebot, wenn Sie nachgefragt haben."),
    ),
    "/office/cooperation": (
        N_("Hier stehen die Vereinbarungen zwischen Organisationen."),
        N_("Die Regeln sind für alle lesbar."),
    ),
    "/office/cooperation/new": (
        N_("Schreiben Sie die Regeln kurz und in einfachen Worten."),
        N_("Ein Tag für die nächste Prüfung gehört dazu."),
    ),
    "/office/cooperation/{agreement_id}": (
        N_("Wer nicht mehr dabei ist, darf keine Schritte mehr sehen."),
        N_("Prüfen Sie die Regeln zu dem Tag, der hier steht."),
    ),
    "/office/interpreters": (
        N_("Hier stehen alle, die übersetzen, mit Sprachen und Dialekten."),
        N_("Ein Versprechen zur Verschwiegenheit gehört vor den ersten Einsatz."),
    ),
    "/office/interpreters/new": (
        N_("Fragen Sie auch nach Dialekten."),
        N_("Schreiben Sie dazu, wie man die Person bucht."),
    ),
    "/office/interpreters/{interpreter_id}": (
        N_("Halten Sie Sprachen und Erreichbarkeit aktuell."),
        N_("Keine Angehörigen und keine Kinder als Übersetzung."),
    ),
    "/office/documents": (
        N_("Hier steht, was auf Plänen und Vereinbarungen gedruckt ist."),
        N_("Ein Briefkopf für jede Beratungsstelle genügt."),
    ),
    "/office/documents/{carrier_id}": (
        N_("Überschrift, Absender und ein letzter Satz in einfachen Worten."),
        N_("Nennen Sie nichts, was auf Migration hinweist."),
    ),
    "/office/feedback": (
        N_("Diese Nachrichten liest nur die Beschwerdestelle."),
        N_("Antworten Sie bald und in einfachen Worten."),
    ),
    "/office/feedback/{feedback_id}": (
        N_("Danken Sie zuerst. Sagen Sie dann, was Sie tun."),
        N_("Fragen Sie nicht nach dem Namen."),
    ),
    "/office/accessibility": (
        N_("Die Erklärung ist ohne Anmeldung lesbar."),
        N_("Prüfen Sie sie einmal im Jahr."),
    ),
    "/office/numbers": (
        N_("Zahlen unter 5 bleiben verdeckt, damit niemand erkennbar ist."),
        N_("Vergleichen Sie Zeiten, nicht Menschen."),
    ),
    "/office/numbers/{indicator}": (
        N_("Unter dem Bild stehen dieselben Zahlen als Tabelle."),
        N_("Ändert sich eine Erklärung, beginnt eine neue Reihe."),
    ),
    "/office/funding/{carrier_id}": (
        N_("Zahlen für den Nachweis und Ihr eigener Text."),
        N_("Erzählen Sie von Lücken und Erfolgen, ohne Namen."),
    ),
    "/office/report": (
        N_("Eine Seite für Politik und Leitung."),
        N_("Drei gute Ergebnisse und drei Lücken genügen."),
    ),
    "/office/comparison": (
        N_("Hier vergleichen Sie Ihre Zahlen mit anderen Kommunen."),
        N_("Es braucht mindestens drei, sonst verrät eine Zahl zu viel."),
    ),
    "/office/catalogue": (
        N_("Bausteine sind Vorschläge. Ein Plan behält seinen alten Text."),
        N_("Was bald geprüft werden soll, steht oben."),
    ),
    "/office/catalogue/new": (
        N_("Ein neuer Baustein ist ein Ziel mit wenigen kleinen Schritten."),
        N_("Schreiben Sie kurze Sätze mit einem Verb."),
    ),
    "/office/catalogue/{block_id}": (
        N_("Ändern Sie den Text, wenn sich etwas geändert hat, und bestätigen Sie die Prüfung."),
        N_("Bestehende Pläne bleiben, wie sie sind."),
        N_("Ein verdeckter Baustein ist nur für neue Ziele weg."),
    ),
    "/office/catalogue/{block_id}/translations/{language}": (
        N_("Bestätigen Sie nur, was jemand mit dieser Sprache gelesen hat."),
        N_("Bis dahin steht bei den Menschen: noch nicht geprüft."),
    ),
    "/office/texts": (
        N_("Impressum und Datenschutz sind ohne Anmeldung lesbar."),
        N_("Jede Änderung ist eine neue Fassung."),
    ),
    "/office/texts/{kind}/{owner}": (
        N_("Schreiben Sie kurz und in einfachen Worten."),
        N_("Lassen Sie den Text vom Datenschutz prüfen."),
    ),
    "/office/processing": (
        N_("Das Verzeichnis entsteht aus den Zwecken, für die wir Daten brauchen."),
        N_("Ergänzen Sie, was nur bei Ihnen gilt."),
    ),
    "/office/impact": (
        N_("Eine Vorlage für die Abschätzung der Folgen."),
        N_("Prüfen Sie sie mit Ihrem Datenschutz, bevor Sie beginnen."),
    ),
}
