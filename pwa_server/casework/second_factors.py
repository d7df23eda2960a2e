"""The second factor of staff: time-based codes, recovery codes, and its renewal by two other people.

A passkey may stand in for the codes (casework/passkey_sign_in.py): then there is no seed.
"""

import hmac

from pwa_server.casework import account_news, passkeys
from pwa_server.casework.staff import account_of_carrier, note, require_right, write_mail
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.quiet_days import QUIET_DAYS
from pwa_server.domain.secrets import RECOVERY_SIGNS, read_code, read_pin
from pwa_server.domain.times import later, moment
from pwa_server.storage import session_rows
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_code

STEP_SECONDS = 30
RECOVERY_CODES = 10
WRONG = N_("Dieser Code stimmt nicht. Bitte nehmen Sie den neuesten Code.")
TOO_SOON = N_("Das geht erst nach 7 Tagen. So bleibt das Konto sicher.")


def prepare(tx: Tx, account_id: str) -> None:
    """Make the seed of an account that has none yet; it counts once a first code from it was typed."""
    if tx.row("second_factors.of_account", account_id=account_id) is None:
        import pyotp

        tx.insert("second_factors", account_id=account_id, seed_sealed=pyotp.random_base32(), made_at=tx.now)


def set_up(tx: Tx, session_id: str, role: str, typed: str) -> tuple[str, list[str]]:
    """Confirm a new seed by its first code. Returns the session's new token and ten recovery codes, shown once."""
    factor = _factor(tx)
    if factor["confirmed_at"]:
        raise NotVisible
    _take_counter(tx, factor, typed)
    tx.run("second_factors.confirm", id=factor["id"])
    account_news.tell(tx, tx.actor_id, "second_factor_set_up", session_id)
    return finish_set_up(tx, session_id, role)


def finish_set_up(tx: Tx, session_id: str, role: str) -> tuple[str, list[str]]:
    """The end of every set-up: ten recovery codes, shown once, after the session's new token."""
    codes = [new_code(RECOVERY_SIGNS) for _ in range(RECOVERY_CODES)]
    for code in codes:
        tx.insert("recovery_codes", account_id=tx.actor_id, code_digest=_recovery_digests(tx, code)[0], made_at=tx.now)
    note(tx, "second_factor_set_up", tx.actor_id)
    return session_rows.renew(tx, session_id, role), codes


def give(tx: Tx, session_id: str, role: str, typed: str) -> str:
    """Take a code from the app or a recovery code. Returns the session's new token. Raises BadInput."""
    factor = _factor(tx)
    if not factor["confirmed_at"]:
        raise NotVisible
    if _use_recovery(tx, typed):
        note(tx, "recovery_code_used", tx.actor_id)
        account_news.tell(tx, tx.actor_id, "recovery_code_used", session_id)
    else:
        _take_counter(tx, factor, typed)
    return session_rows.renew(tx, session_id, role)


def _factor(tx: Tx) -> Row:
    factor = tx.row("second_factors.of_account", account_id=tx.actor_id)
    if factor is None:
        raise NotVisible
    return factor


def _take_counter(tx: Tx, factor: Row, typed: str) -> None:
    # Without a seed a passkey is the second factor, and no code can be right.
    counter = matching_counter(factor["seed"], typed, int(moment(tx.now).timestamp())) if factor["seed"] else None
    # A code that was used, or one before it, is worth nothing: the statement changes no row then.
    if counter is None or not tx.run("second_factors.use_counter", id=factor["id"], counter=counter):
        raise BadInput(WRONG)


def matching_counter(seed: str, typed: str, seconds: int) -> int | None:
    """The time step whose code was typed, one step early or late at most; None when it is none of them."""
    import pyotp

    now, codes, wanted = seconds // STEP_SECONDS, pyotp.HOTP(seed), read_pin(typed).encode()
    steps = (now, now - 1, now + 1)
    return next((step for step in steps if hmac.compare_digest(codes.at(step).encode(), wanted)), None)


def _use_recovery(tx: Tx, typed: str) -> bool:
    codes = _recovery_digests(tx, typed)
    return any(tx.run("second_factors.use_recovery", account_id=tx.actor_id, code_digest=code) for code in codes)


def _recovery_digests(tx: Tx, typed: str) -> list[str]:
    return tx.digests("recovery", f"{tx.actor_id}:{read_code(typed)}")


def ask_renewal(tx: Tx, account_id: str) -> str:
    """First of two people: somebody has lost the second factor. Returns the id for the second. Raises NotAllowed."""
    account_of_carrier(tx, require_right(tx, "accounts.edit"), account_id)
    if account_id == tx.actor_id:
        raise NotAllowed
    renewal = tx.insert("second_factor_renewals", account_id=account_id, asked_by=tx.actor_id, asked_at=tx.now)
    note(tx, "renewal_asked", account_id)
    return renewal


def confirm_renewal(tx: Tx, renewal_id: str) -> None:
    """Second of two people: the factor, its recovery codes and all passkeys go, all sessions end, and the person is told.

    Raises NotVisible, NotAllowed, and RuleBroken for somebody who could not do so seven days before it was asked, or when one
    of the two lately made a letter for a new password: one person alone could be both.
    """
    actor = require_right(tx, "accounts.edit")
    renewal = tx.row("second_factors.find_renewal", id=renewal_id)
    if renewal is None:
        raise NotVisible
    account_of_carrier(tx, actor, renewal["account_id"])
    if tx.actor_id in (renewal["asked_by"], renewal["account_id"]):
        raise NotAllowed
    _require_two(tx, renewal)
    if not tx.run("second_factors.confirm_renewal", id=renewal_id):
        raise NotVisible
    account_id = renewal["account_id"]
    # An older letter that waits in somebody's drawer must not meet an account without a second factor.
    tx.run("codes.cancel_for_account", account_id=account_id)
    tx.run("second_factors.forget", account_id=account_id)
    tx.run("second_factors.forget_recovery", account_id=account_id)
    passkeys.end_all(tx, account_id)
    tx.run("sessions.end_all", account_id=account_id, reason="second_factor_renewed")
    write_mail(tx, account_id, "second_factor_renewed")
    note(tx, "renewal_confirmed", account_id)


def require_long_here(tx: Tx) -> None:
    """Raise RuleBroken for somebody whose account, second factor or right to manage accounts is younger than seven days."""
    if _newest_step(tx) > later(tx.now, days=-QUIET_DAYS):
        raise RuleBroken(TOO_SOON)


def _newest_step(tx: Tx) -> str:
    steps = tx.row("second_factors.steps_to_confirmer", account_id=tx.actor_id) or {}
    return str(max(at for at in steps.values() if at))


def _require_two(tx: Tx, renewal: Row) -> None:
    newest = _newest_step(tx)
    people = {"asked_by": renewal["asked_by"], "confirmed_by": tx.actor_id}
    since = later(tx.now, days=-QUIET_DAYS)
    letters = tx.rows("second_factors.letters_by", account_id=renewal["account_id"], since=since, **people)
    if letters or newest > later(renewal["asked_at"], days=-QUIET_DAYS):
        raise RuleBroken(TOO_SOON)


def require_no_renewal_by_actor(tx: Tx, account_id: str) -> None:
    """Who renews a second factor prints no new password for the same account. Raises RuleBroken."""
    if tx.rows("second_factors.renewals_by", account_id=account_id, since=later(tx.now, days=-QUIET_DAYS)):
        raise RuleBroken(TOO_SOON)
