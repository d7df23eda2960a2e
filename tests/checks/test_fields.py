"""Every field of every form has an end, and a list of them all can be had."""

import pytest
from wtforms.validators import Length

import fields

TYPED = {"StringField", "TextAreaField", "PasswordField", "EmailField", "TelField"}
# A new password is measured by the rule for passwords, in bytes.
MEASURED_BY_THE_RULE = {"secret", "again"}
FORMS = list(fields.forms())


def name(form: type) -> str:
    return f"{form.__module__}.{form.__name__}"


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_what_somebody_types_has_an_end(form: type) -> None:
    endless = {
        field_name
        for field_name, field in fields.fields(form).items()
        if field.field_class.__name__ in TYPED
        and not any(isinstance(check, Length) and check.max > 0 for check in fields.validators(field))
    }
    assert endless <= MEASURED_BY_THE_RULE


def test_list_of_fields_names_every_form_and_what_each_field_takes(capsys: pytest.CaptureFixture[str]) -> None:
    fields.main()
    told = capsys.readouterr().out
    assert len(FORMS) > 50
    for form in FORMS:
        assert f"## {name(form).removeprefix('pwa_server.pages.')}\n" in told
    assert "| words | text, required, at most 500 signs |" in told
