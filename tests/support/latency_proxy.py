"""A slow network before a server: a round-trip time, and a rate that all connections share."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType

_CHUNK = 4096


class _Direction:
    """One way of the link: what is on it waits its turn, then travels half a round trip."""

    def __init__(self, delay: float, bytes_per_second: float) -> None:
        self.delay = delay
        self.bytes_per_second = bytes_per_second
        self.carried = 0
        self._free_at = 0.0

    def arrival(self, size: int, now: float) -> float:
        """When a piece that comes to the link now is at the other end."""
        self.carried += size
        self._free_at = max(self._free_at, now) + size / self.bytes_per_second
        return self._free_at + self.delay


class LatencyProxy:
    """`with LatencyProxy(port, round_trip=0.3, bytes_per_second=30_000) as proxy:` and open `proxy.origin`.

    `down_bytes` and `up_bytes` count what went over the wire, headers included.
    """

    def __init__(self, target_port: int, *, round_trip: float, bytes_per_second: float) -> None:
        self._target_port = target_port
        self._round_trip = round_trip
        self._up = _Direction(round_trip / 2, bytes_per_second)
        self._down = _Direction(round_trip / 2, bytes_per_second)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def down_bytes(self) -> int:
        return self._down.carried

    @property
    def up_bytes(self) -> int:
        return self._up.carried

    def __enter__(self) -> LatencyProxy:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            await self._carry_both_ways(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _carry_both_ways(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        handshake = self._round_trip
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_carry(reader, target_writer, self._up, handshake))
                group.create_task(_carry(target_reader, writer, self._down, 0))
        except* OSError:
            pass
        finally:
            target_writer.close()


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: _Direction, first_delay: float
) -> None:
    """Carry one connection's bytes one way. The first wait stands for the connection being made."""
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    delivering = asyncio.create_task(_deliver(pieces, writer))
    earliest = loop.time() + first_delay
    try:
        while piece := await reader.read(_CHUNK):
            pieces.put_nowait((direction.arrival(len(piece), max(earliest, loop.time())), piece))
        pieces.put_nowait((loop.time() + direction.delay, b""))
        await delivering
    finally:
        delivering.cancel()


async def _deliver(pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due, piece = await pieces.get()
        await asyncio.sleep(max(0, due - loop.time()))
        if not piece:
            writer.write_eof()
            return
        writer.write(piece)
        await writer.drain()
