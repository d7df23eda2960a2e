"""The first long talk and the decision after it: by a person, with a reason, kept for ever; nothing is added up."""

from datetime import date
from typing import Any

import pytest

from pwa_server.casework import clearings
from pwa_server.casework.clearings import Strengths, Talk
from pwa_server.domain.clearing import DECISIONS
from pwa_server.domain.problems import BadInput, RuleBroken, Stale
from pwa_server.storage.database import Tx
from tests.casework.desk import Desk
from tests.world import World

TALK = Talk(date(2026, 11, 20), "home", ("client", "counsellor", "interpreter"), "Cousine", "ar", "Frau Beispiel")


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def case_id(world: World) -> str:
    return world.ids["amina.case"]


def put(desk: Desk, case_id: str, **columns: Any) -> None:
    desk.database.write_now("", desk.now, Tx.update, "cases", case_id, **columns)


def born(desk: Desk, world: World, year: int | None, month: int | None = None) -> None:
    person = desk.row("karin", "clearings.birth", case_id=world.ids["amina.case"])
    desk.does("karin", clearings.keep_birth, world.ids["amina.case"], person["version"], year, month)


def state(desk: Desk, case_id: str) -> str:
    return str(desk.row("karin", "cases.find", case_id=case_id)["state"])


@pytest.mark.requirement("R03")
@pytest.mark.parametrize(
    ("before", "after"),
    [("new", "clearing"), ("acute_help", "clearing"), ("clearing", "clearing"), ("active", "active")],
)
def test_a_talk_keeps_who_was_there_and_begins_the_clearing(desk: Desk, case_id: str, before: str, after: str) -> None:
    put(desk, case_id, state=before)
    desk.does("karin", clearings.note_talk, case_id, TALK, Strengths("Kocht gut", "تطبخ", "ar"), 1)
    newest = desk.rows("karin", "clearings.of_case", case_id=case_id)[0]
    assert newest["participants"] == '["client", "counsellor", "interpreter"]'
    assert (newest["place_kind"], newest["others"], newest["interpreter_name"]) == ("home", "Cousine", "Frau Beispiel")
    assert state(desk, case_id) == after
    facts = desk.row("karin", "situation.facts", case_id=case_id)
    assert (facts["strengths"], facts["strengths_words"]) == ("Kocht gut", "تطبخ")


@pytest.mark.parametrize(
    "talk",
    [
        Talk(date(2026, 11, 25), "home", ("client",)),
        Talk(date(2026, 11, 20), "moon", ("client",)),
        Talk(date(2026, 11, 20), "home", ("police",)),
        Talk(date(2026, 11, 20), "home", ("client",), others="x" * 201),
    ],
)
def test_a_talk_that_cannot_have_been_is_refused(desk: Desk, case_id: str, talk: Talk) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", clearings.note_talk, case_id, talk, Strengths(), 1)
    assert len(desk.rows("karin", "clearings.of_case", case_id=case_id)) == 1


def test_strengths_that_somebody_changed_meanwhile_are_not_lost(desk: Desk, case_id: str) -> None:
    desk.does("dora", clearings.note_talk, case_id, TALK, Strengths("Näht gut"), 1)
    with pytest.raises(Stale):
        desk.does("karin", clearings.note_talk, case_id, TALK, Strengths("Kocht gut"), 1)
    assert len(desk.rows("karin", "clearings.of_case", case_id=case_id)) == 2


@pytest.mark.requirement("R15")
@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_kept_with_reason_person_and_moment(desk: Desk, case_id: str, decision: str) -> None:
    desk.does("dora", clearings.decide, case_id, decision, "So haben wir es besprochen")
    newest, older = desk.rows("karin", "clearings.decisions", case_id=case_id)
    assert (newest["decision"], newest["reason"]) == (decision, "So haben wir es besprochen")
    assert (newest["decided_by"], newest["decided_at"]) == (desk.world.ids["dora"], desk.now)
    assert older["decision"] == "not_now", "earlier ones stay"


