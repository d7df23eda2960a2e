"""Who we are, who sees what, what the law makes us tell: short, public, and never more than holds."""

import re
from datetime import timedelta
from typing import Any

import pytest

from pwa_server.domain.consents import PURPOSES
from pwa_server.domain.processing import BASES, RISKS, activities
from pwa_server.pages.privacy_words import EXCEPTIONS
from tests.world import NOW_TEXT, World

SCREENS = range(1, 6)


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>")[0]


def german(browser: Any) -> Any:
    browser.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    return browser


def change(parts: Any, table: str, row_id: str, **values: Any) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update(table, row_id, **values))


@pytest.mark.parametrize("kind", ["free", "public"])
@pytest.mark.parametrize("number", SCREENS)
def test_screen_has_one_thought_in_five_short_sentences(
    browser_of: Any, parts: Any, world: World, number: int, kind: str
) -> None:
    change(parts, "carriers", world.ids["carrier"], kind=kind)
    page = main_of(german(browser_of("amina")).get(f"/privacy/{number}").text)
    told = [re.sub("<[^>]+>", "", words) for words in re.findall(r'<p class="lead">(.*?)</p>', page)]
    assert 2 <= len(told) <= 5
    assert "data-listen" in page
    for words in told:
        for sentence in re.split(r"(?<=[.!?])\s", words):
            assert len(sentence.split()) <= 12, sentence


def test_screens_name_service_kind_host_people_and_push_service(browser_of: Any, world: World) -> None:
    amina = german(browser_of("amina"))
    text = "".join(main_of(amina.get(f"/privacy/{number}").text) for number in SCREENS)
    for told in (
        "Beispielverband",
        "Das ist kein Amt.",
        "Landkreis Beispielstadt",
        world.canaries["karin.name"],
        "Google",
    ):
        assert told in text, told


def test_name_that_ends_in_a_full_stop_gets_no_second_one(browser_of: Any, parts: Any, world: World) -> None:
    change(parts, "carriers", world.ids["carrier"], name="Beispielverband e. V.")
    page = german(browser_of("amina")).get("/privacy/1").text
    assert "Ihre Beratung ist: Beispielverband e. V.<" in page


def test_public_body_says_which_exceptions_the_law_makes(browser_of: Any, parts: Any, world: World) -> None:
    change(parts, "carriers", world.ids["carrier"], kind="public")
    amina = german(browser_of("amina"))
    assert "Das ist ein Amt." in amina.get("/privacy/1").text
    page = amina.get("/privacy/3").text
    assert all(sentence in page for sentence in EXCEPTIONS["public"])


def test_nobody_is_promised_more_than_an_unknown_service_can_keep(browser_of: Any, parts: Any, world: World) -> None:
    parts.database.write_now(
        "",
        NOW_TEXT,
        lambda tx: tx.insert("carriers", name="Amt", kind="public", counselling_type="mbe", made_at=tx.now),
    )
    page = browser_of().get("/privacy/3?lang=de").text
    assert EXCEPTIONS["public"][0] in page


def test_coordination_words_the_exceptions_and_they_count(browser_of: Any, world: World) -> None:
    path = f"/office/texts/exceptions/{world.ids['carrier']}?language=de"
    assert browser_of("ada").post(path, data={"text": "Ein Gericht fragt.\nDann antworten wir."}).status_code == 303
    amina = browser_of("amina")
    page = main_of(amina.get("/privacy/3").text)
    assert "Ein Gericht fragt." in page
    assert '<span class="mark" lang="de" dir="ltr">Deutsch</span>' in page
    browser_of("ada").post(path.replace("=de", "=ar"), data={"text": "المحكمة تسأل."})
    page = main_of(amina.get("/privacy/3").text)
    assert "المحكمة تسأل." in page
    assert '"mark"' not in page


@pytest.mark.parametrize("text", ["Satz.\n" * 6, "x" * 501])
def test_screen_does_not_become_a_wall_of_text(browser_of: Any, world: World, text: str) -> None:
    path = f"/office/texts/exceptions/{world.ids['carrier']}"
    assert browser_of("ada").post(path, data={"text": text}).status_code == 422


def test_empty_wording_brings_back_what_holds_without_it(browser_of: Any, world: World) -> None:
    ada, path = browser_of("ada"), f"/office/texts/exceptions/{world.ids['carrier']}"
    ada.post(path, data={"text": "Eigener Satz."})
    ada.post(path, data={"text": ""})
    page = german(browser_of("amina")).get("/privacy/3").text
    assert "Eigener Satz." not in page
    assert EXCEPTIONS["free"][0] in page


