"""Further pages for the person who asks now: for an answer that holds several."""

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Message, Scope

from pwa_server.web.account_news import FOR_A_COPY
from pwa_server.web.visit import Visit

# What belongs to this one request and not to the person or the phone.
LEFT_OUT = frozenset({b"accept", b"accept-encoding", b"if-none-match", b"range", b"content-length", b"content-type"})


async def ask(visit: Visit, path: str) -> Response:
    """What the same person gets for another path: the same table of routes, rights and relationships decides.

    The body comes as it is, not compressed.
    """
    scope = visit.request.scope
    headers = [(name, value) for name, value in scope["headers"] if name not in LEFT_OUT]
    asked: Scope = {
        **scope,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        FOR_A_COPY: True,
        "method": "GET",
        "headers": [*headers, (b"accept", b"text/html")],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await scope["router"](asked, receive, send)
    start, *rest = sent
    body = b"".join(message.get("body", b"") for message in rest)
    return Response(body, start["status"], dict(Headers(raw=start["headers"])))
