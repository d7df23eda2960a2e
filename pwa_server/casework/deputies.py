"""Who is away and who stands in. A deputyship opens a counsellor's cases to the deputy without showing any of them."""

from datetime import date

from pwa_server.casework import tellings
from pwa_server.casework.offices import FURTHEST_DAYS, require_span
from pwa_server.casework.staff import note, require_right
from pwa_server.domain import quiet_days
from pwa_server.domain.mentoring import end_of_day
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day, later, starts_at
from pwa_server.storage.database import Row, Tx

LONGEST_DAYS = 28
REASONS = ("vacation", "training", "away")
THE_SAME = N_("Bitte wählen Sie zwei verschiedene Personen.")
TOO_NEW = N_("Dieses Konto ist noch neu. Das geht ab dem %(day)s, oder sobald die bisherige Beratung die Person kennt.")


def name_standing(tx: Tx, staff_id: str, deputy_id: str) -> None:
    """Who usually stands in for a counsellor; '' for nobody. It opens no case. Raises NotVisible, BadInput."""
    carrier_id = _carrier(tx)
    _counsellor(tx, carrier_id, staff_id)
    if deputy_id:
        require_able(tx, carrier_id, deputy_id)
    if deputy_id == staff_id:
        raise BadInput(THE_SAME)
    tx.run("offices.end_standing", staff_id=staff_id)
    if deputy_id:
        tx.insert("standing_deputies", staff_id=staff_id, deputy_id=deputy_id, made_at=tx.now, made_by=tx.actor_id)
    note(tx, "standing_deputy_named", staff_id)


def note_absence(tx: Tx, staff_id: str, first: date, last: date) -> str:
    """Days on which a counsellor is not there. Raises NotVisible, BadInput."""
    _counsellor(tx, _carrier(tx), staff_id)
    require_span(first, last)
    if last < berlin_day(tx.now):
        raise BadInput(N_("Dieser Tag ist schon vorbei."))
    days = {"from_on": first.isoformat(), "until_on": last.isoformat()}
    tx.run("installation.touch")
    return tx.insert("absences", staff_id=staff_id, made_at=tx.now, made_by=tx.actor_id, **days)


def remove_absence(tx: Tx, absence_id: str) -> None:
    """The counsellor is there after all. Raises NotVisible."""
    if tx.row("offices.absence", id=absence_id, carrier_id=_carrier(tx)) is None:
        raise NotVisible
    tx.run("offices.drop_absence", id=absence_id)
    tx.run("installation.touch")


def start(tx: Tx, staff_id: str, deputy_id: str, first: date, last: date, reason: str) -> str:
    """Let a deputy see and keep all current cases of a counsellor from `first` to `last`, four weeks at most.

    It ends by itself. Raises NotVisible, BadInput for a reason that there is not or days that can't be, RuleBroken when
    somebody stands in already.
    """
    carrier_id = _carrier(tx)
    _counsellor(tx, carrier_id, staff_id)
    require_able(tx, carrier_id, deputy_id)
    _require_possible(tx, staff_id, deputy_id, first, last, reason)
    require_known(tx, staff_id, deputy_id, max(tx.now, starts_at(first.isoformat(), "00:00")))
    cases = [
        row["case_id"] for row in tx.rows("unscoped.cases_of_counsellor", staff_id=staff_id, carrier_id=carrier_id)
    ]
    days = {"from_on": first.isoformat(), "until_on": last.isoformat()}
    deputyship_id = tx.insert(
        "deputyships", staff_id=staff_id, deputy_id=deputy_id, reason=reason, cases=len(cases), made_at=tx.now,
        made_by=tx.actor_id, **days,
    )  # fmt: skip
    deputyship = {"id": deputyship_id, "deputy_id": deputy_id, "reason": reason, **days}
    for case_id in cases:
        _stand_in(tx, case_id, deputyship)
    note(tx, "deputyship_started", deputy_id)
    return deputyship_id


def stand_in_for_new(tx: Tx, case_id: str, staff_id: str) -> None:
    """A case comes to somebody who is away or will be: whoever stands in sees this case too."""
    for deputyship in tx.rows("offices.deputyships_of", staff_id=staff_id, today=berlin_day(tx.now).isoformat()):
        _stand_in(tx, case_id, deputyship)


