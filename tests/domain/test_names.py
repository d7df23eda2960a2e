"""Names are found however they are spelled, and from any script."""

import pytest

from pwa_server.domain.names import matches


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Mueller", "Müller"),
        ("muler", "Mueller"),
        ("ornek", "Elif Örnek"),
        ("Oernek", "Örnek"),
        ("Anna", "Ana"),
        ("Strasse", "Straße"),
        ("AESTER", "ǼSTER"),
        ("ÆEster", "Aester"),
        ("Minak", "Berîvan Mînak"),
        ("sahin", "Şahin"),
        ("pryklad", "Олена Приклад"),
        ("Приклад", "Olena Pryklad"),
    ],
)
def test_the_same_letters_written_otherwise_fit_best(asked: str, name: str) -> None:
    assert matches(asked, [name]) == 2


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Samira", "سميرة مثال"),
        ("سميرة", "Samira Mithal"),
        ("Farid", "فرید نمونه"),
        ("Fahrid", "Farid Namuna"),
        ("Fahrid", "فرید نمونه"),
        ("Ahmed", "احمد"),
        ("Chalid", "خالد"),
        ("Khalid", "خالد"),
        ("Jusuf", "يوسف"),
        ("Reza", "رضا"),
        ("Nawid", "نوید"),
        ("بيريفان", "Berîvan"),
        ("Muhammed", "Mohamad"),
        ("Mehmet", "Mohammed"),
        ("Schewtschenko", "Шевченко"),
        ("Sergej", "Сергей"),
        ("سرگی", "Сергей"),
    ],
)
def test_the_same_sounds_in_another_script_or_spelling_fit(asked: str, name: str) -> None:
    assert matches(asked, [name]) >= 1


@pytest.mark.parametrize(
    ("asked", "name"), [("Elif", "Amina"), ("Hodan", "Dimitar"), ("Mona", "Amina"), ("سميرة", "Olena")]
)
def test_other_people_do_not_fit(asked: str, name: str) -> None:
    assert matches(asked, [name]) == 0


def test_every_word_asked_for_has_to_fit() -> None:
    assert matches("Samira Mithal", ["سميرة مثال"]) == 1
    assert matches("Samira Pryklad", ["سميرة مثال"]) == 0


@pytest.mark.parametrize("asked", ["23125-204", "0302312", "+49 30 23125", "0049 30 23125-204", "204"])
def test_digits_of_the_phone_number_fit(asked: str) -> None:
    assert matches(asked, ["Amina"], "030 23125-204") == 1


@pytest.mark.parametrize("asked", ["20", "99999", "Haus 204"])
def test_two_digits_or_words_with_digits_are_no_phone_number(asked: str) -> None:
    assert matches(asked, ["Amina"], "030 23125-204") == 0


def test_nothing_asked_finds_everybody() -> None:
    assert matches("", ["Amina"]) == 2
