"""Session rows: who is asking, by the hash of the token in the cookie."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

from pwa_server.domain.people import Actor
from pwa_server.domain.quiet_days import rights_in_force
from pwa_server.domain.times import later, moment
from pwa_server.storage.database import Tx
from pwa_server.storage.session_rows import LIFETIME_HOURS, begin, digest
from pwa_server.web.parts import Parts

IDLE_MINUTES = {"counsellor": 30, "coordinator": 30}
SHARED_PHONE_IDLE_MINUTES = 15
# How long ago a PIN may have been typed to open what is specially protected.
SECRET_FRESH_MINUTES = 10
# Using a session is written down at most this often.
WRITE_EVERY_MINUTES = 5
# A card was used and no PIN was chosen: whoever finds the phone then shall not choose one.
UNFINISHED_MINUTES = 60
DOOR_SECONDS = 5 * 60
DEVICE_SECONDS = 400 * 24 * 3600
LANGUAGE_COOKIE = "language"
LANGUAGE_SECONDS = 365 * 24 * 3600

__all__ = ["LIFETIME_HOURS", "begin", "digest"]


@dataclass(frozen=True)
class Session:
    """One sign-in on one device. `phone` is own, shared or desk."""

    id: str
    token_digest: str
    device_id: str | None
    phone: str
    made_at: str
    used_at: str
    second_factor_at: str | None
    secret_at: str | None
    locked_at: str | None
    passkey_at: str | None = None
    # Whether something about the account waits for an answer; which devices are asked, the statement decides.
    has_news: bool = False


def cookie_name(parts: Parts, base: str = "s") -> str:
    """`__Host-` cookies need TLS; on a loopback origin without it the plain name is used."""
    return f"__Host-{base}" if parts.settings.secure else base


def current(connection: HTTPConnection, parts: Parts, now: str) -> tuple[Session, Actor] | None:
    """The session and the person behind the request's cookie, or None when there is none that is valid now."""
    token = connection.cookies.get(cookie_name(parts))
    if not token or len(token) > 200:
        return None
    row = parts.database.read("", now).row("sessions.current", token_digest=digest(token))
    if row is None or _idle_too_long(row, now) or _day_is_over(row, now):
        return None
    return _session(row), _actor(row, now)


def _idle_too_long(row: dict[str, Any], now: str) -> bool:
    idle = IDLE_MINUTES.get(row["role"]) if row["secret_at"] else UNFINISHED_MINUTES
    return idle is not None and later(row["used_at"], minutes=idle) < now


def _day_is_over(row: dict[str, Any], now: str) -> bool:
    """Staff sign in anew each day, however busily they use a session."""
    return row["role"] in IDLE_MINUTES and later(row["made_at"], hours=LIFETIME_HOURS[row["role"]]) < now


def idle_lock_due(session: Session, now: str) -> bool:
    """Whether a shared phone has lain unused for so long that it must be opened with picture and PIN again."""
    return session.phone == "shared" and later(session.used_at, minutes=SHARED_PHONE_IDLE_MINUTES) < now


def is_locked(session: Session, now: str) -> bool:
    """Whether only picture and PIN open this session again. Without a PIN yet there is nothing to lock it with."""
    return session.secret_at is not None and (session.locked_at is not None or idle_lock_due(session, now))


def secret_is_fresh(session: Session | None, now: str) -> bool:
    """Whether PIN or password was given on this device so lately that protected goals may be shown.

    A passkey does not count: whoever can open the phone may be the very person who must not know.
    """
    return (
        session is not None
        and session.secret_at is not None
        and session.passkey_at is None
        and later(session.secret_at, minutes=SECRET_FRESH_MINUTES) > now
    )


def use_is_worth_writing(session: Session, now: str) -> bool:
    """Whether the last written use lies long enough back."""
    minutes = 1 if session.phone == "shared" else WRITE_EVERY_MINUTES
    return (moment(now) - moment(session.used_at)).total_seconds() >= 60 * minutes


def use(tx: Tx, token_digest: str, role: str) -> None:
    """Write down that a session is in use."""
    tx.run("sessions.use", token_digest=token_digest, expires_at=later(tx.now, hours=LIFETIME_HOURS[role]))


def set_cookie(response: Response, parts: Parts, token: str, role: str) -> None:
    """Give the browser its token; the server's row decides how long it is good for."""
    response.set_cookie(
        cookie_name(parts),
        token,
        max_age=LIFETIME_HOURS[role] * 3600,
        path="/",
        secure=parts.settings.secure,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, parts: Parts) -> None:
    """Take the browser's token away."""
    response.delete_cookie(cookie_name(parts), path="/", secure=parts.settings.secure, httponly=True, samesite="lax")


def signed_out(response: Response, parts: Parts) -> Response:
    """The answer that leaves nothing of this person on the device."""
    response.headers["Clear-Site-Data"] = '"storage"'
    response.headers["SW-Store"] = "none"
    clear_cookie(response, parts)
    return response


def set_device_cookie(response: Response, parts: Parts, token: str) -> None:
    """Let this browser be known again: its people then open it with a picture and need to type no name."""
    response.set_cookie(
        cookie_name(parts, "d"),
        token,
        max_age=DEVICE_SECONDS,
        path="/",
        secure=parts.settings.secure,
        httponly=True,
        samesite="lax",
    )


def set_language_cookie(response: Response, parts: Parts, tag: str) -> None:
    """Let the pages before signing in and on a locked phone speak this language."""
    response.set_cookie(
        LANGUAGE_COOKIE, tag, max_age=LANGUAGE_SECONDS, httponly=True, samesite="lax", secure=parts.settings.secure
    )


def device_token(connection: HTTPConnection, parts: Parts) -> str:
    """The cookie of this browser, or '' when there is none."""
    token = connection.cookies.get(cookie_name(parts, "d"), "")
    return token if len(token) <= 200 else ""


def set_door_cookie(response: Response, parts: Parts, token: str) -> None:
    """Tell who asked to sign in by passkey from everybody else, for as long as that may take."""
    response.set_cookie(
        cookie_name(parts, "k"),
        token,
        max_age=DOOR_SECONDS,
        path="/",
        secure=parts.settings.secure,
        httponly=True,
        samesite="strict",
    )


def clear_door_cookie(response: Response, parts: Parts) -> None:
    """The visit at the door is over."""
    secure = parts.settings.secure
    response.delete_cookie(cookie_name(parts, "k"), path="/", secure=secure, httponly=True, samesite="strict")


def door_token(connection: HTTPConnection, parts: Parts) -> str:
    """The cookie of a visit at the door, or '' when there is none."""
    token = connection.cookies.get(cookie_name(parts, "k"), "")
    return token if len(token) <= 200 else ""


def _session(row: dict[str, Any]) -> Session:
    return Session(
        id=row["session_id"],
        token_digest=row["token_digest"],
        device_id=row["device_id"],
        phone=row["phone"],
        made_at=row["made_at"],
        used_at=row["used_at"],
        second_factor_at=row["second_factor_at"],
        secret_at=row["secret_at"],
        locked_at=row["locked_at"],
        passkey_at=row["passkey_at"],
        has_news=row["has_news"] == "yes",
    )


def _actor(row: dict[str, Any], now: str) -> Actor:
    return Actor(
        id=row["account_id"],
        role=row["role"],
        name=row["name"],
        language=row["language"],
        carrier_id=row["carrier_id"],
        text_size=row["text_size"],
        opaque_id=row["opaque_id"],
        staff_rights=rights_in_force(_staff_rights(row["staff_rights"]), row["complaint_from"], now),
    )


@lru_cache(maxsize=64)
def _staff_rights(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))
