"""`python -m bench.desk.agents`: people at their desks; queues keep themselves fresh, some people write.

A process of its own. Reads its orders from standard input, and tells each request's kind, status and time.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any
from urllib.parse import urlencode

POLL_SECONDS = 10.0  # static/js/poll.js
WRITE_SECONDS = 10.0  # from one change to the next of one person: busier than anybody is
_VERSION, _ETAG = re.compile(rb'name="version"[^>]*value="(\d+)"'), re.compile(rb"(?i)\r\netag: ([^\r]+)")
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """One agent's requests, a connection each, as a proxy that keeps none open would make them."""

    def __init__(self, port: int, base: str, headers: dict[str, str], until: float, told: list[Any]) -> None:
        self._port, self._base, self.until, self._told = port, base, until, told
        self._headers = {"Host": "127.0.0.1", **headers, "Connection": "close"}

    async def ask(self, kind: str, path: str, expected: tuple[int, ...], fields: dict[str, str] | None = None,
                  **more: str) -> bytes:  # fmt: skip
        """Ask, and note how long it took; the whole answer, headers included."""
        body = b"" if fields is None else urlencode(fields).encode()
        headers = {**self._headers, **more}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        lines = [f"{'GET' if fields is None else 'POST'} {self._base}{path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        start = time.perf_counter()
        answer, status = b"", 0
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            answer = await reader.read(-1)
            writer.close()
            status = int(answer[9:12])
        except (OSError, ValueError) as error:
            print(f"{kind} {path}: {error!r}", file=sys.stderr)
        self._told.append((kind, status, (time.perf_counter() - start) * 1000, status in expected))
        return answer

    async def poll(self, offset: float) -> None:
        """Keep the queue and its views fresh, as the page does."""
        await asyncio.sleep(offset)
        tags = {"/desk/": "", "/desk/?part=views": ""}
        while time.monotonic() < self.until:
            start = time.monotonic()
            for path, tag in tags.items():
                more = {"HX-Request": "true", **({"If-None-Match": tag} if tag else {})}
                answer = await self.ask("poll", path, (200, 304), None, **more)
                if found := _ETAG.search(answer):
                    tags[path] = found[1].decode()
            await self._rest(start, POLL_SECONDS)

    async def _rest(self, start: float, seconds: float) -> None:
        await asyncio.sleep(max(min(start + seconds, self.until) - time.monotonic(), 0))

    async def write(self, offset: float, tickets: list[int]) -> None:
        """Open a ticket, change it, and look at it again; an answer, a note, an assignment in turn."""
        await asyncio.sleep(offset)
        turn = 0
        while time.monotonic() < self.until:
            start = time.monotonic()
            path = f"/desk/tickets/{tickets[turn % len(tickets)]}/"
            page = await self.ask("ticket", path, (200,))
            version, token = _VERSION.search(page), _CSRF.search(page)
            if version and token:
                stamp = {"version": version[1].decode(), "csrfmiddlewaretoken": token[1].decode()}
                kind = ("reply", "note", "reply")[turn % 3]
                fields = {**stamp, "kind": kind, "text": f"Number {turn} of what we know by now."}
                await self.ask("write", f"{path}messages/", (302,), fields)
                await self.ask("ticket", path, (200,))
            turn += 1
            await self._rest(start, WRITE_SECONDS)


async def _day(port: int, base: str, readers: list[dict[str, str]], writers: list[dict[str, str]],
               tickets: list[list[int]], seconds: float) -> None:  # fmt: skip
    told: list[Any] = []
    until = time.monotonic() + seconds
    used = time.process_time()

    def person(headers: dict[str, str]) -> Person:
        return Person(port, base, headers, until, told)

    begun = [person(h).poll(POLL_SECONDS * n / len(readers)) for n, h in enumerate(readers)]
    begun += [
        person(headers).write(WRITE_SECONDS * n / len(writers), own)
        for n, (headers, own) in enumerate(zip(writers, tickets, strict=True))
    ]
    await asyncio.gather(*begun)
    print(json.dumps({"told": told, "used": time.process_time() - used}))


if __name__ == "__main__":
    asyncio.run(_day(**json.load(sys.stdin)))
