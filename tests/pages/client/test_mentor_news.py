"""What a client reads of her companions: is it this person, whose time ends, what they wrote; and who helps her."""

import re

import pytest

from pwa_server.casework import accounts
from pwa_server.casework.sign_in import Browser
from tests.world import NOW_TEXT, World

JSON = {"Accept": "application/json"}


def change(parts, table: str, row_id: str, **values) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update(table, row_id, **values))
    parts.database.utils().conn.execute("UPDATE cases SET version = version + 1")


@pytest.fixture
def amina(browser_of, parts, world: World):
    change(parts, "accounts", world.ids["amina"], language="de")
    return browser_of("amina")


@pytest.fixture
def letter(parts, world: World) -> None:
    """Mona's password was set with a letter of the office."""
    keep = {"account_id": world.ids["mona"], "kind": "password", "secret_hash": "old"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.run("secrets.keep", **keep))
    code = parts.database.write_now(world.ids["ada"], NOW_TEXT, accounts.make_reset_letter, world.ids["mona"])
    parts.database.write_now("", NOW_TEXT, accounts.set_password, code, accounts.RESET, "new", Browser())


@pytest.mark.requirement("R19")
def test_who_asked_hears_of_a_no_with_the_first_name_alone(amina, browser_of, parts, world: World) -> None:
    change(parts, "accounts", world.ids["mona"], name_sealed="Mona Lang-Nachname")
    change(parts, "mentor_grants", world.ids["mona.grant"], state="offered", valid_until=NOW_TEXT)
    browser_of("mona").post(f"/mentor/grants/{world.ids['mona.grant']}/answer", data={"answer": "decline"})
    page = amina.get("/today").text
    assert re.search(r"<bdi[^>]*>Mona</bdi> kann Sie gerade nicht begleiten\.", page)
    assert 'href="/sharing"' in page


@pytest.mark.requirement("R19")
def test_client_hears_that_a_mentor_has_stopped_until_she_read_it(amina, browser_of, world: World) -> None:
    assert "begleitet Sie nicht mehr." not in amina.get("/today").text
    browser_of("mona").post(f"/mentor/grants/{world.ids['mona.grant']}/return")
    page = amina.get("/today").text
    assert "begleitet Sie nicht mehr." in page
    read = re.search(r'action="(/news/[^"]+/read)"', page[page.index("begleitet Sie nicht mehr.") :])
    assert read
    amina.post(read[1])
    assert "begleitet Sie nicht mehr." not in amina.get("/today").text


@pytest.mark.parametrize("path", ["/today", "/sharing"])
def test_a_new_password_from_the_office_is_told_in_plain_words(path: str, letter, amina, world: World) -> None:
    page = amina.get(path).text
    assert "hat ein neues Passwort von uns." in page
    assert f'action="/grants/{world.ids["mona.grant"]}/person"' in page


def test_the_question_goes_with_the_answer(letter, amina, browser_of, world: World) -> None:
    path = f"/grants/{world.ids['mona.grant']}/person"
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404
    answer = {"person": world.ids["mona"], "answer": "yes"}
    assert amina.post(path, data=answer).headers["location"] == "/sharing?thanks=yes"
    assert "neues Passwort" not in amina.get("/today").text
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 200


@pytest.mark.parametrize("answer", ["", "perhaps", "yes\x00", "y" * 5000])
def test_an_answer_that_is_none_lets_nobody_in(answer: str, letter, amina, browser_of, world: World) -> None:
    assert amina.post(f"/grants/{world.ids['mona.grant']}/person", data={"answer": answer}).status_code == 422
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404


def test_a_grant_that_has_ended_asks_nothing_any_more(amina, world: World) -> None:
    answer = amina.post(f"/grants/{world.ids['magnus.grant']}/person", data={"answer": "yes"})
    assert answer.status_code == 409


