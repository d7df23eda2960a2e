"""Accounts: invited, ended, let in again. Nobody sees a password, nobody locks the carrier out."""

import json
import re

import pytest

from pwa_server.casework import account_life
from pwa_server.domain.problems import NotVisible, RuleBroken
from tests.world import LONG_AGO, NOW_TEXT, World

INVITATION = {"role": "counsellor", "name": "Nora Neu", "email": "nora@example.org", "language": "de"}


@pytest.fixture
def ada(browser_of):
    return browser_of("ada")


def account(parts, account_id: str) -> dict:
    return parts.database.read("", NOW_TEXT).row("accounts.find", id=account_id)


def by_mail(parts, email: str) -> dict | None:
    rows = parts.database.read("", NOW_TEXT).rows("accounts.of_carrier", carrier_id=carrier(parts))
    return next((row for row in rows if row["email"] == email), None)


def carrier(parts) -> str:
    return next(parts.database.utils().query("SELECT id FROM carriers ORDER BY made_at, id"))["id"]


def add_staff(parts, world: World, name: str, rights: tuple[str, ...] = (), carrier_id: str = "") -> str:
    def add(tx) -> str:
        return tx.insert(
            "accounts", role="coordinator", carrier_id=carrier_id or world.ids["carrier"], name_sealed=name,
            opaque_id=name, staff_rights=json.dumps(rights), made_at=LONG_AGO,
        )  # fmt: skip

    world.ids[name] = parts.database.write_now("", NOW_TEXT, add)
    return world.ids[name]


def test_an_invitation_is_printed_and_opens_the_choice_of_a_password(ada, browser_of, parts) -> None:
    letter = ada.post("/office/accounts", data=INVITATION)
    assert letter.status_code == 200
    assert "Nora Neu" in letter.text
    link = re.search(r"/invitation\?c=[\w-]+", letter.text)
    assert link
    assert browser_of().get(link[0]).status_code == 200
    invited = by_mail(parts, "nora@example.org")
    assert invited
    assert invited["has_secret"] is None


def test_an_invitation_by_mail_shows_no_link(ada) -> None:
    answer = ada.post("/office/accounts", data=INVITATION | {"by_mail": "y"})
    assert answer.status_code == 303
    assert "invitation?c=" not in ada.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    "change", [{"role": "client"}, {"role": "mentor"}, {"name": ""}, {"email": "nobody"}, {"rights": "everything"},
               {"language": "xx"}, {"name": "x" * 500}]
)  # fmt: skip
def test_bad_invitations_make_no_account(change: dict, ada, parts) -> None:
    before = len(list(parts.database.utils().query("SELECT id FROM accounts")))
    assert ada.post("/office/accounts", data=INVITATION | change).status_code == 422
    assert len(list(parts.database.utils().query("SELECT id FROM accounts"))) == before


def test_an_address_has_one_account(ada) -> None:
    ada.post("/office/accounts", data=INVITATION)
    assert ada.post("/office/accounts", data=INVITATION | {"name": "Nora Zwei"}).status_code == 422


def test_an_ended_account_is_signed_out_and_comes_back(ada, browser_of, parts, world: World) -> None:
    olle = browser_of("olle")
    path = f"/office/accounts/{world.ids['olle']}"
    assert ada.post(f"{path}/deactivation").status_code == 303
    assert olle.get("/office").status_code == 303
    assert account(parts, world.ids["olle"])["deactivated_at"]
    assert ada.post(f"{path}/reactivation").status_code == 303
    assert account(parts, world.ids["olle"])["deactivated_at"] is None
    assert olle.get("/office").status_code == 303, "old sessions stay ended"


def test_counsellor_whom_clients_still_need_stays_until_somebody_stands_in(ada, parts, world: World) -> None:
    path = f"/office/accounts/{world.ids['karin']}/deactivation"
    refused = ada.post(path)
    assert refused.status_code == 409
    assert "Übergeben Sie zuerst die Pläne." in refused.text
    assert f"/office/handovers?from={world.ids['karin']}" in ada.get(path.removesuffix("/deactivation")).text
    assert account(parts, world.ids["karin"])["deactivated_at"] is None
    days = {"first": "2026-11-24", "last": "2026-12-04", "reason": "away"}
    absence = {"staff_id": world.ids["karin"], "deputy_id": world.ids["tilde"]} | days
    assert ada.post("/office/absences", data=absence).status_code == 303
    assert ada.post(path).status_code == 303
    assert account(parts, world.ids["karin"])["deactivated_at"]


def test_counsellor_of_closed_cases_alone_may_go(ada, parts, world: World) -> None:
    parts.database.utils().execute("UPDATE cases SET state = 'closed'")
    assert ada.post(f"/office/accounts/{world.ids['karin']}/deactivation").status_code == 303


def test_nobody_ends_the_own_account_or_changes_the_own_rights(ada, parts, world: World) -> None:
    path = f"/office/accounts/{world.ids['ada']}"
    assert ada.post(f"{path}/deactivation").status_code == 403
    rights = {"version": str(account(parts, world.ids["ada"])["version"])}
    assert ada.post(f"{path}/rights", data=rights).status_code == 403
    assert "account_management" in account(parts, world.ids["ada"])["staff_rights"]


