"""The mail server: takes, refuses, hangs and cuts by dice, and keeps a record of what became of each mail.

`python -m bench.faults.sink --port N --record FILE --seed N`; SIGUSR1 makes it take everything from then on.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import sys
import time
from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

# Shares of what is done with a mail; the rest is taken.
DICE = {
    "later": 0.03,  # 451
    "hang": 0.004,  # silent for longer than the client waits, then gone; not kept
    "cut": 0.006,  # gone after DATA, not kept
    "kept and cut": 0.001,  # kept, but the client never hears of it: it must send again
    "kept and hang": 0.0005,
}
KEPT = {"kept", "kept and cut", "kept and hang"}
CLOSED_AT_CONNECT = 0.02  # of the connections
GONE = "gone@"  # this person's mailbox does not exist: 550
HANG_SECONDS = 5.0
KEY = re.compile(r"<<([\w:-]+)>>")


class Record:
    """One line of JSON for each mail, written at once: what is in the file has happened, in this order."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, **values: str | float) -> None:
        os.write(self._file, (json.dumps(values) + "\n").encode())


class Server(SMTP):
    """Answers each mail as the dice say."""

    def __init__(self, record: Record, dice: random.Random, shares: Mapping[str, float]) -> None:
        super().__init__(self, hostname="sink", data_size_limit=32 * 2**20, enable_SMTPUTF8=True)
        self._record = record
        self._dice = dice
        self._shares = shares

    async def _handle_client(self) -> None:
        if self._shares and self._dice.random() < CLOSED_AT_CONNECT:
            self._record.add(at=time.time(), fate="closed at connect")
            self.transport.abort()
            return
        await super()._handle_client()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = mail.get_body(("plain",))
        found = KEY.search(body.get_content() if body else "")
        gone = envelope.rcpt_tos[0].startswith(GONE)
        fate = "gone" if gone else self._roll()
        self._record.add(
            at=time.time(), fate=fate, message_id=str(mail["Message-ID"]), key=found.group(1) if found else ""
        )
        if fate.endswith("hang"):
            await asyncio.sleep(HANG_SECONDS)
        if fate.endswith(("hang", "cut")):
            self.transport.abort()
        return {"gone": "550 no such mailbox", "later": "451 try later"}.get(fate, "250 kept")

    def _roll(self) -> str:
        at = self._dice.random()
        for fate, share in self._shares.items():
            if at < share:
                return fate
            at -= share
        return "kept"


async def serve(port: int, record: Record, dice: random.Random) -> None:
    """Serve until killed."""
    shares = dict(DICE)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, shares.clear)
    server = await loop.create_server(lambda: Server(record, dice, shares), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.faults.sink")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    sys.exit(asyncio.run(serve(asked.port, Record(asked.record), random.Random(asked.seed))))
