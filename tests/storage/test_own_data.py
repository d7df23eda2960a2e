"""The client's own copy is whole: every table about her is in it, or says why not."""

from typing import Any

import pytest

from pwa_server.casework import erasure
from pwa_server.storage import own_data
from tests.world import NOW_TEXT, World

IN_COPY = {part.table for part in own_data.PARTS}


def test_every_table_about_a_client_is_in_her_copy_or_says_why_not() -> None:
    # A table of yours is here? Add one line to PARTS in storage/own_data.py, with a title that a client understands.
    about_clients = {place.table for place in (*erasure.OF_CASE, *erasure.OF_PERSON)}
    assert not about_clients - IN_COPY - set(own_data.OMITTED)
    assert not IN_COPY & set(own_data.OMITTED)


def test_parts_name_tables_and_columns_that_there_are(parts: Any) -> None:
    utils = parts.database.utils()
    for part in own_data.PARTS:
        assert part.column in utils[part.table].columns_dict, part
        assert not part.through or part.through in IN_COPY, part


def test_no_key_and_no_fingerprint_is_in_the_copy(parts: Any) -> None:
    utils = parts.database.utils()
    columns = {column for part in own_data.PARTS for column in utils[part.table].columns_dict}
    telling = {column for column in columns if "digest" in column or "hash" in column or "token" in column}
    assert telling <= own_data.TECHNICAL


def copy_of(parts: Any, world: World, name: str, *, protected: bool) -> str:
    read = parts.database.read(world.ids[name], NOW_TEXT)
    return str(list(own_data.whole(read, protected=protected)))


@pytest.mark.parametrize(("protected", "seen"), [(True, True), (False, False)])
def test_protected_goals_are_in_the_copy_only_on_her_word(
    parts: Any, world: World, protected: bool, seen: bool
) -> None:
    text = copy_of(parts, world, "amina", protected=protected)
    places = [place for place in world.canaries if place.startswith("amina.high")]
    assert places
    assert all((world.canaries[place] in text) is seen for place in places)


def test_whole_copy_holds_every_word_that_stands_in_her_case(parts: Any, world: World) -> None:
    text = copy_of(parts, world, "amina", protected=True)
    missing = [place for place, word in world.canaries.items() if place.startswith("amina.") and word not in text]
    assert not missing


@pytest.mark.parametrize("name", ["badr", "mona", "karin", "ada"])
def test_nobody_elses_copy_holds_a_word_of_her_case(parts: Any, world: World, name: str) -> None:
    text = copy_of(parts, world, name, protected=True)
    assert not [place for place, word in world.canaries.items() if place.startswith("amina.") and word in text]
