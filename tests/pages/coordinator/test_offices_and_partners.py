"""Hours, closing days and the directory of partners."""

from datetime import datetime

import pytest

from tests.world import NOW_TEXT, World

PARTNER = {
    "name": "Volkshochschule", "kind": "language-course-provider", "address": "Beispielweg 1", "phone": "030 23125-500",
    "hours": "Montag", "contact_name": "Paula Probe", "contact_role": "Kurse", "contact_languages": ["de", "tr"],
    "deputy_name": "Otto Ohne",
}  # fmt: skip
# The cast's school is there already.
OWN = "SELECT id, name FROM partners WHERE name <> 'Sprachschule'"


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def rows(parts, query: str) -> list[dict]:
    return list(parts.database.utils().query(query))


def week(version: int, **clocks: str) -> dict:
    return {"version": str(version), "address": "Beispielstraße 7", "phone": "030 23125-777"} | clocks


def test_a_week_is_kept_with_a_break(ada, parts, world: World) -> None:
    clocks = {"opens_0_0": "09:00", "closes_0_0": "12:00", "opens_0_1": "14:00", "closes_0_1": "16:30"}
    assert ada.post(f"/office/times/{world.ids['carrier']}", data=week(1, **clocks)).status_code == 303
    kept = rows(parts, "SELECT weekday, opens, closes FROM office_hours ORDER BY opens")
    assert [(row["weekday"], row["opens"], row["closes"]) for row in kept] == [
        (0, "09:00", "12:00"),
        (0, "14:00", "16:30"),
    ]
    page = ada.get("/office/times").text
    assert "030 23125-777" in page


@pytest.mark.parametrize(
    "clocks",
    [
        {"opens_0_0": "09:00"}, {"opens_0_0": "16:00", "closes_0_0": "09:00"},
        {"opens_0_0": "25:00", "closes_0_0": "26:00"},
        {"opens_0_0": "early", "closes_0_0": "late"}, {"version": "x"},
    ],
)  # fmt: skip
def test_hours_that_can_not_be_change_nothing(clocks: dict, ada, parts, world: World) -> None:
    assert ada.post(f"/office/times/{world.ids['carrier']}", data=week(1) | clocks).status_code == 422
    assert rows(parts, "SELECT id FROM office_hours") == []
    assert rows(parts, "SELECT phone FROM carriers")[0]["phone"] == "030 23125-100"


def test_who_was_slower_does_not_overwrite_the_week(ada, world: World) -> None:
    path = f"/office/times/{world.ids['carrier']}"
    assert ada.post(path, data=week(1)).status_code == 303
    assert ada.post(path, data=week(1)).status_code == 409
    assert ada.post("/office/times/none", data=week(1)).status_code == 404


def test_closing_days_come_and_go(ada, parts, world: World) -> None:
    days = {
        "carrier_id": world.ids["carrier"],
        "first": "2026-12-24",
        "last": "2026-12-31",
        "name": "Zwischen den Jahren",
    }
    assert ada.post("/office/closing-days", data=days).status_code == 303
    assert "Zwischen den Jahren" in ada.get("/office").text
    (kept,) = rows(parts, "SELECT id FROM closing_days")
    assert ada.post(f"/office/closing-days/{kept['id']}/removal").status_code == 303
    assert ada.post(f"/office/closing-days/{kept['id']}/removal").status_code == 404


@pytest.mark.parametrize("change", [{"last": "2026-12-01"}, {"first": ""}, {"carrier_id": "none"}, {"name": "x" * 300}])
def test_closing_days_that_can_not_be_are_refused(change: dict, ada, parts, world: World) -> None:
    days = {"carrier_id": world.ids["carrier"], "first": "2026-12-24", "last": "2026-12-31"}
    assert ada.post("/office/closing-days", data=days | change).status_code == 422
    assert rows(parts, "SELECT id FROM closing_days") == []