def test_a_proposed_person_is_named_with_the_languages(browser_of, parts, world: World) -> None:
    change(parts, "mentors", world.ids["magnus"], languages='["ar", "de"]')
    change(parts, "accounts", world.ids["badr"], language="de")
    badr = browser_of("badr")
    form = {"who": "somebody", "goals": [world.ids["badr.standard.goal"]], "until": "2027-01-01"}
    assert badr.post("/grants", data=form).status_code == 303
    (wish,) = [row["id"] for row in parts.database.utils()["mentor_grants"].rows if row["state"] == "requested"]
    browser_of("ada").post(f"/office/mentor-requests/{wish}/proposal", data={"mentor_id": world.ids["magnus"]})
    assert "wartet auf das Ja der Person" in browser_of("ada").get("/office/mentor-requests").text
    page = badr.get("/today").text
    card = page[page.index("Wir schlagen diese Person vor") :][:900]
    assert "Magnus" in card
    assert f'name="person" value="{world.ids["magnus"]}"' in card
    assert "Arabisch" in card
    badr.post(f"/grants/{wish}/person", data={"person": world.ids["magnus"], "answer": "no"})
    assert "Wir schlagen" not in badr.get("/today").text
    assert "Wir suchen jemanden für Sie." in badr.get("/sharing").text


@pytest.mark.parametrize(("last_day", "told"), [("2026-12-08", True), ("2026-12-09", False)])
def test_the_last_days_stand_on_both_pages(last_day: str, told: bool, amina, browser_of, parts, world: World) -> None:
    change(parts, "mentor_grants", world.ids["mona.grant"], expires_on=last_day)
    for path in ("/today", "/sharing"):
        assert ("Möchten Sie weitermachen?" in amina.get(path).text) is told
    assert (f'value="{world.ids["mona"]}"' in amina.get("/grants/new").text) is told
    mona = browser_of("mona")
    assert ("endet am" in mona.get("/mentor/more").text) is told
    assert ("endet bald" in mona.get("/mentor/clients").text) is told
    assert ("endet bald" in mona.get(f"/mentor/clients/{world.ids['mona.grant']}").text) is told


def test_what_a_mentor_wrote_stands_on_today_until_it_was_read(amina, world: World) -> None:
    word = world.canaries["amina.mentor_note"]
    assert word in amina.get("/today").text
    assert amina.post(f"/mentor-notes/{world.ids['amina.note']}/read").headers["location"] == "/today"
    assert word not in amina.get("/today").text
    assert word in amina.get("/sharing").text


def test_what_a_mentor_wrote_is_escaped_and_isolated(amina, browser_of, world: World) -> None:
    path = f"/mentor/clients/{world.ids['mona.grant']}/notes"
    assert browser_of("mona").post(path, data={"words": "<img src=x> مرحبا"}).status_code == 303
    page = amina.get("/today").text
    assert "<img src=x>" not in page
    assert re.search(r"<bdi[^>]*hx-ignore[^>]*>&lt;img src=x&gt; مرحبا</bdi>", page)


@pytest.mark.parametrize("words", ["", "   ", "x" * 501])
def test_no_words_and_too_many_come_back_to_the_mentor(words: str, browser_of, parts, world: World) -> None:
    path = f"/mentor/clients/{world.ids['mona.grant']}/notes"
    assert browser_of("mona").post(path, data={"words": words}).status_code == 422
    assert len(list(parts.database.utils()["mentor_notes"].rows)) == 1


def test_a_note_sent_twice_is_kept_once(browser_of, parts, world: World) -> None:
    path = f"/mentor/clients/{world.ids['mona.grant']}/notes"
    mona = browser_of("mona")
    for _ in range(2):
        assert mona.post(path, data={"words": "Bis Dienstag", "request_key": "k"}).status_code == 303
    assert len(list(parts.database.utils()["mentor_notes"].rows)) == 2


def test_rights_and_reason_of_a_grant_are_the_clients_choice(amina, parts, world: World) -> None:
    form = {"who": "somebody", "goals": [world.ids["amina.standard.goal"]], "until": "2027-01-01", "wish": "Zum Amt"}
    amina.post("/grants", data=form | {"rights": ["see_steps", "write_note_to_client"]})
    (row,) = [row for row in parts.database.utils()["mentor_grants"].rows if row["state"] == "requested"]
    assert row["rights"] == '["see_goals", "see_steps", "write_note_to_client"]'
    page = amina.get("/sharing").text
    assert "Mir kurz schreiben" in page
    assert "Zum Amt" in page
    assert amina.post("/grants", data=form | {"rights": ["grant.make"]}).status_code == 422


def test_what_is_usual_is_chosen_beforehand_and_writing_is_not(amina) -> None:
    page = amina.get("/grants/new").text
    chosen = set(re.findall(r'<input(?=[^>]*checked)[^>]*name="rights"[^>]*value="(\w+)"', page))
    chosen |= set(re.findall(r'<input checked[^>]*name="rights"[^>]*value="(\w+)"', page))
    assert chosen == {"see_steps", "see_meetings_invited", "mark_own_steps_done"}


