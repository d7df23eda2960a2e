"""The order that a counsellor and a client chose: goals of a plan, steps of a path. Places have no numbers to look at."""

from collections.abc import Sequence

from pwa_server.domain.problems import N_, BadInput


def shifted(order: Sequence[str], moved: str, direction: str) -> list[str]:
    """`order` with `moved` one place `up` or `down`; at the end, or without it, all stays. Raises BadInput."""
    if direction not in ("up", "down"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    places = list(order)
    place = places.index(moved) if moved in places else -1
    other = place - 1 if direction == "up" else place + 1
    if place >= 0 and 0 <= other < len(places):
        places[place], places[other] = places[other], places[place]
    return places
