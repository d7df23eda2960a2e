"""/grants/{id}: the client changes what a companion sees and may do. It counts at once; the last day stays."""

import json
from typing import Any

from starlette.responses import Response
from wtforms import HiddenField

from pwa_server.casework.grants import change_grant
from pwa_server.domain.grants import TRANSITIONS
from pwa_server.domain.problems import BadInput, NotVisible, Stale
from pwa_server.pages.client.own_case import READ_ONLY_STATES, own_case, with_own_case
from pwa_server.pages.client.sharing import ShownForm, right_choices, shareable
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices, version_of
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit


class ChangeForm(ShownForm):
    """Which goals, and what else."""

    version = HiddenField()


@with_own_case
async def show_grant(visit: Visit, case: Row) -> Response:
    """What this person sees and may do now, as ticks."""
    grant = _find(visit, case)
    rows = visit.read.rows("own.grant_goals", case_id=case["id"])
    form = ChangeForm.empty(
        visit,
        goals=[row["goal_id"] for row in rows if row["grant_id"] == grant["id"]],
        rights=json.loads(grant["rights"]),
        version=str(grant["version"]),
    )
    return _page(visit, case, grant, form)


async def save_grant(visit: Visit) -> Response:
    """Show and allow exactly this from now on."""
    case = own_case(visit)
    grant = _find(visit, case)
    form = await ChangeForm.of(visit)
    form.goals.choices = choices((goal["id"], goal["title"].text) for goal in shareable(visit, case))
    if not form.validate():
        return _page(visit, case, grant, form, 422)
    chosen: tuple[Any, ...] = (version_of(form.version.data), form.goals.data or [], form.rights.data or [])
    try:
        await visit.write(change_grant, grant["id"], *chosen)
    except (BadInput, Stale) as problem:
        form.form_errors = [visit.say(problem.message, **problem.values)]
        return _page(visit, case, grant, form, problem.status)
    return visit.redirect(with_thanks("/sharing", "changed"))


def _find(visit: Visit, case: Row) -> Row:
    rows = visit.read.rows("own.grants", case_id=case["id"])
    grant = next((row for row in rows if row["id"] == visit.path["id"]), None)
    if grant is None or not TRANSITIONS[grant["state"]] or case["state"] in READ_ONLY_STATES:
        raise NotVisible
    return grant


def _page(visit: Visit, case: Row, grant: Row, form: Form, status: int = 200) -> Response:
    goals = shareable(visit, case)
    form.goals.choices = choices((goal["id"], goal["title"].text) for goal in goals)
    form.rights.choices = right_choices(goals)
    return visit.page(
        "client/grant.html",
        status=status,
        form=form,
        goals=goals,
        chosen=form.goals.data or [],
        grant_id=grant["id"],
        name=grant["mentor_name"] or "",
    )
