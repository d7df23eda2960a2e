"""Asking for help is always possible."""

import pytest

from pwa_server.casework.help import ask_for_help
from pwa_server.domain.problems import BadInput, NotVisible
from tests.world import NOW_TEXT, World


@pytest.fixture
def ask(parts, world: World):
    def as_person(name: str, obstacle: str = "worry", words: str = "", step: str = "", now: str = NOW_TEXT) -> dict:
        made = parts.database.write_now(
            world.ids[name], now, ask_for_help, obstacle, words, "ar", now, world.ids[step] if step else None
        )
        return dict(parts.database.utils().conn.execute("SELECT * FROM help_requests WHERE id = ?", [made]).fetchone())

    return as_person


def test_request_is_kept_with_the_day_by_which_it_is_read(ask) -> None:
    request = ask("amina", step="amina.standard.step1")
    assert (request["obstacle"], request["answer_by_on"]) == ("worry", "2026-11-25")
    assert request["step_id"]


def test_own_words_are_sealed(ask) -> None:
    assert "Angst" not in ask("amina", words="Angst")["words_sealed"]


def test_closing_days_are_no_promise(ask, parts, world: World) -> None:
    closed = {
        "carrier_id": world.ids["carrier"],
        "from_on": "2026-11-25",
        "until_on": "2026-11-27",
        "made_at": NOW_TEXT,
    }
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("closing_days", **closed))
    assert ask("amina")["answer_by_on"] == "2026-11-30"


def test_request_about_a_step_that_is_gone_counts_without_it(ask, parts, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step, removed_at=NOW_TEXT))
    assert ask("amina", step="amina.standard.step1")["step_id"] is None


def test_unknown_obstacle_is_said(ask) -> None:
    with pytest.raises(BadInput):
        ask("amina", obstacle="guilt")


def test_foreign_step_does_not_exist(ask) -> None:
    with pytest.raises(NotVisible):
        ask("amina", step="badr.standard.step1")


@pytest.mark.parametrize("name", ["karin", "mona", "ada"])
def test_only_clients_ask(ask, name: str) -> None:
    with pytest.raises(NotVisible):
        ask(name)
