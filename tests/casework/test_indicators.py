"""The quarter's numbers: counted once, told once, the same whether or not a case was erased meanwhile."""

import re
from pathlib import Path
from typing import Any

import pytest

from pwa_server.casework import erasure, indicators
from pwa_server.domain.indicators import BY_ID, INDICATORS
from pwa_server.domain.periods import quarters_of
from pwa_server.operation.working import DAILY
from pwa_server.storage.database import statement
from tests.world import World

IN_TIME = "2027-01-08T04:00:00Z"
TOO_EARLY = "2027-01-07T04:00:00Z"
QUARTER = "2026-Q4"


def write_all(parts: Any, now: str = IN_TIME) -> int:
    """The worker's daily job; how many tables it wrote."""
    written = 0
    while parts.database.write_now("", now, indicators.write_due):
        written += 1
    return written


def told(
    parts: Any, world: World, indicator: str, period: str = QUARTER, *, everybody: bool = False
) -> dict[str, tuple[str, Any]]:
    """What is told of the cast's carrier, or of all carriers together: (state, value) by category."""
    carrier_id = None if everybody else world.ids["carrier"]
    rows = parts.database.utils()["indicator_snapshots"].rows_where("indicator = ? AND period = ?", [indicator, period])
    return {row["dimension"]: (row["state"], row["value"]) for row in rows if row["carrier_id"] == carrier_id}


def people(parts: Any, world: World, number: int, path: str = "plan", **facts: Any) -> list[str]:
    """So many new cases of the carrier, begun in the fourth quarter."""

    def plant(tx: Any) -> list[str]:
        return [_case(tx, world, f"{path}-{each}", path, **facts) for each in range(number)]

    return list(parts.database.write_now("", "2026-11-25T09:00:00Z", plant))


def _case(tx: Any, world: World, name: str, path: str, **facts: Any) -> str:
    account = tx.insert(
        "accounts", role="client", carrier_id=world.ids["carrier"], name_sealed=name, opaque_id=name, language="uk",
        made_at=tx.now,
    )  # fmt: skip
    tx.insert("clients", id=account, made_at=tx.now)
    state = {"plan": "planning", "acute_help": "acute_help"}[path]
    case_id = tx.insert(
        "cases", client_id=account, carrier_id=world.ids["carrier"], path=path,
        **{"state": state, "opened_at": tx.now} | facts,
    )  # fmt: skip
    tx.insert("case_states", case_id=case_id, state=state, at=tx.now)
    tx.insert("contacts", case_id=case_id, on_day="2026-11-25", kind="talk", reached="yes", made_at=tx.now, made_by="x")
    return case_id


def test_quarter_is_written_a_week_after_it_is_over_and_only_once(parts: Any, world: World) -> None:
    assert write_all(parts, TOO_EARLY) == 3 * len(INDICATORS), "the quarters of 2026 before it"
    assert write_all(parts) == len(INDICATORS)
    assert write_all(parts) == 0


@pytest.mark.requirement("R37")
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_every_indicator_is_told_for_every_quarter_half_year_and_year(indicator: Any, parts: Any, world: World) -> None:
    write_all(parts)
    for period in (*quarters_of("2026-Y"), "2026-H1", "2026-H2", "2026-Y"):
        for everybody in (True, False):
            codes = told(parts, world, indicator.id, period, everybody=everybody)
            assert set(codes) == {*indicators.categories_of(indicator), "total"}, period


def test_new_cases_are_told_by_path_and_quick_help_is_no_failure(parts: Any, world: World) -> None:
    people(parts, world, 7)
    people(parts, world, 6, "acute_help")
    write_all(parts)
    assert told(parts, world, "I01") == {"plan": ("value", 7), "acute_help": ("value", 6), "total": ("value", 13)}
    assert told(parts, world, "I03")["acute_help"] == ("value", 6)
    assert told(parts, world, "I03")["total"] == ("value", 15)


