"""A letter of the office opens no plan: the client says yes to the person behind the account, and nobody else does."""

import json
from datetime import date

import pytest

from pwa_server.casework import account_life, accounts, clearances, grants, mentor_search
from pwa_server.casework.mentor_confirmation import confirm_person
from pwa_server.casework.sign_in import Browser
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken
from tests.casework.desk import Desk
from tests.world import NOW_TEXT, World

SEEN = clearances.Certificate("2026-11-20", "2026-11-24", "Ada")


@pytest.fixture
def desk(parts, world: World) -> Desk:
    made = Desk(parts, world)
    keep = {"account_id": world.ids["mona"], "kind": "password", "secret_hash": "old"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.run("secrets.keep", **keep))
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["mona"], email_sealed="mona@example.org")
    )
    return made


def grant(desk: Desk, name: str = "mona.grant") -> dict:
    return desk.database.utils()["mentor_grants"].get(desk.world.ids.get(name, name))


def confirmed(desk: Desk, name: str, grant_id: str, answer: str) -> str:
    """The answer to the page as it is now, which names the mentor of the grant."""
    return desk.does(name, confirm_person, grant_id, grant(desk, grant_id)["mentor_id"], answer)


def letter_used(desk: Desk) -> None:
    """Ada prints a letter for Mona, and somebody sets the password with it."""
    code = desk.does("ada", accounts.make_reset_letter, desk.world.ids["mona"])
    desk.database.write_now("", desk.now, accounts.set_password, code, accounts.RESET, "new", Browser())


def mail_used(desk: Desk) -> None:
    digest = desk.database.read("", desk.now).digest("mail", "mona@example.org")
    desk.database.write_now("", desk.now, lambda tx: tx.update("accounts", desk.world.ids["mona"], email_digest=digest))
    desk.database.write_now("", desk.now, accounts.write_reset, "mona@example.org")
    (mail,) = [row for row in desk.database.utils()["mails"].rows if row["kind"] == "reset"]
    path = json.loads(desk.database.sealing.open(mail["body_sealed"], mail["id"]))["path"]
    token = path.partition("c=")[2]
    desk.database.write_now("", desk.now, accounts.set_password, token, accounts.RESET, "new", Browser())


def sees_plan(desk: Desk) -> bool:
    return bool(desk.rows("mona", "mentoring.grants", today="2026-11-24"))


@pytest.mark.requirement("R19")
def test_a_password_from_a_letter_opens_no_plan(desk: Desk) -> None:
    assert sees_plan(desk)
    letter_used(desk)
    assert not sees_plan(desk)
    assert (grant(desk)["state"], grant(desk)["unconfirmed_since"]) == ("suspended", NOW_TEXT)
    meeting = desk.database.utils()["meetings"].get(desk.world.ids["amina.standard.meeting"])
    assert meeting["mentor_id"] is None


def test_a_letter_that_nobody_used_changes_nothing(desk: Desk) -> None:
    desk.does("ada", accounts.make_reset_letter, desk.world.ids["mona"])
    assert sees_plan(desk)


def test_a_password_by_the_own_mail_changes_nothing(desk: Desk) -> None:
    mail_used(desk)
    assert sees_plan(desk)
    assert grant(desk)["unconfirmed_since"] is None


def test_the_letter_leaves_a_trace_and_the_mentor_is_told(desk: Desk) -> None:
    letter_used(desk)
    actions = [
        row["action"] for row in desk.database.utils()["events"].rows if row["subject_id"] == desk.world.ids["mona"]
    ]
    assert "reset_letter_made" in actions
    assert [row["kind"] for row in desk.database.utils()["mails"].rows] == ["reset_letter_made", "password_changed"]


def test_the_client_is_told_and_lets_the_person_look_again(desk: Desk) -> None:
    letter_used(desk)
    said = [row for row in desk.database.utils()["reminders"].rows if row["kind"] == "news"]
    assert [row["person_id"] for row in said] == [desk.world.ids["amina"]]
    assert confirmed(desk, "amina", desk.world.ids["mona.grant"], "yes") == "active"
    assert sees_plan(desk)


def test_the_client_says_that_it_is_somebody_else(desk: Desk) -> None:
    letter_used(desk)
    assert confirmed(desk, "amina", desk.world.ids["mona.grant"], "no") == "revoked"
    assert not sees_plan(desk)


@pytest.mark.parametrize("name", ["badr", "karin", "dora", "mona", "ada"])
def test_nobody_but_the_client_says_yes(desk: Desk, name: str) -> None:
    letter_used(desk)
    with pytest.raises(NotVisible):
        confirmed(desk, name, desk.world.ids["mona.grant"], "yes")
    assert not sees_plan(desk)


def test_no_paper_of_the_office_goes_round_the_client(desk: Desk) -> None:
    """Neither a new certificate, nor ending the account and letting it in again, nor a second letter."""
    letter_used(desk)
    mona = desk.world.ids["mona"]
    desk.does("ada", clearances.record, mona, SEEN)
    assert not sees_plan(desk)
    desk.does("ada", account_life.deactivate, mona)
    desk.does("ada", account_life.reactivate, mona)
    assert not sees_plan(desk)
    version = desk.row("ada", "mentors.find", id=mona)["version"]
    desk.does("ada", mentor_search.keep_about, mona, version, mentor_search.About(["de"], 3, "2026-02-01"))
    assert not sees_plan(desk)
    letter_used(desk)
    assert not sees_plan(desk)
    assert confirmed(desk, "amina", desk.world.ids["mona.grant"], "yes") == "active"


