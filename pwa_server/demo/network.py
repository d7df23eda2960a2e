"""The demo's feedback, and what its services have agreed on together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pwa_server.casework import feedback, network
from pwa_server.casework.feedback import Message
from pwa_server.domain.times import later

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

ABOUT = {"praise": "counselling", "complaint": "meetings", "barrier": "app", "idea": "other"}
ANSWER = "Vielen Dank. Das freut uns sehr."
RULES = (
    "Jede Stelle nennt eine Person, nach der man fragt.\n"
    "Wir antworten einander in drei Arbeitstagen.\n"
    "Wir teilen einen Schritt nur, wenn die Person ja sagt."
)
MORE_RULES = RULES + "\nWer keinen Platz hat, sagt, wer vielleicht einen hat."
GOALS = ("Jeder Sprachkurs hat einen Platz mit Kinderbetreuung.", "Niemand erzählt seine Geschichte dreimal.")
NOTES = (
    ("st-vorlage", "Kurse am Abend", "Die Volkshochschule hat ab Januar einen Kurs am Abend. Man fragt Frau Exemplar."),
    (
        "st-attrappe",
        "Baustein geändert",
        "Im Baustein „Führerschein“ steht jetzt, dass die Prüfung auch auf Arabisch geht.",
    ),
)


def add_feedback(demo: Demo) -> None:
    """Praise that was answered, a complaint that somebody works on, a barrier that is new."""
    for number, entry in enumerate(demo.personas["feedback"]):
        received = str(demo.calendar.at(entry["received"]))
        message = Message(entry["kind"], ABOUT[entry["kind"]], entry["text"], entry["language"])
        with demo.acting("st-vertrauen", received) as tx:
            feedback.send(tx, message, f"DEMWXYZ2345{number + 2}", "demo")
            known = {row["id"]: row for row in tx.rows("feedback.list", since=feedback.a_year_ago(received))}
            feedback_id = next(id_ for id_, row in known.items() if row["words"] == entry["text"])
        demo.ids[entry["id"]] = feedback_id
        _work_on(demo, entry, feedback_id, received)
    with demo.acting("st-vertrauen", demo.tx.now) as tx:
        feedback.save_office(tx, "030 23125-150", "Montag bis Freitag, 9 bis 12 Uhr", 0)


def _work_on(demo: Demo, entry: dict[str, Any], feedback_id: str, received: str) -> None:
    if entry["state"] == "new":
        return
    with demo.acting("st-vertrauen", later(received, days=1)) as tx:
        feedback.move(tx, feedback_id, "in_progress", 1)
    if entry["answered"]:
        with demo.acting("st-vertrauen", str(demo.calendar.at(entry["answered"]))) as tx:
            feedback.answer(tx, feedback_id, ANSWER, "de", 2)


def add_network(demo: Demo) -> None:
    """Goals, rules that count and a proposal, the next meeting, tasks, notes of colleagues, whom to ask about barriers."""
    today = demo.calendar.today
    with demo.acting("st-platzhalter", later(demo.tx.now, days=-200)) as tx:
        for words in GOALS:
            network.add_goal(tx, words)
        first = network.propose_rules(tx, RULES)
        network.adopt_rules(tx, first)
    for colleague, days in (("st-vorlage", -190), ("st-attrappe", -185)):
        with demo.acting(colleague, later(demo.tx.now, days=days)) as tx:
            network.adopt_rules(tx, first)
    with demo.acting("st-platzhalter", later(demo.tx.now, days=-10)) as tx:
        network.adopt_rules(tx, network.propose_rules(tx, MORE_RULES))
        network.plan_meeting(
            tx, str(today + timedelta(days=16)), "14:00", "Rathaus, Raum 12", "Plätze mit Kinderbetreuung"
        )
        network.add_task(tx, "task", "Liste aller Kurse am Abend", "Beispielverband", str(today + timedelta(days=30)))
        network.add_task(tx, "product", "Faltblatt: Wer hilft wobei?", "Jugendwerk", str(today + timedelta(days=60)))
    for author, topic, words in NOTES:
        with demo.acting(author, later(demo.tx.now, days=-6)) as tx:
            network.write_note(tx, topic, words, without_people=True)
    statement = feedback.Statement(
        "Integrationsbüro Beispielstadt", "030 23125-104", "barriere@beispielstadt.example",
        "Schlichtungsstelle Barrierefreiheit Beispielland, 030 23125-190", "",
    )  # fmt: skip
    with demo.acting("st-platzhalter", later(demo.tx.now, days=-30)) as tx:
        feedback.save_statement(tx, statement, str(today - timedelta(days=30)), 0)