@pytest.mark.requirement("R15")
@pytest.mark.parametrize(("decision", "reason"), [("perhaps", "x"), ("not_now", ""), ("not_now", "x" * 301), ("", "x")])
def test_no_decision_without_a_reason(desk: Desk, case_id: str, decision: str, reason: str) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", clearings.decide, case_id, decision, reason)
    assert len(desk.rows("karin", "clearings.decisions", case_id=case_id)) == 1


@pytest.mark.parametrize(
    ("before", "decision", "after"),
    [
        ("clearing", "agreement_sensible", "planning"),
        ("clearing", "not_now", "planning"),
        ("clearing", "client_declined", "planning"),
        ("clearing", "acute_only", "acute_help"),
        ("new", "acute_only", "acute_help"),
        ("planning", "acute_only", "acute_help"),
        ("active", "acute_only", "active"),
        ("active", "agreement_sensible", "active"),
        ("new", "agreement_sensible", "planning"),
        ("new", "not_now", "planning"),
        ("acute_help", "agreement_sensible", "planning"),
        ("acute_help", "acute_only", "acute_help"),
        ("paused", "client_declined", "paused"),
    ],
)
def test_a_case_that_has_no_plan_yet_goes_on_from_a_decision(
    desk: Desk, case_id: str, before: str, decision: str, after: str
) -> None:
    put(desk, case_id, state=before)
    desk.does("karin", clearings.decide, case_id, decision, "Grund")
    assert state(desk, case_id) == after


@pytest.mark.requirement("R03")
@pytest.mark.parametrize(("year", "possible"), [(2011, False), (2010, False), (2009, True), (2000, True), (None, True)])
def test_under_16_no_agreement_is_decided_but_help_goes_on(
    desk: Desk, world: World, case_id: str, year: int | None, possible: bool
) -> None:
    born(desk, world, year)
    if not possible:
        with pytest.raises(RuleBroken):
            desk.does("karin", clearings.decide, case_id, "agreement_sensible", "Grund")
        assert len(desk.rows("karin", "clearings.decisions", case_id=case_id)) == 1
    else:
        desk.does("karin", clearings.decide, case_id, "agreement_sensible", "Grund")
    desk.does("karin", clearings.decide, case_id, "not_now", "Grund")


@pytest.mark.requirement("R03")
def test_the_month_of_birth_is_kept_only_while_it_decides(desk: Desk, world: World, case_id: str) -> None:
    born(desk, world, 1990, 5)
    assert desk.row("karin", "clearings.birth", case_id=case_id)["birth_month"] is None
    born(desk, world, 2010, 5)
    assert desk.row("karin", "clearings.birth", case_id=case_id)["birth_month"] == "5"
    assert (
        clearings.age_group_of(desk.database.read(world.ids["karin"], desk.now), case_id, date(2026, 11, 24)) == "minor"
    )


def test_nothing_is_decided_about_a_plan_at_rest(desk: Desk, case_id: str) -> None:
    for at_rest in ("closed", "restricted"):
        put(desk, case_id, state=at_rest)
        with pytest.raises(RuleBroken):
            desk.does("karin", clearings.decide, case_id, "not_now", "Grund")


@pytest.mark.requirement("R48", "R16")
def test_the_schema_has_no_field_for_what_nobody_may_keep(parts: Any, world: World) -> None:
    never = (
        "prospect", "bleibe", "score", "compliance", "cooperative", "mitwirk", "missed", "no_show", "sanction",
        "religion", "ethnic", "flight", "flucht", "reason_for_leaving", "nationality", "diagnosis",
    )  # fmt: skip
    tables = parts.database.utils()
    columns = [f"{table}.{column}" for table in tables.table_names() for column in tables[table].columns_dict]
    assert [column for column in columns if any(word in column for word in never)] == []
    assert len(columns) > 200
