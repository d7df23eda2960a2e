"""What a person is told where a public service keeps her plan by law: information instead of a question."""

from pwa_server.domain.problems import N_

# Changes whenever the sentences below change: a record names the text that was read.
PLAN_INFORMATION_VERSION = "2026-11"
PLAN_INFORMATION = (
    N_("Wir schreiben einen Plan für Sie."),
    N_("Dort stehen Ihre Ziele, Schritte und Termine."),
    N_("Das Gesetz erlaubt uns das. Wir sind eine öffentliche Stelle."),
    N_("Sie sehen Ihren Plan immer."),
    N_("Andere sehen den Plan nur mit Ihrem Ja oder wenn ein Gesetz es sagt."),
    N_("Die Hilfe ist freiwillig. Sie können immer Nein sagen."),
    N_("Sie haben dann keinen Nachteil."),
)
