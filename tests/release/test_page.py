"""The written page alone makes a running installation."""

import re

import httpx2

import release_parts
from tests.release.machine import Machine, blocks


def test_page_names_the_version_that_is_built() -> None:
    assert f"wegplan-{release_parts.VERSION}.tar.gz" in blocks("Install")[1]


def test_installing_asks_no_network_and_fetches_debian_packages_only(machine: Machine) -> None:
    assert machine.noted.read_text(encoding="utf-8").startswith("apt-get install -y python3 caddy")
    words = "\n".join(blocks("Install"))
    assert not re.search(r"\b(?:git|curl|wget|npm|pip|make)\b", words)


def test_units_of_the_page_run(machine: Machine) -> None:
    for name in ("wegplan.socket", "wegplan.service", "wegplan-worker.service"):
        assert machine.systemctl.is_running(name), machine.systemctl.log(name)
    assert {"wegplan-backup.timer", "wegplan-check.timer", "wegplan.socket"} <= machine.systemctl.enabled


def test_first_account_opens_by_the_printed_link(manager: httpx2.Client) -> None:
    answer = manager.get("/office/team")
    assert answer.status_code == 200
    assert "Ada Beispiel" in answer.text
    cookies = [cookie for cookie in manager.cookies.jar if cookie.name.startswith("__Host-")]
    assert cookies
    assert all(cookie.secure for cookie in cookies)


def test_command_of_root_takes_every_setting_and_says_what_root_types(machine: Machine) -> None:
    """Also those in small letters, as the services do: what it says of the way to the net is what the worker takes."""
    settings = machine.path("/etc/wegplan/wegplan.env")
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + "https_proxy=http://127.0.0.1:9\n", encoding="utf-8")
    try:
        said = machine.run("wegplan check", may_fail=True)
        machine.run("mv /var/lib/wegplan/last-backup.json /root/")
        without = machine.run("wegplan check", may_fail=True)
    finally:
        settings.write_text(before, encoding="utf-8")
        machine.run("mv /root/last-backup.json /var/lib/wegplan/")
    assert "through the proxy 127.0.0.1:9" in said
    assert "Run every night: wegplan backup FOLDER" in without


def test_check_at_the_end_of_installing_finds_a_backup(machine: Machine) -> None:
    assert "PROBLEM Backup" not in "".join(machine.said)
