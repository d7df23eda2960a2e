"""The monitoring's pages: numbers without anybody in them, and words beside them."""

import csv
import io
import re

import pytest

from pwa_server.domain.benchmarks import COLUMNS, read_table, write_table
from pwa_server.domain.indicators import INDICATORS
from pwa_server.domain.problems import BadInput
from tests.casework.test_indicators import IN_TIME, people, write_all
from tests.world import NOW_TEXT, World

LINE = ["Nachbarstadt", "2026-Q4", "I01", "1", "total", "value", "31", ""]


def table(*lines: list[str]) -> str:
    return "\n".join(",".join(line) for line in (list(COLUMNS), *lines))


@pytest.fixture
def told(parts, world: World) -> None:
    """Thirteen new cases in the fourth quarter, six of them quick help."""
    people(parts, world, 7)
    people(parts, world, 6, "acute_help")
    write_all(parts)


def test_pages_say_so_before_there_are_numbers(browser_of, world: World) -> None:
    ada = browser_of("ada")
    for path in ("/office/numbers", "/office/numbers/I01", f"/office/funding/{world.ids['carrier']}", "/office/report"):
        assert "eine Woche nach dem Ende vom Quartal" in ada.get(path).text


@pytest.mark.requirement("R37")
def test_indicator_is_shown_as_chart_and_as_table_with_its_definition(browser_of, told, world: World) -> None:
    page = browser_of("ada").get(f"/office/numbers/I01?carrier={world.ids['carrier']}").text
    assert 'role="img"' in page
    assert "4. Quartal 2026" in page
    assert re.search(r'<td class="number">\s*13', page)
    assert "Definition 1" in page
    assert "Schnelle Hilfe" in page
    assert "nicht gezeigt" in page


def test_what_is_not_exact_is_drawn_open_and_said_in_words(browser_of, told, parts, world: World) -> None:
    where = "indicator = 'I01' AND dimension = 'total' AND carrier_id = ?"
    with parts.database.utils().conn as connection:
        connection.execute(f"UPDATE indicator_snapshots SET state = 'at_least' WHERE {where}", [world.ids["carrier"]])
    page = browser_of("ada").get(f"/office/numbers/I01?carrier={world.ids['carrier']}").text
    total = page.split("<figure")[1].split("</figure>")[0]
    assert 'class="chart__open"' in total
    assert re.search(r">≥ \d+</text>", total), "short enough to stand beside its neighbours"
    assert 'class="chart__point"' not in total
    assert "mindestens 13" in total
    assert "keine genaue Zahl" in total


def test_one_day_is_said_in_the_singular(browser_of, told, parts) -> None:
    with parts.database.utils().conn as connection:
        connection.execute("UPDATE indicator_snapshots SET value = 1, state = 'value' WHERE indicator = 'I02'")
    page = browser_of("ada").get("/office/numbers/I02").text
    assert re.search(r">\s*1 Tag\s*<", page)
    assert "1 Tage" not in page


def test_every_indicator_has_a_page(browser_of, told) -> None:
    ada = browser_of("ada")
    for indicator in INDICATORS:
        for kind in ("quarter", "half", "year"):
            assert ada.get(f"/office/numbers/{indicator.id}?kind={kind}").status_code == 200


@pytest.mark.parametrize("path", ["/office/numbers/I99", "/office/numbers?kind=week", "/office/numbers?carrier=nobody",
                                  "/office/report?period=2026-Q5", "/office/funding/nobody"])  # fmt: skip
def test_what_there_is_not_is_not_found(path: str, browser_of) -> None:
    assert browser_of("ada").get(path).status_code == 404


