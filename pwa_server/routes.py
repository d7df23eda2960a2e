"""The whole URL map. One line a route: method, path, handler, action (what that takes stands in access/rights.py)."""

from pwa_server.pages.client import today
from pwa_server.pages.everyone import health, start
from pwa_server.web.routing import Route

EVERYONE = [
    Route("GET", "/", start.show_start, "public.read"),
    Route("GET", "/healthz", health.show_health, "public.read"),
    Route("GET", "/demo", start.show_demo, "public.read"),
    Route("POST", "/demo/sessions", start.begin_demo_session, "session.begin"),
]

CLIENT = [
    Route("GET", "/today", today.show_today, "plan.read", kept=True),
]

MENTOR: list[Route] = []

COUNSELLOR: list[Route] = []

COORDINATOR: list[Route] = []

ROUTES = [*CLIENT, *MENTOR, *COUNSELLOR, *COORDINATOR, *EVERYONE]