def test_a_scanned_code_stands_in_the_form(amina, browser_of, parts, world: World) -> None:
    code = parts.database.utils()["mentors"].get(world.ids["magnus"])["mentor_code"]
    page = browser_of("magnus").get("/mentor/code").text
    assert code in page
    assert "<svg" in page
    form = amina.get(f"/grants/new?code={code}").text
    assert f'value="{code}"' in form
    assert re.search(r'<input[^>]*checked[^>]*value="code"|value="code"[^>]*checked', form)


@pytest.mark.requirement("R19")
def test_whose_code_it_is_stands_there_before_anybody_is_asked(amina, parts, world: World) -> None:
    code = parts.database.utils()["mentors"].get(world.ids["magnus"])["mentor_code"]
    form = {"who": "code", "code": code.lower(), "goals": [world.ids["amina.standard.goal"]], "until": "2027-01-01"}

    def waiting() -> list[str]:
        return [row["mentor_id"] for row in parts.database.utils()["mentor_grants"].rows if row["state"] == "offered"]

    page = amina.post("/grants", data=form | {"wish": "Zum Amt", "rights": ["see_steps"]})
    assert "Magnus" in page.text
    assert 'name="wish" value="Zum Amt"' in page.text
    assert f'name="goals" value="{world.ids["amina.standard.goal"]}"' in page.text
    again = amina.post("/grants", data=form | {"person": "other"})
    assert 'name="code"' in again.text
    assert code not in again.text
    assert amina.post("/grants", data=form | {"person": world.ids["mona"]}).status_code == 200
    assert not waiting(), "nobody hears of her before her yes to the name"
    yes = amina.post("/grants", data=form | {"person": world.ids["magnus"]})
    assert yes.headers["location"] == "/sharing?thanks=asked"
    assert waiting() == [world.ids["magnus"]]


@pytest.mark.parametrize("day", ["2026-11-24", "2027-11-25"])
def test_a_day_out_of_range_is_told_before_anybody_is_named(day: str, amina, parts, world: World) -> None:
    change(parts, "mentors", world.ids["magnus"], mentor_code="MAGNU")
    form = {"who": "code", "code": "MAGNU", "until": day, "goals": [world.ids["amina.standard.goal"]]}
    answer = amina.post("/grants", data=form)
    assert (answer.status_code, "Bitte wählen Sie einen Tag in den nächsten 12 Monaten." in answer.text) == (422, True)
    assert "Magnus" not in answer.text


@pytest.mark.parametrize("code", ["<script>", "x" * 300, "%00", "'\" or 1=1"])
def test_a_strange_code_is_only_text(code: str, amina) -> None:
    page = amina.get("/grants/new", params={"code": code})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "x" * 41 not in page.text


@pytest.mark.requirement("R45")
def test_everybody_who_helps_says_what_for_in_twelve_words(amina, world: World) -> None:
    page = amina.get("/people").text
    assert world.canaries["mona.name"] in page
    roles = re.findall(r'<span class="hint">([^<]+)</span>', page)
    assert roles
    assert all(0 < len(role.split()) <= 12 for role in roles)
    assert "tel:03023125202" in page


@pytest.mark.requirement("R19")
def test_a_grant_ended_without_network_counts_at_the_next_request(amina, browser_of, world: World) -> None:
    mona = browser_of("mona")
    path = f"/mentor/clients/{world.ids['mona.grant']}"
    assert mona.get(path).status_code == 200
    ended = amina.post(f"/grants/{world.ids['mona.grant']}/end", headers=JSON | {"Idempotency-Key": "later"})
    assert ended.status_code == 200
    gone = mona.get(path)
    assert gone.status_code == 404
    assert gone.headers["SW-Store"] == "none"


