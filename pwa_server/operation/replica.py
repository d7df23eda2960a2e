"""How far the copy is behind that Litestream keeps elsewhere: asked of the copy itself, because a program that has stopped
tells nothing."""

import json
import shutil
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

BEHIND_SECONDS = 60
ANSWER_WITHIN_SECONDS = 30
# Litestream passes on what was written once a second; the copy's times have no fractions.
ON_ITS_WAY_SECONDS = 5


class NoAnswer(Exception):
    """The copy could not be asked. The message says why, in Litestream's words."""


def seconds_behind(config: Path, database: Path) -> float:
    """For how long something has been written that the copy has not got; 0.0 when it has everything. Raises NoAnswer."""
    behind = _behind(config, database)
    if behind > BEHIND_SECONDS and time.time() - _last_written(database) < ON_ITS_WAY_SECONDS:
        # After a quiet hour the first thing written is on its way: it would look an hour late.
        time.sleep(ON_ITS_WAY_SECONDS)
        behind = _behind(config, database)
    return behind


def _behind(config: Path, database: Path) -> float:
    copied = _last_copied(config, database)
    if _last_written(database) < copied + ON_ITS_WAY_SECONDS:
        return 0.0
    return time.time() - copied


def _last_written(database: Path) -> float:
    """When something was last added to the log that lies beside the database. Emptying the log adds nothing."""
    log = database.with_name(f"{database.name}-wal")
    return log.stat().st_mtime if log.exists() and log.stat().st_size else 0.0


def _last_copied(config: Path, database: Path) -> float:
    """When the newest change was made that lies in the copy."""
    command = [_program(), "ltx", "-json", "-level", "all", "-config", str(config), str(database)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ANSWER_WITHIN_SECONDS, check=True)
        found = [datetime.fromisoformat(file["timestamp"]).timestamp() for file in json.loads(done.stdout) or []]
    except subprocess.CalledProcessError as error:
        raise NoAnswer(error.stderr.strip().rpartition("\n")[2] or "no reason was given") from error
    except (subprocess.TimeoutExpired, OSError, ValueError, KeyError, TypeError) as error:
        raise NoAnswer(str(error)) from error
    if not found:
        raise NoAnswer("there is nothing in it")
    return max(found)


def _program() -> str:
    beside = Path(sys.executable).with_name("litestream")
    return str(beside if beside.exists() else shutil.which("litestream") or beside)
