"""The parts of others that a release brings along: which they are, their wheels, and the list of them as CycloneDX."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, distribution
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
WHEELS = ROOT / "build" / "wheels"
# The oldest moment that a zip file knows: wheels that we build carry it, so that they are the same each time.
OLDEST_IN_ZIP = "315532800"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION: str = PROJECT["version"]


class Part(NamedTuple):
    """One wheel: what it holds, the file, and which other parts it needs."""

    name: str
    version: str
    wheel: Path
    needs: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.wheel.read_bytes()).hexdigest()

    @property
    def requirement(self) -> str:
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"


def closure(requirements: list[str]) -> dict[str, tuple[str, ...]]:
    """Every package that is needed here to fulfil these, directly or not, with what each needs itself."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = [(requirement, "") for requirement in requirements]
    seen = set()
    while waiting:
        text, extra = waiting.pop()
        for wanted in _wanted([text], extra):
            name = canonicalize_name(wanted.name)
            for of_extra in ("", *sorted(wanted.extras)):
                if (name, of_extra) not in seen:
                    seen.add((name, of_extra))
                    needed = distribution(name).requires or []
                    found[name] = (
                        *found.get(name, ()),
                        *(canonicalize_name(n.name) for n in _wanted(needed, of_extra)),
                    )
                    waiting += [(requirement, of_extra) for requirement in needed]
    return {name: tuple(sorted(set(needs))) for name, needs in sorted(found.items())}


def _wanted(requirements: list[str], extra: str) -> Iterator[Requirement]:
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def parts(requirements: list[str]) -> list[Part]:
    """The wheels that fulfil these requirements on this machine, in the versions and with the digests of the lock."""
    needed = closure(requirements)
    folder = wheelhouse()
    wheels = {}
    for path in folder.glob("*.whl"):
        name, version, _, _ = parse_wheel_filename(path.name)
        wheels[name] = (str(version), path)
    return [Part(name, *wheels[name], needs) for name, needs in needed.items()]


def wheelhouse() -> Path:
    """The folder with the wheels of everything that runs, filled once for each lock."""
    names = closure([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["litestream"]])
    locked = "\n".join(lines for name, lines in _locked() if name in names) + "\n"
    mark = f"{locked}{platform.machine()} {sys.version_info[:2]}"
    folder = WHEELS / hashlib.sha256(mark.encode()).hexdigest()[:16]
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        listed = folder / "requirements.txt"
        listed.write_text(locked, encoding="utf-8")
        _make_wheels(listed, folder)
        (folder / "whole").touch()
    return folder


def _locked() -> Iterator[tuple[str, str]]:
    """The lock's entries by name, each with its digests."""
    for block in re.split(r"\n(?=[a-z0-9])", LOCK.read_text(encoding="utf-8")):
        yield block.partition("==")[0], re.sub(r"\n\s*#.*", "", block).strip()


def _make_wheels(requirements: Path, folder: Path) -> None:
    os.umask(0o022)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "wheel", "--require-hashes", "--no-deps"]
    # Parts that come as source are built anew with the setuptools of the lock, so that they are the same everywhere.
    subprocess.run(
        [*pip, "--no-build-isolation", "--no-cache-dir", "-r", str(requirements), "-w", str(folder)],
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": OLDEST_IN_ZIP},
    )


def bill_of_materials(listed: list[Part], scripts: list[Path]) -> str:
    """All parts of others in a release, in CycloneDX's form: version, licence, digest, and what needs what."""
    own = Component(
        name="wegplan",
        version=VERSION,
        type=ComponentType.APPLICATION,
        bom_ref="wegplan",
        licenses=[LicenseFactory().make_from_string(PROJECT["license"])],
    )
    components = {part.name: _component(part) for part in listed} | {path.name: _script(path) for path in scripts}
    refs = {name: component.bom_ref for name, component in components.items()}
    dependencies = [Dependency(own.bom_ref, [Dependency(ref) for ref in refs.values()])]
    for part in listed:
        dependencies.append(
            Dependency(refs[part.name], [Dependency(refs[name]) for name in part.needs if name in refs])
        )
    digests = "".join(sorted(part.sha256 for part in listed))
    bom = Bom(
        components=components.values(),
        metadata=BomMetaData(component=own),
        serial_number=uuid5(NAMESPACE_URL, f"wegplan {VERSION} {digests}"),
        dependencies=dependencies,
    )
    bom.metadata.timestamp = None  # type: ignore[assignment]
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _component(part: Part) -> Component:
    told = distribution(part.name).metadata
    licence = _licence(told)
    return Component(
        name=part.name,
        version=part.version,
        bom_ref=f"{part.name}=={part.version}",
        description=told.get("Summary"),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
        purl=PackageURL("pypi", name=part.name, version=part.version),
    )


def _licence(told: PackageMetadata) -> str:
    """As the package names it: in today's form, in its own words, or by the list of kinds."""
    kinds = [kind.rpartition(" :: ")[2] for kind in told.get_all("Classifier") or [] if kind.startswith("License ::")]
    named = told.get("License-Expression") or (told.get("License") or "").strip().partition("\n")[0]
    return named or " / ".join(kinds)


def _script(path: Path) -> Component:
    """A script of others that lies in static/vendor, such as htmx-4.0.1.min.js."""
    name, _, rest = path.name.partition("-")
    version = re.match(r"[\d.]*\d", rest)[0]  # type: ignore[index]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(
        name=name,
        version=version,
        bom_ref=f"{name}@{version}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        purl=PackageURL("npm", name=f"{name}.org", version=version),
    )
