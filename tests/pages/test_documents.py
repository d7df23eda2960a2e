"""A plan or an agreement as a document: what its reader counts along."""

from typing import Any

from pwa_server.pages import documents


def step(responsible: str, text: str) -> dict[str, Any]:
    cells = {"de": {"text": text, "lang": "de", "mark": ""}}
    return {"text": cells, "responsible": responsible, "who": "", "due_on": None, "place": "", "done": False}


def test_steps_are_numbered_as_they_are_read_without_a_gap() -> None:
    way = [step("counsellor", "Wir fragen."), step("client", "Ich gehe hin."), step("counsellor", "Wir rufen an.")]
    goal = {"id": "g", "life_area": "work", "own_words": None, "text": step("client", "Arbeit")["text"], "steps": way}
    shown = documents._goal(goal, ["de"])
    told = [(one["number"], one["text"][0].text) for group in shown["groups"] for one in group["steps"]]
    assert told == [(1, "Ich gehe hin."), (2, "Wir fragen."), (3, "Wir rufen an.")]
