"""Forms: WTForms with our own translations. Labels and messages are German sentences, translated when they are shown."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from wtforms import Field, PasswordField, SelectChoice, TelField, ValidationError
from wtforms import Form as WTForm

from pwa_server.domain.phones import NOT_A_NUMBER, is_phone
from pwa_server.domain.problems import N_, BadInput
from pwa_server.i18n.catalogues import translate
from pwa_server.web.visit import Visit

# The library's own messages, said our way.
MESSAGES = {
    "This field is required.": N_("Bitte füllen Sie das aus."),
    "Not a valid choice": N_("Bitte wählen Sie eines davon."),
    "Not a valid choice.": N_("Bitte wählen Sie eines davon."),
    "Invalid Choice: could not coerce.": N_("Bitte wählen Sie eines davon."),
    "Not a valid integer value.": N_("Bitte schreiben Sie eine Zahl."),
    "Not a valid date value.": N_("Bitte wählen Sie einen Tag."),
    "Not a valid time value.": N_("Bitte wählen Sie eine Uhrzeit."),
    "Number must be between %(min)s and %(max)s.": N_("Bitte schreiben Sie eine Zahl von %(min)s bis %(max)s."),
    "Invalid email address.": N_("Diese E-Mail-Adresse stimmt noch nicht."),
}
TOO_LONG = N_("Das ist zu lang. Bitte schreiben Sie kürzer.")
TOO_SHORT = N_("Das ist zu kurz.")
# No row is changed a billion times, and the database counts no further than 63 bits.
VERSION = re.compile("[0-9]{1,9}")
KEPT_FORMAT_SIGNS = ("\u200c", "\u200d")


class _Translations:
    """Hands the library's messages to our catalogues."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def gettext(self, message: str) -> str:
        return translate(self.tag, MESSAGES.get(message, message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return translate(self.tag, TOO_LONG if "longer" in many else TOO_SHORT)


class Form(WTForm):
    """A form of ours: `await MyForm.of(visit)` reads what was sent, `MyForm.empty(visit, **values)` starts one."""

    @classmethod
    async def of(cls, visit: Visit, **values: Any) -> "Form":
        return cls(await visit.form(), meta={"reader": visit.language.tag}, data=values or None)

    @classmethod
    def empty(cls, visit: Visit, **values: Any) -> "Form":
        return cls(None, meta={"reader": visit.language.tag}, data=values or None)

    class Meta:
        reader = "de"
        locales = False

        def get_translations(self, form: WTForm) -> _Translations:
            return _Translations(self.reader)

        def bind_field(self, form: WTForm, unbound: Any, options: Mapping[str, Any]) -> Field:
            filters = [*unbound.kwargs.get("filters", ())]
            if not issubclass(unbound.field_class, PasswordField):  # a secret counts as it was typed
                filters.append(clean)
            return unbound.bind(form=form, **{**options, "filters": filters})


class PhoneField(TelField):
    """A telephone number, or nothing."""

    def pre_validate(self, form: WTForm) -> None:
        """Refuse what no telephone could dial, in the reader's language."""
        if self.data and not is_phone(self.data):
            raise ValidationError(self.gettext(NOT_A_NUMBER))


@dataclass(frozen=True)
class Refused:
    """A short form that comes back to its page: `form` names it there, `at` is the id of the field to look at again."""

    form: str
    at: str
    words: str
    sent: FormData


def refused(visit: Visit, form: str, at: str, problem: BadInput, sent: FormData) -> Refused:
    """What a page needs to show the problem beside its field, with everything that was typed."""
    return Refused(form, at, visit.say(problem.message, **problem.values), sent)


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a field from (value, German label)."""
    return [SelectChoice(value, label) for value, label in pairs]


def version_of(typed: object) -> int:
    """The version that a form was made for. Raises BadInput."""
    if not VERSION.fullmatch(str(typed)):
        raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
    return int(str(typed))


def clean(value: Any) -> Any:
    """Typed text without invisible formatting signs (a right-to-left override can make a sentence lie) and outer spaces."""
    if not isinstance(value, str):
        return value
    kept = (
        sign
        for sign in unicodedata.normalize("NFC", value)
        if sign in "\n\t"
        or sign in KEPT_FORMAT_SIGNS
        or unicodedata.category(sign) not in ("Cf", "Cc", "Cs", "Co", "Cn")
    )
    return "".join(kept).strip()
