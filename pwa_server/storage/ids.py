"""Ids and secrets: made by the application, random, never counters (a counter tells that other things exist)."""

import secrets
import time
import uuid

from pwa_server.domain.secrets import CARD_SIGNS, CODE_ALPHABET, show_code


def new_id() -> str:
    """A UUIDv7 as text (RFC 9562): time-ordered for the index, 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def new_id_without_time() -> str:
    """A UUIDv4 as text: for what nobody is to know the moment of."""
    return str(uuid.uuid4())


def new_code(signs: int = CARD_SIGNS) -> str:
    """A code for a card or a letter, as it is shown: `ABCD-2345`."""
    return show_code("".join(secrets.choice(CODE_ALPHABET) for _ in range(signs)))


def new_token() -> str:
    """A bearer secret of 256 bits for a cookie or a link."""
    return secrets.token_urlsafe(32)
