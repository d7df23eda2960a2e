"""The order of channels, when one gives up, and which addresses can be one."""

import pytest

from pwa_server.domain.channels import (
    chain,
    following,
    given_up_at,
    is_doubtful,
    require_email,
    require_mobile,
)
from pwa_server.domain.problems import BadInput


@pytest.mark.parametrize(
    ("channels", "order"),
    [
        (["push", "email", "phone"], ("push", "email")),
        (["sms", "push", "email", "phone", "letter"], ("sms", "push", "email")),
        (["push", "phone", "email"], ("push",)),
        (["phone", "push"], ("push",)),
        ([], ("push",)),
    ],
)
def test_chain_ends_where_somebody_calls(channels, order) -> None:
    assert chain(channels) == order


@pytest.mark.parametrize(
    ("channels", "channel", "then"),
    [
        (["push", "sms", "phone"], "push", "sms"),
        (["push", "sms", "phone"], "sms", None),
        (["push", "phone", "sms"], "push", None),
        (["email", "phone"], "push", None),
    ],
)
def test_next_one_is_what_the_client_chose_after_it(channels, channel, then) -> None:
    assert following(channels, channel) == then


@pytest.mark.parametrize(
    ("first_try", "useless_from", "until"),
    [
        ("2026-11-24T09:00:00Z", "2026-11-30T09:00:00Z", "2026-11-24T11:00:00Z"),
        ("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", "2026-11-24T09:30:00Z"),
        ("2026-11-24T09:00:00Z", "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"),
    ],
)
def test_channel_gives_up_early_enough_for_the_next(first_try, useless_from, until) -> None:
    assert given_up_at(first_try, useless_from) == until


@pytest.mark.parametrize(("seen_at", "doubtful"), [("2026-11-17T09:00:00Z", True), ("2026-11-17T09:00:01Z", False)])
def test_phone_is_doubtful_after_seven_silent_days(seen_at, doubtful) -> None:
    assert is_doubtful(seen_at, "2026-11-24T09:00:00Z") is doubtful


@pytest.mark.parametrize(
    "typed", ["0176 12345678", "0176/1234-5678", "+49 176 12345678", "+49 (0)176 12345678", "0049 176 12345678"]
)
def test_mobile_number_is_read_however_it_is_written(typed) -> None:
    assert require_mobile(typed) == "+4917612345678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "030 23125100",
        "+90 532 1234567",
        "0190 123456",
        "0176",
        "0176 123456789012",
        "٠١٧٦ ١٢٣٤٥٦٧٨",
        "0176x12345678",
    ],
)
def test_no_message_goes_to_anything_but_a_german_mobile(typed) -> None:
    with pytest.raises(BadInput):
        require_mobile(typed)


@pytest.mark.parametrize("typed", ["a@b.de", "amina.k+plan@mail.example.org", "x-y@sub.domain.co.uk"])
def test_address_that_can_be_one(typed) -> None:
    assert require_email(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "", "amina", "amina@", "@example.org", "a@b", "a b@example.org", "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org", "a@-.de", "a@example..org", "ä@example.org", "a@" + "x" * 200 + ".de",
        "<a@example.org>",
    ],
)  # fmt: skip
def test_address_that_can_be_none(typed) -> None:
    with pytest.raises(BadInput):
        require_email(typed)
