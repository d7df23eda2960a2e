"""What counts as a recording: short, and sound by its content."""

import struct

import pytest

from pwa_server.domain.problems import BadInput
from pwa_server.domain.recordings import MOST_BYTES, examine


def element(mark: int, data: bytes) -> bytes:
    name = mark.to_bytes((mark.bit_length() + 7) // 8)
    return name + (0x01 << 56 | len(data)).to_bytes(8) + data


def webm(milliseconds: int, kind: int = 2, doctype: bytes = b"webm", unknown_size: bool = False) -> bytes:
    """As a phone's recorder writes it: no duration in the head, one block a second."""
    tracks = element(0x1654AE6B, element(0xAE, element(0xD7, b"\x01") + element(0x83, bytes([kind]))))
    clusters = b"".join(
        element(0x1F43B675, element(0xE7, at.to_bytes(4)) + element(0xA3, b"\x81\x00\x00\x80sound"))
        for at in range(0, milliseconds + 1, 1000)
    )
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3)))
    head = element(0x1A45DFA3, element(0x4282, doctype))
    body = info + tracks + clusters
    return head + (b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + body if unknown_size else element(0x18538067, body))


def ogg(seconds: int, codec: bytes = b"OpusHead") -> bytes:
    def page(granule: int, data: bytes) -> bytes:
        head = b"OggS\x00\x02" + granule.to_bytes(8, "little") + bytes(12)
        return head + b"\x01" + bytes([len(data)]) + data

    return page(0, codec + bytes(11)) + page(seconds * 48_000, b"sound")


def box(kind: bytes, data: bytes) -> bytes:
    return (8 + len(data)).to_bytes(4) + kind + data


def mp4(seconds: int, *handlers: bytes) -> bytes:
    head = bytes(12) + (1000).to_bytes(4) + (seconds * 1000).to_bytes(4) + bytes(80)
    tracks = b"".join(
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12)))) for handler in handlers or (b"soun",)
    )
    return (
        box(b"ftyp", b"M4A \x00\x00\x00\x00isom") + box(b"moov", box(b"mvhd", head) + tracks) + box(b"mdat", b"x" * 99)
    )


def wav(seconds: float) -> bytes:
    size = int(8000 * seconds)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    return b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt \x10\0\0\0" + form + b"data" + bytes(4 + size)


def mp3(seconds: int, tag: bool = False) -> bytes:
    head = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) if tag else b""
    # MPEG 1 layer III, 64 kbit a second.
    return head + b"\xff\xfb\x50\x00" + bytes(8000 * seconds - 4)


@pytest.mark.parametrize(
    ("body", "media_type", "seconds"),
    [
        (webm(29_000), "audio/webm", 29),
        (webm(5_000, unknown_size=True), "audio/webm", 5),
        (ogg(12), "audio/ogg", 12),
        (mp4(20), "audio/mp4", 20),
        (wav(3), "audio/wav", 3),
        (mp3(10), "audio/mpeg", 10),
        (mp3(10, tag=True), "audio/mpeg", 10),
    ],
    ids=["webm", "webm-of-a-recorder", "ogg", "m4a", "wav", "mp3", "mp3-with-tag"],
)
@pytest.mark.requirement("R12")
def test_recording_is_known_by_its_content(body: bytes, media_type: str, seconds: int) -> None:
    found = examine(body)
    assert (found.media_type, round(found.seconds or 0)) == (media_type, seconds)


@pytest.mark.parametrize(
    "body", [webm(33_000), ogg(33), mp4(33), wav(33), mp3(33)], ids=["webm", "ogg", "m4a", "wav", "mp3"]
)
def test_more_than_half_a_minute_is_too_long(body: bytes) -> None:
    with pytest.raises(BadInput, match="zu lang"):
        examine(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><script>alert(1)</script>",
        b"RIFF\0\0\0\0AVI LIST",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        webm(1000, kind=1),
        webm(1000, doctype=b"matroska"),
        b"\x1a\x45\xdf\xa3 webm",
        ogg(3, codec=b"\x80theora"),
        mp4(3, b"vide", b"soun"),
        mp4(3, b"text"),
        b"\0\0\0\x08ftyp",
        b"\xff\xf1\x50\x80" + bytes(100),
        b"\xff\xfb\x00\x00" + bytes(100),
        b"ID3",
        b"%PDF-1.7",
    ],
    ids=[
        "page", "avi", "png", "film-in-webm", "matroska", "torn-webm", "film-in-ogg", "film-in-mp4", "no-sound-in-mp4",
        "empty-mp4", "aac-without-a-box", "mp3-without-a-rate", "tag-alone", "pdf",
    ],
)  # fmt: skip
def test_anything_but_sound_is_no_recording(body: bytes) -> None:
    with pytest.raises(BadInput, match="keine Aufnahme"):
        examine(body)


def test_nothing_and_too_much_are_no_recording() -> None:
    with pytest.raises(BadInput, match="hören nichts"):
        examine(b"")
    with pytest.raises(BadInput, match="zu lang"):
        examine(wav(1) + bytes(MOST_BYTES))


def test_torn_recordings_never_break_anything() -> None:
    """Every beginning of a recording is a recording or refused; no number in it leads outside."""
    for whole in (webm(3000), ogg(3), mp4(3), wav(1)[:200], mp3(1)[:200]):
        for length in range(1, min(len(whole), 400)):
            try:
                examine(whole[:length])
            except BadInput:
                continue


@pytest.mark.parametrize("levels", [20, 900, 60_000])
def test_boxes_one_inside_the_other_without_end_are_refused_at_once(levels: int) -> None:
    doctype = element(0x1A45DFA3, element(0x4282, b"webm"))
    for body in (
        doctype + b"\x18\x53\x80\x67\xff" * levels + b"\xec\x80" * 1000,
        box(b"ftyp", b"M4A ") + b"\x00\x00\x00\x00moov" * levels,
    ):
        with pytest.raises(BadInput):
            examine(body[:MOST_BYTES])


def test_numbers_that_no_clock_holds_are_refused() -> None:
    scale, at, block = element(0x2AD7B1, b"\xff" * 64), element(0xE7, b"\xff" * 64), element(0xA3, b"\x81\x00\x00\x80")
    track = element(0x1654AE6B, element(0xAE, element(0x83, b"\x02")))
    inside = element(0x1549A966, scale) + track + element(0x1F43B675, at + block)
    with pytest.raises(BadInput):
        examine(element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, inside))
