"""What the codes of one column mean to the person they are about, and columns that only one table has words for."""

from collections.abc import Mapping

from pwa_server.domain.problems import N_
from pwa_server.pages import consent_words, documents, partner_words, situation
from pwa_server.pages.client import agreement

# Besides the columns that mean the same everywhere.
LABELS = {
    ("agreement_versions", "number"): N_("Fassung"),
    ("agreement_versions", "in_force_at"): N_("Gilt ab"),
    ("agreement_signatures", "role"): N_("Wer"),
    ("agreement_signatures", "method"): N_("Wie?"),
    ("review_decisions", "goal_id"): N_("Ziel"),
    ("review_decisions", "step_id"): N_("Schritt"),
    ("steps", "goal_id"): N_("Ziel"),
    ("step_reports", "step_id"): N_("Schritt"),
    ("step_shares", "step_id"): N_("Schritt"),
    ("clearings", "participants"): N_("Wer dabei war"),
    ("situation_certificates", "papers"): N_("Papiere"),
    ("mentor_grants", "rights"): N_("Sie entscheiden: Was darf die Person sehen?"),
    ("review_hurdles", "side"): N_("Wer"),
}
CLOSURE_REASONS = {
    "goals_met": N_("Die Ziele sind erreicht"),
    "no_support_needed": N_("Sie brauchen keine Hilfe mehr"),
    "client_ended": N_("Sie wollten aufhören"),
    "moved_away": N_("Sie sind umgezogen"),
    "handed_over": N_("Eine andere Stelle macht weiter"),
    "no_contact": N_("Wir konnten niemanden erreichen"),
    "time_limit": N_("Die Zeit für die Beratung ist um"),
    "acute_help_done": N_("Die schnelle Hilfe ist fertig"),
}
WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("accounts", "text_size"): {"normal": N_("Normal"), "large": N_("Groß"), "larger": N_("Sehr groß")},
    ("account_news", "answer"): {"me": N_("Ja, das war ich"), "not_me": N_("Nein, das war ich nicht")},
    ("clients", "push_text"): {
        "neutral": N_("Nur: Sie haben einen Termin"),
        "with_time": N_("Auch Tag und Uhrzeit"),
        "off": N_("Keine Nachricht"),
    },
    ("clients", "literacy"): {
        "not_literate": N_("liest nicht"),
        "basic": N_("liest ein wenig"),
        "fluent_in_second_language": N_("liest gut in einer anderen Sprache"),
        "fluent_in_first_language": N_("liest gut"),
    },
    ("cases", "closure_reason"): CLOSURE_REASONS,
    ("case_states", "reason"): CLOSURE_REASONS,
    ("reviews", "outcome_reason"): CLOSURE_REASONS,
    ("case_assignments", "reason"): {"handover": N_("Wechsel der Beratung")},
    ("carrier_handovers", "state"): {"asked": N_("angefragt"), "accepted": N_("Ja")},
    ("clearings", "participants"): {
        "family": N_("Familie"),
        "guardian": N_("Vormund oder Eltern"),
        "interpreter": N_("Wer übersetzt"),
        "partner": N_("Andere Stelle"),
    },
    ("clearing_decisions", "decision"): {
        "agreement_sensible": N_("Eine Vereinbarung ist sinnvoll"),
        "not_now": N_("später"),
        "acute_only": N_("Nur schnelle Hilfe"),
        "client_declined": N_("Sie möchten keine Vereinbarung"),
    },
    ("situation_facts", "residence_document"): situation.DOCUMENTS,
    ("situation_facts", "work_permission"): situation.PERMISSIONS,
    ("situation_languages", "level"): situation.LEVELS,
    ("situation_certificates", "kind"): situation.CERTIFICATES,
    ("situation_certificates", "papers"): situation.PAPERS,
    ("situation_household", "relation"): situation.RELATIONS,
    ("situation_household", "age_band"): situation.AGE_BANDS,
    ("needs", "state"): situation.NEED_STATES,
    ("partner_notes", "progress"): partner_words.PROGRESS,
    ("agreement_versions", "state"): {"draft": N_("Entwurf"), "discarded": N_("verworfen")} | agreement.STATES,
    ("agreement_signatures", "role"): documents.SIGNERS,
    ("agreement_signatures", "method"): documents.METHODS,
    ("meeting_answers", "answer"): {"did_not_come": N_("War allein da")},
    ("meeting_interpreting", "wish"): {"none": N_("egal"), "woman": N_("Frau"), "man": N_("Mann")},
    ("mentor_grants", "rights"): {"see_goals": N_("Ihre Ziele")} | consent_words.RIGHT_TEXTS,
    ("reminders", "kind"): {"news": N_("Es gibt etwas Neues.")},
    ("sessions", "phone"): {"desk": N_("Beratung")},
    ("sign_in_codes", "kind"): {"card": N_("Karte"), "screen": N_("Code am Bildschirm"), "reset_letter": N_("Brief"),
                                "reset_mail": N_("E-Mail"), "invite": N_("Karte")},
    ("tellings", "kind"): {
        "deputy_ended": N_("Vertretung"),
        "carrier_asked": N_("Frage"),
        "carrier": N_("Wechsel zu einer anderen Stelle"),
        "counsellor": N_("Wechsel der Beratung"),
        "erasure": N_("Wir löschen den Plan bald."),
        "released": N_("Wir löschen den Plan bald."),
        "held": N_("Wir behalten den Plan länger."),
        "shown_again": N_("Meinen Plan wieder zeigen"),
        "grant_changed": N_("Begleitung"),
        "mentor_declined": N_("Begleitung"),
        "mentor_returned": N_("Begleitung"),
    },
}  # fmt: skip