def _stand_in(tx: Tx, case_id: str, deputyship: Row) -> None:
    tx.insert(
        "case_assignments", case_id=case_id, staff_id=deputyship["deputy_id"], relationship="deputy",
        valid_from=max(tx.now, starts_at(deputyship["from_on"], "00:00")),
        valid_until=end_of_day(deputyship["until_on"]), made_by=tx.actor_id, reason=deputyship["reason"],
        deputyship_id=deputyship["id"],
    )  # fmt: skip
    days = {"first_on": deputyship["from_on"], "last_on": deputyship["until_on"]}
    tellings.tell(tx, case_id, "deputy", person_id=deputyship["deputy_id"], **days)


def end(tx: Tx, deputyship_id: str) -> None:
    """End a deputyship at once: the deputy's next request finds nothing. Raises NotVisible."""
    found = tx.row("offices.deputyship", id=deputyship_id, carrier_id=_carrier(tx))
    if found is None:
        raise NotVisible
    if found["ended_at"]:
        return
    tx.update("deputyships", deputyship_id, ended_at=tx.now)
    stood_in_for = tx.rows("unscoped.cases_of_deputyship", deputyship_id=deputyship_id)
    tx.run("unscoped.end_assignments_of_deputyship", deputyship_id=deputyship_id)
    for row in stood_in_for:
        tx.run("unscoped.drop_unread_tellings", case_id=row["case_id"], kind="deputy")
        tellings.tell(tx, row["case_id"], "deputy_ended", person_id=found["staff_id"])
    note(tx, "deputyship_ended", found["deputy_id"])


def _require_possible(tx: Tx, staff_id: str, deputy_id: str, first: date, last: date, reason: str) -> None:
    require_span(first, last)
    if deputy_id == staff_id:
        raise BadInput(THE_SAME)
    if reason not in REASONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if last < berlin_day(tx.now):
        raise BadInput(N_("Dieser Tag ist schon vorbei."))
    if (last - berlin_day(tx.now)).days > FURTHEST_DAYS:
        raise BadInput(N_("Bitte wählen Sie einen Tag."))
    if (last - first).days >= LONGEST_DAYS:
        raise BadInput(N_("Eine Vertretung dauert höchstens 4 Wochen."))
    if tx.row("offices.overlapping", staff_id=staff_id, from_on=first.isoformat(), until_on=last.isoformat()):
        raise RuleBroken(N_("An diesen Tagen gibt es schon eine Vertretung."))


def _carrier(tx: Tx) -> str:
    return str(require_right(tx, "accounts.edit")["carrier_id"])


def _counsellor(tx: Tx, carrier_id: str, staff_id: str) -> Row:
    found = tx.row("offices.counsellor", id=staff_id, carrier_id=carrier_id)
    if found is None:
        raise NotVisible
    return found


def require_known(tx: Tx, staff_id: str, colleague_id: str, at: str) -> None:
    """Raise RuleBroken where account management would give plans at `at` to an account that is younger than seven days.

    Where the counsellor herself said after the account's newest step that she knows this colleague, nobody waits.
    """
    steps = tx.row("colleagues.steps_to", id=colleague_id)
    if steps is None:
        raise NotVisible
    counts_from = quiet_days.counts_from(steps)
    known = tx.row("colleagues.known", staff_id=staff_id, colleague_id=colleague_id)
    since = later(counts_from, days=-quiet_days.QUIET_DAYS)
    if at < counts_from and not (known and known["known_at"] and known["known_at"] >= since):
        raise RuleBroken(TOO_NEW, day=berlin_day(counts_from).strftime("%d.%m.%Y"))


def require_able(tx: Tx, carrier_id: str, deputy_id: str) -> None:
    """Raise NotVisible for no counsellor of this carrier, BadInput for one who can't look after anybody yet.

    Somebody who has never signed in stands in for nobody: the plans would wait.
    """
    if not _counsellor(tx, carrier_id, deputy_id)["has_secret"]:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
