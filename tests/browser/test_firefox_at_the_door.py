"""A talk at somebody's home, written down in Firefox while the network comes and goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.firefox import Autopush, Firefox
from tests.support.world_server import world_server

TYPED = "Sie kocht für alle im Haus. كلمات"
FILL = """
(() => {
  document.querySelector("[name=strengths]").value = %r;
  document.querySelector("[name=place_kind][value=home]").checked = true;
})()
"""
SEND = "document.querySelector('form[action$=\"/clearing\"] button.button').click()"
KEPT_HERE = "document.querySelector('[data-word=kept-here]')?.checkVisibility() === true"
KEPT = "SELECT held_on FROM clearings WHERE place_kind = 'home'"


@pytest.mark.browser
@pytest.mark.requirement("R44")
def test_talk_at_home_survives_a_lost_connection_in_firefox(tmp_path: Path) -> None:
    with Autopush() as push, world_server(tmp_path) as site, Firefox(push) as firefox:
        before = len(site.rows(KEPT))
        firefox.set_cookie(site.origin, "s", site.session_of("karin"))
        firefox.open(f"{site.origin}/desk/cases/{site.world.ids['amina.case']}/clearing")
        firefox.evaluate(FILL % TYPED)
        site.end(kill=True)
        firefox.evaluate(SEND)
        firefox.wait_for(KEPT_HERE)
        assert firefox.evaluate("document.querySelector('[name=strengths]').value") == TYPED
        assert len(site.rows(KEPT)) == before
        site.restart()
        firefox.evaluate("window.before = true")
        firefox.evaluate(SEND)
        firefox.wait_for("window.before !== true && document.readyState === 'complete'")
        assert len(site.rows(KEPT)) == before + 1, "written down once"
        assert firefox.evaluate("document.querySelector('[name=strengths]').value") == TYPED
