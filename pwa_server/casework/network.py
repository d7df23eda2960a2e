"""The network of services: shared goals, rules in versions, meetings, tasks, and what colleagues learn from each other."""

from pwa_server.access import rights
from pwa_server.casework.staff import require_coordinator
from pwa_server.domain import network as rules
from pwa_server.domain.network import LONGEST_LINE, LONGEST_RULES, Yes, require_words
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx


def _actor(tx: Tx, action: str) -> Row:
    actor = tx.row("accounts.find", id=tx.actor_id)
    if actor is None:
        raise NotAllowed
    rights.require(actor["role"], action)
    return actor


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotVisible
    return row


def _today(tx: Tx) -> str:
    return berlin_day(tx.now).isoformat()


def add_goal(tx: Tx, words: str) -> str:
    """A goal of the network. Raises NotAllowed, BadInput."""
    require_coordinator(tx)
    return tx.insert("network_goals", words=require_words(words), made_at=tx.now, made_by=tx.actor_id)


def end_goal(tx: Tx, goal_id: str, how: str, version: int) -> None:
    """A goal is reached, or taken off the list. Raises NotAllowed, NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    goal = _found(tx.row("network.goal", id=goal_id))
    if how == "reached" and goal["reached_on"] is None:
        tx.update("network_goals", goal_id, version=version, reached_on=_today(tx))
    elif how == "removed":
        tx.update("network_goals", goal_id, version=version, ended_at=tx.now)
    else:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def propose_rules(tx: Tx, words: str) -> str:
    """A new version of the rules, which counts once others have said yes. Raises NotAllowed, BadInput, RuleBroken."""
    actor = require_coordinator(tx)
    words = require_words(words, LONGEST_RULES)
    known = tx.rows("network.rules")
    if any(row["state"] == "proposed" for row in known):
        raise RuleBroken(N_("Es gibt schon einen neuen Vorschlag. Bitte entscheiden Sie zuerst darüber."))
    return tx.insert(
        "network_rules", number=max((row["number"] for row in known), default=0) + 1, words=words, state="proposed",
        made_at=tx.now, made_by=tx.actor_id, carrier_id=actor["carrier_id"],
    )  # fmt: skip


def withdraw_rules(tx: Tx, rules_id: str, version: int) -> None:
    """Take a proposal back. Raises NotAllowed, NotVisible, RuleBroken, Stale."""
    require_coordinator(tx)
    row = _found(tx.row("network.rule", id=rules_id))
    rules.require_rules_move(row["state"], "withdrawn")
    tx.update("network_rules", rules_id, version=version, state="withdrawn")


def adopt_rules(tx: Tx, rules_id: str) -> None:
    """The actor's carrier says yes. Raises NotAllowed, NotVisible, RuleBroken for a proposal that is none any more."""
    actor = _actor(tx, "network.adopt")
    if not actor["carrier_id"]:
        raise NotAllowed
    _say_yes(tx, rules_id, carrier_id=actor["carrier_id"])


def adopt_for_partner(tx: Tx, rules_id: str, partner_id: str) -> None:
    """A partner has said yes on paper. Raises NotAllowed, NotVisible, RuleBroken."""
    require_coordinator(tx)
    _found(tx.row("partners.find", id=partner_id))
    _say_yes(tx, rules_id, partner_id=partner_id)


def _say_yes(tx: Tx, rules_id: str, carrier_id: str | None = None, partner_id: str | None = None) -> None:
    row = _found(tx.row("network.rule", id=rules_id))
    # Who comes later joins rules that count already.
    if row["state"] not in ("proposed", "in_force"):
        rules.require_rules_move(row["state"], "in_force")
    given = tx.rows("network.adoptions_of", rules_id=rules_id)
    if any((each["carrier_id"], each["partner_id"]) == (carrier_id, partner_id) for each in given):
        raise RuleBroken(N_("Diese Stelle hat schon zugestimmt."))
    tx.insert(
        "network_adoptions", rules_id=rules_id, carrier_id=carrier_id, partner_id=partner_id, adopted_on=_today(tx),
        made_at=tx.now, made_by=tx.actor_id,
    )  # fmt: skip
    if row["state"] == "proposed":
        _bring_into_force(tx, row)


