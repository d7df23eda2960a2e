"""Who looked at a case, by day, in the words that its client reads."""

from pwa_server.domain.openings import reason_text
from pwa_server.domain.times import berlin_day, later
from pwa_server.pages import views
from pwa_server.pages.views import View
from pwa_server.web.visit import Visit

LOG_DAYS = 365


def days(visit: Visit, case_id: str) -> list[View]:
    """The newest day first; the same person and reason on one day are one line."""
    found: dict[str, dict[tuple[str, str, str], View]] = {}
    for row in visit.read.rows("openings.of_case", case_id=case_id, since=later(visit.now, days=-LOG_DAYS)):
        lines = found.setdefault(berlin_day(row["last_at"]).isoformat(), {})
        words = row["words"] or ""
        line = lines.setdefault(
            (row["actor_id"], row["reason"], words),
            {
                "name": row["name"] or row["partner_name"] or "",
                "reason": visit.say(reason_text(row["reason"])),
                "words": words,
                "times": 0,
            },
        )
        line["times"] += row["times"]
    return [{"day": views.day(visit, day), "lines": list(lines.values())} for day, lines in found.items()]
