"""Parts of others are pinned by their digests, and whoever releases asks for their known faults."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_part_is_pinned_by_version_and_digest() -> None:
    parts = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert len(parts) > 50
    for part in parts:
        assert re.match(r"[\w.-]+==\S+", part), part[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", part), part[:60]


def test_asking_for_known_faults_fails_when_it_can_not_ask_about_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target = makefile.partition("\naudit:")[2].partition("\n\n")[0]
    for sign in ("pip-audit", "--strict", "--require-hashes", "requirements.lock"):
        assert sign in target
    assert "make audit" in (ROOT / "docs" / "release-checklist.md").read_text(encoding="utf-8")