def test_few_people_are_not_told(parts: Any, world: World) -> None:
    people(parts, world, 3)
    write_all(parts)
    assert set(told(parts, world, "I01").values()) == {("suppressed", None)}


def test_many_contacts_with_one_person_are_not_told(parts: Any, world: World) -> None:
    case_id = people(parts, world, 6)[0]

    def calls(tx: Any) -> None:
        for _ in range(20):
            tx.insert(
                "contacts",
                case_id=case_id,
                on_day="2026-11-25",
                kind="phone",
                reached="no",
                made_at=tx.now,
                made_by="x",
            )

    parts.database.write_now("", "2026-11-25T09:00:00Z", calls)
    write_all(parts)
    assert told(parts, world, "F02")["phone"] == ("suppressed", None)
    assert told(parts, world, "F02")["total"] == ("value", 26)
    assert told(parts, world, "F01") == {"total": ("value", 6)}


def test_year_is_what_its_quarters_tell_and_says_when_something_is_left_out(parts: Any, world: World) -> None:
    people(parts, world, 7)
    people(parts, world, 6, "acute_help")
    write_all(parts)
    assert told(parts, world, "I01", "2026-Y")["plan"] == ("at_least", 7)
    assert told(parts, world, "I01", "2026-H1")["plan"] == ("suppressed", None)


def erase(parts: Any, case_ids: list[str], now: str) -> None:
    for case_id in case_ids:
        parts.database.write_now("", now, erasure.erase, case_id, "requested")


@pytest.mark.requirement("R37")
@pytest.mark.parametrize("erased_at", ["2026-12-20T09:00:00Z", "2027-01-03T09:00:00Z"])
def test_cases_erased_before_their_quarter_is_written_still_count(parts: Any, world: World, erased_at: str) -> None:
    gone = people(parts, world, 7)
    people(parts, world, 6, "acute_help")
    erase(parts, gone, erased_at)
    tallies = list(parts.database.utils()["indicator_tallies"].rows)
    assert tallies
    assert not [row for row in tallies if any(case_id in str(row) for case_id in gone)]
    write_all(parts)
    assert told(parts, world, "I01")["total"] == ("value", 13)
    assert told(parts, world, "F01")["total"] == ("value", 13)
    assert list(parts.database.utils()["indicator_tallies"].rows_where("quarter = ?", [QUARTER])) == []


@pytest.mark.requirement("R37")
def test_erasing_changes_no_number_that_was_told(parts: Any, world: World) -> None:
    gone = people(parts, world, 7)
    write_all(parts)
    before = list(parts.database.utils()["indicator_snapshots"].rows)
    erase(parts, [*gone, world.ids["amina.case"]], "2027-01-20T09:00:00Z")
    write_all(parts, "2027-01-21T04:00:00Z")
    assert list(parts.database.utils()["indicator_snapshots"].rows) == before
    write_all(parts, "2027-04-20T04:00:00Z")
    assert told(parts, world, "I01")["total"] == ("value", 7)


def test_days_are_the_middle_of_five_people_at_least(parts: Any, world: World) -> None:
    cases = people(parts, world, 6, opened_at="2026-10-05T09:00:00Z")

    def clear(tx: Any) -> None:
        for number, case_id in enumerate(cases):
            tx.insert(
                "clearings", case_id=case_id, held_on=f"2026-10-{10 + number}", place_kind="office", made_at=tx.now
            )

    parts.database.write_now("", "2026-11-25T09:00:00Z", clear)
    write_all(parts)
    assert told(parts, world, "I02") == {"total": ("value", 8)}


def test_what_happened_after_the_quarter_is_not_in_it(parts: Any, world: World) -> None:
    cases = people(parts, world, 7)

    def close(tx: Any) -> None:
        for case_id in cases:
            tx.update("cases", case_id, state="closed")
            tx.insert("case_states", case_id=case_id, state="closed", at="2027-01-02T09:00:00Z")

    parts.database.write_now("", "2027-01-02T09:00:00Z", close)
    write_all(parts)
    assert told(parts, world, "I03")["total"] == ("value", 9)