def _bring_into_force(tx: Tx, row: Row) -> None:
    given = tx.rows("network.adoptions_of", rules_id=row["id"])
    yes = [Yes(each["carrier_id"] or each["partner_id"], each["made_by"]) for each in given]
    if not rules.may_come_into_force(yes):
        return
    for old in tx.rows("network.rules"):
        if old["state"] == "in_force":
            tx.update("network_rules", old["id"], version=old["version"], state="superseded")
    tx.update("network_rules", row["id"], version=row["version"], state="in_force", in_force_at=tx.now)


def plan_meeting(tx: Tx, on_day: str, clock: str, place: str, topics: str) -> str:
    """The next meeting of the network. Raises NotAllowed, BadInput."""
    require_coordinator(tx)
    if on_day < _today(tx):
        raise BadInput(N_("Dieser Tag ist schon vorbei."))
    _require_short(place)
    facts = {"on_day": on_day, "clock": clock, "place": place, "topics": require_words(topics)}
    return tx.insert("network_meetings", made_at=tx.now, made_by=tx.actor_id, **facts)


def finish_meeting(tx: Tx, meeting_id: str, to: str, result: str, version: int) -> None:
    """It took place, with a result, or it did not. Raises NotAllowed, NotVisible, BadInput, RuleBroken, Stale."""
    require_coordinator(tx)
    row = _found(tx.row("network.meeting", id=meeting_id))
    rules.require_meeting_move(row["state"], to)
    if len(result) > rules.LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    tx.update("network_meetings", meeting_id, version=version, state=to, result=result.strip())


def add_task(tx: Tx, kind: str, words: str, who: str, due_on: str) -> str:
    """Something to do, or something to make. Raises NotAllowed, BadInput."""
    require_coordinator(tx)
    if kind not in rules.TASK_KINDS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    _require_short(who)
    facts = {"kind": kind, "words": require_words(words, LONGEST_LINE), "who": who, "due_on": due_on or None}
    return tx.insert("network_tasks", made_at=tx.now, made_by=tx.actor_id, **facts)


def end_task(tx: Tx, task_id: str, how: str, version: int) -> None:
    """It is done, or taken off the list. Raises NotAllowed, NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    task = _found(tx.row("network.task", id=task_id))
    if how == "done" and task["done_on"] is None:
        tx.update("network_tasks", task_id, version=version, done_on=_today(tx))
    elif how == "removed":
        tx.update("network_tasks", task_id, version=version, removed_at=tx.now)
    else:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def _require_short(line: str) -> None:
    if len(line) > LONGEST_LINE:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def write_note(tx: Tx, topic: str, words: str, without_people: bool) -> str:
    """Something for colleagues, who said that nobody can be recognised in it. Raises NotAllowed, BadInput."""
    actor = _actor(tx, "notes.write")
    if not without_people:
        raise BadInput(N_("Bitte lesen Sie den Text noch einmal. Erkennt man darin einen Menschen?"))
    return tx.insert(
        "staff_notes", topic=require_words(topic, LONGEST_LINE), words_sealed=require_words(words), made_at=tx.now,
        made_by=tx.actor_id, carrier_id=actor["carrier_id"],
    )  # fmt: skip


def remove_note(tx: Tx, note_id: str) -> None:
    """Take a note away: the own one, or any as coordinator. Raises NotAllowed, NotVisible."""
    actor = _actor(tx, "notes.write")
    note = _found(tx.row("network.note", id=note_id))
    if note["made_by"] != tx.actor_id and actor["role"] != "coordinator":
        raise NotAllowed
    tx.update("staff_notes", note_id, removed_at=tx.now, words_sealed="")
