"""The talk about the plan: prepared at home in one's own language, by text or by voice; afterwards what came out of it."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from pwa_server.casework import reviews
from pwa_server.casework.reviews import NOTHING_TO_PREPARE, Prepared
from pwa_server.domain.problems import N_
from pwa_server.domain.reviews import LONGEST_WORDS
from pwa_server.pages import review_words, views, voices
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import READ_ONLY_STATES, high, office, own_case, with_own_case
from pwa_server.pages.client.voices import own_recordings
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import Visit

View = dict[str, Any]
NOT_SAID = ""


class PrepareForm(Form):
    """The client's side, all of it optional."""

    rating = RadioField(
        N_("Wie geht es Ihnen mit dem Plan?"),
        choices=choices([*((str(face), words) for face, words in review_words.FACES.items())]),
        validators=[Optional()],
    )
    good = TextAreaField(N_("Was war gut?"), validators=[Optional(), Length(max=LONGEST_WORDS)])
    hard = TextAreaField(N_("Was war schwer?"), validators=[Optional(), Length(max=LONGEST_WORDS)])
    hurdles = SelectMultipleField(
        N_("Was war im Weg?"),
        choices=choices(views.OBSTACLE_TEXTS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@with_own_case
async def show_review(visit: Visit, case: Row) -> Response:
    """GET /review: what can be prepared now, and what came out of the talks before. Never in a stored copy."""
    rows = visit.read.rows("reviews.of_case", case_id=case["id"])
    review = next((row for row in rows if row["state"] == "open"), None)
    return _page(visit, case, rows, PrepareForm.empty(visit, **_values(visit, case, review)))


@with_own_case
async def prepare(visit: Visit, case: Row) -> Response:
    """POST /review: keep it; again and again until the talk is over."""
    form: Any = await PrepareForm.of(visit)
    if not form.validate():
        return _page(visit, case, visit.read.rows("reviews.of_case", case_id=case["id"]), form, 422)
    rating = int(form.rating.data) if form.rating.data else None
    prepared = Prepared(
        form.good.data or "", form.hard.data or "", tuple(form.hurdles.data or ()), rating, visit.language.tag
    )
    await visit.write(reviews.prepare, prepared)
    return visit.redirect("/review?kept=1")


async def prepare_by_voice(visit: Visit) -> Response:
    """POST /review/recordings: one question (`part`) answered by speaking."""
    own_case(visit)
    form, voice = await voices.sent_voice(visit, "client", visit.language.tag)
    part = str(form.get("part", ""))
    await visit.write(reviews.prepare_by_voice, part, voice)
    return visit.redirect(f"/review?kept=1#{part}-voice")


def _values(visit: Visit, case: Row, review: Row | None) -> View:
    if review is None:
        return {}
    hurdles = visit.read.rows("reviews.hurdles_of_case", case_id=case["id"])
    return {
        "rating": str(review["client_rating"] or NOT_SAID),
        "good": review["client_good"] or "",
        "hard": review["client_hard"] or "",
        "hurdles": [row["code"] for row in hurdles if row["review_id"] == review["id"] and row["side"] == "client"],
    }


def _page(visit: Visit, case: Row, rows: Sequence[Row], form: Any, status: int = 200) -> Response:
    review = next((row for row in rows if row["state"] == "open"), None)
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    read_only = case["state"] in READ_ONLY_STATES
    coming = [row for row in meetings if reviews.is_coming_up([row])]
    spoken = own_recordings(visit, case, "review")
    page = visit.page(
        "client/review.html",
        status=status,
        nav="plan",
        form=form,
        may_prepare=not read_only and bool(review or coming),
        nothing=visit.say(NOTHING_TO_PREPARE),
        meeting=telling.meeting_view(visit, coming[0]) if coming else None,
        kept="kept" in visit.request.query_params,
        recordings={part: spoken.get((review["id"], part)) for part in ("good", "hard")} if review else {},
        read_only=read_only,
        results=_results(visit, case, rows, meetings),
        ours_late=[] if read_only else _ours_late(visit, case),
        **office(visit, case),
    )
    return voices.with_microphone(page)


def _ours_late(visit: Visit, case: Row) -> list[View]:
    """What we are late with ourselves: it is said before anybody asks."""
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high="no")
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    return [telling.step_view(visit, step, translations) for step in review_words.late_steps(visit, steps)]


def _results(visit: Visit, case: Row, rows: Sequence[Row], meetings: Sequence[Row]) -> list[View]:
    """Finished reviews, the newest first. Protected goals only just after the PIN."""
    shown = high(visit)
    texts = review_words.texts_of_plan(visit, case, shown)
    decisions = visit.read.rows("reviews.decisions_of_case", case_id=case["id"], high=shown)
    by_id = {row["id"]: row for row in meetings}
    return [
        {
            **_words(visit, row),
            "day": views.day(visit, row["held_on"]),
            "lists": review_words.decided_lists(visit, [d for d in decisions if d["review_id"] == row["id"]], texts),
            "good": row["staff_good"] or "",
            "hard": row["staff_hard"] or "",
            "changes": row["changes"] or "",
            "own_good": row["client_good"] or "",
            "own_hard": row["client_hard"] or "",
            "own_language": row["client_language"] or "",
            "staff": row["staff_name"] or "",
            "next": telling.meeting_view(visit, by_id[row["next_meeting_id"]])
            if row["next_meeting_id"] in by_id and by_id[row["next_meeting_id"]]["ends_at"] > visit.now
            else None,
        }
        for row in rows
        if row["state"] == "finished"
    ]


def _words(visit: Visit, review: Row) -> View:
    result = review_words.result_of(review)
    title, words = review_words.RESULTS[result]
    return {
        "result": result,
        "icon": "people" if result in ("next", "ended") else "flag",
        "title": visit.say(title),
        "words": visit.say(words),
    }


def review_card(visit: Visit, case: Row) -> View | None:
    """For the first page: what came out of a talk that was held lately, in two sentences."""
    rows = visit.read.rows("reviews.of_case", case_id=case["id"])
    latest = next((row for row in rows if row["state"] == "finished"), None)
    return _words(visit, latest) if latest and review_words.is_fresh(latest, visit.now) else None
