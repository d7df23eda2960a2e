"""Codes: the printed card, the code on the counsellor's screen, and the end of everything on a lost phone."""

import secrets

from pwa_server.access import rights
from pwa_server.casework import cases, passkeys, sign_in
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.domain.secrets import read_code
from pwa_server.domain.sign_in_words import WORDS
from pwa_server.domain.times import later
from pwa_server.storage.database import Read, Row, Tx
from pwa_server.storage.ids import new_code

CARD_DAYS = 14
SCREEN_MINUTES = 15


class UnknownCode(RuleBroken):
    """Unknown, used, cancelled or expired: nobody is told which."""

    def __init__(self) -> None:
        super().__init__(N_("Dieser Code geht nicht."))


def code_digest(tx: Read, typed: str) -> str:
    """Under what a code is stored, however it was typed."""
    return tx.digest("code", read_code(typed))


def make_card(tx: Tx, case_id: str) -> tuple[str, str]:
    """A new card for the client of a case: (code as shown, sign-in name). Older unused ones end. Good for 14 days."""
    client_id = _client(tx, case_id)
    return _new(tx, case_id, client_id, "card", later(tx.now, days=CARD_DAYS)), _sign_in_name(tx, client_id)


def make_screen_code(tx: Tx, case_id: str) -> tuple[str, str]:
    """A code to type from the counsellor's screen: (code as shown, sign-in name). Good for 15 minutes."""
    client_id = _client(tx, case_id)
    return _new(tx, case_id, client_id, "screen", later(tx.now, minutes=SCREEN_MINUTES)), _sign_in_name(tx, client_id)


def cancel_code(tx: Tx, case_id: str, code_id: str) -> None:
    """Make an unused card or screen code worthless. Raises NotVisible, or RuleBroken when it was used already."""
    code = tx.row("codes.find_of_case", case_id=case_id, code_id=code_id)
    if code is None:
        raise NotVisible
    rights.require(code["relationship"], "card.make")
    if not tx.run("codes.cancel", id=code_id, account_id=code["account_id"]):
        raise RuleBroken(N_("Diese Karte gilt schon nicht mehr."))
    _note(tx, case_id, "card_cancelled", code["account_id"])


def end_everything(tx: Tx, case_id: str) -> None:
    """A lost phone: all sessions, passkeys, push subscriptions, pictures and unused codes of the client end at once."""
    client_id = _client(tx, case_id)
    tx.run("sessions.end_all", account_id=client_id, reason="phone_lost")
    tx.run("sessions.forget_push_of_account", account_id=client_id)
    tx.run("devices.forget_everywhere", account_id=client_id)
    passkeys.end_all(tx, client_id)
    tx.run("codes.cancel_for_client", account_id=client_id)
    _note(tx, case_id, "everything_ended", client_id)


def use_code(tx: Tx, typed: str, browser: sign_in.Browser) -> sign_in.Begun:
    """Use a card or screen code up and begin a session that has yet to choose a PIN. Raises UnknownCode."""
    code = _find(tx, typed)
    if code is None or code["kind"] not in ("card", "screen") or not tx.run("codes.use", id=code["id"]):
        raise UnknownCode
    tx.insert("events", at=tx.now, actor_id=code["account_id"], action="card_used", subject_id=code["account_id"])
    return sign_in.begin(tx, code["account_id"], browser, by_secret=False)


def find_for_secret(tx: Read, typed: str, kinds: tuple[str, ...]) -> Row:
    """An unused code of one of these kinds that lets its holder set a password. Raises UnknownCode."""
    code = _find(tx, typed)
    if code is None or code["kind"] not in kinds:
        raise UnknownCode
    return code


def _find(read: Read, typed: str) -> Row | None:
    return read.row_by_digest("codes.find", "code_digest", "code", read_code(typed))


def _client(tx: Tx, case_id: str) -> str:
    case = tx.row("cases.find", case_id=case_id)
    if case is None:
        raise NotVisible
    rights.require(case["relationship"], "card.make")
    return str(case["client_id"])


def _new(tx: Tx, case_id: str, client_id: str, kind: str, expires_at: str) -> str:
    tx.run("codes.cancel_for_client", account_id=client_id)
    code = new_code()
    tx.insert(
        "sign_in_codes", account_id=client_id, kind=kind, code_digest=code_digest(tx, code),
        made_at=tx.now, made_by=tx.actor_id, expires_at=expires_at,
    )  # fmt: skip
    _note(tx, case_id, f"{kind}_made", client_id)
    return code


def _sign_in_name(tx: Tx, client_id: str) -> str:
    account = tx.row("accounts.find", id=client_id)
    if account is None:
        raise NotVisible
    if account["sign_in_name"]:
        return str(account["sign_in_name"])
    name = _free_name(tx)
    tx.update("accounts", client_id, sign_in_name=name)
    return name


def _free_name(tx: Tx) -> str:
    while True:
        first, second = secrets.choice(WORDS), secrets.choice(WORDS)
        name = f"{first}-{second}-{secrets.randbelow(90) + 10}"
        if first != second and tx.row("accounts.has_sign_in_name", sign_in_name=name) is None:
            return name


def _note(tx: Tx, case_id: str, action: str, client_id: str) -> None:
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, action=action, case_id=case_id, subject_id=client_id)
    cases.touch(tx, case_id)