def test_a_request_that_waits_for_the_mentor_goes_back_to_the_client(desk: Desk) -> None:
    goal = desk.world.ids["badr.standard.goal"]
    code = desk.row("ada", "mentors.find", id=desk.world.ids["mona"])["mentor_code"]
    made = desk.does("badr", grants.request_grant, code, "", [goal], date(2027, 1, 1))
    letter_used(desk)
    assert grant(desk, made)["state"] == "requested"
    assert not desk.rows("mona", "mentoring.asked")
    assert confirmed(desk, "badr", made, "yes") == "offered"
    assert desk.rows("mona", "mentoring.asked")


def test_after_a_yes_a_lapsed_certificate_still_counts_for_nothing(desk: Desk) -> None:
    letter_used(desk)
    desk.database.utils().conn.execute("UPDATE clearances SET lapses_on = '2026-11-24'")
    assert confirmed(desk, "amina", desk.world.ids["mona.grant"], "yes") == "suspended"
    assert not sees_plan(desk)
    desk.does("ada", clearances.record, desk.world.ids["mona"], SEEN)
    assert sees_plan(desk)


def test_a_late_second_yes_changes_nothing(desk: Desk) -> None:
    letter_used(desk)
    confirmed(desk, "amina", desk.world.ids["mona.grant"], "yes")
    before = grant(desk)
    assert confirmed(desk, "amina", desk.world.ids["mona.grant"], "yes") == "active"
    assert grant(desk) == before


def test_an_answer_that_is_none_and_a_grant_that_has_ended_are_refused(desk: Desk) -> None:
    letter_used(desk)
    with pytest.raises(BadInput):
        confirmed(desk, "amina", desk.world.ids["mona.grant"], "perhaps")
    with pytest.raises(RuleBroken):
        confirmed(desk, "amina", desk.world.ids["magnus.grant"], "yes")


def test_an_invitation_that_the_office_could_read_opens_nothing_that_was_asked_before(desk: Desk) -> None:
    invited = {"role": "mentor", "name": "Nina Neu", "email": "nina@example.org"}
    nina, token = desk.does("ada", lambda tx: accounts.invite_account(tx, **invited))
    desk.does("ada", clearances.record, nina, SEEN)
    version = desk.row("ada", "mentors.find", id=nina)["version"]
    desk.does("ada", mentor_search.keep_about, nina, version, mentor_search.About(["de"], 3, "2026-11-24"))
    code = desk.row("ada", "mentors.find", id=nina)["mentor_code"]
    goal = desk.world.ids["badr.standard.goal"]
    made = desk.does("badr", grants.request_grant, code, "", [goal], date(2027, 1, 1))
    assert grant(desk, made)["state"] == "offered"
    desk.database.write_now("", desk.now, accounts.set_password, token, accounts.INVITED, "new", Browser())
    assert (grant(desk, made)["state"], grant(desk, made)["unconfirmed_since"]) == ("requested", NOW_TEXT)
    assert confirmed(desk, "badr", made, "yes") == "offered"


class TestProposals:
    @pytest.fixture
    def wish(self, desk: Desk) -> str:
        goal = desk.world.ids["badr.standard.goal"]
        made = desk.does("badr", grants.request_grant, "", "Deutsch üben", [goal], date(2027, 1, 1))
        desk.does("ada", mentor_search.propose, made, desk.world.ids["magnus"])
        return made

    @pytest.mark.requirement("R19")
    def test_whom_the_office_proposes_is_asked_after_the_clients_yes(self, desk: Desk, wish: str) -> None:
        assert grant(desk, wish)["state"] == "requested"
        assert not desk.rows("magnus", "mentoring.asked")
        assert confirmed(desk, "badr", wish, "yes") == "offered"
        assert len(desk.rows("magnus", "mentoring.asked")) == 1

    def test_a_no_leaves_the_wish_open_for_another(self, desk: Desk, wish: str) -> None:
        assert confirmed(desk, "badr", wish, "no") == "requested"
        assert grant(desk, wish)["mentor_id"] is None
        with pytest.raises(RuleBroken):
            desk.does("ada", mentor_search.propose, wish, desk.world.ids["magnus"])
        desk.does("ada", mentor_search.propose, wish, desk.world.ids["mona"])
        assert grant(desk, wish)["mentor_id"] == desk.world.ids["mona"]

    def test_a_yes_to_one_mentor_never_reaches_the_next_who_is_proposed(self, desk: Desk, wish: str) -> None:
        magnus, mona = desk.world.ids["magnus"], desk.world.ids["mona"]
        desk.does("badr", confirm_person, wish, magnus, "no")
        desk.does("ada", mentor_search.propose, wish, mona)
        for named in (magnus, ""):
            with pytest.raises(RuleBroken):
                desk.does("badr", confirm_person, wish, named, "yes")
        assert not desk.rows("mona", "mentoring.asked")
        assert desk.does("badr", confirm_person, wish, mona, "yes") == "offered"

    def test_a_certificate_that_is_renewed_meanwhile_asks_nobody(self, desk: Desk, wish: str) -> None:
        desk.does("ada", clearances.record, desk.world.ids["magnus"], SEEN)
        assert grant(desk, wish)["state"] == "requested"

    def test_who_has_not_promised_is_not_proposed(self, desk: Desk, wish: str) -> None:
        confirmed(desk, "badr", wish, "no")
        mona = desk.world.ids["mona"]
        desk.database.write_now("", desk.now, lambda tx: tx.update("mentors", mona, confidentiality_on=None))
        with pytest.raises(RuleBroken):
            desk.does("ada", mentor_search.propose, wish, mona)
