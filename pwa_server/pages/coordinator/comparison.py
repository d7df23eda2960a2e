"""/office/comparison: our numbers beside those of other municipalities, in the order of their names. No ranking."""

from starlette.responses import Response

from pwa_server.casework import benchmarks
from pwa_server.casework.indicators import categories_of
from pwa_server.domain.benchmarks import FEWEST_PLACES
from pwa_server.domain.disclosure import TOTAL
from pwa_server.domain.indicators import BY_ID, INDICATORS
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.pages import views
from pwa_server.pages.coordinator import figures
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

MOST_BYTES = 2_000_000


async def show_comparison(visit: Visit) -> Response:
    """One indicator in one period, side by side, once three municipalities have it."""
    return _page(visit)


def _page(visit: Visit, problem: str = "", typed: str = "", status: int = 200) -> Response:
    asked = visit.request.query_params
    indicator = BY_ID.get(asked.get("indicator", INDICATORS[0].id))
    known = [row["period"] for row in visit.read.rows("snapshots.place_periods")]
    period = asked.get("period", known[0] if known else "")
    if indicator is None or (period and period not in known):
        raise NotVisible
    places = visit.read.rows("snapshots.places")
    columns = _columns(visit, indicator.id, period, places)
    return visit.page(
        "coordinator/comparison.html",
        status=status,
        nav="numbers",
        indicator={"id": indicator.id, "title": visit.say(indicator.title)},
        indicators=[(one.id, visit.say(one.title)) for one in INDICATORS],
        period=period,
        periods=[(each, figures.period_text(visit, each)) for each in known],
        columns=columns if len(columns) >= FEWEST_PLACES else [],
        lines=[
            {
                "text": figures.category_text(visit, indicator, code),
                "cells": [figures.figure(visit, column["told"].get(code), days=indicator.days) for column in columns],
            }
            for code in (TOTAL, *categories_of(indicator))
        ],
        definitions_differ=len({row["definition"] for column in columns for row in column["told"].values()}) > 1,
        places=[
            {"id": row["id"], "name": row["name"], "on": views.moment_of(visit, row["taken_at"])} for row in places
        ],
        problem=problem,
        typed_table=typed,
    )


def _columns(visit: Visit, indicator: str, period: str, places: list[Row]) -> list[View]:
    """Ours first, then the others by name; who has nothing of this period has no column."""
    own = [
        row
        for row in visit.read.rows("snapshots.of_period", period=period, carrier_id="")
        if row["indicator"] == indicator
    ]
    installation = visit.read.row("installation.current")
    theirs = [
        row for row in visit.read.rows("snapshots.figures_of_period", period=period) if row["indicator"] == indicator
    ]
    columns = [{"name": installation["municipality"] if installation else "", "told": _by_code(own)}]
    columns += [
        {"name": place["name"], "told": _by_code([row for row in theirs if row["place_id"] == place["id"]])}
        for place in places
    ]
    return [column for column in columns if column["told"]]


def _by_code(rows: list[Row]) -> dict[str, Row]:
    return {row["dimension"]: row for row in rows}


async def take(visit: Visit) -> Response:
    """Take a table in, pasted or from a file. What is wrong with it is said by line; a bad table changes nothing."""
    form, body = await visit.form_with_file("file")
    pasted = str(form.get("table", ""))
    try:
        text = body.decode("utf-8-sig") if body else pasted
        await visit.write(benchmarks.take, text)
    except UnicodeDecodeError:
        return _page(visit, visit.say(N_("Wir konnten die Tabelle nicht lesen.")), "", 422)
    except BadInput as problem:
        return _page(visit, visit.say(problem.message, **problem.values), pasted, 422)
    return visit.redirect("/office/comparison")


async def remove(visit: Visit) -> Response:
    """Throw a municipality's numbers out."""
    await visit.write(benchmarks.remove, visit.path["place_id"])
    return visit.redirect("/office/comparison")
