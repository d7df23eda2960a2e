"""A goal that is made of a need: the form starts with its area, its words and its protection, and says which need."""

from typing import Any

from starlette.datastructures import FormData

from pwa_server.domain.needs import stricter
from pwa_server.pages import situation
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]


def need_of(visit: Visit, case: Row, sent: FormData | None = None) -> Row | None:
    """The need that was asked for in the address or sent with the form; one of another case is none."""
    need_id = str(sent.get("need_id", "")) if sent is not None else visit.request.query_params.get("need", "")
    if not need_id:
        return None
    row = visit.read.row("needs.find", need_id=need_id, high=case.get("high", "no"))
    return row if row and row["case_id"] == case["id"] else None


def view(visit: Visit, need: Row | None) -> View | None:
    """The need as it stands above the form."""
    return situation.need(visit, need | {"goal_state": None}) if need else None


def own_goal(need: Row | None) -> View:
    """What the form of an own goal starts with."""
    if need is None:
        return {}
    return {
        "life_area": need["life_area"],
        "own_words": need["own_words"] or "",
        "title": need["german"] or "" if len(need["german"] or "") <= 200 else "",
        "sensitivity": need["sensitivity"],
    }


def protection(need: Row | None, usual: str) -> str:
    """A goal is protected at least as much as the need."""
    return stricter(usual, need["sensitivity"]) if need else usual


def language(need: Row | None, case: Row) -> str:
    """In which language the own words are, as far as anybody can guess."""
    return (need["own_words_language"] if need else None) or str(case["client_language"])
