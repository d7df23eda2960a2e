"""The whole method in real browsers: from the first talk to the day on which everything is erased.

The desk is German, the phone Arabic. Each part of the scenario is one function.
"""

from __future__ import annotations

import pytest

from pwa_server.i18n.catalogues import translate
from tests.browser.client_of_the_story import PIN, Client
from tests.browser.conftest import ALLOWED
from tests.browser.office_of_the_story import Counsellor
from tests.support.fixtures import OpenDevice
from tests.support.waiting import until
from tests.support.world_server import WorldServer

COURSE = "integration-course-start"
REVIEW_DAY, REVIEW_MOMENT = "2026-12-03", "2026-12-03T13:40:00Z"
A_YEAR_LATER = "2027-12-06T05:00:00Z"
# Words that stand in one place each; after the erasure they stand nowhere.
NAME, STRENGTH, WISH, GOOD = "Kanariwsaa", "Kanariwsab", "أمنية Kanariwsac", "جيد Kanariwsad"
PLACE, STEP = "Büro Kanariwsae", "Anmelden Kanariwsaf"


class Desk(Counsellor):
    """Karin, who knows the method."""

    def first_talk(self) -> None:
        """Strengths first, then language, then a wish in the client's own words; she decides herself."""
        self.go(f"{self.case_path}/clearing")
        self.fill(strengths=STRENGTH)
        self.choose(place_kind="office", participants="client")
        self.send("Gespräch speichern")
        self.go(f"{self.case_path}/situation/languages")
        self.fill(language="de", source="self", listening="A1", speaking="A1", reading="A1", writing="none")
        self.send("Eintragen")
        self.go(f"{self.case_path}/needs")
        self.fill(life_area="language", own_words=WISH, own_words_language="ar")
        self.choose(urgency="soon")
        self.send("Aufschreiben")
        self.go(f"{self.case_path}/clearing")
        self.choose(decision="agreement_sensible")
        self.fill(reason="Sie möchte Deutsch lernen.")
        self.send("Entscheidung speichern")

    def common_plan(self) -> None:
        """A goal with its steps, and one step of the office's own."""
        goal = self.goal_from_catalogue("Integrationskurs", COURSE)
        self.go(f"{goal}/steps/new?how=words")
        self.fill(text=STEP, responsible="counsellor")
        self.send("In den Weg legen")

    def offer_agreement(self) -> str:
        """The text is fixed and shown to the client; answers its path."""
        self.go(f"{self.case_path}/agreements")
        self.send("Entwurf beginnen")
        self.send("Der Person zeigen")
        return self.page.url.removeprefix(self.device.origin)

    def sign(self, agreement: str) -> None:
        """The office's own signature, and the talk about how it goes, already booked."""
        self.go(agreement)
        self.send("Selbst unterschreiben")
        assert (
            "Der Termin für die Auswertung fehlt noch." in self.page.inner_text("main")
            or self.page.locator("main [name=day]").count()
        )
        self.fill(day=REVIEW_DAY, clock="14:30", place=PLACE, place_kind="office")
        self.send("Termin eintragen")

    def finish_review(self) -> None:
        """Everything reached: the plan is fulfilled, and the client says yes to that."""
        self.go(f"{self.case_path}/review")
        for decision in self.page.locator("main input[name^='goal:'][value=achieved]").all():
            self.page.locator(f"label:has(input[name='{decision.get_attribute('name')}'][value=achieved])").click()
        self.choose(outcome="fulfilled", reason="goals_met", confirmed="client", read_back="y")
        self.send("Auswertung abschließen")

    def close(self) -> None:
        """The end of the counselling."""
        self.go(self.case_path)
        self.page.locator("summary", has_text="Beratung abschließen").click()
        self.page.locator("select[name=reason]").select_option("goals_met")
        self.send("Abschließen")


