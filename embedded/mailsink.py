"""An SMTP server that keeps every message as a file: `python -m embedded.mailsink --port 1025 --folder .data/mail`."""

import argparse
import asyncio
import itertools
import re
import signal
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from embedded.stopping import Stop

_MAX_BYTES = 32 * 2**20


class MailSink:
    """Takes mail on 127.0.0.1 and writes each message to the folder as `TIME-RECIPIENT.eml`, oldest first by name."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Prepare; port 0 takes any free one, known after start()."""
        self.folder = folder
        self._port = port
        self._replies: dict[str, str] = {}
        self._counter = itertools.count()
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen from now on. Raises OSError where the port is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._controller = _Controller(self, hostname="127.0.0.1", port=self._port, data_size_limit=_MAX_BYTES)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening; the messages stay."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self._controller is None:
            raise RuntimeError("the mail sink is not started")
        return int(self._controller.port)

    def refuse(self, reply: str, *, at: str = "RCPT") -> None:
        """Answer like this from now on (`550 no such mailbox`, `451 try later`), at RCPT or at DATA."""
        self._replies[at] = reply

    def accept(self) -> None:
        """Take mail again."""
        self._replies.clear()

    def messages(self) -> list[EmailMessage]:
        """Return the messages kept so far, oldest first."""
        paths = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    def clear(self) -> None:
        """Delete the messages kept so far."""
        for path in self.folder.glob("*.eml"):
            path.unlink()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Note one recipient, or refuse it."""
        if "RCPT" in self._replies:
            return self._replies["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep one message: the file appears complete or not at all."""
        if "DATA" in self._replies:
            return self._replies["DATA"]
        recipient = re.sub(r"[^\w@.+-]", "_", envelope.rcpt_tos[0])[:100]
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S.%f")
        path = self.folder / f"{moment}-{next(self._counter):04}-{recipient}.eml"
        new = path.with_suffix(".new")
        new.write_bytes(envelope.original_content or b"")
        new.rename(path)
        return "250 kept"


class _Controller(Controller):
    """Knows its real port when it was asked for any free one, before it looks whether it answers."""

    def _trigger_server(self) -> None:
        if self.port == 0 and isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m embedded.mailsink")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    stop = Stop()
    stop.on(signal.SIGTERM, signal.SIGINT)
    with MailSink(options.folder, options.port):
        stop.wait()


if __name__ == "__main__":
    main()
