"""`python -m bench.desk.storm`: one request per connection, sent again as soon as it is answered; counts the answers.

A process of its own, so that the one who measures is not measured. Reads its orders from standard input.
"""

import asyncio
import json
import sys
import time
from collections import Counter

COUNTED: Counter[str] = Counter()


class Sender(asyncio.Protocol):
    """One connection. The answers asked for have no body: one answer, one packet."""

    def __init__(self, request: bytes) -> None:
        self._request = request

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Count, and ask again."""
        COUNTED[data[9:12].decode()] += 1
        self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        """Count what should not happen."""
        COUNTED["lost"] += 1


async def _storm(port: int, requests: list[str], seconds: float) -> None:
    loop = asyncio.get_running_loop()
    for request in requests:
        await loop.create_connection(lambda request=request: Sender(request.encode()), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.sleep(0.5)
    COUNTED.clear()
    begin, used = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    taken = time.perf_counter() - begin
    print(json.dumps({"answers": COUNTED, "seconds": taken, "used": time.process_time() - used}))


if __name__ == "__main__":
    asyncio.run(_storm(**json.load(sys.stdin)))
