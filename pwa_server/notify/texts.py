"""What an e-mail and an SMS say: the same as a push, no more, in the reader's language. No goal, no office, no name."""

from datetime import date
from typing import Any

from pwa_server.domain.sms import parts
from pwa_server.i18n.catalogues import translate
from pwa_server.notify.payloads import TEST_BODY, TITLES, WITHOUT_ISOLATION, body, language_of, path


def N_(message: str) -> str:
    """Mark a German sentence for translation without translating it."""
    return message


HOW_TO_END = N_("Sie wollen keine E-Mail mehr? Das ändern Sie in der App bei Einstellungen.")


def email(message: dict[str, Any], origin: str, today: date) -> tuple[str, str]:
    """Subject and text of the mail for one row of `unscoped.reminder_to_send`."""
    tag = language_of(message)
    subject = translate(tag, TITLES[message["kind"]])
    if message["kind"] == "test":
        return subject, f"{translate(tag, TEST_BODY)}\n"
    lines = (subject, body(message, tag, today), origin + path(message), translate(tag, HOW_TO_END))
    return subject, "\n\n".join(lines) + "\n"


def sms(message: dict[str, Any], today: date) -> str:
    """The fullest text that fits into one part; where none does, the shortest one."""
    tag = language_of(message)
    title = translate(tag, TITLES[message["kind"]])
    neutral = body({**message, "push_text": "neutral"}, tag, today)
    full = body(message, tag, today).translate(WITHOUT_ISOLATION)
    texts = [f"{title} {full}", f"{title} {neutral}", title]
    return next((text for text in texts if parts(text) == 1), title)
