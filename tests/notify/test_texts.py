"""E-mail and SMS say what a push says, in one part, in every language."""

from datetime import date

import pytest

from pwa_server.domain.sms import parts
from pwa_server.i18n.languages import OFFERED
from pwa_server.notify import texts
from pwa_server.notify.payloads import TITLES
from tests.notify.test_payloads import message

TODAY = date(2026, 12, 1)
ORIGIN = "https://plan.example.org"


@pytest.mark.parametrize("tag", [language.tag for language in OFFERED])
@pytest.mark.parametrize("kind", TITLES)
@pytest.mark.parametrize("push_text", ["neutral", "with_time"])
def test_every_sms_fits_into_one_part(tag, kind, push_text):
    text = texts.sms(message(kind=kind, language=tag, push_text=push_text), TODAY)
    assert text
    assert parts(text) == 1
    assert not set("\u2068\u2069") & set(text)


def test_time_stands_in_an_sms_only_where_the_client_chose_it_and_nothing_is_protected():
    assert "14:30" in texts.sms(message(push_text="with_time"), TODAY)
    assert "14:30" not in texts.sms(message(), TODAY)
    assert "14:30" not in texts.sms(message(push_text="with_time", sensitivity="high"), TODAY)


@pytest.mark.parametrize("tag", [language.tag for language in OFFERED])
@pytest.mark.parametrize("kind", TITLES)
def test_mail_has_one_line_as_subject_and_leads_to_the_page(tag, kind):
    subject, text = texts.email(message(kind=kind, language=tag), ORIGIN, TODAY)
    assert subject
    assert "\n" not in subject
    assert (f"{ORIGIN}/" in text) is (kind != "test")


def test_mail_says_how_to_end_it():
    _, text = texts.email(message(), ORIGIN, TODAY)
    assert texts.HOW_TO_END in text
