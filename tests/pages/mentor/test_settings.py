"""A mentor's own settings."""

import pytest


def test_mentor_chooses_language_and_text_size(browser_of) -> None:
    mona = browser_of("mona")
    assert mona.post("/mentor/settings", data={"language": "uk", "text_size": "large"}).status_code == 303
    page = mona.get("/mentor/settings")
    assert 'lang="uk"' in page.text
    assert 'data-text-size="large"' in page.text


@pytest.mark.parametrize(
    "sent", [{}, {"language": "xx", "text_size": "normal"}, {"language": "de", "text_size": "huge"}]
)
def test_other_choices_change_nothing(sent: dict, browser_of) -> None:
    mona = browser_of("mona")
    assert mona.post("/mentor/settings", data=sent).status_code == 422
    assert '<html lang="de"' in mona.get("/mentor/settings").text


def test_the_shared_address_leads_mentors_to_their_own_page(browser_of) -> None:
    answer = browser_of("mona").get("/settings")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mentor/settings")


def test_mentor_settings_are_for_mentors(browser_of) -> None:
    assert {browser_of(name).get("/mentor/settings").status_code for name in ("amina", "karin", "ada")} == {403}