@pytest.mark.requirement("R10", "R13")
def test_from_the_first_talk_to_the_day_of_erasing(site: WorldServer, phone: OpenDevice, desk: OpenDevice) -> None:
    counsellor = Desk(site, desk(site.origin))
    client = Client(phone(site.origin, permissions=ALLOWED))
    site.sign_in(counsellor.device, "karin")

    the_first_talk(counsellor)
    client.take_up(counsellor.print_card())
    the_agreement_counts_when_both_have_signed_and_a_review_is_booked(counsellor, client)
    the_client_prepares_at_home(client)
    site.travel(REVIEW_MOMENT)
    site.sign_in(counsellor.device, "karin")
    the_plan_is_fulfilled(counsellor, client)
    the_client_keeps_what_is_hers(client)
    site.travel(A_YEAR_LATER)
    everything_is_erased(site, client)


def the_first_talk(counsellor: Desk) -> None:
    """From the name to a common plan."""
    counsellor.open_case(NAME, "ar")
    counsellor.first_talk()
    counsellor.common_plan()


def the_agreement_counts_when_both_have_signed_and_a_review_is_booked(counsellor: Desk, client: Client) -> None:
    """The client reads it in Arabic beside the German and signs with her PIN; nothing is in force a signature earlier."""
    agreement = counsellor.offer_agreement()
    client.go("/agreement")
    client.page.locator("main a[href$='/sign']").first.click()
    client.page.wait_for_url("**/sign")
    if client.page.locator("main input[name=secret]").count():
        client.page.locator("main input[name=secret]").fill(PIN)
        client.tap("main form button")
    client.look()
    client.tap("main form[action$='/signature'] button")
    client.look()
    assert translate("ar", "Sie haben unterschrieben. Danke.") in client.page.inner_text("main")
    assert "gilt" not in counsellor.go(agreement).locator(".badge").first.inner_text()
    counsellor.sign(agreement)
    assert counsellor.go(agreement).get_by_text("gilt", exact=True).first.is_visible()
    assert translate("ar", "Das gilt") in client.go("/agreement").inner_text("main")


def the_client_prepares_at_home(client: Client) -> None:
    """What was good, in her own words."""
    client.go("/review")
    client.page.locator("main textarea[name=good]").fill(GOOD)
    client.tap("main form[action='/review'] button")
    client.look()


def the_plan_is_fulfilled(counsellor: Desk, client: Client) -> None:
    """Her words stand beside the office's; the result congratulates."""
    assert GOOD in counsellor.go(f"{counsellor.case_path}/review").inner_text("main")
    counsellor.finish_review()
    client.go("/today")
    assert translate("ar", "Sie haben Ihre Ziele erreicht.") in client.go("/review").inner_text("main")
    counsellor.close()


def the_client_keeps_what_is_hers(client: Client) -> None:
    """After the end the plan stays readable until its day, which she can read, and everything can be saved."""
    assert "03.12.2027" in client.go("/today").inner_text("main")
    client.go("/my-data")
    if client.page.locator("main input[name=secret]").count():
        client.page.locator("main input[name=secret]").fill(PIN)
        client.tap("main form button")
    saved = client.page.content()
    assert STRENGTH in saved
    assert GOOD in saved


def everything_is_erased(site: WorldServer, client: Client) -> None:
    """The worker's day comes: no word of the case is left, but for a tombstone; the phone forgets its copies."""
    with site.installation.work():
        until(lambda: site.rows("SELECT erased_on FROM tombstones") != [], "the tombstone", timeout=30)
    site.parts.database.utils().conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = site.installation.database_path.read_bytes()
    assert [word for word in (NAME, STRENGTH, WISH, GOOD, PLACE, STEP) if word.encode() in left] == []
    assert site.rows("SELECT COUNT(*) AS number FROM cases")[0]["number"] == 2  # those of the cast
    client.device.open("/today", client.page)
    assert client.page.get_attribute("html", "data-user") is None
