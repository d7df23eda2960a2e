"""Speaking at the desk begins where the words stand: a goal, a step, a meeting."""

import re

import pytest

from tests.world import NOW_TEXT, World


@pytest.mark.parametrize(
    ("page", "subject"),
    [
        ("/desk/goals/{}", "amina.standard.goal"),
        ("/desk/steps/{}", "amina.standard.step1"),
        ("/desk/meetings/{}", "amina.standard.meeting"),
    ],
)
def test_way_to_the_recordings_brings_along_what_is_spoken_for(
    page: str, subject: str, browser_of, world: World
) -> None:
    karin, subject_id = browser_of("karin"), world.ids[subject]
    way = re.search(r'href="(/desk/cases/[^"]+/recordings\?about=[^"]+)"', karin.get(page.format(subject_id)).text)
    assert way
    kind = subject.rpartition(".")[2].rstrip("1")
    assert f'<option value="{kind}:{subject_id}" selected>' in karin.get(way[1]).text


@pytest.mark.parametrize(
    ("answer", "words"),
    [("coming", "Begleitung kommt mit"), ("cannot", "Begleitung kann nicht"), (None, "Begleitung gefragt")],
)
def test_case_page_says_what_the_mentor_answered(
    answer: str | None, words: str, browser_of, parts, world: World
) -> None:
    said = {"mentor_id": world.ids["mona"], "mentor_answer": answer}
    meeting = world.ids["amina.standard.meeting"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("meetings", meeting, **said))
    assert words in browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}").text
