"""The review at the desk: two columns, a decision for each goal and step, and how it goes on; shown to the client too."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from pwa_server.access import rights
from pwa_server.casework import review_finish, reviews
from pwa_server.domain.problems import BadInput, RuleBroken, Stale
from pwa_server.i18n.texts import Said
from pwa_server.pages import review_words, views
from pwa_server.pages.counsellor import inputs, meeting_forms, review_form
from pwa_server.pages.counsellor.as_client import as_client
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.counsellor.recordings import client_voices
from pwa_server.pages.counsellor.review_form import NextForm
from pwa_server.storage.database import Row
from pwa_server.web.forms import version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
Voices = Mapping[tuple[str, str], View]
# Two columns of free words, and a decision with words for each goal and step.
ROUTE_BYTES = 64_000
BEGINNING = "0000-01-01T00:00:00Z"


async def show_review(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/review. A deputy reads; `?done=` says that a review was just finished."""
    case = await opened(visit, visit.path["case_id"], "review")
    return _page(visit, case, _next_form(visit, case), None)


async def save_review(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/review: kept as a draft, or with `do` finish applied and finished.

    What is missing or not possible is said above the form, with everything that was typed still in it.
    """
    case = await opened(visit, visit.path["case_id"], "review")
    rights.require(case["relationship"], "review.edit")
    sent = await visit.form()
    balance, version = review_form.balance_of(sent), version_of(sent.get("version"))
    form: Any = review_form.bind(visit, await NextForm.of(visit))
    try:
        if sent.get("do") != "finish":
            await visit.write(reviews.keep_balance, case["id"], version, balance)
            return visit.redirect(f"/desk/cases/{case['id']}/review?kept=1")
        ending = review_form.ending_of(sent)
        if sent.get("outcome") == "book":
            if not meeting_forms.validate_time(visit, form):
                return _page(visit, case, form, sent, 422)
            warnings = meeting_forms.warnings_for(visit, case, form)
            if warnings:
                return _page(visit, case, form, sent, 422, warnings)
            booked = {"time": meeting_forms.time_of(form), "details": review_form.next_details(form)}
            ending = review_form.ending_of(sent, **booked)
        await visit.write(review_finish.finish, case["id"], version, balance, ending)
    except (BadInput, RuleBroken, Stale) as problem:
        return _page(visit, case, form, sent, problem.status, [visit.say(problem.message)])
    return visit.redirect(f"/desk/cases/{case['id']}/review?done=1")


async def show_turned(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/review/turned: both columns and what is decided so far, in the client's language.

    Protected goals are left out: somebody else may be in the room.
    """
    case = await opened(visit, visit.path["case_id"], "client_view")
    reader = as_client(visit, case)
    rows = visit.read.rows("reviews.of_case", case_id=case["id"])
    hurdles = visit.read.rows("reviews.hurdles_of_case", case_id=case["id"])
    decisions = visit.read.rows("reviews.decisions_of_case", case_id=case["id"], high="no")
    texts = review_words.texts_of_plan(reader, case, "no")
    shown = rows[:1]
    return reader.page(
        "counsellor/review_turned.html",
        back_to=f"/desk/cases/{case['id']}/review",
        columns=_columns(reader, shown[0], hurdles, client_voices(reader, case, "review")) if shown else None,
        lists=review_words.decided_lists(reader, _of(decisions, shown[0]), texts) if shown else [],
    )


def _of(rows: Sequence[Row], review: Row) -> list[Row]:
    return [row for row in rows if row["review_id"] == review["id"]]


def _next_form(visit: Visit, case: Row) -> Any:
    return review_form.bind(visit, NextForm.empty(visit, **review_form.prefilled(visit, case)))


def _columns(visit: Visit, review: Row, hurdles: Sequence[Row], spoken: Voices) -> View:
    """What both sides said, side by side."""
    own = _of(hurdles, review)
    rating = review["client_rating"]
    return {
        "client_good": review["client_good"] or "",
        "client_hard": review["client_hard"] or "",
        "language": review["client_language"] or "",
        "prepared": views.moment_of(visit, review["client_prepared_at"]),
        "rating": rating,
        "rating_text": visit.say(review_words.FACES[rating]) if rating else "",
        "client_hurdles": review_words.hurdle_texts(visit, own, "client"),
        "voices": {part: spoken.get((review["id"], part)) for part in ("good", "hard")},
        "staff_good": review["staff_good"] or "",
        "staff_hard": review["staff_hard"] or "",
        "staff_hurdles": review_words.hurdle_texts(visit, own, "counsellor"),
        "changes": review["changes"] or "",
    }


def _page(
    visit: Visit, case: Row, form: Any, sent: FormData | None, status: int = 200, warnings: Sequence[str] = ()
) -> Response:
    rows = visit.read.rows("reviews.of_case", case_id=case["id"])
    review = next((row for row in rows if row["state"] == "open"), None)
    finished = [row for row in rows if row["state"] == "finished"]
    hurdles = visit.read.rows("reviews.hurdles_of_case", case_id=case["id"])
    decisions = visit.read.rows("reviews.decisions_of_case", case_id=case["id"], high=case["high"])
    spoken = client_voices(visit, case, "review")
    texts = review_words.texts_of_plan(visit, case, case["high"])
    kept = review_form.balance_in(review, hurdles, decisions)
    balance = review_form.balance_of(sent) if sent else kept
    since = finished[0]["finished_at"] if finished else BEGINNING
    return visit.page(
        "counsellor/review.html",
        status=status,
        nav="cases",
        case=case,
        may_edit=rights.may(case["relationship"], "review.edit") and case["state"] != "closed",
        version=review["version"] if review else 1,
        warnings=list(warnings),
        columns=_columns(visit, review, hurdles, spoken) if review else None,
        balance=balance,
        goals=review_form.to_decide(visit, case, balance, since),
        form=form,
        results=[
            _columns(visit, row, hurdles, spoken) | _result(visit, row, _of(decisions, row), texts) for row in finished
        ],
        **_after(visit, case),
        **_choices(visit, sent),
        **_talks(visit, case, finished),
    )


def _after(visit: Visit, case: Row) -> View:
    """What was just done, and the version of the agreement that is being written because the plan has changed."""
    version = visit.read.row("agreements.open", case_id=case["id"])
    return {
        "kept": "kept" in visit.request.query_params,
        "done": "done" in visit.request.query_params,
        "new_version": version["id"] if version and version["state"] == "draft" else "",
    }


def _choices(visit: Visit, sent: FormData | None) -> View:
    """What can be chosen at the end, and what was chosen in a form that is shown again."""
    names = ("outcome", "reason", "confirmed", "told")
    return {
        "obstacles": inputs.said(visit, views.OBSTACLE_TEXTS),
        "outcomes": inputs.said(visit, review_form.OUTCOMES),
        "reasons": inputs.said(visit, review_form.REASONS),
        "confirmations": inputs.said(visit, review_form.CONFIRMATIONS),
        "typed_ending": {name: str(sent.get(name, "")) if sent else "" for name in names},
    }


def _talks(visit: Visit, case: Row, finished: Sequence[Row]) -> View:
    """The talk that is being held, and the next one that is booked already."""
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high=case["high"])
    found = {
        "held": reviews.meeting_of(meetings, finished, visit.now),
        "booked": reviews.next_booked(meetings, visit.now),
    }
    return {name: views.meeting_view(visit, row, "/desk/meetings") if row else None for name, row in found.items()}


def _result(visit: Visit, review: Row, decisions: Sequence[Row], texts: Mapping[str, Said]) -> View:
    """How a finished review ended."""
    result = review_words.result_of(review)
    return {
        "day": views.day(visit, review["held_on"]),
        "planned": views.day(visit, review["planned_on"]),
        "title": visit.say(review_form.RESULTS[result]),
        "result": result,
        "lists": review_words.decided_lists(visit, decisions, texts, review_form.DECISIONS),
        "read_back": review["read_back"] == "yes",
        "confirmed": visit.say(review_form.CONFIRMATIONS[review["confirmed"]]) if review["confirmed"] else "",
        "told": review["told"] or "",
        "staff": review["staff_name"] or "",
        "next_url": f"/desk/meetings/{review['next_meeting_id']}" if review["next_meeting_id"] else "",
    }