class TestChangingAGrant:
    def form(self, world: World, **changes) -> dict:
        return {"version": "1", "goals": [world.ids["amina.standard.goal"]], "rights": ["see_steps"]} | changes

    def scope(self, parts, world: World) -> set[str]:
        rows = parts.database.utils()["mentor_grant_goals"].rows
        return {row["goal_id"] for row in rows if row["grant_id"] == world.ids["mona.grant"]}

    def more(self, parts, world: World) -> str:
        def insert(tx) -> str:
            return tx.insert(
                "goals", case_id=world.ids["amina.case"], life_area="work", title_sealed="Arbeitziel", state="agreed",
                made_at=NOW_TEXT,
            )  # fmt: skip

        return parts.database.write_now("", NOW_TEXT, insert)

    @pytest.mark.requirement("R19")
    def test_the_client_shows_another_goal_and_allows_less_at_once(
        self, amina, browser_of, parts, world: World
    ) -> None:
        other, path = self.more(parts, world), f"/grants/{world.ids['mona.grant']}"
        page = amina.get(path).text
        assert re.search(rf'value="{world.ids["amina.standard.goal"]}" checked', page)
        assert world.canaries["amina.high.goal.title"] not in page
        assert (
            amina.post(path, data=self.form(world, goals=[other], rights=[])).headers["location"]
            == "/sharing?thanks=changed"
        )
        seen = browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").text
        assert "Arbeitziel" in seen
        assert world.canaries["amina.standard.goal.title"] not in seen
        assert "/notes" not in seen
        assert "hat die Freigabe geändert." in seen
        assert "Freigabe geändert" in browser_of("mona").get("/mentor/clients").text

    @pytest.mark.requirement("R19")
    def test_the_history_says_what_was_shown_before_and_what_since(
        self, amina, browser_of, parts, world: World
    ) -> None:
        other, path = self.more(parts, world), f"/grants/{world.ids['mona.grant']}"
        assert "Was sich geändert hat" not in amina.get("/consents").text
        amina.post(path, data=self.form(world, goals=[other], rights=["write_note_to_client"]))
        assert "Sie haben geändert, was" in amina.get("/today").text
        for name, address in (("amina", "/consents"), ("karin", f"/desk/cases/{world.ids['amina.case']}/consents")):
            page = browser_of(name).get(address).text
            told = page.split("Was sich geändert hat")[1].split("</details>")[0]
            new, gone = told.split("Nicht mehr:", 1)
            assert "Arbeitziel" in new
            assert world.canaries["amina.standard.goal.own_words"] in gone
            assert "Die Schritte sehen" in gone
            assert "Mir kurz schreiben" not in told, "what stays is no change"

    @pytest.mark.parametrize(
        "changes",
        [
            {"goals": []}, {"goals": ["x"]}, {"rights": ["everything"]}, {"version": ""}, {"version": "one"},
            {"goals": "amina.high.goal"}, {"goals": "badr.standard.goal"},
        ],
    )  # fmt: skip
    def test_what_can_not_be_shown_changes_nothing(self, changes: dict, amina, parts, world: World) -> None:
        if isinstance(changes.get("goals"), str):
            changes = {"goals": [world.ids[changes["goals"]]]}
        before = self.scope(parts, world)
        assert amina.post(f"/grants/{world.ids['mona.grant']}", data=self.form(world, **changes)).status_code == 422
        assert self.scope(parts, world) == before

    def test_two_pages_at_once_are_told(self, amina, parts, world: World) -> None:
        path = f"/grants/{world.ids['mona.grant']}"
        assert amina.post(path, data=self.form(world)).status_code == 303
        assert amina.post(path, data=self.form(world)).status_code == 409

    @pytest.mark.parametrize("grant", ["magnus.grant", "nothing"])
    def test_what_has_ended_or_never_was_is_not_there(self, grant: str, amina, world: World) -> None:
        path = f"/grants/{world.ids.get(grant, grant)}"
        assert (amina.get(path).status_code, amina.post(path, data=self.form(world)).status_code) == (404, 404)

    def test_a_closed_plan_changes_nothing(self, amina, parts, world: World) -> None:
        change(parts, "cases", world.ids["amina.case"], state="closed")
        assert amina.post(f"/grants/{world.ids['mona.grant']}", data=self.form(world)).status_code == 404


def test_a_scanned_code_comes_along_to_signing_in_and_a_search_does_not(browser_of) -> None:
    nobody = browser_of()
    assert nobody.get("/grants/new?code=MENT3").headers["location"] == "/sign-in?next=/grants/new%3Fcode%3DMENT3"
    assert nobody.get("/desk/cases?q=Amina").headers["location"] == "/sign-in?next=/desk/cases"
    assert nobody.get("/grants/new?code=<b>").headers["location"] == "/sign-in?next=/grants/new"
