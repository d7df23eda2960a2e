"""Which PINs, passwords and codes are taken, and how forgivingly they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.domain import secrets
from pwa_server.domain.frequent_passwords import frequent_passwords
from pwa_server.domain.problems import BadInput
from pwa_server.domain.sign_in_words import WORDS
from pwa_server.storage.ids import new_code

CODES = st.text(secrets.CODE_ALPHABET, min_size=8, max_size=8)


@pytest.mark.parametrize(
    "pin", ["000000", "123456", "654321", "890123", "121212", "147147", "010190", "900101", "112233"]
)
def test_pin_that_everybody_tries_is_refused(pin: str) -> None:
    with pytest.raises(BadInput):
        secrets.require_pin(pin)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12a456", "７３９１６４"])
def test_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(BadInput):
        secrets.require_pin(pin)


def test_digits_of_every_script_are_read() -> None:
    assert secrets.read_pin("٧٣٩ ١٦٤") == "739164"
    assert secrets.read_pin("۷۳۹۱۶۴") == "739164"
    secrets.require_pin("739164")


def test_few_pins_are_refused() -> None:
    def taken(pin: str) -> bool:
        try:
            secrets.require_pin(pin)
        except BadInput:
            return False
        return True

    assert sum(taken(f"{number:06d}") for number in range(0, 1_000_000, 97)) > 0.9 * 1_000_000 / 97


@pytest.mark.parametrize(
    "password", ["kurz", "password123", "Wegplan2026!", "Passwort", "aaaaaaaaaa", "Integration1", "ä" * 600]
)
def test_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(BadInput):
        secrets.require_password(password)


def test_three_thousand_most_frequent_passwords_and_what_is_hung_on_to_them_are_refused() -> None:
    frequent = frequent_passwords()
    assert len(frequent) >= 3000
    assert {"trustno1", "corvette", "1qaz2wsx", "samantha"} <= frequent
    assert all(len(password) >= secrets.SHORTEST_PASSWORD and password == password.casefold() for password in frequent)
    for password in (*sorted(frequent)[::50], "Corvette", "TRUSTNO1", "samantha2026", "!Corvette!"):
        with pytest.raises(BadInput):
            secrets.require_password(password)


@pytest.mark.parametrize(
    "password", ["blaue Tassen im Regal", "samantha isst gern Birnen", "kühler Tee um vier", "vfhnbyrf-lampe"]
)
def test_words_of_ones_own_are_taken(password: str) -> None:
    secrets.require_password(password)


def test_own_name_is_no_password() -> None:
    with pytest.raises(BadInput):
        secrets.require_password("Musterfrau1", ("Leyla Musterfrau",))
    with pytest.raises(BadInput):
        secrets.require_password("petra.vorlage", ("petra.vorlage@example.org",))


@pytest.mark.parametrize("password", ["tassenregal", "كلمة سر طويلة", "        a b", "ab12ab12x"])
def test_password_needs_no_mixture_of_signs(password: str) -> None:
    secrets.require_password(password)


def test_code_has_no_signs_that_are_taken_for_others() -> None:
    assert not set("O0I1L") & set(secrets.CODE_ALPHABET)
    assert len(new_code()) == 9
    assert new_code()[4] == "-"


@given(CODES)
def test_code_is_read_however_it_is_typed(code: str) -> None:
    wanted = secrets.read_code(secrets.show_code(code))
    assert secrets.read_code(code.lower()) == wanted
    assert secrets.read_code(f" {code[:4]} – {code[4:]} ") == wanted
    assert secrets.read_code(code.replace("S", "5").replace("Z", "2").replace("Q", "O").replace("D", "0")) == wanted
    assert secrets.read_code(code.translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ"))) == wanted


@given(CODES, CODES)
def test_codes_that_look_different_are_different(one: str, other: str) -> None:
    groups = ("OQD0", "ILJ1", "S5", "Z2", "B8", "G6", "UV")
    alike = all(a == b or any(a in group and b in group for group in groups) for a, b in zip(one, other, strict=True))
    assert (secrets.read_code(one) == secrets.read_code(other)) == alike


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.integers(10, 99))
def test_sign_in_name_is_read_with_any_spacing(first: str, second: str, number: int) -> None:
    name = f"{first}-{second}-{number}"
    assert secrets.read_sign_in_name(name) == name
    assert secrets.read_sign_in_name(f"{first.title()} {second.upper()}{number}") == name


def test_sign_in_name_may_be_typed_in_one() -> None:
    assert secrets.read_sign_in_name("HausSonne٢٤") == "haus-sonne-24"
    assert secrets.read_sign_in_name("") == ""


def test_words_of_names_are_short_and_plain() -> None:
    assert all(word.isascii() and word.islower() and 2 < len(word) < 9 for word in WORDS)
    assert len(set(WORDS)) == len(WORDS)
