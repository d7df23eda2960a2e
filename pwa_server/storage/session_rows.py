"""Rows of sessions: made at sign-in, carrying the hash of the bearer token and never the token."""

import hashlib
from typing import Any

from pwa_server.domain.times import later
from pwa_server.storage.database import Tx
from pwa_server.storage.ids import new_token

# Hours of use until a session ends by itself, by the role that signed in.
LIFETIME_HOURS = {"client": 90 * 24, "mentor": 30 * 24, "counsellor": 12, "coordinator": 12}


def digest(token: str) -> str:
    """What is stored of a bearer token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(tx: Tx, account_id: str, role: str, phone: str, **facts: Any) -> str:
    """Insert a session row and return the new bearer token."""
    token = new_token()
    tx.insert(
        "sessions",
        token_digest=digest(token),
        account_id=account_id,
        phone=phone,
        made_at=tx.now,
        used_at=tx.now,
        expires_at=later(tx.now, hours=LIFETIME_HOURS[role]),
        **facts,
    )
    return token


def renew(tx: Tx, session_id: str, role: str) -> str:
    """Give a session a new token, so that one which somebody knew before is worth nothing afterwards."""
    token = new_token()
    expires_at = later(tx.now, hours=LIFETIME_HOURS[role])
    tx.run("sessions.renew", session_id=session_id, token_digest=digest(token), expires_at=expires_at)
    return token
