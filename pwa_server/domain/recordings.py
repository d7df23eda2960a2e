"""Recordings: what counts as one. The content decides, never the name or the type that a browser claims."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pwa_server.domain.problems import N_, BadInput

MOST_BYTES = 400_000
MOST_SECONDS = 30
# A phone stops a little late.
GRACE_SECONDS = 2
SUBJECTS = ("goal", "step", "meeting", "help_request", "review", "need")
SPEAKERS = ("client", "counsellor", "interpreter")
NOT_A_RECORDING = N_("Das ist keine Aufnahme. Bitte nehmen Sie noch einmal auf.")
TOO_LONG = N_("Die Aufnahme ist zu lang. Bitte sprechen Sie höchstens 30 Sekunden.")
EMPTY = N_("Wir hören nichts. Bitte nehmen Sie noch einmal auf.")

EBML, SEGMENT, INFO, SCALE, DURATION = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
CLUSTER, TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
TRACKS, TRACK, TRACK_TYPE, AUDIO = 0x1654AE6B, 0xAE, 0x83, 2
# No recorder nests deeper; a file that does would be walked for very long.
MOST_DEPTH = 8
OPENED = frozenset({SEGMENT, INFO, CLUSTER, BLOCK_GROUP, TRACKS, TRACK})
BOXES_OPENED = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
MP3_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
MP3_RATES_V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)


@dataclass(frozen=True)
class Sound:
    """What a recording is: the type that it is sent out with, and how long as far as it says so itself."""

    media_type: str
    seconds: float | None


def examine(body: bytes) -> Sound:
    """What these bytes are. Raises BadInput for nothing, too much, too long, and for anything but sound."""
    if not body:
        raise BadInput(EMPTY)
    if len(body) > MOST_BYTES:
        raise BadInput(TOO_LONG)
    try:
        sound = _webm(body) or _ogg(body) or _mp4(body) or _wav(body) or _mp3(body)
    except (IndexError, ValueError, ArithmeticError) as error:
        raise BadInput(NOT_A_RECORDING) from error
    if sound is None:
        raise BadInput(NOT_A_RECORDING)
    if sound.seconds is not None and sound.seconds > MOST_SECONDS + GRACE_SECONDS:
        raise BadInput(TOO_LONG)
    return sound


def _webm(body: bytes) -> Sound | None:
    if not body.startswith(b"\x1a\x45\xdf\xa3") or b"webm" not in body[:64]:
        return None
    scale, cluster, last, duration = 1_000_000, 0, 0, 0.0
    kinds = []
    for element, data in _elements(body, 0, len(body)):
        if element == TRACK_TYPE:
            kinds.append(int.from_bytes(data))
        elif element == SCALE:
            scale = int.from_bytes(data)
        elif element == DURATION:
            duration = _float(data)
        elif element == TIMECODE:
            cluster = int.from_bytes(data)
        elif element in (SIMPLE_BLOCK, BLOCK):
            last = max(last, cluster + int.from_bytes(data[1:3], signed=True))
    if kinds != [AUDIO]:
        raise ValueError("one track of sound")
    return Sound("audio/webm", max(last, duration) * scale / 1e9)


def _elements(body: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[int, bytes]]:
    """The elements of a Matroska file, those inside others too. A cut last one ends it: a phone may stop in the middle."""
    _require_flat(depth)
    while at < end:
        element, at = _number(body, at, keep_mark=True)
        if at >= end:
            return
        size, after = _number(body, at)
        unknown = size == (1 << 7 * (after - at)) - 1
        at = after
        if element in OPENED:
            inner_end = end if unknown else min(at + size, end)
            yield from _elements(body, at, inner_end, depth + 1)
            at = inner_end
        else:
            yield element, body[at : min(at + size, end)][:64]
            at += size


def _require_flat(depth: int) -> None:
    if depth > MOST_DEPTH:
        raise ValueError("one inside the other without end")


def _number(body: bytes, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    first = body[at]
    length = 9 - first.bit_length()
    if length > 8:
        raise ValueError("no number")
    value = int.from_bytes(body[at : at + length])
    return (value if keep_mark else value & ((1 << 7 * length) - 1)), at + length


def _float(data: bytes) -> float:
    return float(struct.unpack(">f" if len(data) == 4 else ">d", data)[0]) if len(data) in (4, 8) else 0.0


def _ogg(body: bytes) -> Sound | None:
    if not body.startswith(b"OggS"):
        return None
    opus, vorbis = body.find(b"OpusHead", 0, 200), body.find(b"\x01vorbis", 0, 200)
    if opus < 0 and vorbis < 0:
        raise ValueError("sound in Opus or Vorbis")
    last = body.rfind(b"OggS")
    granule = int.from_bytes(body[last + 6 : last + 14], "little", signed=True)
    rate = 48_000 if opus >= 0 else int.from_bytes(body[vorbis + 12 : vorbis + 16], "little")
    return Sound("audio/ogg", max(granule, 0) / rate)


def _mp4(body: bytes) -> Sound | None:
    if body[4:8] != b"ftyp":
        return None
    handlers, seconds = [], 0.0
    for kind, data in _boxes(body, 0, len(body)):
        if kind == b"hdlr":
            handlers.append(data[8:12])
        elif kind in (b"mvhd", b"mdhd"):
            seconds = max(seconds, _movie_seconds(data))
    if handlers.count(b"soun") != 1 or b"vide" in handlers:
        raise ValueError("one track of sound")
    return Sound("audio/mp4", seconds or None)


def _boxes(body: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, bytes]]:
    _require_flat(depth)
    while at + 8 <= end:
        size, kind, start = int.from_bytes(body[at : at + 4]), body[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(body[at + 8 : at + 16]), at + 16
        stop = end if size == 0 else min(at + size, end)
        if stop < start:
            raise ValueError("a box without an end")
        if kind in BOXES_OPENED:
            yield from _boxes(body, start, stop, depth + 1)
        else:
            yield kind, body[start : min(stop, start + 64)]
        at = stop


def _movie_seconds(data: bytes) -> float:
    if data[0] == 1:
        scale, length = int.from_bytes(data[20:24]), int.from_bytes(data[24:32])
    else:
        scale, length = int.from_bytes(data[12:16]), int.from_bytes(data[16:20])
    # All bits set is how a file says that it does not know.
    return 0.0 if length in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF) else length / scale


def _wav(body: bytes) -> Sound | None:
    if not body.startswith(b"RIFF") or body[8:12] != b"WAVE":
        return None
    rate = int.from_bytes(body[28:32], "little")
    return Sound("audio/wav", (len(body) - 44) / rate)


def _mp3(body: bytes) -> Sound | None:
    start = 0
    if body.startswith(b"ID3"):
        size = 0
        for sign in body[6:10]:
            size = (size << 7) | (sign & 0x7F)
        start = 10 + size
    head = body[start : start + 4]
    # Eleven bits of one, layer III, a rate that exists.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[2] & 0x0C == 0x0C:
        return None
    rate = (MP3_RATES if head[1] & 0x18 == 0x18 else MP3_RATES_V2)[head[2] >> 4]
    return Sound("audio/mpeg", (len(body) - start) * 8 / (rate * 1000))
