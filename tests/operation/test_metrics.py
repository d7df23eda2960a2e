"""Figures for whoever watches the machine: on a port of this machine only, of patterns and outcomes, never of people."""

import re
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx2
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from pwa_server.operation import metrics
from pwa_server.routes import ROUTES
from pwa_server.settings import BadSettings, Settings, from_environment
from pwa_server.storage.database import Busy, connect
from tests.operation.files import change
from tests.support.server import ROOT, Installation
from tests.support.waiting import free_port, until
from tests.support.world_server import world_server

ODD = "odd-4711"


def scraped(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Values by name and labels, as in `("wegplan_answers_total", "method=GET", "route=/today", "status=2xx")`."""
    return {
        (sample.name, *sorted(f"{name}={value}" for name, value in sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a real server and a real worker tell after a visit, a refusal and a message; and who was about."""
    from tests.support.push_service import PushService

    with PushService() as push, world_server(tmp_path_factory.mktemp("watched"), push_origin=push.origin) as server:
        ports = {"METRICS_PORT": str(free_port()), "WORKER_METRICS_PORT": str(free_port())}
        server.restart(**ports)
        cookie = {"Cookie": f"s={server.session_of('amina')}", "Sec-Fetch-Site": "same-origin"}
        with httpx2.Client(base_url=server.origin, headers=cookie) as amina:
            assert amina.get("/today").status_code == 200
            assert amina.get(f"/goals/{server.world.ids['amina.standard.goal']}").status_code == 200
            assert amina.get(f"/{ODD}").status_code == 404
        with httpx2.Client(base_url=server.origin, headers={"Sec-Fetch-Site": "same-origin"}) as nobody:
            assert nobody.post("/sign-in/name", data={"name": ODD, "secret": "471147"}).status_code == 422
            assert nobody.post("/sign-in/name", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
            assert nobody.get("/metrics").status_code == 404
        phone_takes_a_message(server, push)
        with server.installation.work(**ports):
            push.wait_for(1, timeout=60)
            worker = until(lambda: sent(int(ports["WORKER_METRICS_PORT"])), "a sent message among the figures", 60)
            yield server, scraped(int(ports["METRICS_PORT"])), worker


def phone_takes_a_message(server: Any, push: Any) -> None:
    from pwa_server.casework import push_subscriptions, reminders
    from pwa_server.domain.push_endpoints import checked
    from tests.support.push_service import Device

    phone = Device(push.origin)
    keys = phone.subscription["keys"]
    subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], push.origin)
    server.write_as("amina", push_subscriptions.switch_on, subscription, "session", "Android", "de")
    server.write_as("karin", reminders.meeting_booked, server.world.ids["amina.standard.meeting"])


def sent(port: int) -> str:
    try:
        text = scraped(port)
    except OSError:
        return ""
    return text if 'outcome="sent"' in text else ""


def test_server_counts_answers_by_pattern_method_and_class(told: Any) -> None:
    found = samples(told[1])
    assert found["wegplan_answers_total", "method=GET", "route=/today", "status=2xx"] == 1
    assert found["wegplan_answers_total", "method=GET", "route=/goals/{id}", "status=2xx"] == 1
    assert found["wegplan_answers_total", "method=GET", "route=(none)", "status=4xx"] == 2
    assert found["wegplan_answers_total", "method=POST", "route=(none)", "status=4xx"] == 1
    assert found["wegplan_answer_seconds_count", "route=/today"] == 1
    assert found["wegplan_sign_in_refusals_total", "reason=wrong", "route=/sign-in/name"] == 1
    assert found["wegplan_write_wait_seconds_count",] > 0
    assert found["process_resident_memory_bytes",] > 10e6


def test_server_tells_how_worker_disk_and_backups_are(told: Any) -> None:
    found = samples(told[1])
    assert found["wegplan_worker_heartbeat_age_seconds",] < 60
    assert found["wegplan_messages_waiting",] == 0
    assert found["wegplan_messages_waiting_oldest_seconds",] == 0
    assert found["wegplan_push_key_refused",] == found["wegplan_database_damaged",] == 0
    assert found["wegplan_backup_age_seconds",] == metrics.NEVER
    assert 0 < found["wegplan_disk_free_bytes",] < found["wegplan_disk_size_bytes",]
    assert found["wegplan_database_bytes",] > 100_000


def test_worker_counts_messages_by_channel_and_answers_by_push_service(told: Any) -> None:
    found = samples(told[2])
    assert found["wegplan_messages_total", "channel=push", "outcome=sent"] >= 1
    assert found["wegplan_message_late_seconds_count", "channel=push"] >= 1
    assert found["wegplan_push_answer_seconds_count", "outcome=accepted", "service=Test"] >= 1
    assert found["wegplan_write_wait_seconds_count",] > 0


