"""The words for keeping a plan: what may become of goals, steps and meetings, what was sent and why not."""

from pwa_server.domain.problems import N_
from pwa_server.pages.counsellor import words

REPORTS = words.REPORTS | {"not_needed": N_("nicht mehr nötig")}
GOAL_MOVES = {
    "agreed": N_("Wir haben das Ziel abgemacht"),
    "in_progress": N_("Wir arbeiten daran"),
    "paused": N_("Das Ziel macht Pause"),
    "achieved": N_("Das Ziel ist erreicht"),
    "changed": N_("Daraus ist ein anderes Ziel geworden"),
    "not_needed_anymore": N_("Das Ziel ist nicht mehr nötig"),
    "dropped": N_("Wir nehmen das Ziel zurück"),
}
STEP_MOVES = {
    "open": N_("Wieder öffnen"),
    "in_progress": N_("Begonnen"),
    "blocked": N_("Geht gerade nicht weiter"),
    "done": N_("Erledigt"),
    "not_needed": N_("Nicht mehr nötig"),
}
SENSITIVITIES = {
    "standard": N_("normal"),
    "elevated": N_("vorsichtig"),
    "high": N_("geschützt"),
}
MEETING_STATES = {
    "proposed": N_("Vorschlag"),
    "planned": N_("geplant"),
    "confirmed": N_("steht fest"),
    "reschedule_requested": N_("neuer Tag gewünscht"),
    "held": N_("hat stattgefunden"),
    "not_held": N_("hat nicht stattgefunden"),
    "moved": N_("verschoben"),
    "cancelled": N_("fällt aus"),
}
MEETING_TONES = {
    "planned": "info",
    "confirmed": "good",
    "reschedule_requested": "warn",
    "held": "good",
    "cancelled": "stop",
}
PLACE_KINDS = {
    "office": N_("in der Beratungsstelle"),
    "home": N_("zu Hause bei der Person"),
    "shelter": N_("in der Unterkunft"),
    "outside": N_("unterwegs"),
    "phone": N_("am Telefon"),
    "partner": N_("bei einer anderen Stelle"),
}
INTERPRETER_STATES = {
    "not_needed": N_("Keine Übersetzung nötig"),
    "needed": N_("Übersetzung fehlt noch"),
    "booked": N_("Übersetzung angefragt"),
    "none_found": N_("Niemand gefunden"),
    "confirmed": N_("Übersetzung steht fest"),
}
ANSWERS = {
    "coming": N_("Kommt"),
    "cannot": N_("Kann nicht"),
    "did_not_come": N_("War allein da"),
}
INTERPRETER_GENDERS = {"woman": N_("Frau"), "man": N_("Mann"), "service": N_("Dienst")}
INTERPRETER_WISHES = {
    "none": N_("egal"),
    "woman": N_("lieber eine Frau"),
    "man": N_("lieber ein Mann"),
}
MESSAGE_KINDS = {
    "booked": N_("Neuer Termin"),
    "moved": N_("Neue Zeit"),
    "cancelled": N_("Termin fällt aus"),
    "reminder": N_("Erinnerung"),
    "by_hand": N_("Erinnerung von Hand"),
}
REACHED_HOW = {
    "opened": N_("hat den Termin geöffnet"),
    "notification": N_("hat die Nachricht geöffnet"),
    "confirmed": N_("hat zugesagt"),
    "answered": N_("hat geantwortet"),
    "spoken": N_("wir haben gesprochen"),
}
CHANNELS = {"push": N_("Telefon"), "email": N_("E-Mail"), "sms": N_("SMS")}
NOT_SENT = {
    "moved": N_("Der Termin hat eine neue Zeit."),
    "cancelled": N_("Der Termin fällt aus."),
    "over": N_("Der Termin ist vorbei."),
    "answered": N_("Es gibt schon eine Antwort."),
    "not_going": N_("Die Begleitung kommt nicht mit."),
    "closed": N_("Die Beratung ist zu Ende."),
    "ended": N_("Die Freigabe ist zu Ende."),
    "grant_ended": N_("Die Freigabe ist zu Ende."),
    "changed": N_("Der Termin hat sich geändert."),
    "case_ended": N_("Die Beratung ist zu Ende."),
    "too_late": N_("Die Zeit war schon vorbei."),
    "no_device": N_("Es gibt kein Gerät für Nachrichten."),
    "no_channel": N_("Dieser Weg ist hier nicht eingerichtet."),
    "no_address": N_("Es gibt keine Nummer oder Adresse dafür."),
    "no_consent": N_("Die Person hat dazu nicht Ja gesagt."),
    "refused": N_("Die Nummer oder Adresse nimmt nichts an."),
    "gateway": N_("Der Dienst für Nachrichten antwortet nicht."),
    "push_service": N_("Der Dienst für Nachrichten antwortet nicht."),
    "reached": N_("Die Person weiß es schon."),
    "withdrawn": N_("Die Person hat ihr Ja zurückgenommen."),
    "switched_off": N_("Die Person hat Nachrichten ausgeschaltet."),
    "no_account": N_("Das Konto ist geschlossen."),
    "paused": N_("Die Erinnerungen machen gerade Pause."),
    "restored": N_("Die Daten kamen aus einer Sicherung."),
}
NOT_SENT_OTHERWISE = N_("Die Nachricht ging nicht durch.")
CALL_REASONS = {
    "booked": N_("Neuer Termin"),
    "no_push": N_("Die Person bekommt keine Nachrichten."),
    "not_reached": N_("Die Nachricht ist noch nicht gelesen."),
    "moved": N_("Neue Zeit"),
    "cancelled": N_("Der Termin fällt aus."),
    "too_late": N_("Für eine Nachricht ist es zu spät."),
    "by_hand": N_("Sie wollten selbst anrufen."),
    "restored": N_("Die Daten kamen aus einer Sicherung."),
    "news": N_("Es gibt etwas Neues."),
    "counsellor": N_("Die Beratung hat gewechselt."),
    "erasure": N_("Wir löschen den Plan bald."),
    "shown_again": N_("Der verborgene Plan wird bald wieder gezeigt."),
    "held": N_("Wir behalten den Plan länger."),
}
CALL_RESULTS = {
    "spoken": N_("Wir haben gesprochen"),
    "no_answer": N_("Niemand nimmt ab"),
    "wrong_number": N_("Falsche Nummer"),
}
CLOSED_AS = {
    "spoken": N_("gesprochen"),
    "wrong_number": N_("falsche Nummer"),
    "not_needed": N_("nicht mehr nötig"),
    "too_late": N_("zu spät"),
}
