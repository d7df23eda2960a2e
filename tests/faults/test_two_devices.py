"""Two devices edit the same thing: one wins, the other is shown both texts, and nothing that was saved is lost."""

import re

import pytest

from tests.support.effort import chance, count
from tests.world import World

FIELDS = {"responsible": "client", "partner_id": "", "place": "", "with_whom": "", "due_on": ""}


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.fault("F08")
def test_each_saved_edit_of_two_devices_counts_and_no_text_is_overwritten_unseen(browser_of, world: World) -> None:
    path = f"/desk/steps/{world.ids['amina.standard.step1']}"
    devices = [browser_of("karin"), browser_of("karin")]
    seen = [version_on(device.get(path).text) for device in devices]
    first, saved, last = int(seen[0]), 0, ""
    for number, which in enumerate(chance("two devices").choices((0, 1), k=count(small=16, full=2000))):
        words = f"Satz Nummer {number}"
        answer = devices[which].post(path, data=FIELDS | {"version": seen[which], "text": words})
        assert answer.status_code == (303 if int(seen[which]) == first + saved else 409)
        if answer.status_code == 303:
            saved, last = saved + 1, words
            seen[which] = version_on(devices[which].get(path).text)
        else:
            assert last in answer.text
            assert words in answer.text
            seen[which] = version_on(answer.text)
    page = devices[0].get(path).text
    assert last in page
    assert int(version_on(page)) == first + saved