@pytest.mark.requirement("R53")
def test_report_on_one_page_has_numbers_gaps_quick_wins_and_the_story(browser_of, told, world: World, parts) -> None:
    def gaps(tx) -> None:
        for number, area in enumerate(8 * ["language"] + 9 * ["work"] + 12 * ["social"]):
            facts = {"carrier_id": world.ids["carrier"], "month": "2027-01", "life_area": area}
            tx.insert("service_gaps", source="no_offer", about_digest=f"g{number}", **facts)

    parts.database.write_now("", NOW_TEXT, gaps)
    write_all(parts, "2027-04-08T04:00:00Z")
    ada = browser_of("ada")
    said = {"text": "Viele neue Menschen.", "quick_wins": "Ein Kurs am Abend.", "period": "2027-Q1", "version": "0"}
    assert ada.post("/office/report", data=said).status_code == 303
    page = ada.get("/office/report/print?period=2027-Q1").text
    for words in ("Viele neue Menschen.", "Ein Kurs am Abend.", "Die größten Lücken", "Landkreis Beispielstadt"):
        assert words in page
    assert re.search(r"<li>[^<]*: (mindestens )?8 ", page)
    assert not [word for word in world.canaries.values() if word in page]
    assert ada.post("/office/report", data=said).status_code == 409


@pytest.mark.requirement("R37")
def test_funding_page_has_people_contacts_posts_gaps_and_words(browser_of, told, world: World) -> None:
    ada, path = browser_of("ada"), f"/office/funding/{world.ids['carrier']}"
    said = {"posts": "2,5", "text": "Es lief gut.", "period": "2026-Q4", "version": "0"}
    assert ada.post(path, data=said).status_code == 303
    page = ada.get(f"{path}/print?period=2026-Q4").text
    for words in (
        "Beratene Menschen",
        "Kontakte nach ihrer Art",
        "Geförderte Stellen: 2,5",
        "Es lief gut.",
        "Kein passendes Angebot",
    ):
        assert words in page
    assert ada.post(path, data=said | {"text": "x" * 4001, "version": "1"}).status_code == 422


