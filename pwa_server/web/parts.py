"""What every request leans on, made once by create_app."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pwa_server.domain.times import instant
from pwa_server.settings import Settings
from pwa_server.storage.database import Database
from pwa_server.storage.keys import Keys
from pwa_server.storage.passwords import Passwords
from pwa_server.web.kept import KeptPages
from pwa_server.web.logs import log
from pwa_server.web.measuring import Measures
from pwa_server.web.static_files import StaticFiles
from pwa_server.web.templating import Templates


@dataclass
class Parts:
    """The wired parts. `clock` is the only place where a request gets its time from; `pause` slows guesses down."""

    settings: Settings
    database: Database
    keys: Keys
    static: StaticFiles
    templates: Templates
    clock: Callable[[], datetime]
    demo: bool = False
    measures: Measures | None = None
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    passwords: Passwords = field(init=False)
    kept: KeptPages = field(default_factory=KeptPages)
    _beside: set[asyncio.Task[Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.passwords = Passwords(self.keys.pepper, older=self.keys.older_peppers)

    def now(self) -> str:
        """This moment as instant text."""
        return instant(self.clock())

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something small beside the answer, such as noting when a session was used; a failure of it is only logged."""
        task = asyncio.ensure_future(work)
        self._beside.add(task)
        task.add_done_callback(self._finished_beside)

    def _finished_beside(self, task: asyncio.Task[Any]) -> None:
        self._beside.discard(task)
        if not task.cancelled() and task.exception():
            log("beside_failed", error=type(task.exception()).__name__)

    async def finish(self) -> None:
        """Wait for what is done beside the answers."""
        await asyncio.gather(*self._beside, return_exceptions=True)
