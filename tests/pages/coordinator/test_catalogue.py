"""The catalogue at the desk: what a reader sees of a wording that leaves something open."""

import html
import re
from typing import Any


def test_gap_in_a_wording_is_told_in_words(browser_of: Any) -> None:
    page = browser_of("ada").get("/office/catalogue?area=language").text
    assert "Deutschtest [Sprachniveau] bestehen" in page
    assert not re.search(r"\{[a-z]+\}", page)


def field(page: str, name: str) -> str:
    """The value that a page's hidden or text field has."""
    found = re.search(
        rf'name="{re.escape(name)}"[^>]*value="([^"]*)"|name="{re.escape(name)}"[^>]*>([^<]*)</textarea>', page
    )
    assert found, name
    return html.unescape(found[1] or found[2] or "")


def as_shown(page: str) -> dict[str, str]:
    """Everything that the form of translations sends when nobody touches it."""
    names = re.findall(r'name="((?:text|was):[^"]+)"', page)
    ticked = re.findall(r'name="(checked:[^"]+)" value="y" checked', page)
    return {name: field(page, name) for name in names} | dict.fromkeys(ticked, "y")


def marks(parts: Any) -> dict[str, bool]:
    rows = parts.database.utils()["catalogue_wordings"].rows_where("language = 'ar'")
    return {row["key"]: row["checked_at"] is not None for row in rows}


PLACE = "/office/catalogue/bank-account-open/translations/ar"
GOAL = "block.bank-account-open.goal"


def test_one_corrected_sentence_leaves_the_others_of_its_block_as_they_are(browser_of: Any, parts: Any) -> None:
    ada = browser_of("ada")
    sent = as_shown(ada.get(PLACE).text) | {f"text:{GOAL}": "أريد حساباً في البنك.", f"checked:{GOAL}": "y"}
    assert ada.post(PLACE, data=sent).status_code == 303
    assert marks(parts) == {GOAL: True}, "a shipped sentence that nobody touched is no draft now"


def test_who_saves_an_older_page_takes_nothing_back_that_was_checked_meanwhile(browser_of: Any, parts: Any) -> None:
    ada, karin = browser_of("ada"), browser_of("karin")
    older = as_shown(karin.get(PLACE).text)
    newer = as_shown(ada.get(PLACE).text) | {f"text:{GOAL}": "أريد حساباً في البنك.", f"checked:{GOAL}": "y"}
    ada.post(PLACE, data=newer)
    title = "block.bank-account-open.title"
    assert karin.post(PLACE, data=older | {f"text:{title}": "حساب"}).status_code == 303
    assert marks(parts) == {GOAL: True, title: False}
    refused = karin.post(PLACE, data=older | {f"text:{GOAL}": "شيء آخر"})
    assert refused.status_code == 409
    assert "شيء آخر" in refused.text, "what was typed stays"
    assert "أريد حساباً في البنك." in refused.text, "beside what is there now"
    assert karin.post(PLACE, data=as_shown(refused.text)).status_code == 303


def test_long_translation_in_another_script_is_kept(browser_of: Any) -> None:
    ada = browser_of("ada")
    long = {name: "م" * 600 for name in as_shown(ada.get(PLACE).text) if name.startswith("text:")}
    assert ada.post(PLACE, data=long).status_code == 303


def test_step_with_a_mentor_is_reworded_for_those_without_one_too(browser_of: Any) -> None:
    ada = browser_of("ada")
    place = "/office/catalogue/letters-organise"
    page = ada.get(place).text
    names = re.findall(r'name="(step-[0-9]+-[a-z_]+)"', page)
    sent = {name: field(page, name) for name in names if not name.endswith(("responsible", "partner_kind"))}
    for part in ("title", "goal", "text", "version"):
        sent[part] = field(page, part)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'<option[^>]*selected[^>]*value="([^"]*)"|<option value="([^"]*)"[^>]* selected', options)
        sent[name] = (picked[1] or picked[2] or "") if picked else ""
    alone = next(name for name in names if name.endswith("alone"))
    data = sent | {alone: "Wir sortieren Ihre Briefe mit Ihnen."}
    assert ada.post(place, data=data).status_code == 303
    assert field(ada.get(place).text, alone) == "Wir sortieren Ihre Briefe mit Ihnen."
