"""Today: what next, when, where, with whom, what to bring."""

from starlette.responses import Response

from pwa_server.domain.goals import LIVE, first_to_do, whose_turn
from pwa_server.domain.meetings import COMING_UP
from pwa_server.i18n.guides import AFTER_THE_END
from pwa_server.pages import services, views
from pwa_server.pages.client import telling
from pwa_server.pages.client.mentor_news import mentor_news
from pwa_server.pages.client.news import news
from pwa_server.pages.client.own_case import READ_ONLY_STATES, issued, office, stored, with_own_case
from pwa_server.pages.client.reviews import review_card
from pwa_server.pages.client.voices import heard
from pwa_server.pages.review_words import late_steps
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


@with_own_case
async def show_today(visit: Visit, case: Row) -> Response:
    """The first page: the own next step, else what somebody else does now, the next meeting, what others do, late or not."""
    written = visit.read.rows("goals.of_case", case_id=case["id"], high="no")
    goals = {goal["id"]: goal for goal in written if goal["state"] in LIVE}
    steps = [s for s in visit.read.rows("steps.of_case", case_id=case["id"], high="no") if s["goal_id"] in goals]
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    turns = whose_turn(goals, steps)
    chosen = first_to_do(turns)
    shown = [*turns, *(step for step in late_steps(visit, steps) if step not in turns)]
    spoken = heard(visit, case)
    views_of_turns = [
        telling.step_view(visit, step, translations, chosen["id"] if chosen else None)
        | {"audio": spoken.get(step["id"], "")}
        for step in shown
    ]
    meeting = next((m for m in meetings if m["state"] in COMING_UP and m["ends_at"] > visit.now), None)
    visit.kept_until = meeting["ends_at"] if meeting else ""
    read_only = case["state"] in READ_ONLY_STATES
    return visit.page(
        "client/today.html",
        stored_seconds=stored(case),
        nav="today",
        issued=issued(visit),
        news=news(visit, case),
        step=next((view for view in views_of_turns if view["is_next"]), None),
        others=[view for view in views_of_turns if not view["is_next"] and not view["mine"]],
        has_goals=bool(written),
        meeting=telling.meeting_view(visit, meeting) | {"audio": spoken.get(meeting["id"], "")} if meeting else None,
        review=review_card(visit, case),
        mentor_news=mentor_news(visit, case),
        read_only=read_only,
        erase_on=views.day(visit, case["erase_due_on"]),
        services=services.named(visit, case) if read_only else [],
        **(office(visit, case) | ({"guide": AFTER_THE_END} if read_only else {})),
    )