def test_the_last_account_manager_stays(parts, world: World) -> None:
    """Even for somebody whose right was taken from the account but not yet from the running request."""
    zoe = add_staff(parts, world, "Zoe", ("account_management",))
    parts.database.write_now(zoe, NOW_TEXT, account_life.deactivate, world.ids["ada"])
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["ada"], deactivated_at=None))
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", zoe, deactivated_at=NOW_TEXT))
    with pytest.raises(RuleBroken):
        parts.database.write_now(zoe, NOW_TEXT, account_life.deactivate, world.ids["ada"])
    with pytest.raises(RuleBroken):
        parts.database.write_now(zoe, NOW_TEXT, account_life.set_rights, world.ids["ada"], [], 99)


def test_rights_are_given_and_taken_by_version(ada, parts, world: World) -> None:
    path = f"/office/accounts/{world.ids['karin']}/rights"
    version = str(account(parts, world.ids["karin"])["version"])
    assert ada.post(path, data={"version": version, "rights": ["volunteer_office"]}).status_code == 303
    assert account(parts, world.ids["karin"])["staff_rights"] == '["volunteer_office"]'
    assert ada.post(path, data={"version": version}).status_code == 409
    assert ada.post(path, data={"version": "x"}).status_code == 422


def test_whoever_counsels_people_reads_no_complaints(ada, parts, world: World) -> None:
    version = str(account(parts, world.ids["karin"])["version"])
    form = {"version": version, "rights": ["complaint_office"]}
    refused = ada.post(f"/office/accounts/{world.ids['karin']}/rights", data=form)
    assert refused.status_code == 409
    assert "Die Beschwerdestelle gehört nicht zum Team." in refused.text
    assert "complaint_office" not in account(parts, world.ids["karin"])["staff_rights"]


def test_a_carrier_manages_its_own_accounts_alone(ada, parts, world: World) -> None:
    def other(tx) -> str:
        return tx.insert("carriers", name="Anderer", kind="free", counselling_type="mbe", made_at=NOW_TEXT)

    foreign = add_staff(parts, world, "Fremd", (), parts.database.write_now("", NOW_TEXT, other))
    assert "Fremd" not in ada.get("/office/accounts").text
    for path in ("", "/deactivation", "/letter", "/renewal", "/reactivation"):
        send = ada.get if not path else ada.post
        assert send(f"/office/accounts/{foreign}{path}").status_code == 404


def test_verbs_about_foreign_accounts_find_nothing(parts, world: World) -> None:
    other = {"name": "Anderer", "kind": "free", "counselling_type": "mbe", "made_at": NOW_TEXT}
    carrier_id = parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("carriers", **other))
    foreign = add_staff(parts, world, "Fremd", (), carrier_id)
    for verb in (account_life.deactivate, account_life.reactivate):
        with pytest.raises(NotVisible):
            parts.database.write_now(world.ids["ada"], NOW_TEXT, verb, foreign)


@pytest.mark.parametrize("name", ["amina", "mona"])
def test_clients_and_mentors_are_not_among_the_accounts(name: str, ada, world: World) -> None:
    assert ada.get(f"/office/accounts/{world.ids[name]}").status_code == 404
    assert ada.post(f"/office/accounts/{world.ids[name]}/letter").status_code == 404
    assert ada.post(f"/office/accounts/{world.ids[name]}/deactivation").status_code == 404


def test_a_lost_second_factor_takes_two_people(ada, browser_of, parts, world: World) -> None:
    parts.database.write_now(
        "", NOW_TEXT,
        lambda tx: tx.insert(
            "second_factors", account_id=world.ids["karin"], seed_sealed="ABC", made_at=NOW_TEXT, confirmed_at=NOW_TEXT
        ),
    )  # fmt: skip
    assert ada.post(f"/office/accounts/{world.ids['karin']}/renewal").status_code == 303
    renewal = next(parts.database.utils().query("SELECT id FROM second_factor_renewals"))["id"]
    assert ada.post(f"/office/renewals/{renewal}/confirmation").status_code == 403
    add_staff(parts, world, "Zoe", ("account_management",))
    assert browser_of("Zoe").post(f"/office/renewals/{renewal}/confirmation").status_code == 303
    assert not list(parts.database.utils().query("SELECT id FROM second_factors"))


def test_an_alarm_is_closed_by_somebody_who_looked(ada, parts) -> None:
    alarm = parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.insert("alarms", kind="wrong_codes", raised_at=NOW_TEXT, last_at=NOW_TEXT)
    )
    assert "falsche Codes" in ada.get("/office").text
    assert ada.post(f"/office/alarms/{alarm}/closure").status_code == 303
    assert "falsche Codes" not in ada.get("/office").text
    assert ada.post(f"/office/alarms/{alarm}/closure").status_code == 404


def test_account_of_a_colleague_says_that_somebody_is_counselled_and_not_how_many(ada, world: World) -> None:
    page = ada.get(f"/office/accounts/{world.ids['karin']}").text
    assert "Berät gerade Menschen." in page
    assert not re.search(r"\d+ Pl[aä]n", page)
    assert "Weniger als 5 Pläne" in ada.get("/office/retention").text
