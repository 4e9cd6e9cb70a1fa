"""Runs the server that takes mail."""

import asyncio
import logging
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import structlog

from inbox.lmtp import Handler, LmtpTalk, Talk

# As long as docker and systemd wait before they kill, less a little.
LAST_MESSAGE = 8.0
log = structlog.get_logger("inbox")


class Where(NamedTuple):
    """An address and port, or a socket in the file system."""

    host: str
    port: int
    path: Path | None = None


async def serve(where: Where, *, is_lmtp: bool = True, threads: int = 8, seconds: float = 300) -> None:
    """Serve until SIGTERM or SIGINT; messages that are being taken are finished within LAST_MESSAGE seconds.

    A connection that says nothing for `seconds` is closed.
    """
    # It would write down every line of every message.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    talks: set[Talk] = set()
    hostname = socket.gethostname()
    with ThreadPoolExecutor(threads, "inbox") as pool:
        handler = Handler(pool, is_lmtp=is_lmtp)

        def talk() -> Talk:
            new = (LmtpTalk if is_lmtp else Talk)(handler, seconds=seconds, hostname=hostname)
            talks.difference_update([old for old in talks if old.transport is None])
            talks.add(new)
            return new

        server = await _listen(talk, where)
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        log.info("inbox.listening", at=str(server.sockets[0].getsockname()), lmtp=is_lmtp)
        await stop.wait()
        server.close()
        await _finish(talks)
        log.info("inbox.stopped")


async def _listen(talk, where: Where) -> asyncio.Server:  # type: ignore[no-untyped-def]
    loop = asyncio.get_running_loop()
    if where.path is None:
        return await loop.create_server(talk, where.host, where.port)
    server = await loop.create_unix_server(talk, where.path)
    # Whoever is of the group may hand mail over: the mail server's user is made a member of it.
    os.chmod(where.path, 0o660)
    return server


async def _finish(talks: set[Talk]) -> None:
    until = asyncio.get_running_loop().time() + LAST_MESSAGE
    while open_ones := [talk for talk in talks if talk.transport is not None]:
        for talk in open_ones:
            await talk.leave()
        if asyncio.get_running_loop().time() > until:
            break
        await asyncio.sleep(0.05)
