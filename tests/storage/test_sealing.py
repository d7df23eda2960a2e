"""Sealed values: long keys, never the same twice, and whatever was changed does not open."""

import base64
from pathlib import Path

import pytest

from pwa_server.storage.keys import Keys, load_or_make
from pwa_server.storage.sealing import BrokenSeal, Sealing

WORDS = "Kanarientext"


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return load_or_make(tmp_path / "keys")


def test_keys_and_pepper_have_256_bits(keys: Keys) -> None:
    assert [len(key) for key in keys.sealing.values()] == [32]
    assert len(keys.pepper) >= 32


def test_same_words_in_the_same_row_are_sealed_differently_each_time(keys: Keys) -> None:
    sealing = Sealing(keys)
    sealed = {sealing.seal(WORDS, "row") for _ in range(50)}
    assert len(sealed) == 50
    assert len({base64.urlsafe_b64decode(one.partition(".")[2])[:12] for one in sealed}) == 50
    assert {sealing.open(one, "row") for one in sealed} == {WORDS}


def test_any_changed_byte_keeps_a_value_shut(keys: Keys) -> None:
    sealing = Sealing(keys)
    name, _, body = sealing.seal(WORDS, "row").partition(".")
    raw = base64.urlsafe_b64decode(body)
    assert len(raw) == 12 + len(WORDS) + 16, "a nonce of 96 bits in front, a tag of 128 behind"
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(BrokenSeal):
            sealing.open(f"{name}.{base64.urlsafe_b64encode(changed).decode()}", "row")


def test_value_opens_in_its_own_row_and_with_its_own_key_only(keys: Keys, tmp_path: Path) -> None:
    sealed = Sealing(keys).seal(WORDS, "row")
    with pytest.raises(BrokenSeal):
        Sealing(keys).open(sealed, "another row")
    with pytest.raises(BrokenSeal):
        Sealing(load_or_make(tmp_path / "other")).open(sealed, "row")
