"""The whole URL map. One line a route: method, path, handler, action (what that takes stands in access/rights.py)."""

from pwa_server.pages.client import goals, help, meetings, people, plan, protected, settings, sharing, steps, today
from pwa_server.pages.counsellor import cases, day
from pwa_server.pages.everyone import emergency, health, offline, pwa, start
from pwa_server.pages.mentor import clients as mentor_clients
from pwa_server.pages.mentor import meetings as mentor_meetings
from pwa_server.pages.mentor import today as mentor_today
from pwa_server.web.routing import Route

EVERYONE = [
    Route("GET", "/", start.show_start, "public.read"),
    Route("GET", "/service_worker.js", pwa.show_worker, "public.read"),
    Route("GET", "/manifest.webmanifest", pwa.show_manifest, "public.read"),
    Route("GET", "/offline", pwa.show_offline, "public.read"),
    Route("GET", "/offline/pages", offline.list_pages, "offline.store"),
    Route("GET", "/healthz", health.show_health, "public.read"),
    Route("GET", "/emergency", emergency.show_emergency, "public.read"),
    Route("GET", "/quick-exit", emergency.show_quick_exit, "public.read"),
    Route("GET", "/demo", start.show_demo, "public.read"),
    Route("POST", "/demo/sessions", start.begin_demo_session, "session.begin"),
]

CLIENT = [
    Route("GET", "/today", today.show_today, "plan.read", kept=True),
    Route("GET", "/plan", plan.show_plan, "plan.read", kept=True),
    Route("GET", "/plan/print", plan.show_plan_on_paper, "plan.read"),
    Route("GET", "/protected", protected.show_protected, "plan.read"),
    Route("GET", "/goals/{id}", goals.show_goal, "plan.read"),
    Route("GET", "/steps/{id}", steps.show_step, "plan.read"),
    Route("POST", "/steps/{id}/reports", steps.report, "step.report"),
    Route("GET", "/meetings", meetings.list_meetings, "plan.read"),
    Route("GET", "/meetings/{id}", meetings.show_meeting, "plan.read"),
    Route("POST", "/meetings/{id}/answers", meetings.answer, "meeting.answer"),
    Route("GET", "/meetings/{id}/calendar.ics", meetings.send_calendar_file, "plan.read"),
    Route("GET", "/people", people.show_people, "plan.read"),
    Route("GET", "/help", help.show_help, "help.ask"),
    Route("POST", "/help", help.ask, "help.ask"),
    Route("GET", "/sharing", sharing.show_sharing, "access_log.read"),
    Route("GET", "/grants/new", sharing.show_new_grant, "grant.make"),
    Route("POST", "/grants", sharing.make_grant, "grant.make"),
    Route("POST", "/grants/{id}/end", sharing.end, "grant.make"),
    Route("GET", "/settings", settings.show_settings, "own.settings"),
    Route("POST", "/settings/reading", settings.save_reading, "own.settings"),
    Route("POST", "/settings/reaching", settings.save_reaching, "own.settings"),
]

MENTOR: list[Route] = [
    Route("GET", "/mentor", mentor_today.show_today, "granted.read"),
    Route("GET", "/mentor/more", mentor_today.show_more, "granted.read"),
    Route("GET", "/mentor/clients", mentor_clients.show_clients, "granted.read"),
    Route("GET", "/mentor/clients/{grant_id}", mentor_clients.show_client, "granted.read"),
    Route("POST", "/mentor/clients/{grant_id}/steps/{step_id}/reports", mentor_clients.report_step, "granted.read"),
    Route("POST", "/mentor/grants/{grant_id}/answer", mentor_clients.answer_request, "grant.answer"),
    Route("POST", "/mentor/grants/{grant_id}/return", mentor_clients.return_grant, "grant.answer"),
    Route("GET", "/mentor/meetings/{meeting_id}", mentor_meetings.show_meeting, "meeting.accompany"),
    Route("POST", "/mentor/meetings/{meeting_id}/answers", mentor_meetings.answer_meeting, "meeting.accompany"),
    Route("POST", "/mentor/meetings/{meeting_id}/absence", mentor_meetings.tell_absence, "meeting.accompany"),
]

COUNSELLOR = [
    Route("GET", "/desk", day.show_day, "desk.read"),
    Route("GET", "/desk/cases", cases.show_cases, "desk.read"),
]

COORDINATOR: list[Route] = []

ROUTES = [*CLIENT, *MENTOR, *COUNSELLOR, *COORDINATOR, *EVERYONE]
