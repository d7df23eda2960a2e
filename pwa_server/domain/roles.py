"""Who does what, in at most twelve words each: the one place for it, read by clients in their language."""

from pwa_server.domain.problems import N_

ROLE_TEXTS = {
    "client": N_("Die Person, der dieser Plan gehört."),
    "counsellor": N_("Berät Sie und plant mit Ihnen die nächsten Schritte."),
    "deputy": N_("Hilft Ihnen, wenn Ihre Beratung nicht da ist."),
    "mentor": N_("Geht mit Ihnen zu Terminen, wenn Sie das möchten."),
    "interpreter": N_("Übersetzt für Sie beim Termin."),
    "partner": N_("Hilft Ihnen bei einem Schritt."),
    "guardian": N_("Entscheidet mit, solange Sie unter 18 sind."),
    "volunteer_office": N_("Sucht jemanden, der mit Ihnen geht. Kennt Ihren Plan nicht."),
    "complaint_office": N_("Liest Lob und Beschwerden. Gehört nicht zu Ihrer Beratung."),
    "coordinator": N_("Organisiert die Hilfe hier vor Ort. Sieht keine Namen."),
}
ROLE_NAMES = {
    "counsellor": N_("Beratung"),
    "deputy": N_("Vertretung"),
    "mentor": N_("Begleitung"),
    "interpreter": N_("Übersetzen"),
    "partner": N_("Andere Stelle"),
    "volunteer_office": N_("Freiwilligenstelle"),
    "complaint_office": N_("Beschwerdestelle"),
    "coordinator": N_("Koordination"),
}
