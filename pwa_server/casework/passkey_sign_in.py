"""Signing in by a passkey: by itself it is two factors, after a password it is the second."""

from pwa_server.casework import passkeys, second_factors, sign_in
from pwa_server.domain.passkeys import Made
from pwa_server.domain.problems import NotVisible
from pwa_server.storage import session_rows
from pwa_server.storage.database import Row, Tx


def begin(tx: Tx, passkey: Row, sign_count: int, browser: sign_in.Browser) -> sign_in.Begun | None:
    """Begin the session of whoever holds the passkey. None when its counter went back: nothing begins then.

    The session opens no specially protected page before PIN or password is given: who opens the phone need not be who
    knows the PIN.
    """
    if not passkeys.use(tx, passkey, sign_count):
        return None
    return sign_in.begin(tx, passkey["account_id"], browser, by_passkey=True)


def set_up_factor(tx: Tx, session_id: str, role: str, made: Made, label: str) -> tuple[str, list[str]]:
    """A passkey instead of the app for codes, when staff sign in for the first time.

    Returns the session's new token and ten recovery codes, shown once. Raises NotVisible where a factor is set up.
    """
    factor = tx.row("second_factors.of_account", account_id=tx.actor_id)
    if factor is None or not tx.run("second_factors.confirm_by_passkey", id=factor["id"]):
        raise NotVisible
    passkeys.add(tx, session_id, made, label)
    return second_factors.finish_set_up(tx, session_id, role)


def give_factor(tx: Tx, session_id: str, role: str, passkey: Row, sign_count: int) -> str:
    """A passkey as second factor after the password. Returns the session's new token, '' when the counter went back.

    Raises NotVisible for somebody else's passkey, and where no factor is set up.
    """
    if passkey["account_id"] != tx.actor_id or tx.row("passkeys.factor", account_id=tx.actor_id) is None:
        raise NotVisible
    if not passkeys.use(tx, passkey, sign_count):
        return ""
    return session_rows.renew(tx, session_id, role)
