"""The whole URL map. One line a route: method, path, handler, action (what that takes stands in access/rights.py)."""

from pwa_server.pages.client import (
    about_me,
    goals,
    help,  # noqa: A004 (pages are named as their addresses)
    meetings,
    people,
    plan,
    protected,
    settings,
    sharing,
    steps,
    today,
)
from pwa_server.pages.client import consents as own_consents
from pwa_server.pages.coordinator import accounts, offers, partners, team
from pwa_server.pages.coordinator import mentors as office_mentors
from pwa_server.pages.coordinator import overview as office
from pwa_server.pages.coordinator import requests as mentor_requests
from pwa_server.pages.coordinator import times as office_times
from pwa_server.pages.counsellor import (
    acute_help,
    case,
    cases,
    clearing,
    client_details,
    contact,
    day,
    goals_new,
    meeting_changes,
    needs,
    new_case,
    plan_print,
    reminders,
    screen,
    steps_new,
)
from pwa_server.pages.counsellor import card as desk_card
from pwa_server.pages.counsellor import consents as desk_consents
from pwa_server.pages.counsellor import goals as desk_goals
from pwa_server.pages.counsellor import meetings as desk_meetings
from pwa_server.pages.counsellor import offers as desk_offers
from pwa_server.pages.counsellor import situation as desk_situation
from pwa_server.pages.counsellor import steps as desk_steps
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
from pwa_server.pages.mentor import settings as mentor_settings
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
    Route("GET", "/settings/phone", own_account.show_phone, "own.settings"),
    Route("POST", "/settings/phone", own_account.choose_phone, "own.settings"),
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
    Route("POST", "/meetings/{id}/companion", meetings.choose_companion, "grant.make"),
    Route("GET", "/meetings/{id}/calendar.ics", meetings.send_calendar_file, "plan.read"),
    Route("GET", "/people", people.show_people, "plan.read"),
    Route("GET", "/help", help.show_help, "help.ask"),
    Route("POST", "/help", help.ask, "help.ask"),
    Route("GET", "/sharing", sharing.show_sharing, "access_log.read"),
    Route("GET", "/grants/new", sharing.show_new_grant, "grant.make"),
    Route("POST", "/grants", sharing.make_grant, "grant.make"),
    Route("POST", "/grants/{id}/end", sharing.end, "grant.make"),
    Route("POST", "/grants/{id}/person", sharing.confirm, "grant.make"),
    Route("POST", "/mentor-notes/{id}/read", sharing.put_note_away, "mentor_note.read"),
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
    Route("GET", "/mentor/settings", mentor_settings.show_settings, "granted.read"),
    Route("POST", "/mentor/settings", mentor_settings.save_settings, "granted.read"),
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

