"""What a person reads when something says no: translated, kind, with a way on."""

import re
from urllib.parse import quote

from starlette.responses import JSONResponse, RedirectResponse, Response

from pwa_server.domain.problems import N_, Problem, TooOften
from pwa_server.web.visit import Visit, own_path

WORDS = {
    400: N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."),
    401: N_("Bitte melden Sie sich an."),
    403: N_("Das dürfen Sie hier nicht tun."),
    404: N_("Diese Seite gibt es nicht."),
    405: N_("Das geht auf dieser Seite nicht."),
    408: N_("Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."),
    413: N_("Das ist zu groß. Bitte schreiben Sie kürzer."),
    429: N_("Das waren zu viele Versuche. Bitte warten Sie ein wenig."),
    500: N_("Bei uns ist ein Fehler passiert. Bitte versuchen Sie es noch einmal."),
    503: N_("Gerade ist viel los. Bitte versuchen Sie es in einer Minute noch einmal."),
    507: N_("Wir können gerade nichts speichern. Bitte rufen Sie uns an."),
}

SCANNED = re.compile("code=[A-Za-z0-9-]{1,40}")


def problem_page(visit: Visit, problem: Problem, status: int | None = None) -> Response:
    """The answer to a refusal, for a browser, for htmx or for the outbox."""
    status = status or problem.status
    words = visit.say(problem.message, **problem.values)
    later = {"Retry-After": str(problem.seconds)} if isinstance(problem, TooOften) else {}
    if visit.wants_json:
        return JSONResponse({"error": words}, status, headers={"Cache-Control": "no-store"} | later)
    template = "everyone/_problem.html" if visit.is_fragment else "everyone/problem.html"
    # Another language is asked for by the same address: only where that is a page.
    context = {"came_from": _came_from(visit), "is_page": visit.request.method != "POST", "offices": []}
    if later:
        context["offices"] = visit.read.rows("accounts.office_phones")
    response = visit.html(visit.render(template, words=words, status=status, **context), status)
    response.headers.update(later)
    if problem.forgets_copies:
        response.headers["SW-Store"] = "none"
    return response


def _came_from(visit: Visit) -> str:
    """The page of ours whose form was refused, so that nobody loses the place; empty where there is none to go to."""
    origin, sent_from = visit.parts.settings.public_origin, visit.request.headers.get("referer", "")
    if visit.request.method != "POST" or not sent_from.startswith(f"{origin}/"):
        return ""
    path = own_path(sent_from.removeprefix(origin).split("?")[0])
    return "" if path in ("/", visit.request.url.path) else path


def busy_page(visit: Visit) -> Response:
    """Nothing was written; the same request may be sent again."""
    response = problem_page(visit, Problem(WORDS[503]), 503)
    response.headers["Retry-After"] = "5"
    return response


def full_page(visit: Visit) -> Response:
    """There is no room to write; reading goes on."""
    return problem_page(visit, Problem(WORDS[507]), 507)


def _asked(visit: Visit) -> str:
    """The page that was asked for. A scanned code comes along; what somebody typed into a search does not."""
    url = visit.request.url
    return f"{url.path}?{url.query}" if SCANNED.fullmatch(url.query) else url.path


def sign_in_first(visit: Visit) -> Response:
    """A browser is sent to sign in; the outbox gets 401 as JSON, because a redirect would look like success."""
    if visit.wants_json:
        return JSONResponse({"error": visit.say(WORDS[401])}, 401, headers={"Cache-Control": "no-store"})
    response = RedirectResponse("/sign-in", 303)
    if visit.request.method == "GET" and visit.request.url.path != "/":
        response.headers["Location"] = f"/sign-in?next={quote(own_path(_asked(visit)), safe='/')}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["SW-Store"] = "none"
    return response


def go_on_at(visit: Visit, path: str) -> Response:
    """The sign-in is not finished: a question or the second factor comes first."""
    if visit.wants_json:
        return JSONResponse({"error": visit.say(WORDS[401])}, 401, headers={"Cache-Control": "no-store"})
    return RedirectResponse(path, 303, headers={"SW-Store": "none", "Cache-Control": "no-store"})


def locked_page(visit: Visit) -> Response:
    """A shared phone lay unused: picture and PIN open it again."""
    if visit.wants_json:
        return JSONResponse({"error": visit.say(WORDS[401])}, 401, headers={"Cache-Control": "no-store"})
    return RedirectResponse("/unlock", 303, headers={"SW-Store": "none", "Cache-Control": "no-store"})
