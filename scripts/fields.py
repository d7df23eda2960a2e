#!/usr/bin/env python3
"""Print every form with its fields and what each takes, from the forms themselves: the rules cannot differ from what is done.

What fields may hold together, and in which state, stands in pwa_server/domain, one module for each thing.
"""

import importlib
import pkgutil
from collections.abc import Iterator

from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, NumberRange

import pwa_server.pages
from pwa_server.web.forms import Form

FORM_BYTES = 16_000
KINDS = {
    "HiddenField": "written by the page, checked where it is used",
    "PhoneField": "a telephone number (domain/phones.py)",
    "RadioField": "one of the choices offered",
    "SelectField": "one of the choices offered",
    "SelectMultipleField": "any of the choices offered",
    "SeveralField": "any of the choices offered",
    "PapersField": "any of the choices offered",
    "DateField": "a day",
    "TimeField": "a time",
    "IntegerField": "a whole number",
    "BooleanField": "yes or nothing",
    "StringField": "text of one line",
    "TextAreaField": "text",
    "PasswordField": "PIN or password as typed (domain/secrets.py)",
    "EmailField": "an e-mail address",
    "TelField": "a mobile number (domain/channels.py)",
}


def forms() -> Iterator[type[Form]]:
    """Every form of the product, by module and name."""
    for module in sorted(
        pkgutil.walk_packages(pwa_server.pages.__path__, "pwa_server.pages."), key=lambda one: one.name
    ):
        for kept in vars(importlib.import_module(module.name)).values():
            if isinstance(kept, type) and issubclass(kept, Form) and kept.__module__ == module.name:
                yield kept


def fields(form: type[Form]) -> dict[str, UnboundField]:
    """The fields of a form by their names."""
    return {name: field for name in dir(form) if isinstance(field := getattr(form, name), UnboundField)}


def validators(field: UnboundField) -> list[object]:
    """What looks at the value of a field."""
    given = field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else [])
    return [*given]


def rules(field: UnboundField) -> str:
    """What a field takes, in a few words."""
    found = [KINDS.get(field.field_class.__name__, field.field_class.__name__.removesuffix("Field").lower())]
    for check in validators(field):
        if isinstance(check, InputRequired):
            found.append("required")
        elif isinstance(check, Length):
            found += [f"at least {check.min}"] * (check.min > 0) + [f"at most {check.max} signs"] * (check.max > 0)
        elif isinstance(check, NumberRange):
            found.append(f"{check.min} to {check.max}")
    return ", ".join(found)


def main() -> None:
    """One table a form."""
    print(f"A form brings {FORM_BYTES} bytes at most, each field once unless web/repeats.py names it.")
    print("Signs that can't be read are refused.")
    for form in forms():
        print(
            f"\n## {form.__module__.removeprefix('pwa_server.pages.')}.{form.__name__}\n\n| field | takes |\n|---|---|"
        )
        for name, field in fields(form).items():
            print(f"| {name} | {rules(field)} |")


if __name__ == "__main__":
    main()