@pytest.mark.requirement("R39")
def test_export_has_no_ids_no_free_text_and_no_few_people(browser_of, told, parts, world: World) -> None:
    answer = browser_of("ada").get("/office/numbers.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["municipality"] for row in rows} == {"Landkreis Beispielstadt"}
    assert not [row for row in rows if row["value"] and int(row["value"]) < 5 and not row["base"]]
    assert not [value for value in world.ids.values() if len(value) > 20 and value in answer.text]
    assert not [word for word in world.canaries.values() if word in answer.text]
    name, told_rows = read_table(answer.text)
    assert name == "Landkreis Beispielstadt"
    assert len(told_rows) == len(rows)


@pytest.mark.fault("F36")
@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－1", "＠x"])
def test_no_cell_is_a_formula(name: str) -> None:
    line = dict(zip(COLUMNS[1:], LINE[1:], strict=True)) | {"value": 31, "base": None}
    assert f'"\'{name}"' in write_table(name, [line])


@pytest.mark.requirement("R39")
def test_three_municipalities_stand_side_by_side_in_the_order_of_their_names(browser_of, told) -> None:
    ada = browser_of("ada")
    for name in ("Zettstadt", "Anderdorf"):
        assert ada.post("/office/comparison", data={"table": table([name, *LINE[1:]])}).status_code == 303
        page = ada.get("/office/comparison?indicator=I01&period=2026-Q4").text
        assert ("Anderdorf</bdi></th>" in page) is (name == "Anderdorf"), "two are too few"
    assert (
        page.index("Landkreis Beispielstadt</bdi></th>")
        < page.index("Anderdorf</bdi></th>")
        < page.index("Zettstadt</bdi></th>")
    )


def test_ten_years_of_numbers_are_taken_at_once(browser_of, parts) -> None:
    dimensions = [f"partner-{number}" for number in range(190)]
    periods = [f"{2017 + year}-{part}" for year in range(10) for part in ("Q1", "Q2", "Q3", "Q4", "H1", "H2")]
    lines = [
        [LINE[0], period, "I07", "1", code, "value", "10000", "10000"] for period in periods for code in dimensions
    ]
    file = {"file": ("zahlen.csv", table(*lines).encode("utf-8-sig"), "text/csv")}
    assert browser_of("ada").post("/office/comparison", files=file).status_code == 303
    assert parts.database.utils()["benchmark_figures"].count == len(lines)


def test_table_from_a_file_is_taken_like_a_pasted_one(browser_of, parts) -> None:
    file = {"file": ("zahlen.csv", table(LINE).encode("utf-8-sig"), "text/csv")}
    assert browser_of("ada").post("/office/comparison", files=file).status_code == 303
    places = {row["name"] for row in parts.database.utils()["benchmark_places"].rows}
    assert places == {"Nachbarstadt"}
    assert len(list(parts.database.utils()["benchmark_figures"].rows)) == 1


@pytest.mark.parametrize(
    "change",
    [{6: "4"}, {6: "x"}, {6: "-9"}, {2: "I99"}, {1: "2026-Q7"}, {4: "=1+1"}, {5: "secret"}, {0: "=HYPERLINK(1)"}, {0: ""},
     {6: ""}, {5: "suppressed"}, {3: "one"}, {6: "999999999999"}],
)  # fmt: skip
def test_bad_line_refuses_the_whole_table_and_names_the_line(change: dict, browser_of, parts) -> None:
    bad = [change.get(number, cell) for number, cell in enumerate(LINE)]
    good = [*LINE[:4], "plan", *LINE[5:]]
    answer = browser_of("ada").post("/office/comparison", data={"table": table(good, bad)})
    assert answer.status_code == 422
    assert "Zeile 3" in answer.text
    assert list(parts.database.utils()["benchmark_figures"].rows) == []


@pytest.mark.parametrize("text", ["", "a,b\n1,2", table(), table(LINE, LINE), table(LINE, ["Zwei", *LINE[1:]]), '"'])
def test_what_is_no_table_of_ours_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_table(text)


def test_own_numbers_are_not_taken_for_anothers_and_removed_ones_are_gone(browser_of, parts, world: World) -> None:
    ada = browser_of("ada")
    own = table(["Landkreis Beispielstadt", *LINE[1:]])
    assert ada.post("/office/comparison", data={"table": own}).status_code == 422
    ada.post("/office/comparison", data={"table": table(LINE)})
    [place] = parts.database.utils()["benchmark_places"].rows
    assert ada.post(f"/office/comparison/{place['id']}/removal").status_code == 303
    assert ada.post(f"/office/comparison/{place['id']}/removal").status_code == 404


@pytest.mark.requirement("R37")
def test_staff_see_their_own_work_and_nobody_elses(browser_of, world: World) -> None:
    def figures(name: str) -> list[str]:
        return re.findall(r'class="figure"[^>]*><b>(\d+)</b>', browser_of(name).get("/desk/workload").text)

    assert figures("karin")[:2] == ["2", "0"]
    assert figures("dora")[:2] == ["0", "1"]
    assert figures("olle")[:2] == ["0", "0"]
    assert browser_of("karin").get("/office/numbers").status_code == 403
    assert browser_of("ada").get("/desk/workload").status_code == 403


def test_numbers_take_as_many_queries_for_many_carriers_as_for_one(browser_of, told, parts, world: World) -> None:
    asked: list[str] = []
    ada = browser_of("ada")
    reading = parts.database._reading

    def count() -> int:
        asked.clear()
        reading.set_trace_callback(asked.append)
        ada.get("/office/numbers")
        reading.set_trace_callback(None)
        return len(asked)

    before = count()
    facts = {"kind": "free", "counselling_type": "jmd", "made_at": NOW_TEXT}
    parts.database.write_now("", IN_TIME, lambda tx: [tx.insert("carriers", name=f"T{n}", **facts) for n in range(10)])
    assert count() == before