def test_codes_of_a_definition_are_told_apart_and_have_words() -> None:
    from pwa_server.domain.indicators import CATEGORY_WORDS

    for indicator in INDICATORS:
        assert len(set(indicator.categories)) == len(indicator.categories)
        if indicator.words == "own":
            known = {code for code in indicator.categories if code not in ("A1", "A2", "B1", "B2", "C1", "C2")}
            assert known <= set(CATEGORY_WORDS), indicator.id
    assert {f"I{number:02}" for number in range(1, 18)} == {one[:3] for one in BY_ID if one.startswith("I")}


MAY_ANSWER = {"carrier_id", "dimension", "number", "people", "person", "from_day", "until_day", "days"}
QUERIES = Path(indicators.__file__).parents[1] / "storage" / "queries" / "indicators.sql"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.id)
def test_a_statement_answers_counts_days_and_codes_and_nothing_else(indicator: Any, parts: Any, world: World) -> None:
    """Without a relationship to any case, so never an id of a case or a person and nothing sealed."""
    span = indicators._span("2026-Q4", "")
    cursor = parts.database.utils().conn.execute(statement(f"indicators.{indicator.statement}").sql, span)
    assert {column[0] for column in cursor.description} <= MAY_ANSWER
    own_ids = set(world.ids.values()) - {world.ids["carrier"]}
    assert not own_ids & {str(cell) for row in cursor.fetchall() for cell in row}


def test_statements_read_nothing_sealed_and_change_nothing() -> None:
    sql = QUERIES.read_text(encoding="utf-8").lower()
    sql = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    assert "_sealed" not in sql
    assert not re.search(r"\b(insert|update|delete)\b", sql)