def test_shared_facts_renew_kept_pages(ada, parts) -> None:
    before = rows(parts, "SELECT shared_version FROM installation")[0]["shared_version"]
    ada.post("/office/partners", data=PARTNER)
    assert rows(parts, "SELECT shared_version FROM installation")[0]["shared_version"] == before + 1


class TestPartners:
    @pytest.fixture
    def partner(self, ada, parts) -> str:
        assert ada.post("/office/partners", data=PARTNER).status_code == 303
        return rows(parts, OWN)[0]["id"]

    def test_a_partner_has_a_contact_and_a_deputy(self, ada, parts, partner: str) -> None:
        contacts = parts.database.read("", "").rows("partners.contacts", partner_id=partner)
        assert [(c["place"], c["name"]) for c in contacts] == [("contact", "Paula Probe"), ("deputy", "Otto Ohne")]
        assert contacts[0]["languages"] == '["de", "tr"]'
        assert 'value="Paula Probe"' in ada.get(f"/office/partners/{partner}").text

    def test_names_and_numbers_of_contacts_are_sealed(self, parts, partner: str) -> None:
        stored = str(rows(parts, "SELECT * FROM partner_contacts"))
        assert not [word for word in ("Paula", "Otto", PARTNER.get("contact_phone") or "Paula") if word in stored]

    @pytest.mark.parametrize(
        "change",
        [{"name": ""}, {"contact_name": ""}, {"kind": "castle"}, {"contact_languages": ["xx"]}, {"name": "x" * 500}],
    )
    def test_incomplete_partners_are_refused(self, change: dict, ada, parts) -> None:
        assert ada.post("/office/partners", data=PARTNER | change).status_code == 422
        assert rows(parts, OWN) == []

    def test_who_was_slower_keeps_the_typed_words_and_changes_nothing(self, ada, parts, partner: str) -> None:
        path = f"/office/partners/{partner}"
        assert ada.post(path, data=PARTNER | {"version": "1", "name": "VHS"}).status_code == 303
        slow = ada.post(path, data=PARTNER | {"version": "1", "name": "Zu spät"})
        assert slow.status_code == 409
        assert "Zu spät" in slow.text
        assert rows(parts, OWN)[0]["name"] == "VHS"

    @pytest.mark.requirement("R23")
    def test_a_partner_is_flagged_after_180_days(self, browser_of, clock, parts, world: World, partner: str) -> None:
        parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("partners", world.ids["school"], ended_at=NOW_TEXT))
        clock.at = datetime.fromisoformat("2027-05-23T09:00:00+00:00")
        assert "Stimmt noch" not in browser_of("ada").get("/office/partners").text
        clock.at = datetime.fromisoformat("2027-05-24T09:00:00+00:00")
        ada = browser_of("ada")
        assert "Stimmt noch" in ada.get("/office/partners").text
        assert ada.post(f"/office/partners/{partner}/verification", data={"version": "1"}).status_code == 303
        assert "Stimmt noch" not in ada.get("/office/partners").text

    def test_an_ended_partner_is_off_the_list(self, ada, partner: str) -> None:
        assert ada.post(f"/office/partners/{partner}/end", data={"version": "1"}).status_code == 303
        assert "Volkshochschule" not in ada.get("/office/partners").text
        assert ada.get(f"/office/partners/{partner}").status_code == 404

    def test_partners_are_found_by_name_and_contact(self, ada, partner: str) -> None:
        assert "Volkshochschule" in ada.get("/office/partners?q=paula").text
        assert "Volkshochschule" not in ada.get("/office/partners?q=nichts").text

    def test_typed_markup_stays_text(self, ada) -> None:
        ada.post("/office/partners", data=PARTNER | {"name": "<b hx-get=/x>Fett</b>"})
        assert "<b hx-get" not in ada.get("/office/partners").text


def test_the_overview_says_whether_reminders_go_out(ada, parts) -> None:
    assert "Gerade gehen keine Erinnerungen hinaus." in ada.get("/office").text
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("worker_state", id="worker", alive_at=NOW_TEXT))
    assert "Die Erinnerungen gehen hinaus." in ada.get("/office").text
