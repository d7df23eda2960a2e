"""Help texts of the desk: what a screen is for and what has proved good practice in counselling."""

from pwa_server.i18n.formats import N_

DESK: dict[str, tuple[str, ...]] = {
    "/desk": (
        N_("Hier steht, was heute nicht warten kann, das Dringende zuerst."),
        N_("Jede Zeile führt mit einem Tippen zur Aufgabe."),
        N_("Was erledigt ist, verschwindet von selbst."),
    ),
    "/desk/cases": (
        N_("Das sind die Menschen, die Sie beraten oder vertreten."),
        N_("Suchen Sie nach Teilen des Namens oder der Telefonnummer."),
        N_("Pläne von anderen finden Sie hier nicht."),
    ),
    "/desk/cases/new": (
        N_("Vorname oder ein anderer Name und die Sprache genügen."),
        N_("Sagen Sie zuerst: Die Hilfe ist freiwillig."),
        N_("Lesen Sie die Frage nach dem Plan vor und lassen Sie Zeit."),
        N_("Ein Nein ist in Ordnung. Sie beraten trotzdem."),
    ),
    "/desk/takeover": (
        N_("Hier nehmen Sie eine Liste auf einmal auf."),
        N_("Prüfen Sie die Vorschau. Vorher wird nichts gespeichert."),
        N_("Danach drucken Sie alle Karten in einem Gang."),
    ),
    "/desk/cases/{case_id}": (
        N_("Alles zu einer Person auf einer Seite."),
        N_("Die Person kann lesen, dass Sie diese Seite geöffnet haben."),
        N_("Drehen Sie den Bildschirm und planen Sie zusammen."),
        N_("Ein Gespräch notieren Sie mit zwei Tipps."),
    ),
    "/desk/cases/{case_id}/details": (
        N_("Nur Name und Sprache sind nötig, alles andere ist freiwillig."),
        N_("Fragen Sie, wann ein Anruf sicher ist."),
    ),
    "/desk/cases/{case_id}/card": (
        N_("Drucken Sie die Karte und probieren Sie die Anmeldung gleich zusammen aus."),
        N_("Eine neue Karte beendet die alte."),
        N_("Ist das Telefon weg? Dann melden Sie hier alle Geräte ab."),
    ),
    "/desk/cases/{case_id}/turned": (
        N_("So sieht die Person ihren Plan."),
        N_("Namen von anderen stehen hier nicht."),
    ),
    "/desk/cases/{case_id}/handover": (
        N_("Sprechen Sie zuerst mit der Person über den Wechsel."),
        N_("Im eigenen Team gilt die Übergabe sofort."),
        N_("An eine andere Stelle geht nur, was die Person auswählt."),
        N_("Danach sehen Sie den Plan nicht mehr."),
    ),
    "/desk/handover": (
        N_("Hier übergeben Sie mehrere Menschen auf einmal."),
        N_("Termine, Bitten um Hilfe und Anrufe gehen mit."),
        N_("Alle erfahren es sofort und können Nein sagen."),
        N_("Ein gemeinsames Gespräch macht den Wechsel leichter."),
    ),
    "/desk/cases/{case_id}/consents": (
        N_("Fragen Sie immer nur nach einem Zweck und erst, wenn Sie ihn brauchen."),
        N_("Lesen Sie die Sätze vor, wenn die Person nicht liest."),
        N_("Ein Ja zu beenden ist so leicht wie ein Ja zu geben."),
    ),
    "/desk/cases/{case_id}/requests": (
        N_("Hier stehen Bitten zu den eigenen Daten."),
        N_("Antworten Sie bis zu dem Tag, der dort steht."),
        N_("Wenn Sie Nein sagen, schreiben Sie den Grund in einfachen Worten."),
    ),
    "/desk/cases/{case_id}/acute": (
        N_("Für schnelle Hilfe genügen ein bis drei Schritte."),
        N_("Sie brauchen keinen Fragebogen und keine Vereinbarung."),
        N_("Ein Plan kann später daraus werden."),
    ),
    "/desk/cases/{case_id}/clearing": (
        N_("Beginnen Sie mit dem, was die Person schon kann."),
        N_("Fragen Sie danach nach Wünschen, nicht nach Problemen."),
        N_("Am Ende entscheiden Sie und schreiben auf, warum."),
        N_("Keine Vereinbarung ist auch ein gutes Ergebnis."),
    ),
    "/desk/cases/{case_id}/situation": (
        N_("Jede Angabe ist freiwillig. Erklären Sie, wofür Sie fragen."),
        N_("Neue Stände kommen dazu, alte bleiben lesbar."),
    ),
    "/desk/cases/{case_id}/situation/{part}": (
        N_("Fragen Sie nur, was Sie für den nächsten Schritt brauchen."),
        N_("Die Person darf sagen: Das möchte ich nicht sagen."),
        N_("Keine Fluchtgeschichte, keine Aktenzeichen."),
    ),
    "/desk/cases/{case_id}/needs": (
        N_("Schreiben Sie die eigenen Worte der Person auf."),
        N_("Ein Wunsch darf stehen bleiben, ohne dass ein Ziel daraus wird."),
    ),
    "/desk/needs/{need_id}": (
        N_("Hier ändern Sie einen Wunsch oder machen ein Ziel daraus."),
        N_("Gibt es kein Angebot? Dann zählt die Lücke ohne Namen."),
    ),
    "/desk/cards": (
        N_("Alle Karten auf einmal für den Drucker."),
        N_("Geben Sie jede Karte der Person selbst in die Hand."),
    ),
    "/desk/cases/{case_id}/goals/new": (
        N_("Das Ziel steht in den Worten der Person."),
        N_("Bausteine sind ein Anfang. Sie können alles ändern."),
        N_("Wenige Ziele, die bald gelingen, machen Mut."),
    ),
    "/desk/goals/{goal_id}": (
        N_("Ein Ziel braucht mindestens einen kleinen Schritt."),
        N_("Planen Sie Schritte auf beiden Seiten."),
        N_("Prüfen Sie Übersetzungen mit jemandem, der die Sprache kann."),
    ),
    "/desk/goals/{goal_id}/edit": (
        N_("Die eigenen Worte der Person bleiben stehen."),
        N_("Geschützte Ziele sieht auch die Vertretung erst mit einem Grund."),
    ),
    "/desk/goals/{goal_id}/offers": (
        N_("Passende Angebote stehen oben, mit dem Grund."),
        N_("Angebote für alle stehen vor besonderen Angeboten."),
        N_("Passt nichts? Melden Sie die Lücke. Das hilft beim Planen im Netzwerk."),
    ),
    "/desk/goals/{goal_id}/steps/new": (
        N_("Ein Schritt ist ein Satz mit einem Verb und einer Person, die ihn macht."),
        N_("Ein Tag macht den Schritt greifbar. Er lässt sich verschieben."),
    ),
    "/desk/steps/{step_id}": (
        N_("Stockt ein Schritt? Fragen Sie, was fehlt, nicht wer schuld ist."),
        N_("Nach 14 Tagen ohne Antwort eines Partners steht er in Ihrem Tag."),
    ),
    "/desk/steps/{step_id}/sharing": (
        N_("Der Partner sieht nur diesen einen Schritt und Ihren Namen."),
        N_("Ohne das Ja der Person geht nichts hinaus."),
        N_("Der Link öffnet sich einmal und nur kurze Zeit."),
    ),
    "/desk/meetings": (
        N_("Ihre Woche mit allen Terminen."),
        N_("Sagen Sie nach jedem Termin, ob er geklappt hat."),
    ),
    "/desk/cases/{case_id}/meetings/new": (
        N_("Schreiben Sie dazu, wie man den Raum findet und was mitkommt."),
        N_("Braucht jemand Übersetzung? Fragen Sie nach Sprache und Dialekt."),
        N_("Wir erinnern die Person rechtzeitig."),
    ),
    "/desk/meetings/{meeting_id}": (
        N_("Hier sehen Sie, ob die Person kommt und wer übersetzt."),
        N_("Hat der Termin nicht geklappt? Machen Sie einen neuen aus. Einen Grund brauchen wir nicht."),
    ),
    "/desk/meetings/{meeting_id}/edit": (
        N_("Ort und Thema ändern Sie hier. Eine neue Zeit hat eine eigene Seite."),
        N_("Die Person erfährt jede Änderung."),
    ),
    "/desk/meetings/{meeting_id}/move": (
        N_("Wählen Sie eine neue Zeit. Die Person bekommt sofort Bescheid."),
        N_("Die alte Erinnerung fällt weg."),
    ),
    "/desk/cases/{case_id}/reminders": (
        N_("Hier steht, was wir geschickt haben und ob es angekommen ist."),
        N_("Angekommen heißt: geöffnet, bestätigt oder gesprochen."),
    ),
    "/desk/reminders": (
        N_("Wen eine Nachricht nicht erreicht, den rufen Sie an."),
        N_("Die Anrufe stehen oben, solange noch Zeit ist."),
    ),
    "/desk/reminders/chosen": (
        N_("Hier erinnern Sie mehrere Menschen auf einmal."),
        N_("Jeder bekommt nur die eigene Nachricht, in der eigenen Sprache."),
    ),
    "/desk/call-tasks/{task_id}": (
        N_("Rufen Sie an oder drucken Sie den Brief."),
        N_("Notieren Sie jeden Versuch mit einem Tipp."),
        N_("Sagen Sie am Telefon nicht, woher Sie anrufen, bis die Person selbst spricht."),
    ),
    "/desk/cases/{case_id}/review": (
        N_("Beginnen Sie mit dem, was gut war, und hören Sie zuerst der Person zu."),
        N_("Bei jedem Schritt: weiter, ändern, geschafft oder nicht mehr nötig."),
        N_("Am Ende steht ein neuer Termin oder ein gutes Ende."),
        N_("Lesen Sie das Ergebnis zusammen noch einmal."),
    ),
    "/desk/cases/{case_id}/review/turned": (
        N_("So sieht die Person die gemeinsame Bilanz."),
        N_("Drehen Sie den Bildschirm und sprechen Sie darüber."),
    ),
    "/desk/cases/{case_id}/recordings": (
        N_("Sprechen Sie höchstens 30 Sekunden in der Sprache der Person."),
        N_("Nennen Sie den Tag und den Ort. Geschützte Themen bleiben draußen."),
    ),
    "/desk/cases/{case_id}/agreements": (
        N_("Eine Vereinbarung hält fest, was beide Seiten vorhaben."),
        N_("Sie ist freiwillig. Der Plan geht auch ohne."),
        N_("Jede Änderung ist eine neue Fassung, die alte bleibt lesbar."),
    ),
    "/desk/agreements/{agreement_id}": (
        N_("Geben Sie der Person Zeit, den Text zu Hause zu lesen oder zu hören."),
        N_("In Kraft tritt er mit allen Unterschriften und einem Termin für die Auswertung."),
        N_("Unter 18 Jahren unterschreibt auch, wer die Sorge hat."),
    ),
    "/desk/workload": (
        N_("Nur Ihre eigene Arbeit in Zahlen."),
        N_("Niemand vergleicht Menschen miteinander."),
    ),
}
