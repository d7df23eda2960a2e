"""Which part of the house may import which."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "pwa_server"
MAY_IMPORT = {
    "domain": set(),
    "i18n": set(),
    "access": {"domain"},
    "storage": {"access", "domain"},
    "casework": {"storage", "access", "domain"},
    "notify": {"storage", "access", "domain", "i18n"},
    "web": {"access", "storage", "domain", "i18n", "settings"},
    "pages": {"web", "casework", "storage", "access", "domain", "i18n"},
}
EVERYTHING = {"app", "routes", "__main__", "demo", "operation"}
AUDIENCES = {"client", "mentor", "counsellor", "coordinator", "everyone"}
SQLITE = {"sqlite3", "pysqlite3", "sqlite_utils", "aiosql"}
CLOCKS = {"time", "datetime.now", "datetime.utcnow", "date.today"}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of everything a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_part_imports_only_what_it_may(path: Path) -> None:
    part = part_of(path)
    if part in EVERYTHING or part not in MAY_IMPORT:
        return
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("pwa_server.")}
    allowed = MAY_IMPORT[part] | {part}
    if part == "notify":
        allowed = allowed | {"settings"}
    assert ours <= allowed


def test_nobody_imports_the_parts_that_wire() -> None:
    for path in modules():
        if part_of(path) in EVERYTHING:
            continue
        found = {name.split(".")[1] for name in imported(path) if name.startswith("pwa_server.")}
        assert not found & EVERYTHING, path


def test_pages_of_one_audience_never_import_anothers() -> None:
    for path in (ROOT / "pages").rglob("*.py"):
        audience = path.relative_to(ROOT / "pages").parts[0]
        found = {name.split(".")[2] for name in imported(path) if name.startswith("pwa_server.pages.")} & AUDIENCES
        assert found <= {audience}, path


def test_the_database_is_touched_in_storage_only() -> None:
    for path in modules():
        if part_of(path) == "storage":
            continue
        assert not {name.split(".")[0] for name in imported(path)} & SQLITE, path


def test_rules_and_verbs_ask_no_clock() -> None:
    """Time enters as an argument: what is decided can be decided again in a test."""
    for part in ("domain", "access", "casework"):
        for path in (ROOT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    assert f"{node.value.id}.{node.attr}" not in {*CLOCKS, "time.time"}, path


def test_unscoped_statements_are_named_by_few() -> None:
    """Statements without a relationship serve the worker, sign-in before anybody is known, and erasure."""
    allowed = {"notify", "storage", "demo", "__main__", "app", "operation"}
    named_by = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if part_of(path) not in allowed and '"unscoped.' in path.read_text(encoding="utf-8")
    }
    assert named_by <= UNSCOPED_CALLERS


UNSCOPED_CALLERS = {
    "casework/account_life.py",
    "casework/case_life.py",
    "casework/data_requests.py",
    "casework/restriction.py",
    "casework/mentor_steps.py",
    "casework/carrier_handovers.py",
    "casework/clearances.py",
    "casework/deputies.py",
    "casework/erasure.py",
    "casework/handed_steps.py",
    "casework/handovers.py",
    "casework/holds.py",
    "casework/grant_ends.py",
    "casework/mentor_confirmation.py",
    "casework/mentor_search.py",
    "casework/mentoring.py",
    "casework/push_subscriptions.py",
    "casework/reminders.py",
    "casework/restored.py",
    "casework/step_shares.py",
    "casework/tellings.py",
}