@pytest.mark.parametrize(
    "path", ["/office/texts/exceptions/all", "/office/texts/other/all", "/office/texts/imprint/nobody"]
)
def test_texts_that_there_are_not_can_not_be_written(browser_of: Any, path: str) -> None:
    assert browser_of("ada").get(path).status_code == 404
    assert browser_of("ada").post(path, data={"text": "x"}).status_code == 404


@pytest.mark.parametrize(("kind", "path"), [("imprint", "/imprint"), ("privacy", "/privacy")])
def test_imprint_and_notice_are_public_and_linked_everywhere(
    browser_of: Any, world: World, kind: str, path: str
) -> None:
    browser_of("ada").post(f"/office/texts/{kind}/all?language=de", data={"text": "Landrätin Beispiel"})
    for name in (None, "amina", "karin"):
        page = browser_of(name).get(path).text
        assert "Landrätin Beispiel" in page
        assert "Beispielverband" in page
    assert f'href="{path}"' in browser_of().get("/sign-in").text
    assert f'href="{path}"' in browser_of("amina").get("/settings").text


def test_earlier_wordings_stay(browser_of: Any, parts: Any, world: World) -> None:
    for text in ("Alt", "Neu"):
        browser_of("ada").post("/office/texts/imprint/all", data={"text": text})
    assert [row["text"] for row in parts.database.utils()["public_texts"].rows] == ["Alt", "Neu"]


def test_locked_phone_names_nobody(browser_of: Any, clock: Any, world: World) -> None:
    amina = browser_of("amina", "shared")
    assert world.canaries["karin.name"] in amina.get("/privacy/2").text
    clock.at += timedelta(minutes=16)
    assert world.canaries["karin.name"] not in amina.get("/privacy/2").text


def test_first_minute_leads_to_the_screens_and_back(browser_of: Any, parts: Any, world: World) -> None:
    amina = browser_of("amina")
    [session] = [row for row in parts.database.utils()["sessions"].rows if row["account_id"] == world.ids["amina"]]
    change(parts, "sessions", session["id"], secret_at=None)
    assert 'href="/privacy/1"' in amina.get("/welcome/secret").text
    assert 'href="/welcome/secret"' in amina.get("/privacy/5").text


@pytest.mark.parametrize("number", ["0", "6", "x", "-1", "1.0", "²"])
def test_there_are_five_screens(browser_of: Any, number: str) -> None:
    assert browser_of().get(f"/privacy/{number}").status_code == 404


def test_record_of_processing_names_every_purpose_with_its_basis(browser_of: Any) -> None:
    assert set(BASES) == set(PURPOSES)
    page = browser_of("ada").get("/office/processing").text
    for activity in activities("consent", 365):
        assert activity.title in page
        assert activity.basis.split("(")[0].strip() in page
        assert all((activity.people, activity.data, activity.recipients, activity.keep)), activity


def test_public_body_may_keep_plans_by_law(browser_of: Any, parts: Any, world: World) -> None:
    assert "öffentliche Aufgabe" not in activities("consent", 365)[0].basis
    change(parts, "carriers", world.ids["carrier"], plan_basis="law")
    assert (
        "öffentliche Aufgabe, Art. 6 Abs. 1 Buchst. e DSGVO mit dem" in browser_of("ada").get("/office/processing").text
    )


def test_screens_say_whether_the_law_or_the_own_yes_lets_the_plan_be_kept(
    browser_of: Any, parts: Any, world: World
) -> None:
    amina = german(browser_of("amina"))
    assert "Das tun wir nur mit Ihrem Ja." in amina.get("/privacy/4").text
    change(parts, "carriers", world.ids["carrier"], plan_basis="law", kind="public")
    page = main_of(amina.get("/privacy/4").text)
    assert "Das Gesetz erlaubt uns das." in page
    assert "nur mit Ihrem Ja" not in page


def test_every_page_names_the_days_for_which_the_own_service_keeps_plans(
    browser_of: Any, parts: Any, world: World
) -> None:
    change(parts, "carriers", world.ids["carrier"], retention_days=200)
    amina, told = german(browser_of("amina")), "200 Tage nach der Beratung löschen wir alles."
    assert told in amina.get("/consents").text
    assert told in amina.get("/privacy/5").text
    assert "200 Tage nach Ende der Beratung" in browser_of("ada").get("/office/processing").text
    change(parts, "carriers", world.ids["carrier"], retention_days=800)
    assert "800 Tage nach der Beratung löschen wir alles." in browser_of().get("/privacy/5").text


def test_impact_assessment_has_a_measure_for_each_risk(browser_of: Any) -> None:
    page = browser_of("ada").get("/office/impact").text
    assert page.count("Maßnahme im Programm:") == len(RISKS)
    assert "Art. 35 DSGVO" in page
