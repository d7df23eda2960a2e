"""After the pepper was changed everybody still gets in, and moves to the new one by doing so."""

from __future__ import annotations

import re

import pyotp
import pytest

from pwa_server.casework import accounts, gaps
from pwa_server.storage.key_rings import ring_of
from pwa_server.storage.key_uses import uses
from pwa_server.storage.keys import PEPPER_FILE, pepper_id
from pwa_server.storage.passwords import Passwords
from tests.pages.everyone.conftest import NAME, PASSWORD, PIN, CountingHasher, post, row
from tests.support.rotating import rotate
from tests.worlds.network import RECEIPT


@pytest.fixture
def change(parts):
    """Change the pepper; hashing stays cheap and is counted on."""

    def run() -> CountingHasher:
        rotate(parts, "pepper")
        hasher = CountingHasher()
        parts.passwords = Passwords(parts.keys.pepper, hasher, parts.keys.older_peppers)
        return hasher

    return run


def stored(parts, account_id: str) -> str:
    return str(row(parts, "SELECT secret_hash FROM secrets WHERE account_id = ?", account_id)["secret_hash"])


def hangs(parts) -> dict[str, int]:
    """What still needs the old pepper."""
    old = ring_of(parts.settings.key_dir, PEPPER_FILE).older[0]
    return uses(parts.settings.database_path, PEPPER_FILE, old.name, parts.now())


def test_person_with_a_pin_from_before_signs_in_and_is_moved(browser_of, parts, world, with_secrets, change) -> None:
    before = stored(parts, world.ids["amina"])
    change()
    assert hangs(parts)["PINs and passwords"] == 5
    assert post(browser_of(), "/sign-in/name", name=NAME, secret="918264").status_code == 422
    assert stored(parts, world.ids["amina"]) == before
    assert post(browser_of(), "/sign-in/name", name=NAME, secret=PIN).status_code == 303
    moved = stored(parts, world.ids["amina"])
    assert moved.startswith(f"{pepper_id(parts.keys.pepper)}$")
    assert hangs(parts)["PINs and passwords"] == 4
    assert post(browser_of(), "/sign-in/name", name=NAME, secret=PIN).status_code == 303
    assert stored(parts, world.ids["amina"]) == moved


def test_mail_address_is_found_by_the_new_pepper_at_once(browser_of, parts, world, with_secrets, change) -> None:
    change()
    assert "e-mail addresses" not in hangs(parts)
    for name in ("mona", "karin"):
        assert (
            post(browser_of(), "/sign-in/mail", email=f" {name.title()}@Example.org", secret=PASSWORD).status_code
            == 303
        )
    assert post(browser_of(), "/sign-in/mail", email="mona@example.org", secret="falsch geraten").status_code == 422


def test_unknown_and_wrong_cost_as_much_as_before_the_change(browser_of, parts, world, with_secrets, change) -> None:
    hasher = change()
    for fields in ({"name": NAME, "secret": "918264"}, {"name": "nie-da-10", "secret": PIN}):
        hasher.computed = 0
        post(browser_of(), "/sign-in/name", **fields)
        assert hasher.computed == 1, fields


def test_card_from_before_the_change_still_opens_once(browser_of, parts, card, change) -> None:
    change()
    assert hangs(parts)["unused cards and codes"] == 1
    assert post(browser_of(), "/code", c=card).headers["location"] == "/welcome/language"
    assert (
        post(browser_of(), "/code", c=card).status_code == 409
        or "geht nicht" in post(browser_of(), "/code", c=card).text
    )
    assert "unused cards and codes" not in hangs(parts)


def test_letter_and_invitation_from_before_still_set_a_password(
    browser_of, world, as_actor, with_secrets, change
) -> None:
    _, token = as_actor("ada", accounts.invite_account, role="mentor", name="Nina Neu", email="nina@example.org")
    letter = as_actor("ada", accounts.make_reset_letter, world.ids["mona"])
    change()
    new = "neue Lampe im Flur"
    assert post(browser_of(), "/invitation", c=token, secret=new, again=new).status_code == 303
    assert post(browser_of(), "/reset", c=letter, secret=new, again=new).status_code == 303


def test_recovery_code_from_before_is_good_once(
    browser_of, parts, world, as_actor, with_secrets, clock, change
) -> None:
    seed = parts.database.read("", "").row("second_factors.of_account", account_id=world.ids["karin"])["seed"]
    browser = browser_of()
    post(browser, "/sign-in/mail", email="karin@example.org", secret=PASSWORD)
    browser.get("/second-factor")
    page = post(browser, "/second-factor", code=pyotp.HOTP(seed).at(int(clock.at.timestamp()) // 30)).text
    code = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)[0]
    change()
    for status in (303, 422):
        again = browser_of()
        post(again, "/sign-in/mail", email="karin@example.org", secret=PASSWORD)
        assert post(again, "/second-factor", kind="recovery", code=code).status_code == status


def test_browser_knows_its_people_and_moves_when_somebody_signs_in(
    browser_of, parts, world, with_secrets, change
) -> None:
    browser = browser_of()
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    picture = row(parts, "SELECT picture FROM device_people")["picture"]
    post(browser, "/sign-out")
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    browser.cookies.delete("s")
    change()
    assert picture in browser.get("/sign-in").text
    assert hangs(parts)["browsers that show somebody's picture"] == 1
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    assert "browsers that show somebody's picture" not in hangs(parts)
    assert row(parts, "SELECT COUNT(*) AS n FROM devices")["n"] == 1


def test_form_sent_again_after_the_change_changes_nothing(browser_of, parts, world, change) -> None:
    """A phone's outbox may send for three weeks."""
    path = f"/steps/{world.ids['amina.standard.step1']}/reports"
    browser = browser_of("amina")
    headers = {"Accept": "application/json", "Idempotency-Key": "tap-1"}
    assert browser.post(path, data={"report": "done"}, headers=headers).status_code == 200
    change()
    assert browser.post(path, data={"report": "done"}, headers=headers).status_code == 200
    assert (
        row(parts, "SELECT COUNT(*) AS n FROM step_reports WHERE step_id = ?", world.ids["amina.standard.step1"])["n"]
        == 1
    )
    assert browser.post(path, data={"report": "undone"}, headers=headers).status_code == 422


def test_answer_to_feedback_from_before_is_read_with_its_code(browser_of, parts, world, change) -> None:
    assert world.canaries["complaint.words"] in browser_of().post("/feedback/answer", data={"code": RECEIPT}).text
    change()
    assert world.canaries["complaint.words"] in browser_of().post("/feedback/answer", data={"code": RECEIPT}).text


def test_step_that_was_shown_to_a_partner_stays_shown(browser_of, parts, world, change) -> None:
    change()
    assert hangs(parts)["links to a shown step"] >= 1
    assert world.canaries["amina.standard.step2.text"] in browser_of().post("/shared/link-token").text


def test_gap_that_was_counted_before_is_counted_once(parts, world, as_actor, change) -> None:
    case, goal = ({"carrier_id": world.ids["carrier"]}, world.ids["amina.standard.goal"])

    def count(tx) -> int:
        gaps.note(tx, case, gaps.Wanted("work", "any", False), "no_match", goal)
        return tx._connection.execute("SELECT COUNT(*) FROM service_gaps").fetchone()[0]

    before = as_actor("karin", count)
    change()
    assert as_actor("karin", count) == before
    own = parts.keys.pepper
    assert (
        row(parts, "SELECT COUNT(*) AS n FROM service_gaps WHERE about_digest LIKE ?", f"{pepper_id(own)}.%")["n"] > 0
    )
