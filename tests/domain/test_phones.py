"""What counts as a telephone number."""

import pytest

from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import BadInput


@pytest.mark.parametrize(
    "number",
    ["", "030 23125-100", "+49 30 23125100", "(030) 23125/100", "116 016", "01234", "1" * 30, "+49 (0) 30 / 23-12"],
)
def test_numbers_as_people_write_them(number: str) -> None:
    require_phone(number)


@pytest.mark.parametrize(
    "number",
    [
        "1234", "1" * 31, "nach 18 Uhr", "030 23125-100 Anna", "+-+-+-", "() () ()", "javascript:1", "<b>03012345</b>",
        "٠٣٠٢٣١٢٥", "030\n12345", "030\t12345", "030;12345", "     ",
    ],
)  # fmt: skip
def test_nothing_that_no_telephone_could_dial(number: str) -> None:
    with pytest.raises(BadInput):
        require_phone(number)
