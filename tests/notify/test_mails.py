"""Mails about an account: sent once, in the reader's language, tried again for a day."""

import asyncio
from datetime import timedelta

import pytest

from pwa_server.casework.staff import write_mail
from pwa_server.i18n.languages import OFFERED
from pwa_server.notify.mail_words import WORDS, compose
from pwa_server.notify.mails import Mailer, NotEncrypted, send_due_mails
from tests.support.mailbox import Mailbox
from tests.world import World

ORIGIN = "https://plan.example.org"


@pytest.fixture
def mailbox():
    with Mailbox() as box:
        yield box


def write(parts, world: World, kind: str, **facts: str) -> None:
    def verb(tx) -> None:
        tx.update("accounts", world.ids["karin"], email_sealed="karin@example.org")
        write_mail(tx, world.ids["karin"], kind, **facts)

    parts.database.write_now("", parts.now(), verb)


def send(parts, mailbox: Mailbox) -> int:
    mailer = Mailer(mailbox.url, "wegplan@example.org")
    return asyncio.run(send_due_mails(parts.database, mailer, parts.now(), ORIGIN))


def test_reset_mail_carries_the_link_and_goes_out_once(parts, world, mailbox) -> None:
    write(parts, world, "reset", path="/reset?c=abc")
    assert send(parts, mailbox) == 1
    assert send(parts, mailbox) == 0
    (mail,) = mailbox.wait_for(1)
    assert mail["To"] == "karin@example.org"
    assert mail["Subject"] == "Neues Passwort für Wegplan"
    assert f"{ORIGIN}/reset?c=abc" in mail.get_content().splitlines()


def test_refused_mail_is_tried_again(parts, world, mailbox, clock) -> None:
    mailbox.refusal = "451 try later"
    write(parts, world, "password_changed")
    assert send(parts, mailbox) == 0
    mailbox.refusal = ""
    clock.at += timedelta(minutes=6)
    assert send(parts, mailbox) == 1


def test_server_without_tls_on_another_machine_gets_no_mail(parts, world, mailbox) -> None:
    write(parts, world, "reset", path="/reset?c=abc")
    # 0.0.0.0 leads to the same mailbox, and is no loopback address.
    elsewhere = Mailer(mailbox.url.replace("127.0.0.1", "0.0.0.0"), "wegplan@example.org")
    assert asyncio.run(send_due_mails(parts.database, elsewhere, parts.now(), ORIGIN)) == 0
    assert not mailbox.mails
    with pytest.raises(NotEncrypted):
        elsewhere.send("karin@example.org", "Neu", "Neu")


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("language", [language.tag for language in OFFERED])
def test_every_mail_has_words_in_every_language(kind: str, language: str) -> None:
    subject, text = compose(kind, language, '{"path": "/reset?c=abc"}', ORIGIN)
    assert subject
    assert "\n" not in subject
    assert f"{ORIGIN}/reset?c=abc" in text


@pytest.mark.parametrize("to", ["karin@example.org\nBcc: x@example.org", "karin@example.org\r\n\r\nOther words"])
def test_no_address_puts_lines_into_a_mail(mailbox, to: str) -> None:
    with pytest.raises(ValueError, match=r"linefeed|carriage"):
        Mailer(mailbox.url, "wegplan@example.org").send(to, "Neu", "Neu")
    with pytest.raises(ValueError, match=r"linefeed|carriage"):
        Mailer(mailbox.url, "wegplan@example.org").send("karin@example.org", to, "Neu")
    assert not mailbox.mails
