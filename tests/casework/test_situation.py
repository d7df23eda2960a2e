"""The situation record: history of levels, parts that two people edit, and what counts as asked."""

from datetime import date
from typing import Any

import pytest

from pwa_server.casework import situation
from pwa_server.casework.situation import Answers, Certificate, HouseholdPerson, Level
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken, Stale
from pwa_server.storage.database import Tx
from tests.casework.desk import Desk
from tests.world import LONG_AGO, World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def new_case(desk: Desk, world: World) -> str:
    """Somebody about whom nothing is known yet."""

    def work(tx: Tx) -> str:
        client = tx.insert(
            "accounts", role="client", name_sealed="Neu", opaque_id="opaque-neu", made_at=LONG_AGO, language="ar"
        )
        tx.insert("clients", id=client, made_at=LONG_AGO)
        case_id = tx.insert(
            "cases",
            client_id=client,
            carrier_id=world.ids["carrier"],
            state="clearing",
            path="plan",
            opened_at=LONG_AGO,
        )
        facts = {"relationship": "counsellor", "valid_from": LONG_AGO}
        tx.insert("case_assignments", case_id=case_id, staff_id=world.ids["karin"], **facts)
        return case_id

    return str(desk.database.write_now("", LONG_AGO, work))


def level(skill: str = "speaking", value: str = "A2", source: str = "self", day: str = "2026-11-20") -> Level:
    return Level("de", skill, value, source, date.fromisoformat(day))


def is_filled(desk: Desk, case_id: str, name: str = "karin") -> bool:
    return situation.is_filled(desk.database.read(desk.world.ids[name], desk.now), case_id)


@pytest.mark.requirement("R01")
def test_an_empty_record_is_not_filled_whatever_the_strengths_say(desk: Desk, new_case: str) -> None:
    assert not is_filled(desk, new_case)
    strengths = Answers({"strengths": "Kann gut kochen"})
    desk.does("karin", situation.keep_part, new_case, "strengths", 0, strengths)
    assert not is_filled(desk, new_case)


@pytest.mark.requirement("R01")
@pytest.mark.parametrize(
    ("part", "answers"),
    [
        ("school", Answers({"school_years": 0})),
        ("school", Answers({"job": "Maurer"})),
        ("school", Answers(not_said=("school_years",))),
        ("school", Answers(certificates=(Certificate("school"),))),
        ("household", Answers(household=(HouseholdPerson("child", "3-5"),))),
        ("household", Answers({"childcare_needed": "no"})),
        ("residence", Answers(not_said=("residence_document",))),
        ("residence", Answers({"work_permission": "ask"})),
    ],
)
def test_one_answer_or_one_does_not_want_to_say_is_enough(
    desk: Desk, new_case: str, part: str, answers: Answers
) -> None:
    desk.does("karin", situation.keep_part, new_case, part, 0, answers)
    assert is_filled(desk, new_case)
    assert not is_filled(desk, new_case, "olle"), "for others the case does not exist"


@pytest.mark.requirement("R01")
def test_a_level_of_language_is_enough_until_it_was_a_slip(desk: Desk, new_case: str) -> None:
    desk.does("karin", situation.note_levels, new_case, [level(value="not_said")])
    assert is_filled(desk, new_case)
    (row,) = desk.rows("karin", "situation.languages", case_id=new_case)
    desk.does("karin", situation.withdraw_level, row["id"])
    assert not is_filled(desk, new_case)


def test_taking_the_only_answer_back_leaves_the_record_empty(desk: Desk, new_case: str) -> None:
    desk.does("karin", situation.keep_part, new_case, "school", 0, Answers({"school_years": 9}))
    desk.does("karin", situation.keep_part, new_case, "school", 1, Answers())
    assert not is_filled(desk, new_case)


@pytest.mark.requirement("R31")
def test_the_latest_level_counts_and_older_ones_stay_below(desk: Desk, world: World) -> None:
    case_id = world.ids["amina.case"]
    desk.does("karin", situation.note_levels, case_id, [level(value="B1", source="certificate", day="2026-11-24")])
    desk.does("karin", situation.note_levels, case_id, [level(value="A1", source="course", day="2025-06-01")])
    rows = desk.rows("karin", "situation.languages", case_id=case_id)
    assert [(row["level"], row["source"], row["on_day"]) for row in rows] == [
        ("B1", "certificate", "2026-11-24"),
        ("A2", "self", "2026-10-01"),
        ("A1", "self", "2026-01-12"),
        ("A1", "course", "2025-06-01"),
    ]


