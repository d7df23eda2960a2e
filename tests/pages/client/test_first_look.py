"""What stands first on a page for somebody who comes with one question."""

from tests.world import World


def test_help_with_a_step_asks_first_what_is_in_the_way(browser_of, world: World) -> None:
    html = browser_of("amina").get(f"/help?step={world.ids['amina.standard.step1']}").text
    assert html.index('action="/help"') < html.index("tel:110")


def test_tick_can_be_taken_back_where_it_is_praised(browser_of, world: World) -> None:
    client, step = browser_of("amina"), world.ids["amina.standard.step1"]
    landed = client.post(f"/steps/{step}/reports", data={"report": "done"}).headers["location"]
    praise = client.get(landed.split("#")[0]).text.split('class="way"')[0]
    assert f'action="/steps/{step}/reports"' in praise
    assert 'value="undone"' in praise


def test_mistyped_code_can_be_typed_again_before_the_numbers_to_call(browser_of) -> None:
    html = browser_of("").post("/code", data={"c": "AAAA-BBBB"}).text
    assert html.index('action="/code"') < html.index("tel:")
