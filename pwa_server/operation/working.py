"""`worker`: announces meetings and sends mails until told to stop, then finishes what it has begun."""

import asyncio
import signal
from urllib.parse import urlsplit

from pwa_server.app import create_parts
from pwa_server.casework import clearances, erasure, feedback, grant_ends, holds, indicators, offers
from pwa_server.notify.mail_channel import MailChannel
from pwa_server.notify.mails import Mailer
from pwa_server.notify.proxies import proxies_of
from pwa_server.notify.push import PushSender, VapidTokens
from pwa_server.notify.sms_channel import SmsChannel
from pwa_server.notify.ways import Ways
from pwa_server.notify.worker import Worker
from pwa_server.operation import metrics, startup
from pwa_server.settings import LOOPBACK, BadSettings, Settings
from pwa_server.storage.files import Damaged
from pwa_server.web.logs import set_up

STOPS = (signal.SIGTERM, signal.SIGINT)
# Verbs of casework that run once a day, before the worker's own jobs.
DAILY = (
    offers.expire,
    clearances.suspend_lapsed,
    clearances.forget_unneeded,
    grant_ends.tell_before_end,
    holds.announce_erasures,
    indicators.write_due,
    erasure.erase_due,
    feedback.forget_old,
)
EXAMPLE_HOSTS = ("example.org", "example.com", "example.net")


def work(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Raises what startup.explain() puts into words."""
    require_vapid_subject(settings)
    proxies_of(settings).require_usable()
    set_up()
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    parts = create_parts(settings)
    proxies = proxies_of(settings)
    tokens = VapidTokens(parts.keys.vapid_file, settings.vapid_subject)
    mailer = Mailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    ways = _ways(settings, mailer)
    try:
        startup.require_clock(parts.database, parts.clock, is_right=settings.clock_is_right)
        if found := parts.database.check_beside().result():
            raise Damaged(found)
        async with PushSender(tokens, test_origin=settings.push_test_origin, proxies=proxies) as sender:
            worker = Worker(parts.database, sender, parts.clock, settings.public_origin, mailer, DAILY, ways)
            if settings.worker_metrics_port:
                _, worker.measures = metrics.of_worker(settings, parts.database)
            for number in STOPS:
                asyncio.get_running_loop().add_signal_handler(number, worker.stop.set)
            await worker.run()
    finally:
        parts.database.close()


def _ways(settings: Settings, mailer: Mailer | None) -> Ways:
    email = MailChannel(mailer, settings.public_origin) if mailer and "email" in settings.ways else None
    return Ways(email, SmsChannel(settings.sms_url, proxies_of(settings)) if settings.sms_url else None)


def require_vapid_subject(settings: Settings) -> None:
    """Raise BadSettings unless push services can find out whom to write to: some refuse every message otherwise."""
    subject = settings.vapid_subject
    scheme, _, rest = subject.partition(":")
    host = rest.rpartition("@")[2] if scheme == "mailto" else urlsplit(subject).hostname or ""
    well_formed = scheme in ("mailto", "https") and "." in host.strip(".") and "".join(subject.split()) == subject
    if not well_formed or (scheme == "mailto" and not rest.rpartition("@")[0]):
        raise BadSettings("VAPID_SUBJECT must be an address such as mailto:it@kreis-beispiel.de or an https address")
    at_home = urlsplit(settings.public_origin).hostname in LOOPBACK
    if not at_home and (host in EXAMPLE_HOSTS or host.endswith((".example", ".invalid", ".test"))):
        raise BadSettings(
            "VAPID_SUBJECT must be a real address, such as mailto:it@kreis-beispiel.de: push services want one"
        )
