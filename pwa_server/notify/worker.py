"""The worker: sends what is due, never inside a request, never twice without a crash, never after the start.

It claims rows, reads each one again right before it is sent, sends outside any transaction and marks afterwards. After
a crash between sending and marking the same message goes out again under the same `Topic` and `tag`.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from pwa_server.domain.channels import is_doubtful
from pwa_server.domain.push_endpoints import TEST_SERVICE, origin_of, service_of
from pwa_server.domain.reminders import judge, urgency
from pwa_server.domain.times import berlin_day, instant, later, moment
from pwa_server.notify import jobs, outbox
from pwa_server.notify.clock_watch import ClockWatch
from pwa_server.notify.mails import Mailer, send_due_mails
from pwa_server.notify.measuring import Measures, NotMeasured
from pwa_server.notify.outbox import Done, Marks, Tried
from pwa_server.notify.outcomes import after_answers, closed
from pwa_server.notify.payloads import payload, topic
from pwa_server.notify.push import IN_FLIGHT, Answer, Message, PushSender
from pwa_server.notify.rests import Rests
from pwa_server.notify.ways import Ways
from pwa_server.storage.database import Database, Read, Row, Tx

IDLE_SECONDS = 2.0
BEAT_SECONDS = 30
ERRORS_UNTIL_ASIDE = 5
ERROR_WAIT_SECONDS = 60
ALIVE_ID = "worker"
logger = logging.getLogger("wegplan")


class Worker:
    """One worker process. `clock` tells the time, notifications lead to `origin`, `daily` are verbs of every day.

    `ways` are the channels besides push that this installation can send by.
    """

    def __init__(
        self,
        database: Database,
        sender: PushSender,
        clock: Callable[[], datetime],
        origin: str,
        mailer: Mailer | None = None,
        daily: Sequence[Callable[[Tx], object]] = (),
        ways: Ways | None = None,
    ) -> None:
        self.name = uuid.uuid4().hex
        self.stop = asyncio.Event()
        self.alarm = ""
        self.measures: Measures = NotMeasured()
        self._database = database
        self._sender = sender
        self._clock = clock
        self._watch = ClockWatch(clock)
        self._origin = origin
        self._mailer = mailer
        self._daily = (*daily, jobs.every_day)
        self._rests = Rests()
        self._ways = ways or Ways()
        self._marks = Marks(self._mark)
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._sending: set[asyncio.Task[None]] = set()
        self._beat_at = ""

    async def run(self) -> None:
        """Work until `stop` is set; what is being sent then is finished."""
        while not self.stop.is_set():
            if self._watch.is_believed():
                for part in (self.beat, self.work_off, self._send_mails):
                    await self._attempt(part)
                self.measures.round_done()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stop.wait(), IDLE_SECONDS)

    async def _attempt(self, part: Callable[[], Awaitable[object]]) -> None:
        """One part of the work; what goes wrong in it is logged and must not end the others."""
        try:
            await part()
        except Exception as error:
            logger.error("worker_failed", extra={"kind": part.__name__, "error": type(error).__name__})
            self.measures.failed(part.__name__.strip("_"))

    async def beat(self) -> None:
        """Say that the worker lives, and do what has to be done every minute and every day."""
        now = self._now()
        if self._beat_at and later(self._beat_at, seconds=BEAT_SECONDS) > now >= self._beat_at:
            return
        self._beat_at = now
        await self._database.write("", now, jobs.every_minute, ALIVE_ID, self.alarm)
        if jobs.daily_is_due(self._database.read("", now)):
            for verb in self._daily:
                # A verb that answers True has more to do: one short transaction after the other.
                while await self._database.write("", now, verb) is True:
                    pass
            await asyncio.to_thread(self._database.empty_log)
            await asyncio.to_thread(self._database.shorten_journal)

    async def work_off(self) -> int:
        """Send everything that is due now and return how many rows were taken in hand."""
        taken = 0
        async with self._marks.written_meanwhile():
            coming = asyncio.ensure_future(self._claim())
            try:
                while ids := await coming:
                    # The next rows are claimed while these are sent.
                    coming = asyncio.ensure_future(self._claim())
                    taken += len(ids)
                    await self._begin_all(ids)
            finally:
                await asyncio.gather(coming, *self._sending, return_exceptions=True)
        return taken

    async def _send_mails(self) -> None:
        if self._mailer:
            self.measures.mails_sent(await send_due_mails(self._database, self._mailer, self._now(), self._origin))

    async def _claim(self) -> list[str]:
        now = self._now()
        if self.stop.is_set() or self._marks.failing or not self._watch.is_believed():
            return []
        # Looking first costs no write lock while there is nothing to do.
        if self._database.read("", now).row("unscoped.reminders_due") is None:
            return []
        return await self._database.write("", now, outbox.claim, self.name)

    async def _mark(self, batch: Sequence[Done]) -> None:
        await self._database.write("", self._now(), outbox.mark, self.name, batch)

    async def _begin_all(self, ids: Sequence[str]) -> None:
        for place, reminder_id in enumerate(ids):
            await self._slots.acquire()
            if self.stop.is_set():
                self._slots.release()
                self._give_back(ids[place:])
                return
            task = asyncio.ensure_future(self._handle(reminder_id))
            self._sending.add(task)
            task.add_done_callback(self._ended)

    def _give_back(self, ids: Sequence[str]) -> None:
        for reminder_id in ids:
            self._marks.add(Done(reminder_id, "due"))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._slots.release()

    async def _handle(self, reminder_id: str) -> None:
        try:
            done = await self._deliver(reminder_id)
        except Exception as error:  # one row that can't be handled must not stop the others
            logger.error("reminder_failed", extra={"error": type(error).__name__})
            self.measures.failed("deliver")
            done = self._after_error(reminder_id)
        if done:
            self._marks.add(done)

    async def _deliver(self, reminder_id: str) -> Done | None:
        """Judge, send and say what became of it; None when the row is not ours to send any more."""
        now = self._now()
        read = self._database.read("", now)
        message = read.row("unscoped.reminder_to_send", id=reminder_id, claim=self.name)
        if message is None:
            return None
        done = await self._carried_out(message, read, now)
        late = (moment(self._now()) - moment(message["due_at"])).total_seconds()
        self.measures.handled(message["channel"], done, late)
        return done

    async def _carried_out(self, message: Row, read: Read, now: str) -> Done:
        whose = {"person_id": message["person_id"], "case_id": message["case_id"]}
        message |= {
            "relationships": len(read.rows("unscoped.relationships_of", **whose)),
            "channels_here": self._ways.offered,
        }
        verdict = judge(message, now)
        if verdict.action == "wait":
            return Done(message["id"], "due", next_try_at=verdict.until)
        if verdict.action == "close":
            return closed(message, verdict.state, verdict.reason)
        if message["channel"] != "push":
            return await self._deliver_by(message, now)
        devices = read.rows("unscoped.devices_to_send_to", person_id=message["person_id"], reminder_id=message["id"])
        if not devices:
            return closed(message, "failed", "refused")
        content = self._message(message, now)
        answers = await asyncio.gather(*(self._send(device, content, now) for device in devices))
        tried = tuple(
            Tried(device["id"], answer.outcome, answer.status) for device, answer in zip(devices, answers, strict=True)
        )
        done = after_answers(message, answers, tried, now)
        took = [device for device, answer in zip(devices, answers, strict=True) if answer.outcome == "accepted"]
        silent = bool(took) and all(is_doubtful(device["seen_at"], now) for device in took)
        return replace(done, doubtful=silent and done.state == "sent")

    async def _deliver_by(self, message: Row, now: str) -> Done:
        """One message by e-mail or SMS."""
        channel = message["channel"]
        rests_until = self._rests.until(channel, now)
        if rests_until:
            answer = Answer("later", wait=int((moment(rests_until) - moment(now)).total_seconds()))
        else:
            answer = await self._ways.send(message, self._origin, berlin_day(now))
            self._rests.note(channel, answer, now)
        return after_answers(message, [answer], (Tried(channel, answer.outcome, answer.status),), now)

    def _message(self, message: Row, now: str) -> Message:
        useless_from = min(message["stale_at"], message["starts_at"])
        return Message(
            payload=payload(message, self._origin, berlin_day(now)),
            ttl=int((moment(useless_from) - moment(now)).total_seconds()),
            topic=topic(message["id"]),
            urgency="high" if message["kind"] == "test" else urgency(message["starts_at"], now),
        )

    async def _send(self, device: Row, content: Message, now: str) -> Answer:
        origin = origin_of(device["endpoint"])
        rests_until = self._rests.until(origin, now)
        if rests_until:
            return Answer("later", wait=int((moment(rests_until) - moment(now)).total_seconds()))
        began = time.perf_counter()
        subscription = device["endpoint"], device["p256dh"], device["auth"]
        answer = await self._sender.send(*subscription, content, device["sender_key"])
        service = service_of(device["endpoint"]) or TEST_SERVICE
        self.measures.push_answered(service, answer.outcome, time.perf_counter() - began)
        self._rests.note(origin, answer, now)
        self._note_alarm(origin, answer)
        return answer

    def _note_alarm(self, origin: str, answer: Answer) -> None:
        if answer.outcome == "key_refused":
            self.alarm = f"{answer.status} {origin}"
            logger.error("push_key_refused", extra={"status": answer.status, "service": origin})
        elif answer.is_unproven:
            logger.error("push_service_unproven", extra={"service": origin})
        elif answer.outcome == "accepted" and self.alarm.endswith(f" {origin}"):
            self.alarm = ""

    def _after_error(self, reminder_id: str) -> Done:
        now = self._now()
        before = self._database.read("", now).row("unscoped.errors_of_reminder", id=reminder_id)
        aside = before is not None and before["errors"] + 1 >= ERRORS_UNTIL_ASIDE
        tried = (Tried("", "error"),)
        if aside:
            return Done(reminder_id, "failed", "error", tried=tried)
        return Done(reminder_id, "due", next_try_at=later(now, seconds=ERROR_WAIT_SECONDS), tried=tried)

    def _now(self) -> str:
        return instant(self._clock())
