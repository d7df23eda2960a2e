"""The whole URL map. One line a route: method, path, handler, action (what that takes stands in access/rights.py)."""

from pwa_server.pages.client import goals, help, meetings, people, plan, protected, settings, sharing, steps, today
from pwa_server.pages.counsellor import card as desk_card
from pwa_server.pages.counsellor import case, cases, client_details, contact, day, new_case, screen
from pwa_server.pages.everyone import (
    card,
    emergency,
    first_minute,
    health,
    notifications,
    offline,
    own_account,
    pwa,
    reset,
    second_factor,
    sign_in,
    start,
    unlock,
)
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
    Route("GET", "/settings/notifications", notifications.show_notifications, "own.settings"),
    Route("GET", "/push/key", notifications.show_key, "own.settings"),
    Route("POST", "/push/subscriptions", notifications.subscribe, "own.settings"),
    Route("POST", "/push/subscriptions/end", notifications.unsubscribe, "own.settings"),
    Route("POST", "/push/test", notifications.send_test, "own.settings"),
    Route("POST", "/push/seen", notifications.note_seen, "own.settings"),
    Route("GET", "/demo", start.show_demo, "public.read"),
    Route("POST", "/demo/sessions", start.begin_demo_session, "session.begin"),
]

SIGN_IN = [
    Route("GET", "/sign-in", sign_in.show_choice, "session.begin"),
    Route("GET", "/sign-in/name", sign_in.show_name, "session.begin"),
    Route("POST", "/sign-in/name", sign_in.begin_by_name, "session.begin"),
    Route("GET", "/sign-in/mail", sign_in.show_mail, "session.begin"),
    Route("POST", "/sign-in/mail", sign_in.begin_by_mail, "session.begin"),
    Route("GET", "/code", card.show_code, "session.begin"),
    Route("POST", "/code", card.use_code, "session.begin"),
    Route("GET", "/forgotten", reset.show_forgotten, "session.begin"),
    Route("POST", "/forgotten", reset.ask_reset, "session.begin"),
    Route("GET", "/reset", reset.show_password, "session.begin"),
    Route("POST", "/reset", reset.set_password, "session.begin"),
    Route("GET", "/invitation", reset.show_password, "session.begin"),
    Route("POST", "/invitation", reset.set_password, "session.begin"),
    Route("GET", "/unlock", unlock.show_unlock, "session.begin"),
    Route("POST", "/unlock", unlock.unlock, "session.begin"),
    Route("GET", "/welcome/language", first_minute.show_language, "session.finish"),
    Route("POST", "/welcome/language", first_minute.choose_language, "session.finish"),
    Route("GET", "/welcome/secret", first_minute.show_secret, "session.finish"),
    Route("POST", "/welcome/secret", first_minute.choose_secret, "session.finish"),
    Route("GET", "/welcome/phone", first_minute.show_phone, "own.settings"),
    Route("POST", "/welcome/phone", first_minute.choose_phone, "own.settings"),
    Route("GET", "/welcome/picture", first_minute.show_picture, "own.settings"),
    Route("POST", "/welcome/picture", first_minute.choose_picture, "own.settings"),
    Route("GET", "/welcome/reminders", first_minute.show_reminders, "own.settings"),
    Route("GET", "/second-factor", second_factor.show_second_factor, "session.finish"),
    Route("POST", "/second-factor", second_factor.give_second_factor, "session.finish"),
    Route("POST", "/lock", unlock.lock, "session.end"),
    Route("POST", "/sign-out", own_account.sign_out, "session.end"),
    Route("GET", "/signed-out", own_account.show_signed_out, "public.read"),
    Route("GET", "/pin", unlock.show_pin, "own.settings"),
    Route("POST", "/pin", unlock.give_pin, "own.settings"),
    Route("GET", "/settings/sessions", own_account.show_sessions, "own.settings"),
    Route("POST", "/settings/sessions/{id}/end", own_account.end_session, "own.settings"),
    Route("GET", "/settings/secret", own_account.show_secret, "own.settings"),
    Route("POST", "/settings/secret", own_account.change_secret, "own.settings"),
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
    Route("GET", "/desk/cases/new", new_case.show_form, "case.open"),
    Route("POST", "/desk/cases/new", new_case.begin, "case.open"),
    Route("GET", "/desk/cases/{case_id}", case.show_case, "case.read"),
    Route("POST", "/desk/cases/{case_id}/state", case.change_state, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/consent", case.answer_plan_question, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/protected", case.open_protected, "protected.open"),
    Route("POST", "/desk/cases/{case_id}/contacts", contact.add_contact, "case.edit"),
    Route("GET", "/desk/cases/{case_id}/details", client_details.show_form, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/details", client_details.save, "case.edit"),
    Route("GET", "/desk/cases/{case_id}/card", desk_card.show_card, "card.make"),
    Route("POST", "/desk/cases/{case_id}/card", desk_card.make_code, "card.make"),
    Route("GET", "/desk/cases/{case_id}/turned", screen.show_turned, "case.read"),
    Route("POST", "/desk/help-requests/{request_id}/read", case.read_request, "case.edit"),
    Route("POST", "/desk/help-requests/{request_id}/close", case.close_request, "case.edit"),
    Route("POST", "/desk/reports/{report_id}/seen", case.see_report, "case.edit"),
]

COORDINATOR: list[Route] = []

ROUTES = [*CLIENT, *MENTOR, *COUNSELLOR, *COORDINATOR, *SIGN_IN, *EVERYONE]