PLAN_AT_THE_DESK = [
    Route("GET", "/desk/cases/{case_id}/goals/new", goals_new.choose_goal, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/goals", goals_new.make_goal, "case.edit"),
    Route("GET", "/desk/goals/{goal_id}", desk_goals.show_goal, "case.read"),
    Route("POST", "/desk/goals/{goal_id}", desk_goals.save_goal, "case.edit"),
    Route("GET", "/desk/goals/{goal_id}/edit", desk_goals.edit_goal, "case.edit"),
    Route("POST", "/desk/goals/{goal_id}/state", desk_goals.move_goal, "case.edit"),
    Route("POST", "/desk/goals/{goal_id}/place", desk_goals.shift_goal, "case.edit"),
    Route("POST", "/desk/goals/{goal_id}/translations", desk_goals.translate_goal, "case.edit"),
    Route("GET", "/desk/goals/{goal_id}/steps/new", steps_new.choose_step, "case.edit"),
    Route("POST", "/desk/goals/{goal_id}/steps", steps_new.make_step, "case.edit"),
    Route("POST", "/desk/goals/{goal_id}/steps/preview", steps_new.preview_step, "case.edit"),
    Route("GET", "/desk/steps/{step_id}", desk_steps.show_step, "case.read"),
    Route("POST", "/desk/steps/{step_id}", desk_steps.save_step, "case.edit"),
    Route("POST", "/desk/steps/{step_id}/place", desk_steps.shift_step, "case.edit"),
    Route("POST", "/desk/steps/{step_id}/removal", desk_steps.remove_step, "case.edit"),
    Route("POST", "/desk/steps/{step_id}/state", desk_steps.move_step, "case.edit"),
    Route("POST", "/desk/steps/{step_id}/translations", desk_steps.translate_step, "case.edit"),
    Route("GET", "/desk/meetings", desk_meetings.show_week, "desk.read"),
    Route("GET", "/desk/cases/{case_id}/meetings/new", desk_meetings.new_meeting, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/meetings/new", desk_meetings.book_meeting, "case.edit"),
    Route("GET", "/desk/meetings/{meeting_id}", desk_meetings.show_meeting, "case.read"),
    Route("GET", "/desk/meetings/{meeting_id}/edit", desk_meetings.edit_meeting, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/edit", desk_meetings.save_meeting, "case.edit"),
    Route("GET", "/desk/meetings/{meeting_id}/move", meeting_changes.choose_time, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/move", meeting_changes.move_meeting, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/cancel", meeting_changes.cancel_meeting, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/keep", meeting_changes.keep_meeting, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/outcome", meeting_changes.record_outcome, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/confirm-interpreter", meeting_changes.set_interpreter, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/answer", meeting_changes.record_answer, "case.edit"),
    Route("POST", "/desk/meetings/{meeting_id}/reminders", meeting_changes.remind_now, "reminder.send"),
    Route("GET", "/desk/cases/{case_id}/reminders", reminders.show_case_reminders, "case.read"),
    Route("GET", "/desk/reminders", reminders.show_reminders, "desk.read"),
    Route("GET", "/desk/call-tasks/{task_id}", reminders.show_call_task, "reminder.send"),
    Route("GET", "/desk/call-tasks/{task_id}/letter", reminders.print_letter, "reminder.send"),
    Route("POST", "/desk/call-tasks/{task_id}/attempts", reminders.record_attempt, "reminder.send"),
    Route("GET", "/desk/cases/{case_id}/print", plan_print.print_plan, "case.read"),
]

COORDINATOR = [
    Route("GET", "/office", office.show_office, "office.read"),
    Route("POST", "/office/alarms/{alarm_id}/closure", office.close_alarm, "office.edit"),
    Route("GET", "/office/accounts", accounts.show_accounts, "accounts.edit"),
    Route("POST", "/office/accounts", accounts.invite, "accounts.edit"),
    Route("GET", "/office/accounts/new", accounts.show_new, "accounts.edit"),
    Route("GET", "/office/accounts/{account_id}", accounts.show_account, "accounts.edit"),
    Route("POST", "/office/accounts/{account_id}/rights", accounts.change_rights, "accounts.edit"),
    Route("POST", "/office/accounts/{account_id}/letter", accounts.make_letter, "accounts.edit"),
    Route("POST", "/office/accounts/{account_id}/renewal", accounts.ask_renewal, "accounts.edit"),
    Route("POST", "/office/accounts/{account_id}/deactivation", accounts.deactivate, "accounts.edit"),
    Route("POST", "/office/accounts/{account_id}/reactivation", accounts.reactivate, "accounts.edit"),
    Route("POST", "/office/renewals/{renewal_id}/confirmation", accounts.confirm_renewal, "accounts.edit"),
    Route("GET", "/office/times", office_times.show_times, "office.read"),
    Route("GET", "/office/times/{carrier_id}", office_times.show_office, "office.edit"),
    Route("POST", "/office/times/{carrier_id}", office_times.save_office, "office.edit"),
    Route("POST", "/office/closing-days", office_times.add_closing_days, "office.edit"),
    Route("POST", "/office/closing-days/{closing_id}/removal", office_times.remove_closing_days, "office.edit"),
    Route("GET", "/office/team", team.show_team, "accounts.edit"),
    Route("POST", "/office/team/{staff_id}/deputy", team.name_standing, "accounts.edit"),
    Route("POST", "/office/absences", team.note_absence, "accounts.edit"),
    Route("POST", "/office/absences/{absence_id}/removal", team.remove_absence, "accounts.edit"),
    Route("POST", "/office/deputyships/{deputyship_id}/end", team.end_deputyship, "accounts.edit"),
    Route("GET", "/office/mentors", office_mentors.show_mentors, "mentors.edit"),
    Route("POST", "/office/mentors", office_mentors.invite, "mentors.edit"),
    Route("GET", "/office/mentors/new", office_mentors.show_new, "mentors.edit"),
    Route("GET", "/office/mentors/{mentor_id}", office_mentors.show_mentor, "mentors.edit"),
    Route("POST", "/office/mentors/{mentor_id}", office_mentors.keep_about, "mentors.edit"),
    Route("POST", "/office/mentors/{mentor_id}/clearances", office_mentors.record_clearance, "mentors.edit"),
    Route("POST", "/office/mentors/{mentor_id}/letter", office_mentors.make_letter, "mentors.edit"),
    Route("POST", "/office/mentors/{mentor_id}/deactivation", office_mentors.deactivate, "mentors.edit"),
    Route("POST", "/office/mentors/{mentor_id}/reactivation", office_mentors.reactivate, "mentors.edit"),
    Route("GET", "/office/mentor-requests", mentor_requests.show_requests, "mentors.edit"),
    Route("POST", "/office/mentor-requests/{grant_id}/proposal", mentor_requests.propose, "mentors.edit"),
    Route("GET", "/office/partners", partners.show_partners, "office.read"),
    Route("POST", "/office/partners", partners.add, "office.edit"),
    Route("GET", "/office/partners/new", partners.show_new, "office.edit"),
    Route("GET", "/office/partners/{partner_id}", partners.show_partner, "office.edit"),
    Route("POST", "/office/partners/{partner_id}", partners.edit, "office.edit"),
    Route("POST", "/office/partners/{partner_id}/verification", partners.verify, "office.edit"),
    Route("POST", "/office/partners/{partner_id}/end", partners.end, "office.edit"),
]

FIRST_CONTACT: list[Route] = [
    Route("GET", "/about-me", about_me.show_about_me, "plan.read"),
    Route("GET", "/desk/cases/{case_id}/acute", acute_help.show_form, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/acute", acute_help.help_at_once, "case.edit"),
    Route("GET", "/desk/cases/{case_id}/clearing", clearing.show_clearing, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/clearing", clearing.note_talk, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/clearing/decision", clearing.decide, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/clearing/birth", clearing.keep_birth, "case.edit"),
    Route("GET", "/desk/cases/{case_id}/situation", desk_situation.show_situation, "case.read"),
    Route("GET", "/desk/cases/{case_id}/situation/{part}", desk_situation.show_part, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/situation/{part}", desk_situation.save_part, "case.edit"),
    Route("POST", "/desk/levels/{level_id}/withdrawal", desk_situation.withdraw_level, "case.edit"),
    Route("GET", "/desk/cases/{case_id}/needs", needs.show_needs, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/needs", needs.add_need, "case.edit"),
    Route("GET", "/desk/needs/{need_id}", needs.show_need, "case.edit"),
    Route("POST", "/desk/needs/{need_id}", needs.save_need, "case.edit"),
    Route("POST", "/desk/needs/{need_id}/state", needs.move_need, "case.edit"),
]

AGREEMENTS: list[Route] = []

REVIEWS: list[Route] = []

OFFERS: list[Route] = [
    Route("GET", "/office/offers", offers.show_offers, "offers.edit"),
    Route("POST", "/office/offers", offers.add, "offers.edit"),
    Route("GET", "/office/offers/new", offers.show_new, "offers.edit"),
    Route("GET", "/office/offers/{offer_id}", offers.show_offer, "offers.edit"),
    Route("POST", "/office/offers/{offer_id}", offers.edit, "offers.edit"),
    Route("POST", "/office/offers/{offer_id}/state", offers.move, "offers.edit"),
    Route("POST", "/office/offers/{offer_id}/seats", offers.set_seats, "offers.edit"),
    Route("POST", "/office/offers/{offer_id}/verification", offers.verify, "offers.edit"),
    Route("GET", "/desk/goals/{goal_id}/offers", desk_offers.show_matches, "case.read"),
    Route("POST", "/desk/goals/{goal_id}/offers", desk_offers.take_offer, "case.edit"),
    Route("POST", "/desk/goals/{goal_id}/no-offer", desk_offers.find_nothing, "case.edit"),
]

OWN_DATA = [
    Route("GET", "/consents", own_consents.show_consents, "consent.answer"),
    Route("GET", "/consents/ask/{purpose}", own_consents.ask, "consent.answer"),
    Route("POST", "/consents/ask/{purpose}", own_consents.answer, "consent.answer"),
    Route("GET", "/consents/{id}/end", own_consents.confirm_end, "consent.answer"),
    Route("POST", "/consents/{id}/end", own_consents.end, "consent.answer"),
    Route("GET", "/desk/cases/{case_id}/consents", desk_consents.show_consents, "case.read"),
    Route("POST", "/desk/cases/{case_id}/consents", desk_consents.note_answer, "case.edit"),
    Route("POST", "/desk/cases/{case_id}/consents/{consent_id}/end", desk_consents.end, "case.edit"),
]

ENDINGS: list[Route] = []

NETWORK: list[Route] = []

ROUTES = [
    *CLIENT,
    *MENTOR,
    *COUNSELLOR,
    *PLAN_AT_THE_DESK,
    *COORDINATOR,
    *SIGN_IN,
    *EVERYONE,
    *FIRST_CONTACT,
    *AGREEMENTS,
    *REVIEWS,
    *OFFERS,
    *OWN_DATA,
    *ENDINGS,
    *NETWORK,
]
