"""One step for one partner: the client's yes, a link that opens once, the partner's answer. Nothing else of the plan.

A partner has no account: whoever holds the link is the partner. What a link shows is asked of the database by its digest.
"""

from dataclasses import dataclass
from datetime import timedelta

from pwa_server.access import rights
from pwa_server.casework import cases, consents, found
from pwa_server.domain import sharing
from pwa_server.domain.offers import OLD_DAYS
from pwa_server.domain.people import first_name, readable_name
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day, later
from pwa_server.storage.database import Read, Row, Tx
from pwa_server.storage.ids import new_token

PURPOSE = "share_with_partner"
DIGEST = "step share"


@dataclass(frozen=True)
class Asked:
    """How the client was asked, and what of her name the partner may read: `none`, `first` or `whole`.

    `partner_id` is a partner that the client chose herself, where it is not the one at the step.
    """

    language: str = ""
    channel: str = ""
    name: str = "none"
    partner_id: str = ""


def share(tx: Tx, step_id: str, asked: Asked) -> str:
    """Note the client's yes and return the token of a new link; one from before ends. With a yes that holds already,
    an empty `channel` makes a further link.

    Raises NotVisible, NotAllowed, BadInput, RuleBroken without a partner, an agreement with it, or the client's yes.
    """
    step = found.step(tx, step_id, "step.share")
    partner_id = _require_shareable(tx, step, asked.partner_id)
    if asked.name not in sharing.NAMES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    case_id = step["case_id"]
    if asked.channel:
        consents.give(tx, case_id, PURPOSE, partner_id, language=asked.language, channel=asked.channel)
    consents.require_given(tx, case_id, PURPOSE, partner_id)
    record = consents.open_record(tx, case_id, PURPOSE, partner_id)
    token = new_token()
    _end_links(tx, step_id)
    tx.insert(
        "step_shares",
        case_id=case_id,
        step_id=step_id,
        partner_id=partner_id,
        consent_id=record["id"] if record else None,
        chosen="no" if partner_id == step["partner_id"] else "yes",
        contact_id=_contact(tx, step),
        name_shown_sealed=_name(tx, case_id, asked.name),
        token_digest=tx.digest(DIGEST, token),
        made_at=tx.now,
        made_by=tx.actor_id,
        expires_at=later(tx.now, hours=sharing.LINK_HOURS),
    )
    cases.touch(tx, case_id)
    return token


def decline(tx: Tx, step_id: str, language: str, channel: str) -> None:
    """Note that the client said no. Nothing is shown, and nothing else changes. Raises as `share` does."""
    step = found.step(tx, step_id)
    partner_id = _require_shareable(tx, step)
    consents.decline(tx, step["case_id"], PURPOSE, partner_id, language=language, channel=channel)


def stop(tx: Tx, step_id: str) -> Row:
    """End the links of a step at once, by the client or by whoever counsels her. Raises NotVisible, NotAllowed.

    Where the client ends it and shows that partner nothing else, her yes ends too: nobody makes another link of it.
    """
    step = tx.row("steps.find", step_id=step_id, high="no")
    if step is None:
        raise NotVisible
    rights.require(step["relationship"], "step.share")
    partners = {link["partner_id"] for link in tx.rows("shares.of_step", step_id=step_id) if link["ended_at"] is None}
    _end_links(tx, step_id)
    for partner_id in partners if step["relationship"] == "client" else ():
        if not tx.rows("shares.still_open", case_id=step["case_id"], partner_id=partner_id):
            consents.end(tx, step["case_id"], PURPOSE, partner_id)
    cases.touch(tx, step["case_id"])
    return step


def see_note(tx: Tx, note_id: str) -> Row:
    """Somebody at the desk has read what the partner wrote. Raises NotVisible, NotAllowed."""
    note = tx.row("shares.find_note", note_id=note_id)
    if note is None:
        raise NotVisible
    found.step(tx, note["step_id"])
    if not note["seen_at"]:
        tx.update("partner_notes", note_id, seen_at=tx.now, seen_by=tx.actor_id)
        cases.touch(tx, note["case_id"])
    return note


