"""Somebody new, in two minutes."""

import pytest

from tests.world import World

JUST_ENOUGH = {"name": "Sonne", "language": "ti", "path": "plan", "consent": "given", "channel": "oral"}


def stored(parts, sql: str) -> list[dict]:
    return list(parts.database.utils().query(sql))


def begin(browser, **changes: str):
    return browser.post("/desk/cases/new", data=JUST_ENOUGH | changes)


def case_of(answer) -> str:
    assert answer.status_code == 303
    return str(answer.headers["location"].split("/")[3])


def test_a_pseudonym_a_language_and_an_answer_are_enough(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    case_id = case_of(begin(karin))
    page = karin.get(f"/desk/cases/{case_id}")
    assert page.status_code == 200
    assert "Sonne" in page.text
    assert karin.get(f"/desk/cases/{case_id}/card").status_code == 200
    row = stored(parts, f"SELECT state, path FROM cases WHERE id = '{case_id}'")[0]
    assert row == {"state": "new", "path": "plan"}
    consent = stored(parts, f"SELECT purpose, state, language, channel FROM consents WHERE case_id = '{case_id}'")
    assert consent == [{"purpose": "case_record", "state": "given", "language": "de", "channel": "oral"}]


def test_the_app_speaks_the_nearest_offered_language_and_the_interpreter_the_spoken_one(
    browser_of, parts, world: World
) -> None:
    case_id = case_of(begin(browser_of("karin"), language="kmr"))
    sql = (
        "SELECT a.language, k.interpreter_language FROM cases c JOIN accounts a ON a.id = c.client_id"
        f" JOIN clients k ON k.id = a.id WHERE c.id = '{case_id}'"
    )
    assert stored(parts, sql) == [{"language": "tr", "interpreter_language": "kmr"}]


def test_who_wants_no_plan_is_counselled_all_the_same(browser_of, world: World) -> None:
    karin = browser_of("karin")
    case_id = case_of(begin(karin, consent="declined"))
    page = karin.get(f"/desk/cases/{case_id}").text
    assert "möchte keinen Plan speichern" in page
    assert karin.post(f"/desk/cases/{case_id}/consent", data={"state": "given", "language": "ar"}).status_code == 303
    assert "möchte keinen Plan speichern" not in karin.get(f"/desk/cases/{case_id}").text


def test_acute_help_begins_without_anything_else(browser_of, parts, world: World) -> None:
    case_id = case_of(begin(browser_of("karin"), path="acute_help"))
    assert stored(parts, f"SELECT state, path FROM cases WHERE id = '{case_id}'") == [
        {"state": "acute_help", "path": "acute_help"}
    ]


def test_only_who_began_the_case_sees_it(browser_of, world: World) -> None:
    case_id = case_of(begin(browser_of("olle")))
    assert browser_of("olle").get(f"/desk/cases/{case_id}").status_code == 200
    assert browser_of("karin").get(f"/desk/cases/{case_id}").status_code == 404
    assert browser_of("ada").get(f"/desk/cases/{case_id}").status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "\u202e\u200b"},
        {"name": "x" * 201},
        {"language": ""},
        {"language": "klingon"},
        {"path": "fast"},
        {"consent": ""},
        {"consent": "perhaps"},
        {"channel": "shouted"},
        {"phone": "1" * 31},
        {"phone": "nach 18 Uhr"},
        {"phone": "<b>030</b>"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    browser_of, parts, world: World, changes: dict[str, str]
) -> None:
    before = parts.database.utils()["cases"].count, parts.database.utils()["accounts"].count
    answer = begin(browser_of("karin"), **changes)
    assert answer.status_code == 422
    assert "<h1" in answer.text
    assert (parts.database.utils()["cases"].count, parts.database.utils()["accounts"].count) == before


def test_sending_the_form_again_makes_no_second_person(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    begin(karin, request_key="once")
    begin(karin, request_key="once")
    assert parts.database.utils()["cases"].count == 3


def test_names_and_numbers_are_sealed(browser_of, parts, world: World) -> None:
    begin(browser_of("karin"), name="Sonnenblume", phone="030 23125-999")
    for table in ("accounts", "clients", "consents", "cases"):
        told = str(list(parts.database.utils().query(f"SELECT * FROM {table}")))
        assert "Sonnenblume" not in told
        assert "23125-999" not in told


def test_who_needs_help_at_once_is_asked_about_a_plan_later(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    answer = karin.post("/desk/cases/new", data={"name": "Sonne", "language": "ti", "path": "acute_help"})
    case_id = case_of(answer)
    assert answer.headers["location"].endswith("/acute")
    assert stored(parts, f"SELECT id FROM consents WHERE case_id = '{case_id}'") == []
    steps = {"life_area": "housing", "text_1": "Wir rufen beim Vermieter an."}
    steps |= {f"{name}_{number}": "" for name in ("action", "document", "due") for number in (1, 2, 3)}
    steps |= {f"responsible_{number}": "counsellor" for number in (1, 2, 3)}
    assert karin.post(f"/desk/cases/{case_id}/acute", data=steps).status_code == 303
    page = karin.get(f"/desk/cases/{case_id}").text
    assert "Wir rufen beim Vermieter an." in page
    assert "Dürfen wir einen Plan speichern?" in page


def test_a_plan_is_not_begun_without_an_answer(browser_of) -> None:
    answer = browser_of("karin").post("/desk/cases/new", data={"name": "Sonne", "language": "ti", "path": "plan"})
    assert answer.status_code == 422
