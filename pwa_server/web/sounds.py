"""A recording as an answer: in parts where a player asks for parts, of exactly the type that its content was found to be."""

import re

from starlette.responses import Response

RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")


def sound_answer(body: bytes, media_type: str, asked: str | None, sw_store: str) -> Response:
    """The whole, or the one part that a `Range` header asks for: some phones play nothing without (206)."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": "inline",
        "Accept-Ranges": "bytes",
        "SW-Store": sw_store,
        "Vary": "Cookie, Range",
    }
    part = RANGE.fullmatch(asked or "")
    if part is None:
        return Response(body, headers=headers, media_type=media_type)
    first, last = int(part[1]), min(int(part[2] or len(body)), len(body) - 1)
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
    return Response(body[first : last + 1], 206, headers, media_type=media_type)
