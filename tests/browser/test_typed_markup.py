"""What somebody typed is shown as it was typed: nothing is asked for, nothing runs, nothing is counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Request

from tests.support.fixtures import OpenDevice
from tests.support.world_server import WorldServer

TYPED = (
    "<img src=/typed onerror=alert(1)>",
    "<div hx-get=/typed hx-trigger=load>x</div>",
    '" hx-on:click="alert(1)" hx-get="/typed" hx-trigger="load',
    "{{7*7}} ${7*7} %(name)s",
    "</script><script>alert(1)</script>",
    "<svg onload=alert(1)><a href=javascript:alert(1)>x</a>",
)


@pytest.mark.fault("F34")
def test_typed_markup_asks_for_nothing_and_runs_nothing(site: WorldServer, phone: OpenDevice, desk: OpenDevice) -> None:
    ids, words = site.world.ids, " ".join(TYPED)
    for table, name, column in (
        ("goals", "amina.standard.goal", "title_sealed"),
        ("goals", "amina.standard.goal", "own_words_sealed"),
        ("steps", "amina.standard.step1", "text_sealed"),
        ("meetings", "amina.standard.meeting", "place_sealed"),
    ):
        site.write(lambda tx, at=(table, ids[name], column): tx.update(at[0], at[1], **{at[2]: words}))
    goal, meeting = ids["amina.standard.goal"], ids["amina.standard.meeting"]
    visits = {
        ("amina", phone): ("/today", "/plan", f"/goals/{goal}", f"/meetings/{meeting}"),
        ("karin", desk): (f"/desk/cases/{ids['amina.case']}", f"/desk/goals/{goal}", f"/desk/meetings/{meeting}"),
    }
    happened: list[str] = []
    for (who, kind), paths in visits.items():
        device = kind(site.origin, "de")
        site.sign_in(device, who)
        page = device.context.new_page()
        page.on("dialog", lambda dialog: happened.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda asked: happened.append(asked.url) if _is_typed(asked) else None)
        for path in paths:
            device.open(path, page)
            page.wait_for_load_state("networkidle")
            assert TYPED[0] in page.inner_text("main"), path
            assert "49" not in page.inner_text("main")
        assert device.watch.policy_violations == []
    assert happened == []


def _is_typed(asked: Request) -> bool:
    return asked.url.partition("?")[0].endswith("/typed")
