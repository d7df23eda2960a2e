"""/office/funding and /office/report: numbers with a story beside them, each on one page to print."""

from starlette.responses import Response
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from pwa_server.casework import period_reports
from pwa_server.casework.period_reports import LONGEST_WORDS, Words
from pwa_server.domain.disclosure import TOTAL
from pwa_server.domain.indicators import BY_ID, FUNDING
from pwa_server.domain.problems import N_, NotVisible, Stale
from pwa_server.pages.coordinator import figures, words
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

NO_NAMES = N_("Bitte keine Namen und nichts, woran man Menschen erkennt.")
REPORT = ("F01", "I01", "I03", "I05a", "I09", "I16a")
GAPS = ("I11a", "I11b", "I11c", "I08")
MOST_GAPS = 5
# Two long texts, each sign of another script six signs long on the way.
ROUTE_BYTES = 64_000


class ReportForm(Form):
    """The story beside the numbers of a period."""

    posts = StringField(N_("Geförderte Stellen"), [Length(max=20)], description=N_("Zum Beispiel 2,5"))
    text = TextAreaField(
        N_("Bericht in Worten"), [Length(max=LONGEST_WORDS)], description=NO_NAMES, render_kw={"rows": 8}
    )
    quick_wins = TextAreaField(
        N_("Was schnell zu verbessern ist"), [Length(max=LONGEST_WORDS)], description=NO_NAMES, render_kw={"rows": 4}
    )
    period = HiddenField()
    version = HiddenField()


def _period(visit: Visit, asked: str) -> tuple[str, list[str]]:
    """(chosen period, all told periods, the latest first); '' before the first numbers. Raises NotVisible."""
    known = [row["period"] for row in visit.read.rows("snapshots.periods")]
    if asked and asked not in known:
        raise NotVisible
    return asked or next((period for period in known if "Q" in period), ""), known


def _carrier(visit: Visit) -> Row:
    for row in visit.read.rows("snapshots.carriers"):
        if row["id"] == visit.path["carrier_id"]:
            return row
    raise NotVisible


def _words(visit: Visit, period: str, carrier_id: str) -> View:
    row = visit.read.row("snapshots.report", period=period, carrier_id=carrier_id)
    if row is None:
        return {"text": "", "quick_wins": "", "posts": "", "version": 0}
    return {
        "text": row["words"],
        "quick_wins": row["quick_wins"] or "",
        "posts": row["posts"],
        "version": row["version"],
    }


def _tables(visit: Visit, period: str, carrier_id: str, ids: tuple[str, ...]) -> list[View]:
    rows = visit.read.rows("snapshots.of_period", period=period, carrier_id=carrier_id) if period else []
    return [
        {
            "id": one,
            "title": visit.say(BY_ID[one].title),
            "lines": figures.table(visit, BY_ID[one], [row for row in rows if row["indicator"] == one], [period]),
        }
        for one in ids
    ]


def _largest(tables: list[View]) -> list[View]:
    """The largest gaps that are told, over all tables."""
    lines = [(table, line) for table in tables for line in table["lines"] if line["code"] not in (TOTAL, "few")]
    told = [(table, line) for table, line in lines if line["cells"][0]["value"] is not None]
    told.sort(key=lambda pair: -pair[1]["cells"][0]["value"])
    return [
        {"title": table["title"], "text": line["text"], "cell": line["cells"][0]} for table, line in told[:MOST_GAPS]
    ]


def _shared(visit: Visit, period: str, known: list[str]) -> View:
    named = [(each, figures.period_text(visit, each)) for each in known]
    return {"period": period, "period_text": figures.period_text(visit, period) if period else "", "periods": named}


async def show_funding(visit: Visit) -> Response:
    """One carrier's numbers and words for whoever pays: people, contacts by kind, posts, gaps."""
    carrier = _carrier(visit)
    period, known = _period(visit, visit.request.query_params.get("period", ""))
    said = _words(visit, period, carrier["id"])
    form = ReportForm.empty(visit, **{**said, "version": str(said["version"])}, period=period)
    return _funding_page(visit, carrier, period, known, form)


def _funding_page(
    visit: Visit, carrier: Row, period: str, known: list[str], form: ReportForm, status: int = 200
) -> Response:
    return visit.page(
        "coordinator/funding.html",
        status=status,
        nav="numbers",
        carrier={"id": carrier["id"], "name": carrier["name"]},
        tables=_tables(visit, period, carrier["id"], FUNDING),
        form=form,
        **_shared(visit, period, known),
    )


async def save_funding(visit: Visit) -> Response:
    """Keep the carrier's words."""
    carrier = _carrier(visit)
    form = await ReportForm.of(visit)
    period, known = _period(visit, form.period.data or "")
    if status := await _save(visit, form, period, carrier["id"]):
        return _funding_page(visit, carrier, period, known, form, status)
    return visit.redirect(f"/office/funding/{carrier['id']}?period={period}")


async def _save(visit: Visit, form: ReportForm, period: str, carrier_id: str) -> int:
    """Keep what was written; the status of the form's page when that did not work."""
    if not form.validate():
        return 422
    said = Words(form.text.data or "", form.quick_wins.data or "", form.posts.data or "")
    try:
        await visit.write(period_reports.write, period, carrier_id, said, version_of(form.version.data))
    except Stale as problem:
        words.add_problem(visit, form, problem)
        return problem.status
    return 0


async def print_funding(visit: Visit) -> Response:
    """The same on paper."""
    carrier = _carrier(visit)
    period, known = _period(visit, visit.request.query_params.get("period", ""))
    return visit.page(
        "coordinator/funding_print.html",
        carrier={"id": carrier["id"], "name": carrier["name"]},
        tables=_tables(visit, period, carrier["id"], FUNDING),
        words=_words(visit, period, carrier["id"]),
        **_shared(visit, period, known),
    )


async def show_report(visit: Visit) -> Response:
    """The words of the report on one page, to be written."""
    period, known = _period(visit, visit.request.query_params.get("period", ""))
    said = _words(visit, period, "")
    form = ReportForm.empty(visit, **{**said, "version": str(said["version"])}, period=period)
    return visit.page("coordinator/report.html", nav="numbers", form=form, **_shared(visit, period, known))


async def save_report(visit: Visit) -> Response:
    """Keep the words of the whole network."""
    form = await ReportForm.of(visit)
    period, known = _period(visit, form.period.data or "")
    if status := await _save(visit, form, period, ""):
        shared = _shared(visit, period, known)
        return visit.page("coordinator/report.html", status=status, nav="numbers", form=form, **shared)
    return visit.redirect(f"/office/report/print?period={period}")


async def print_report(visit: Visit) -> Response:
    """One page for those who decide: numbers, gaps, what is quick to improve, and the story."""
    period, known = _period(visit, visit.request.query_params.get("period", ""))
    installation = visit.read.row("installation.current")
    return visit.page(
        "coordinator/report_print.html",
        municipality=installation["municipality"] if installation else "",
        tables=_tables(visit, period, "", REPORT),
        gaps=_largest(_tables(visit, period, "", GAPS)),
        words=_words(visit, period, ""),
        **_shared(visit, period, known),
    )
