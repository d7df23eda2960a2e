"""The pages that a person's own phone stores right after signing in, and again when something on them has changed."""

import asyncio
import json

from starlette.responses import JSONResponse, Response

from pwa_server.casework import mentoring
from pwa_server.domain.goals import LIVE
from pwa_server.domain.times import later
from pwa_server.web.other_pages import ask
from pwa_server.web.static_files import compress
from pwa_server.web.visit import NEVER_STORED, OFFLINE_DAYS, Visit

CLIENT_PAGES = ("/today", "/plan", "/meetings", "/people", "/help", "/wishes", "/feedback", "/settings")
MENTOR_PAGES = ("/mentor",)
MOST_PAGES = 60
FILES = "/recordings/"


async def list_pages(visit: Visit) -> Response:
    """All of them in one answer, under a tag that changes with what stands on them.

    `pages` by path: for how many seconds a copy is good, and the text. `files` are paths to be fetched one by one:
    recordings. On a shared phone the header forbids storing, and there is nothing to store.
    """
    paths, version = client_pages(visit) if visit.actor.role == "client" else mentor_pages(visit)
    tag = f'"{visit.read.digest("offline", f"{visit.actor} {version} {visit.language.tag} {visit.has_style}")}"'
    header = visit.store_header(OFFLINE_DAYS * 24 * 3600)
    headers = {"Cache-Control": "no-store", "SW-Store": header, "ETag": tag}
    if header == NEVER_STORED:
        return JSONResponse({"pages": {}, "files": []}, headers=headers)
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    body = await _together(visit, paths[:MOST_PAGES])
    encoding, body = compress(body, visit.request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, headers=headers, media_type="application/json")


async def _together(visit: Visit, paths: list[str]) -> bytes:
    pages: dict[str, tuple[int, str]] = {}
    for path in paths:
        if path.startswith(FILES):
            continue
        answer = await ask(visit, path)
        seconds = int(answer.headers.get("SW-Store", "").partition(";")[2] or 0)
        if answer.status_code == 200 and seconds:
            pages[path] = (seconds, bytes(answer.body).decode())
        await asyncio.sleep(0)  # others are served between two pages
    files = [path for path in paths if path.startswith(FILES)]
    return json.dumps({"pages": pages, "files": files}, ensure_ascii=False).encode()


def mentor_pages(visit: Visit) -> tuple[list[str], str]:
    """The next meeting: the copy is fetched anew as soon as another one is next, or the grant has ended."""
    return list(MENTOR_PAGES), f"{mentoring.invited_meetings(visit.read, later(visit.now, days=-1))} {visit.now[:13]}"


def client_pages(visit: Visit) -> tuple[list[str], str]:
    """Everything of the plan but what is specially protected."""
    case = visit.read.row("cases.own")
    if case is None:
        return [], ""
    goals = [g["id"] for g in visit.read.rows("goals.of_case", case_id=case["id"], high="no") if g["state"] in LIVE]
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high="no")
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    paths = [
        *CLIENT_PAGES,
        *(f"/meetings/{meeting['id']}" for meeting in meetings if meeting["ends_at"] > visit.now),
        *(f"/goals/{goal_id}" for goal_id in goals),
        *(f"/steps/{step['id']}" for step in steps if step["goal_id"] in goals),
    ]
    # Pages first: without network a voice is worth nothing if the page that plays it is missing.
    shown = {path.rpartition("/")[2] for path in paths}
    voices = visit.read.rows("recordings.of_case", case_id=case["id"], high="no")
    paths += [
        f"/recordings/{voice['id']}"
        for voice in voices
        if voice["speaker"] != "client" and voice["subject_id"] in shown and voice["sensitivity"] != "high"
    ]
    versions = visit.read.row("cases.own_versions") or {}
    return paths, f"{versions.get('version')}.{versions.get('shared_version')} {visit.today}"