def test_statements_without_a_relationship_are_used_by_the_counting_alone() -> None:
    house = QUERIES.parents[2]
    users = {
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if re.search(r"[\"']indicators\.[a-z{]", path.read_text(encoding="utf-8"))
    }
    assert users == {"casework/indicators.py"}
    named = set(re.findall(r"^-- name: (\w+)", QUERIES.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {indicator.statement for indicator in INDICATORS}


@pytest.mark.requirement("R38")
def test_gaps_are_counted_by_area_level_and_childcare(parts: Any, world: World) -> None:
    def gaps(tx: Any) -> None:
        kinds = 8 * [("language", "A1", "yes")] + 9 * [("work", "B1", "no")] + 12 * [("social", "", "not_known")]
        for number, (area, level, childcare) in enumerate(kinds):
            tx.insert(
                "service_gaps", carrier_id=world.ids["carrier"], month="2026-11", life_area=area, level=level,
                childcare=childcare, source="no_place_available", about_digest=f"gap {number}",
            )  # fmt: skip

    parts.database.write_now("", "2026-11-25T09:00:00Z", gaps)
    write_all(parts)
    assert told(parts, world, "I11a")["language"] == ("value", 8)
    assert told(parts, world, "I11b")["B1"] == ("value", 9)
    assert told(parts, world, "I11c") == {
        "yes": ("value", 8), "no": ("value", 9), "not_known": ("value", 12), "total": ("value", 29),
    }  # fmt: skip


def test_worker_tells_the_numbers_before_it_erases() -> None:
    assert DAILY.index(indicators.write_due) < DAILY.index(erasure.erase_due)


def _partner_step(tx: Any, case_id: str, began: str, **facts: Any) -> str:
    goal = {"life_area": "work", "title_sealed": "x", "state": "in_progress", "made_at": began}
    goal_id = tx.insert("goals", case_id=case_id, **goal)
    step_id = tx.insert(
        "steps", goal_id=goal_id, case_id=case_id, position=1, text_sealed="x", responsible="partner", made_at=began,
        **{"state": "in_progress", "state_at": began} | facts,
    )  # fmt: skip
    return str(step_id)


def _report(tx: Any, step_id: str, case_id: str, was: str, to: str, at: str) -> None:
    tx.insert(
        "step_reports", step_id=step_id, case_id=case_id, by_id="x", by_relationship="counsellor", report="done",
        tapped_at=at, received_at=at, from_state=was, to_state=to,
    )  # fmt: skip


def test_whoever_waits_on_the_day_list_on_the_last_day_is_counted_as_waiting(parts: Any, world: World) -> None:
    cases = people(parts, world, 6)

    def plant(tx: Any) -> None:
        for case_id in cases[:5]:
            step_id = _partner_step(tx, case_id, "2026-11-25T09:00:00Z")
            # What the partner did after the quarter was still open on its last day.
            _report(tx, step_id, case_id, "in_progress", "done", "2027-01-03T09:00:00Z")
            tx.update("steps", step_id, state="done", state_at="2027-01-03T09:00:00Z")
        _partner_step(tx, cases[5], "2026-11-25T09:00:00Z", waiting_since="2026-12-17")

    parts.database.write_now("", "2027-01-03T09:00:00Z", plant)
    write_all(parts)
    assert told(parts, world, "I07")["total"] == ("value", 5), (
        "fourteen days on the last day are not more than fourteen"
    )


def test_meeting_that_was_announced_by_message_is_told_apart_from_push_and_call(parts: Any, world: World) -> None:
    cases = people(parts, world, 3)

    def plant(tx: Any) -> dict[str, int]:
        at = {"starts_at": "2026-12-03T09:00:00Z", "ends_at": "2026-12-03T10:00:00Z", "local_date": "2026-12-03"}
        more = {"local_time": "10:00", "duration_minutes": 60, "place_kind": "office", "place_sealed": "x"}
        held = {"kind": "counselling", "state": "held", "staff_id": world.ids["karin"], "made_at": tx.now}
        for case_id, channel in zip(cases, ("sms", "email", "push"), strict=True):
            meeting_id = tx.insert("meetings", case_id=case_id, **at, **more, **held)
            tx.insert(
                "reminders", case_id=case_id, meeting_id=meeting_id, kind="by_hand", channel=channel, state="sent",
                person_id=tx.whole_rows("cases", "id", case_id)[0]["client_id"], starts_at=at["starts_at"],
                due_at=tx.now, stale_at=tx.now, sent_at=tx.now, made_at=tx.now,
            )  # fmt: skip
        counted = indicators.count(tx, BY_ID["I10"], QUARTER)[world.ids["carrier"]].counts
        return {code: one.number for code, one in counted.items() if code.endswith(".held")}

    told_ways = parts.database.write_now("", "2026-12-02T09:00:00Z", plant)
    assert told_ways["message.held"] == 2
    assert told_ways["push.held"] == 1


def test_half_year_has_those_of_its_last_day_and_nobody_twice(parts: Any, world: World) -> None:
    cases = people(parts, world, 8)
    parts.database.write_now("", IN_TIME, _contacts_in_the_next_quarter, cases[:6])
    write_all(parts)
    write_all(parts, "2027-04-10T04:00:00Z")
    write_all(parts, "2027-07-10T04:00:00Z")
    quarters = [told(parts, world, "F01", period)["total"] for period in ("2027-Q1", "2027-Q2")]
    assert quarters == [("value", 6), ("suppressed", None)]
    assert told(parts, world, "F01", "2027-H1")["total"] == ("at_least", 6)
    assert told(parts, world, "I03", "2027-Q2")["total"] == ("value", 10)
    assert told(parts, world, "I03", "2027-H1") == told(parts, world, "I03", "2027-Q2"), "who stays is counted once"


def _contacts_in_the_next_quarter(tx: Any, cases: list[str]) -> None:
    for case_id in cases:
        tx.insert(
            "contacts", case_id=case_id, on_day="2027-02-01", kind="talk", reached="yes", made_at=tx.now, made_by="x"
        )