def look(tx: Tx, token: str) -> Row:
    """What a link shows: its step and whom to call. The first look begins the hour in which it can be looked at again.

    Raises NotVisible for a link that there is not, that has ended, or whose yes was taken back: nobody learns which.
    """
    shown = _open_share(tx, token)
    if not shown["opened_at"]:
        tx.update("step_shares", shown["id"], opened_at=tx.now)
        tx.insert(
            "access_log",
            actor_id=shown["partner_id"],
            relationship="partner",
            case_id=shown["case_id"],
            reason="shared_step",
            first_at=tx.now,
            last_at=tx.now,
        )
        tx.run("unscoped.touch_case", case_id=shown["case_id"])
    return shown


def look_again(tx: Tx, token: str) -> Row:
    """The same for whoever has opened the link already; nothing changes. Raises NotVisible."""
    shown = _open_share(tx, token)
    if not shown["opened_at"]:
        raise NotVisible
    return shown


def answer(tx: Tx, token: str, progress: str, words: str) -> Row:
    """Keep what the partner says about the step; the step itself stays as it is. The same words sent again are kept once.
    Raises NotVisible, BadInput, RuleBroken."""
    shown = look_again(tx, token)
    if progress not in sharing.PROGRESS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(words) > sharing.LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    known = tx.rows("unscoped.partner_notes", share_id=shown["id"])
    if any((note["progress"], note["words"] or "") == (progress, words) for note in known):
        return shown
    if len(known) >= sharing.MOST_NOTES:
        raise RuleBroken(N_("Sie haben schon oft geschrieben. Bitte rufen Sie an."))
    tx.insert(
        "partner_notes",
        case_id=shown["case_id"],
        step_id=shown["step_id"],
        share_id=shown["id"],
        progress=progress,
        words_sealed=words or None,
        at=tx.now,
    )
    tx.run("unscoped.touch_case", case_id=shown["case_id"])
    return shown


def _open_share(tx: Tx, token: str) -> Row:
    shown = tx.row_by_digest("unscoped.shared_step", "token_digest", DIGEST, token)
    if shown is None or not sharing.is_open(shown, tx.now, berlin_day(tx.now).isoformat()):
        raise NotVisible
    return shown


def to_choose_from(read: Read) -> list[Row]:
    """Partners whom a client may choose herself."""
    since = (berlin_day(read.now) - timedelta(days=OLD_DAYS)).isoformat()
    return read.rows("partners.to_share_with", since=since)


def _require_shareable(tx: Tx, step: Row, chosen: str = "") -> str:
    rights.require(step["relationship"], "step.share")
    partner_id = chosen or step["partner_id"] or ""
    if partner_id != (step["partner_id"] or ""):
        if step["relationship"] != "client":
            raise NotAllowed
        if partner_id not in {row["id"] for row in to_choose_from(tx)}:
            raise BadInput(N_("Bitte wählen Sie eines davon."))
    cooperates = tx.row("partners.cooperates", partner_id=partner_id)
    sharing.require_shareable(step, partner_id, cooperates is not None)
    return str(partner_id)


def _contact(tx: Tx, step: Row) -> str:
    """Whom the partner calls: never the client, whose name and number the link does not show."""
    if step["relationship"] != "client":
        return tx.actor_id
    team = tx.rows("own.team", case_id=step["case_id"], today=berlin_day(tx.now).isoformat())
    if not team:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte rufen Sie uns an."))
    present = [one for one in team if one["away"] == "no"]
    return str((present or team)[0]["staff_id"])


def _end_links(tx: Tx, step_id: str) -> None:
    for link in tx.rows("shares.of_step", step_id=step_id):
        if link["ended_at"] is None:
            tx.update("step_shares", link["id"], ended_at=tx.now)


def _name(tx: Tx, case_id: str, what: str) -> str | None:
    case = tx.row("cases.find", case_id=case_id)
    if case is None or what == "none":
        return None
    name = readable_name(case["client_name_latin"], case["client_name"])
    return first_name(name) if what == "first" else name
