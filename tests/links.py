"""The network between a browser and a server: one that is slow, or that a test takes away from that browser alone."""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final

HOST: Final = "127.0.0.1"
PIECE: Final = 8192
"""Bytes that are carried at once."""


@dataclass(frozen=True)
class Speed:
    """How many seconds pass from a request to its answer at least, and how many bytes pass in a second each way."""

    round_trip: float
    bytes_a_second: float


SLOW: Final = Speed(0.4, 50_000)
"""At the edge of a mobile network: 400 ms, and 50 kB of 1000 bytes a second."""
UNHINDERED: Final = Speed(0, float("inf"))


class Link:
    """An address of its own that leads to a server's port. Whoever asks there, page or worker, goes this way."""

    def __init__(self, port: int, speed: Speed) -> None:
        self._port = port
        self._is_there = True
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._up, self._down = (_Way(self._loop, speed) for _ in range(2))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._door: asyncio.Server = self._do(asyncio.start_server(self._join, HOST, 0))
        self.address: Final = f"http://{HOST}:{self._door.sockets[0].getsockname()[1]}"

    def take_away(self) -> None:
        """What is under way ends, and nothing passes any more."""
        self._is_there = False
        self._do(self._hang_up())

    def bring_back(self) -> None:
        """What is sent from now on passes."""
        self._is_there = True

    def close(self) -> None:
        """Take it away for good."""
        self.take_away()
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _hang_up(self) -> None:
        for end in self._ends:
            end.transport.abort()

    async def _end(self) -> None:
        self._door.close()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of the browser."""
        try:
            if not self._is_there:
                raise ConnectionRefusedError
            beyond, onward = await asyncio.open_connection(HOST, self._port)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, onward}
        self._ends |= ends
        await asyncio.gather(self._up.carry(reader, onward), self._down.carry(beyond, writer))
        self._ends -= ends


class _Way:
    """One direction of a link, which all its connections share."""

    def __init__(self, loop: asyncio.AbstractEventLoop, speed: Speed) -> None:
        self._loop, self._speed = loop, speed
        self._free_at = 0.0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Everything that comes from there, in its order and each piece when it would be there; then the end."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        await asyncio.gather(self._take(reader, under_way), self._give(under_way, writer))

    async def _take(self, reader: asyncio.StreamReader, under_way: "asyncio.Queue[tuple[float, bytes]]") -> None:
        piece = b"first"
        while piece:
            try:
                piece = await reader.read(PIECE)
            except ConnectionError:
                piece = b""
            under_way.put_nowait((self._arrival(len(piece)), piece))

    async def _give(self, under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter) -> None:
        while True:
            arrival, piece = await under_way.get()
            await asyncio.sleep(arrival - self._loop.time())
            if not piece:
                writer.close()
                return
            writer.write(piece)

    def _arrival(self, size: int) -> float:
        self._free_at = max(self._free_at, self._loop.time()) + size / self._speed.bytes_a_second
        return self._free_at + self._speed.round_trip / 2
