"""The restore journal: a small file apart from the database that says what ended, so that no backup brings it back.

Each line is one row of the table `never_undone`, with a checksum, in the order of their numbers. A row is committed first
and written here before its verb is answered; what a crash leaves out is caught up from the table. Room for the lines is
taken before the commit, so that a full disk refuses the verb instead of letting it happen unwritten.
"""

from __future__ import annotations

import fcntl
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from pwa_server.storage import files

CHUNK = 1 << 16


@dataclass(frozen=True)
class Entry:
    """One thing that ended. `other` is a code, an id or an instant; what it means depends on the kind."""

    seq: int
    at: str
    kind: str
    subject: str
    other: str = ""


class OtherTimeline(Exception):
    """The journal tells of things that this database does not know: it was put back by hand, or is another one."""


class Journal:
    """The open file. Between `with journal.held():` and its end no other process reads or writes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.last: Entry | None = None
        self._file = -1
        self._end = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the file alone, having read what others wrote to it. Raises OSError."""
        self._lock()
        try:
            self._read_on()
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def reserve(self, entries: Sequence[Entry]) -> None:
        """Take room on the disk for entries to come; only while held. Raises OSError when there is none."""
        size = sum(len(_line(entry)) for entry in entries)
        if self._end + size > os.fstat(self._file).st_size:
            os.posix_fallocate(self._file, self._end, -(-size // CHUNK) * CHUNK)

    def append(self, entries: Sequence[Entry]) -> None:
        """Write entries and have them on the disk before going on; only while held. Raises OSError."""
        content = b"".join(_line(entry) for entry in entries)
        os.pwrite(self._file, content, self._end)
        os.fsync(self._file)
        self._end += len(content)
        self.last = entries[-1]

    def keep_only(self, entries: Sequence[Entry]) -> None:
        """Put another file with these entries in this one's place, whole or not at all; only while held."""
        write(self.path, entries)

    def close(self) -> None:
        """Give the file back."""
        if self._file >= 0:
            os.close(self._file)
        self._file, self._end, self.last = -1, 0, None

    def _lock(self) -> None:
        while True:
            if self._file < 0:
                is_new = not self.path.exists()
                self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                if is_new:
                    files.flush(self.path)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if _is_at(self.path, self._file):
                return
            self.close()

    def _read_on(self) -> None:
        rest = os.pread(self._file, os.fstat(self._file).st_size - self._end, self._end)
        for entry, size in _entries(rest, self.last):
            self.last = entry
            self._end += size


def read(path: Path) -> tuple[list[Entry], bool]:
    """All entries of a journal, and whether it ends in something that can't be read. Raises FileNotFoundError."""
    content = path.read_bytes()
    found = list(_entries(content, None))
    end = sum(size for _, size in found)
    return [entry for entry, _ in found], bool(content[end:].strip(b"\0"))


def write(path: Path, entries: Sequence[Entry]) -> None:
    """Put a journal with these entries in the place of the one that is there, whole or not at all. Raises OSError."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_bytes(b"".join(_line(entry) for entry in entries))
    files.flush(beside)
    beside.rename(path)
    files.flush(path)


def _is_at(path: Path, file: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(file).st_ino
    except FileNotFoundError:
        return False


def _line(entry: Entry) -> bytes:
    content = json.dumps(astuple(entry), separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(content), content)


def _entries(content: bytes, last: Entry | None) -> Iterator[tuple[Entry, int]]:
    """The entries at the beginning of some bytes, with their sizes, up to the first that is not whole or not the next."""
    for line in content.split(b"\n")[:-1]:
        checksum, _, body = line.partition(b" ")
        if checksum != b"%08x" % zlib.crc32(body):
            return
        entry = Entry(*json.loads(body))
        if last and entry.seq != last.seq + 1:
            return
        last = entry
        yield entry, len(line) + 1
