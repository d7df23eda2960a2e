"""How numbers of the monitoring are said: periods, categories, values, charts."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pwa_server.casework.indicators import categories_of
from pwa_server.domain.disclosure import TOTAL
from pwa_server.domain.indicators import CATEGORY_WORDS, OTHER, Indicator
from pwa_server.domain.periods import kind_of
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import language_name
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import views
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

KINDS = {"quarter": N_("Quartale"), "half": N_("Halbjahre"), "year": N_("Jahre")}
# Hidden for its own sake or so that another can't be worked out: which of both is not said.
HIDDEN = N_("nicht gezeigt")
FEW_NAMES = 3
# A chart in its own units.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 220, 52, 36, 18, 30


def period_text(visit: Visit, period: str) -> str:
    """A period in words."""
    year = period[:4]
    return {
        "quarter": visit.say(N_("%(number)s. Quartal %(year)s"), number=period[-1], year=year),
        "half": visit.say(N_("%(number)s. Halbjahr %(year)s"), number=period[-1], year=year),
        "year": visit.say(N_("Jahr %(year)s"), year=year),
    }[kind_of(period)]


def category_text(visit: Visit, indicator: Indicator, code: str) -> str:
    """A category in words."""
    if code in (TOTAL, OTHER) and indicator.words != "obstacle":
        return visit.say(CATEGORY_WORDS[code])
    if indicator.words == "life_area":
        return views.life_area(visit, code)
    if indicator.words == "obstacle" and code in views.OBSTACLE_TEXTS:
        return views.obstacle_text(visit, code)
    if indicator.words == "language":
        return language_name(visit.language.tag, code)
    if indicator.words == "partner_kind":
        return from_catalogue(visit.language.tag, f"partner_kind.{code}").text
    return visit.say(CATEGORY_WORDS[code]) if code in CATEGORY_WORDS else code


# By whether the number is `open`: not exact.
ABOUT_DAYS = {True: N_("etwa %(days)s Tage"), False: N_("%(days)s Tage")}
ABOUT_ONE_DAY = {True: N_("etwa 1 Tag"), False: N_("1 Tag")}


def figure(visit: Visit, row: Mapping[str, Any] | None, *, days: bool = False) -> View:
    """One number for a cell: its text, whether it is hidden, and whether it is `open`: not exact, a part is hidden."""
    if row is None:
        return {"text": "–", "short": "", "few": False, "value": None, "open": False}
    if row["value"] is None:
        return _hidden(visit)
    is_open = row["state"] != "value"
    number = f"{row['value']:,}".replace(",", ".")
    if days:
        about = ABOUT_DAYS[is_open] if row["value"] != 1 else ABOUT_ONE_DAY[is_open]
        return _shown(row, visit.say(about, days=number), "≈")
    text = visit.say(N_("mindestens %(number)s"), number=number) if is_open else number
    return _shown(row, text, "≥")


def _shown(row: Mapping[str, Any], text: str, sign: str) -> View:
    """A number for a cell. `short` stands in a chart, beside a point that is not exact; its words stand in the table."""
    short = f"{sign} {row['value']}"
    return {"text": text, "short": short, "few": False, "value": row["value"], "open": row["state"] != "value"}


def _hidden(visit: Visit) -> View:
    return {"text": visit.say(HIDDEN), "short": "", "few": True, "value": None, "open": False}


def table(visit: Visit, indicator: Indicator, rows: Sequence[Row], periods: Sequence[str]) -> list[View]:
    """One line a category over periods, the total first; categories that nothing is told of in any period come together."""
    by_place = {(row["dimension"], row["period"]): row for row in rows}
    lines: list[View] = []
    silent: list[View] = []
    for code in (TOTAL, *categories_of(indicator)):
        cells = [figure(visit, by_place.get((code, period)), days=indicator.days) for period in periods]
        line = {"code": code, "text": category_text(visit, indicator, code), "cells": cells}
        (lines if code == TOTAL or any(cell["value"] is not None for cell in cells) else silent).append(line)
    return lines + ([_silent(visit, silent, len(periods))] if silent else [])


def _silent(visit: Visit, lines: Sequence[View], periods: int) -> View:
    names = " · ".join(line["text"] for line in lines[:FEW_NAMES])
    if len(lines) > FEW_NAMES:
        names = visit.say(N_("%(names)s und %(number)s andere"), names=names, number=len(lines) - FEW_NAMES)
    return {"code": "few", "text": names, "cells": [_hidden(visit)] * periods}


def chart(cells: Sequence[View], labels: Sequence[str]) -> View:
    """Where the points and lines of one series lie. A hidden number is a gap; what is not exact is drawn open."""
    values = [cell["value"] for cell in cells]
    highest = _round_up(max((value for value in values if value is not None), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values) - 1)
    points = []
    for number, (cell, label) in enumerate(zip(cells, labels, strict=True)):
        x = round(LEFT + (number * step if len(values) > 1 else (WIDTH - LEFT) / 2), 1)
        y = (
            None
            if cell["value"] is None
            else round(HEIGHT - BOTTOM - cell["value"] / highest * (HEIGHT - TOP - BOTTOM), 1)
        )
        point = {name: cell[name] for name in ("text", "short", "few", "open")}
        points.append(point | {"x": x, "y": y, "label": label})
    lines = [
        {
            "x1": before["x"],
            "y1": before["y"],
            "x2": after["x"],
            "y2": after["y"],
            "open": before["open"] or after["open"],
        }
        for before, after in pairwise(points)
        if before["y"] is not None and after["y"] is not None
    ]
    base = HEIGHT - BOTTOM
    marks = [{"y": round(base - share * (base - TOP), 1), "text": round(highest * share)} for share in (0, 0.5, 1)]
    return {
        "points": points,
        "lines": lines,
        "marks": marks,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "base": base,
    }


def _round_up(highest: int) -> int:
    for step in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000):
        if highest <= step:
            return step
    return highest
