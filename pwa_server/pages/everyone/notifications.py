"""Reminders on the phone: what they say, which devices get them, whether they arrive."""

import json
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from pwa_server.casework import push_subscriptions
from pwa_server.domain import push_endpoints
from pwa_server.domain.channels import is_doubtful
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.times import berlin, later
from pwa_server.i18n.formats import When, when
from pwa_server.pages.everyone.own_account import layout_of, settings_of
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

PATH = "/settings/notifications"
# A page reports its subscription each time; it is written down at most this often.
SEEN_EVERY_HOURS = 24
UNREADABLE = N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal.")
# Signs in a user agent, the telling ones first: nearly every browser also calls itself Chrome and Safari.
SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Mac", "Linux")
BROWSERS = {
    "Firefox": "Firefox",
    "SamsungBrowser": "Samsung",
    "Edg": "Edge",
    "OPR": "Opera",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


async def show_notifications(visit: Visit) -> Response:
    """The explanation first, then the switch, the devices and how sending to them went."""
    devices = [_device(visit, row) for row in visit.read.rows("push.own_devices")]
    own = visit.read.row("own.settings")
    return visit.page(
        "everyone/notifications.html",
        layout=layout_of(visit),
        back=settings_of(visit),
        devices=devices,
        here=any(device["here"] for device in devices),
        key=visit.parts.keys.sender_keys[0],
        push_text=own["push_text"] if own else "neutral",
        test=_test(visit),
        addresses=_addresses(visit),
    )


async def show_key(visit: Visit) -> Response:
    """The key that a browser subscribes with."""
    key = visit.parts.keys.sender_keys[0]
    return JSONResponse({"key": key}, headers={"Cache-Control": "no-store"})


async def subscribe(visit: Visit) -> Response:
    """Switch a device on (a tap), or keep it in step (`sync`, from any page). Says whether this phone is reminded."""
    sent = await _body(visit)
    given = sent.get("keys")
    keys = given if isinstance(given, dict) else sent
    test_origin = visit.parts.settings.push_test_origin
    subscription = push_endpoints.checked(sent.get("endpoint"), keys.get("p256dh"), keys.get("auth"), test_origin)
    told = str(sent.get("key") or "").rstrip("=").replace("+", "-").replace("/", "_")
    if told in visit.parts.keys.sender_keys:
        subscription = replace(subscription, sender_key=told)
    session_id = visit.session.id if visit.session else ""
    label = device_label(visit.request.headers.get("user-agent", ""))
    if not sent.get("sync"):
        await visit.write(push_subscriptions.switch_on, subscription, session_id, label, visit.language.tag)
        return _done(visit, on=True)
    on = _known_well(visit, subscription, session_id)
    on = on or await visit.write(push_subscriptions.keep_in_step, subscription, session_id, label)
    return _done(visit, on=on, told=told)


async def unsubscribe(visit: Visit) -> Response:
    """Give up a device: by its id from the list, or by its address from the browser itself."""
    sent = await _body(visit)
    if isinstance(sent.get("endpoint"), str) and sent["endpoint"]:
        await visit.write(push_subscriptions.switch_off_endpoint, sent["endpoint"][: push_endpoints.LONGEST_ENDPOINT])
    else:
        await visit.write(push_subscriptions.switch_off, str(sent.get("id", "")))
    return _done(visit, on=False)


async def send_test(visit: Visit) -> Response:
    """Ask the worker for a sample on all of one's devices, or by the `channel` that is named."""
    channel = str((await visit.form()).get("channel", "push"))
    await visit.write(push_subscriptions.ask_for_test, channel)
    return visit.redirect(PATH)


async def note_seen(visit: Visit) -> Response:
    """A notification was tapped; the service worker says which."""
    sent = await _body(visit)
    await visit.write(push_subscriptions.notification_opened, str(sent.get("reminder", "")))
    return JSONResponse({"done": True}, headers={"Cache-Control": "no-store"})


def device_label(user_agent: str) -> str:
    """What a person would call the device, such as `Android, Chrome`: system and browser, nothing finer."""
    system = next((name for name in SYSTEMS if name in user_agent), "")
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    return ", ".join(filter(None, (system, browser)))


async def _body(visit: Visit) -> dict[str, Any]:
    """What a script (JSON) or a form sent. Raises BadInput."""
    if not visit.request.headers.get("content-type", "").startswith("application/json"):
        return {name: str(value) for name, value in (await visit.form()).items()}
    try:
        sent = json.loads(await visit.request.body())
        # Half a sign ("\ud800") can be written in JSON, but in no text that goes on from here.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadInput(UNREADABLE) from error
    if not isinstance(sent, dict):
        raise BadInput(UNREADABLE)
    return sent


def _known_well(visit: Visit, subscription: push_endpoints.Subscription, session_id: str) -> bool:
    """Whether the subscription stands here as it is and was seen lately: then nothing has to be written."""
    known = push_subscriptions.find(visit.read, subscription.endpoint)
    return (
        known is not None
        and (known["account_id"], known["session_id"]) == (visit.actor.id, session_id)
        and (known["p256dh"], known["auth"]) == (subscription.p256dh, subscription.auth)
        and subscription.sender_key in ("", known["sender_key"])
        and later(known["seen_at"], hours=SEEN_EVERY_HOURS) > visit.now
    )


def _done(visit: Visit, *, on: bool, told: str = "") -> Response:
    if visit.wants_json:
        # A phone that subscribed with another key than today's is handed this one, and subscribes anew.
        today = visit.parts.keys.sender_keys[0]
        key = {"key": today} if on and told not in ("", today) else {}
        return JSONResponse({"on": on} | key, headers={"Cache-Control": "no-store"})
    return visit.redirect(PATH)


def _device(visit: Visit, row: Row) -> dict[str, Any]:
    arrived, failed = row["accepted_at"], row["failed_at"]
    return {
        "id": row["id"],
        "label": row["label"],
        "here": visit.session is not None and row["session_id"] == visit.session.id,
        "since": _when(visit, row["made_at"]),
        "sent": _when(visit, arrived) if arrived else None,
        "doubtful": is_doubtful(row["seen_at"], visit.now),
        "failed": bool(failed) and (not arrived or failed > arrived),
    }


def _addresses(visit: Visit) -> list[dict[str, str]]:
    """Where messages go besides the devices, as far as this installation can send there."""
    own = visit.read.row("own.settings") or {}
    known = (("sms", own.get("reminder_mobile")), ("email", own.get("reminder_email")))
    return [{"channel": way, "to": to} for way, to in known if to and way in visit.parts.settings.ways]


def _test(visit: Visit) -> str:
    """How the last sample of today went: '', 'on_the_way', 'sent', 'opened' or 'failed'."""
    last = push_subscriptions.last_test(visit.read)
    if last is None or later(last["made_at"], hours=1) < visit.now:
        return ""
    if last["reached_at"]:
        return "opened"
    return {"due": "on_the_way", "sent": "sent"}.get(last["state"], "failed")


def _when(visit: Visit, at: str) -> When:
    wall = berlin(at)
    return when(visit.language.tag, wall.date(), visit.today, wall.time())
