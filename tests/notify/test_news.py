"""News about the plan as a whole: one neutral push, in the reader's language, after the quiet hours, after the end too."""

from typing import Any

import pytest

from pwa_server.casework import tellings
from tests.notify.conftest import Post


def tell_amina(post: Post, kind: str = "counsellor") -> None:
    ids = post.world.ids
    post.change("clients", ids["amina"], channels='["push"]')
    post.do("karin", tellings.tell, ids["amina.case"], kind, person_id=ids["olle"], last_on="2026-12-01", call=True)


def due_news(post: Post) -> list[dict[str, Any]]:
    return [row for row in post.all_rows("reminders") if row["kind"] == "news"]


def test_push_says_no_more_than_that_there_is_something_new(post: Post) -> None:
    phone = post.phone_of("amina")
    post.change("accounts", post.world.ids["amina"], language="de")
    tell_amina(post)
    post.work()
    [said] = post.said(phone)
    assert (said["title"], said["body"]) == ("Es gibt etwas Neues für Sie.", "Bitte öffnen Sie die App.")
    assert said["navigate"].endswith("/today")
    assert "Olle" not in str(said)


def test_day_and_time_stay_out_even_where_the_client_wants_them_for_meetings(post: Post) -> None:
    phone = post.phone_of("amina")
    post.change("clients", post.world.ids["amina"], push_text="with_time")
    tell_amina(post)
    post.work()
    assert len(post.said(phone)) == 1


def test_news_wait_for_the_end_of_the_quiet_hours(post: Post) -> None:
    phone = post.phone_of("amina")
    post.at("2026-11-24T21:00:00Z")
    tell_amina(post)
    post.work()
    assert not post.said(phone)
    post.at("2026-11-25T07:00:00Z")
    post.work()
    assert len(post.said(phone)) == 1


@pytest.mark.parametrize(("state", "sent"), [("closed", 1), ("restricted", 0)])
def test_closed_case_still_has_news_and_a_hidden_one_has_none(post: Post, state: str, sent: int) -> None:
    phone = post.phone_of("amina")
    tell_amina(post, "erasure")
    post.change("cases", post.world.ids["amina.case"], state=state)
    post.work()
    assert len(post.said(phone)) == sent


def test_whoever_gets_no_push_is_called_where_it_matters(post: Post) -> None:
    tell_amina(post)
    assert not due_news(post)
    assert "counsellor" in {row["reason"] for row in post.all_rows("call_tasks")}


def test_the_same_news_replace_each_other_and_ring_once(post: Post) -> None:
    post.phone_of("amina")
    tell_amina(post)
    tell_amina(post)
    assert len([row for row in post.all_rows("tellings") if row["kind"] == "counsellor"]) == 1
    assert len(due_news(post)) == 1


def test_nobody_calls_about_what_the_client_has_read(post: Post) -> None:
    tell_amina(post)
    tell_amina(post)
    calls = [row for row in post.all_rows("call_tasks") if row["reason"] == "counsellor"]
    assert len(calls) == 1
    [telling] = [row for row in post.all_rows("tellings") if row["kind"] == "counsellor"]
    post.do("amina", tellings.mark_read, telling["id"])
    calls = [row for row in post.all_rows("call_tasks") if row["reason"] == "counsellor"]
    assert [row["closed_as"] for row in calls] == ["not_needed"]
