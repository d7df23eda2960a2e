"""After every yes, no and request stands a short thank-you: it says what holds from now on."""

import pytest

from pwa_server.i18n.catalogues import translate
from pwa_server.web.thanks import THANKS
from tests.world import World

GOOD = 'class="notice notice--good" role="status"'


def thanked(client, path: str, form: dict, what: str) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"]).text
    assert GOOD in page
    assert translate("ar", THANKS[what]) in page.split(GOOD)[1].split("</div></div>")[0]


@pytest.mark.parametrize(("said", "what"), [("given", "yes"), ("declined", "no")])
def test_a_yes_and_a_no_are_both_thanked_for(browser_of, said: str, what: str) -> None:
    thanked(browser_of("amina"), "/consents/ask/interpreter", {"answer": said}, what)


def test_a_question_to_the_agreement_a_request_and_a_grant_are_thanked_for(browser_of, world: World) -> None:
    amina = browser_of("amina")
    thanked(amina, "/requests", {"kind": "correct", "words": "Mein Name"}, "asked")
    thanked(amina, f"/grants/{world.ids['mona.grant']}/end", {}, "ended")


def test_who_asks_for_a_companion_is_thanked(browser_of, world: World) -> None:
    form = {"who": "somebody", "goals": world.ids["amina.standard.goal"], "until": "2027-01-01"}
    thanked(browser_of("amina"), "/grants", form, "asked")


def test_no_other_words_get_onto_a_page_by_its_address(browser_of) -> None:
    page = browser_of("amina").get("/sharing?thanks=Sie+haben+gewonnen").text
    assert GOOD not in page
    assert "gewonnen" not in page