def test_a_part_leaves_the_others_alone(desk: Desk, world: World) -> None:
    case_id = world.ids["amina.case"]
    desk.does("karin", situation.keep_part, case_id, "school", 1, Answers({"school_years": 12}, not_said=("job",)))
    facts = desk.row("karin", "situation.facts", case_id=case_id)
    assert (facts["school_years"], facts["job"], facts["not_said"]) == (12, None, '["job", "residence_obligation"]')
    assert facts["residence_until"] == "2027-06-01"
    assert len(desk.rows("karin", "situation.household", case_id=case_id)) == 1
    assert desk.rows("karin", "situation.certificates", case_id=case_id) == []


def test_two_people_do_not_overwrite_each_other(desk: Desk, world: World) -> None:
    case_id = world.ids["amina.case"]
    desk.does("karin", situation.keep_part, case_id, "school", 1, Answers({"school_years": 12}))
    with pytest.raises(Stale):
        desk.does("dora", situation.keep_part, case_id, "residence", 1, Answers())
    with pytest.raises(Stale):
        desk.does("dora", situation.keep_part, case_id, "school", 0, Answers())
    assert desk.row("karin", "situation.facts", case_id=case_id)["school_years"] == 12


@pytest.mark.parametrize(
    ("part", "answers"),
    [
        ("music", Answers()),
        ("school", Answers({"school_years": 26})),
        ("school", Answers({"work_years": -1})),
        ("school", Answers({"job": "x" * 501})),
        ("school", Answers(not_said=("residence_until",))),
        ("school", Answers(certificates=(Certificate("magic"),))),
        ("school", Answers(certificates=(Certificate("school", papers=("forgery",)),))),
        ("school", Answers(certificates=(Certificate("school"),) * 11)),
        ("household", Answers(household=(HouseholdPerson("enemy", "3-5"),))),
        ("household", Answers(household=(HouseholdPerson("child", "5"),))),
        ("residence", Answers({"work_permission": "maybe"})),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk, world: World, part: str, answers: Answers) -> None:
    case_id = world.ids["amina.case"]
    before = desk.row("karin", "situation.facts", case_id=case_id)
    with pytest.raises(BadInput):
        desk.does("karin", situation.keep_part, case_id, part, 1, answers)
    assert desk.row("karin", "situation.facts", case_id=case_id) == before
    assert len(desk.rows("karin", "situation.certificates", case_id=case_id)) == 1


@pytest.mark.parametrize(
    "wrong", [level(skill="singing"), level(value="C3"), level(source="rumour"), level(day="2026-11-25")]
)
def test_levels_that_cannot_be_are_refused(desk: Desk, world: World, wrong: Level) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", situation.note_levels, world.ids["amina.case"], [wrong])


@pytest.mark.parametrize("name", ["olle", "tilde", "mona", "ada", "badr"])
def test_others_neither_read_nor_write_the_record(desk: Desk, world: World, name: str) -> None:
    case_id = world.ids["amina.case"]
    assert desk.row(name, "situation.facts", case_id=case_id) is None
    for statement in ("situation.languages", "situation.certificates", "situation.household"):
        assert desk.rows(name, statement, case_id=case_id) == []
    with pytest.raises(Exception) as refused:  # noqa: PT011 (a mentor sees the case, others don't)
        desk.does(name, situation.note_levels, case_id, [level()])
    assert type(refused.value).__name__ in ("NotVisible", "NotAllowed")


def test_the_client_reads_and_does_not_write(desk: Desk, world: World) -> None:
    case_id = world.ids["amina.case"]
    assert desk.row("amina", "situation.facts", case_id=case_id)["strengths"]
    with pytest.raises(Exception, match="dürfen Sie hier nicht"):
        desk.does("amina", situation.keep_part, case_id, "school", 1, Answers())


def test_a_closed_plan_stays_as_it_is(desk: Desk, world: World) -> None:
    case_id = world.ids["amina.case"]
    desk.database.write_now("", desk.now, Tx.update, "cases", case_id, state="closed")
    with pytest.raises(RuleBroken):
        desk.does("karin", situation.note_levels, case_id, [level()])
    with pytest.raises(RuleBroken):
        desk.does("karin", situation.withdraw_level, world.ids["amina.level"])


def test_unknown_level_does_not_exist(desk: Desk) -> None:
    with pytest.raises(NotVisible):
        desk.does("karin", situation.withdraw_level, "nothing")
