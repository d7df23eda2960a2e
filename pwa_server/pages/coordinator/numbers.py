"""/office/numbers: the monitoring. Numbers that the worker has told, of all carriers together or of one."""

from starlette.responses import Response

from pwa_server.domain import periods
from pwa_server.domain.benchmarks import write_table
from pwa_server.domain.disclosure import TOTAL
from pwa_server.domain.indicators import BY_ID, INDICATORS
from pwa_server.domain.problems import NotVisible
from pwa_server.pages.coordinator import figures
from pwa_server.pages.views import View
from pwa_server.web.visit import Visit

SHOWN_PERIODS = 4
CHART_PERIODS = 12


def choice(visit: Visit) -> View:
    """What the page was asked for: kind of period and carrier, with all that there is to choose from."""
    asked = visit.request.query_params
    carriers = visit.read.rows("snapshots.carriers")
    carrier_id = asked.get("carrier", "")
    kind = asked.get("kind", "quarter")
    if kind not in figures.KINDS or (carrier_id and carrier_id not in {row["id"] for row in carriers}):
        raise NotVisible
    known = [row["period"] for row in visit.read.rows("snapshots.periods")]
    return {
        "kind": kind,
        "kinds": [(code, visit.say(label)) for code, label in figures.KINDS.items()],
        "carrier_id": carrier_id,
        "carriers": [(row["id"], row["name"]) for row in carriers],
        "periods": [period for period in reversed(known) if periods.kind_of(period) == kind],
    }


async def show_numbers(visit: Visit) -> Response:
    """Each indicator's total in the last periods; its own page has the categories."""
    chosen = choice(visit)
    shown = chosen["periods"][-SHOWN_PERIODS:][::-1]
    span = {"first": shown[-1], "last": shown[0]} if shown else {"first": "", "last": ""}
    rows = visit.read.rows("snapshots.totals", carrier_id=chosen["carrier_id"], total=TOTAL, **span)
    by_place = {(row["indicator"], row["period"]): row for row in rows}
    lines = [
        {
            "id": one.id,
            "title": visit.say(one.title),
            "cells": [figures.figure(visit, by_place.get((one.id, period)), days=one.days) for period in shown],
        }
        for one in INDICATORS
    ]
    labels = [figures.period_text(visit, period) for period in shown]
    return visit.page("coordinator/numbers.html", nav="numbers", chosen=chosen, labels=labels, lines=lines)


async def show_indicator(visit: Visit) -> Response:
    """One indicator over time: a chart of its total and a table of everything told."""
    indicator = BY_ID.get(visit.path["indicator"])
    if indicator is None:
        raise NotVisible
    chosen = choice(visit)
    shown = chosen["periods"][-CHART_PERIODS:]
    rows = visit.read.rows("snapshots.of_indicator", indicator=indicator.id, carrier_id=chosen["carrier_id"])
    lines = figures.table(visit, indicator, rows, shown)
    labels = [figures.period_text(visit, period) for period in shown]
    return visit.page(
        "coordinator/indicator.html",
        nav="numbers",
        indicator={"id": indicator.id, "title": visit.say(indicator.title), "explain": visit.say(indicator.explain)},
        definitions=sorted({row["definition"] for row in rows if row["period"] in shown}),
        chosen=chosen,
        labels=labels[::-1],
        lines=[{**line, "cells": line["cells"][::-1]} for line in lines],
        charts=[
            {"title": line["text"], **figures.chart(line["cells"], shown)}
            for line in lines[:5]
            if line["code"] != "few" and any(cell["value"] is not None for cell in line["cells"])
        ],
    )


async def send_table(visit: Visit) -> Response:
    """Everything that is told of all carriers together, for other municipalities: no ids, no free text, no few people."""
    installation = visit.read.row("installation.current")
    name = installation["municipality"] if installation else ""
    text = write_table(name, visit.read.rows("snapshots.all_together"))
    headers = {"Content-Disposition": 'attachment; filename="wegplan-zahlen.csv"', "Cache-Control": "private, no-store"}
    return Response(text.encode("utf-8-sig"), 200, headers, media_type="text/csv")