def test_every_figure_says_what_it_is(told: Any) -> None:
    for text in told[1:]:
        for family in text_string_to_metric_families(text):
            assert family.documentation, family.name


def test_figures_tell_of_nobody(told: Any) -> None:
    server, *texts = told
    for text in texts:
        assert ODD not in text
        for secret in (*server.world.ids.values(), *server.world.canaries.values()):
            assert secret not in text


def test_figures_are_open_to_this_machine_only(tmp_path: Path) -> None:
    figures = metrics.Figures(free_port(), "METRICS_PORT")
    try:
        assert figures._listener.server_address[0] == "127.0.0.1"
    finally:
        figures.close()


def test_port_that_another_program_has_stops_the_start() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(BadSettings, match="METRICS_PORT"):
        metrics.Figures(taken.getsockname()[1], "METRICS_PORT")


def test_new_server_takes_over_while_the_old_one_still_answers() -> None:
    port = free_port()
    old, new = metrics.Figures(port, "METRICS_PORT"), metrics.Figures(port, "METRICS_PORT")
    old.close()
    try:
        assert "process_resident_memory_bytes" in scraped(port)
    finally:
        new.close()


@pytest.mark.parametrize("name", ["METRICS_PORT", "WORKER_METRICS_PORT"])
@pytest.mark.parametrize("value", ["x", "70000", "8000"])
def test_port_that_makes_no_sense_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        from_environment({name: value})


@pytest.fixture
def counted(parts: Any) -> CollectorRegistry:
    """What the application counts that `browser_of` asks afterwards."""
    registry = CollectorRegistry()
    parts.measures = metrics.ServerFigures(registry)
    return registry


@pytest.mark.requirement("R17")
def test_what_is_counted_is_bounded_whatever_is_asked(counted: CollectorRegistry, browser_of: Any) -> None:
    """Every line of the URL map with ids that nobody has, unknown pages and odd methods: no new series come of it."""
    for visitor in (browser_of("amina"), browser_of("karin")):
        for route in ROUTES:
            visitor.request(route.method, re.sub(r"\{[^}]*\}", ODD, route.path))
        for number in range(20):
            visitor.get(f"/{ODD}/{number}")
            visitor.request(f"ODD{number}", "/today")
            visitor.get(f"/static/{ODD}{number}.css")
    text = generate_latest(counted).decode()
    labels = [dict(part.split("=", 1) for part in labels) for _, *labels in samples(text)]
    assert ODD not in text
    assert {label["route"] for label in labels} <= {route.path for route in ROUTES} | {"(none)", "(static)"}
    assert {label["method"] for label in labels if "method" in label} == {"GET", "POST", "other"}
    answers = [name for name in samples(text) if name[0] == "wegplan_answers_total"]
    assert len(answers) <= 3 * len(ROUTES)


def test_writes_that_were_not_possible_are_counted(parts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = CollectorRegistry()
    parts.database.watch = metrics.WriteFigures(registry)
    parts.database._writing.execute("PRAGMA busy_timeout = 50")
    holder = connect(parts.database.path)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        parts.database.write_now("", parts.now(), lambda tx: None)
    holder.execute("ROLLBACK")
    holder.close()
    assert samples(generate_latest(registry).decode())["wegplan_not_written_total", "reason=busy"] == 1


def test_messages_that_nobody_takes_are_told_with_their_age(demo: Installation) -> None:
    settings = Settings(data_dir=demo.data_dir, key_dir=demo.key_dir)
    change(demo.database_path, "UPDATE reminders SET state = 'cancelled' WHERE state = 'due'")
    change(
        demo.database_path,
        "UPDATE reminders SET state = 'due', lease_until = NULL, due_at = '2026-11-24T09:00:00Z'"
        " WHERE id = (SELECT min(id) FROM reminders)",
    )
    from pwa_server.app import create_parts
    from pwa_server.domain.times import moment

    parts = create_parts(settings, lambda: moment("2026-11-24T09:20:00Z"))
    registry = CollectorRegistry()
    registry.register(metrics.InstallationFigures(settings, parts.database, parts.clock))
    found = samples(generate_latest(registry).decode())
    parts.database.close()
    assert found["wegplan_messages_waiting",] == 1
    assert found["wegplan_messages_waiting_oldest_seconds",] == 1200
    assert found["wegplan_worker_heartbeat_age_seconds",] == metrics.NEVER


def test_alarms_of_the_operators_page_name_figures_that_there_are(told: Any) -> None:
    rules = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").split("```yaml\n# alarms")[1].split("```")[0]
    there = {name for text in told[1:] for name, *_ in samples(text)} | {"wegplan_not_written_total"}
    named = set(re.findall(r"\bwegplan_\w+", rules))
    assert len(named) >= 8
    assert named <= there
