"""Words and fields that several pages of coordination share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from pwa_server.domain.problems import N_, Problem
from pwa_server.i18n.languages import OFFERED, SPOKEN, language_name
from pwa_server.pages import views
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

Choices = list[tuple[str, str]]

ROLES = {"counsellor": N_("Beratung"), "coordinator": N_("Koordination"), "mentor": N_("Begleitung")}
RIGHTS = {
    "account_management": N_("Konten verwalten"),
    "volunteer_office": N_("Freiwilligenstelle"),
    "complaint_office": N_("Beschwerdestelle"),
}
REASONS = {"vacation": N_("Urlaub"), "training": N_("Fortbildung"), "away": N_("Nicht im Büro")}
WEEKDAYS = (
    N_("Montag"),
    N_("Dienstag"),
    N_("Mittwoch"),
    N_("Donnerstag"),
    N_("Freitag"),
    N_("Samstag"),
    N_("Sonntag"),
)


class SeveralField(SelectMultipleField):
    """Several of a few, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(visit: Visit, table: dict[str, str], only: Iterable[str] | None = None) -> Choices:
    """A table of words as choices in the reader's language."""
    return [(code, visit.say(table[code])) for code in (table if only is None else only)]


def offered_languages() -> Choices:
    """Languages of the pages, each in its own name."""
    return [(language.tag, language.name) for language in OFFERED]


def spoken_languages(visit: Visit) -> Choices:
    """Languages that people speak, by their name in the reader's language."""
    named = [(tag, language_name(visit.language.tag, tag)) for tag in SPOKEN]
    return sorted(named, key=lambda choice: choice[1].casefold())


def language_names(visit: Visit, tags: Iterable[str]) -> str:
    """Spoken languages in a line."""
    return " · ".join(language_name(visit.language.tag, tag) for tag in tags)


def span(visit: Visit, first: str, last: str) -> dict[str, Any]:
    """The first and the last day of a span in words; `is_now` says that today is one of them."""
    today = visit.today.isoformat()
    return {
        "first": views.day(visit, first),
        "last": views.day(visit, last) if last != first else None,
        "is_now": first <= today <= last,
    }


def chosen_day(iso: str | None) -> date | None:
    """A kept day for a field that chooses one."""
    return date.fromisoformat(iso) if iso else None


def day_text(day: date | None) -> str:
    """A chosen day as ISO text, '' for none."""
    return day.isoformat() if day else ""


def add_problem(visit: Visit, form: Form, problem: Problem) -> None:
    """Show what a verb refused on the form itself."""
    form.form_errors.append(visit.say(problem.message, **problem.values))
