"""A reminder without any stub: Firefox subscribes by our button, our worker sends, Firefox decrypts and shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pwa_server.casework import reminders
from pwa_server.i18n.catalogues import translate
from pwa_server.notify.payloads import topic
from tests.support.firefox import Autopush, Firefox
from tests.support.waiting import until
from tests.support.world_server import WorldServer, world_server

# A minute after the moment of the world: what is due at once is due for the worker.
WORKERS_NOW = "2026-11-24T09:01:00Z"
STATE = "document.querySelector('[data-push-state]')?.dataset.pushState"


def switch_on(site: WorldServer, firefox: Firefox) -> None:
    """Amina taps "remind me on this phone"."""
    firefox.set_cookie(site.origin, "s", site.session_of("amina"))
    firefox.grant_notifications(site.origin)
    firefox.open(f"{site.origin}/settings/notifications")
    firefox.wait_for("navigator.serviceWorker.controller !== null")
    firefox.wait_for(f"{STATE} === 'off'")
    firefox.evaluate("document.querySelector('[data-push-start]').click()")
    firefox.wait_for(f"{STATE} === 'on'")


@pytest.mark.browser
def test_firefox_shows_a_meeting_that_was_just_booked(tmp_path: Path) -> None:
    with Autopush() as push, world_server(tmp_path, push_origin=push.origin) as site, Firefox(push) as firefox:
        switch_on(site, firefox)
        site.write_as("karin", reminders.meeting_booked, site.world.ids["amina.standard.meeting"])
        notices = "SELECT id FROM reminders WHERE kind = 'booked' AND person_id = ?"
        (notice,) = site.rows(notices, site.world.ids["amina"])
        with site.installation.work(WEGPLAN_NOW=WORKERS_NOW):
            push.wait_until_decrypted(30)
            shown = firefox.wait_for_notification()
            sent = "SELECT 1 FROM reminders WHERE id = ? AND state = 'sent'"
            until(lambda: site.rows(sent, notice["id"]), "the worker's note that it was sent")
        assert push.refused == []
    assert [(one["lang"], one["dir"], one["tag"]) for one in shown] == [("ar", "rtl", topic(notice["id"]))]
    assert shown[0]["title"] == translate("ar", "Sie haben einen Termin.")
    assert shown[0]["body"] == translate("ar", "Bitte öffnen Sie die App.")
