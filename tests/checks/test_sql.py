"""Every statement on case data joins the relationship of the actor; SQL keeps to what PostgreSQL also takes."""

import re
from pathlib import Path

import pytest

QUERIES = Path(__file__).resolve().parents[2] / "pwa_server" / "storage" / "queries"
CASE_TABLES = {
    "cases", "case_states", "goals", "goal_states", "steps", "step_reports", "translations", "meetings",
    "meeting_answers", "meeting_states", "mentor_grants", "mentor_grant_goals", "mentor_notes",
    "help_requests", "contacts", "consents",
    "reminders", "deliveries", "call_tasks", "call_attempts", "access_log", "data_requests",
    "agreement_versions", "agreement_states", "agreement_signatures", "agreement_answers",
    "case_information", "clearings", "clearing_decisions", "situation_facts", "situation_languages", "situation_certificates",
    "situation_household", "needs", "need_states",
    "reviews", "review_hurdles", "review_decisions", "recordings",
    "offer_checks", "step_shares", "partner_notes", "meeting_interpreting",
    "holds", "tellings", "handover_cases", "carrier_handovers", "handed_steps",
}  # fmt: skip
NOT_PORTABLE = (
    r"\bgroup_concat\b", r"\bjson_\w+\(", r"\bdatetime\(", r"\bstrftime\(", r"\bifnull\(", r"\bglob\b", r"\browid\b",
    r"insert or ", r"\bnocase\b", r"\bilike\b", r"\blike\b(?!.*lower)", r"\bmax\([^)]*,", r"\bmin\([^)]*,", r"::",
)  # fmt: skip


def statements() -> list[tuple[str, str]]:
    found = []
    for path in sorted(QUERIES.glob("*.sql")):
        for part in re.split(r"^-- name: ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = part.partition("\n")
            sql = "\n".join(line for line in body.splitlines() if not line.strip().startswith("--"))
            found.append((f"{path.stem}.{name.strip()}", sql))
    return found


@pytest.mark.parametrize(("name", "sql"), statements(), ids=[name for name, _ in statements()])
def test_case_data_is_found_through_the_relationship(name: str, sql: str) -> None:
    tables = set(re.findall(r"\b(?:from|join|update|into)\s+([a-z_]+)", sql.lower()))
    if name.startswith(("unscoped.", "indicators.")) or not tables & CASE_TABLES:
        return
    squeezed = " ".join(sql.lower().split())
    assert "case_relationship" in squeezed
    assert ".actor_id = :actor" in squeezed
    assert re.search(r"valid_from <= :now and :now < \w+\.valid_until", squeezed)


@pytest.mark.parametrize(("name", "sql"), statements(), ids=[name for name, _ in statements()])
def test_sql_keeps_to_the_portable_subset(name: str, sql: str) -> None:
    for pattern in NOT_PORTABLE:
        assert not re.search(pattern, sql.lower()), pattern


@pytest.mark.parametrize(("name", "sql"), statements(), ids=[name for name, _ in statements()])
def test_sealed_columns_are_never_sorted_or_filtered(name: str, sql: str) -> None:
    after_from = re.split(r"\bwhere\b|\border by\b|\bgroup by\b", sql.lower())[1:]
    assert not any("_sealed" in clause for clause in after_from if " as " not in clause)


def test_every_statement_named_in_the_code_exists() -> None:
    names = {re.sub(r"[\^!$#<*]+$", "", name) for name, _ in statements()}
    code = QUERIES.parents[1]
    for path in code.rglob("*.py"):
        for called in re.findall(r"\.(?:rows?|run)\(\s*\"([a-z_]+\.[a-z_]+)\"", path.read_text(encoding="utf-8")):
            assert called in names, f"{path.name}: {called}"
