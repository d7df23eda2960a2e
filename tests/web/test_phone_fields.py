"""Every field for a telephone number holds to the same rule, whichever page it stands on."""

import re

import pytest

from pwa_server.domain.phones import NOT_A_NUMBER
from tests.access.table import EXPECTED
from tests.web.forms_of_routes import WHOLE, form_of, prepared
from tests.world import World

FIELDS = [
    (route, field)
    for route, form in WHOLE.items()
    for field in form
    if re.search(r"(^|_)phone$", field) and form[field] != "own" and route in EXPECTED
]


@pytest.mark.parametrize(("route", "field"), FIELDS)
def test_what_no_telephone_could_dial_is_refused_in_words(
    route: str, field: str, browser_of, parts, world: World
) -> None:
    who, path = prepared(route, parts, world)
    answer = browser_of(who).post(path, data=form_of(route, world) | {field: "nach 18 Uhr"})
    assert answer.status_code == 422
    assert NOT_A_NUMBER in answer.text


def test_all_pages_with_a_number_are_among_them() -> None:
    assert {route for route, _ in FIELDS} >= {
        "POST /desk/cases/new", "POST /desk/cases/{case_id}/details", "POST /office/accounts", "POST /office/mentors",
        "POST /office/partners", "POST /office/partners/{partner_id}", "POST /office/times/{carrier_id}",
    }  # fmt: skip
