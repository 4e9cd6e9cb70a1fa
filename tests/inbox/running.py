"""manage.py as processes of their own, on the tests' database."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any

from django.conf import settings

from tests.settings import urls

NOWHERE = "postgres://app@127.0.0.1:1/none"


def environment(*, database_away: bool = False) -> dict[str, str]:
    """Give the environment of a process that works on the tests' database, or on one that is away."""
    here = urls.for_database(settings.TEST_DATABASE)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "supportdesk.settings",
        "DATABASE_URL": NOWHERE if database_away else here.database,
        "OWNER_DATABASE_URL": NOWHERE if database_away else here.owner,
        "RELAY_DATABASE_URL": NOWHERE if database_away else here.relay,
    }


def manage(*words: str) -> list[str]:
    """Give the command line of a management command."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]


def free_port() -> int:
    """Give a port that nobody listens at."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class MailServer:
    """manage.py mail_server, killed at the end of the block."""

    def __init__(self, *words: str, path: Path | None = None, database_away: bool = False) -> None:
        self.port = free_port()
        self._where: Any = str(path) if path else ("127.0.0.1", self.port)
        where = ["--socket", str(path)] if path else ["--port", str(self.port)]
        self.process = subprocess.Popen(
            manage("mail_server", *where, *words), env=environment(database_away=database_away)
        )

    def __enter__(self) -> "MailServer":
        until = monotonic() + 30
        while True:  # another process is at work
            assert self.process.poll() is None, "it has ended by itself"
            assert monotonic() < until, "it does not listen"
            try:
                with socket.socket(socket.AF_UNIX if isinstance(self._where, str) else socket.AF_INET) as knock:
                    knock.connect(self._where)
            except OSError:
                sleep(0.05)
            else:
                return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()

    @contextmanager
    def lmtp(self) -> Iterator[smtplib.LMTP]:
        """Give a connection that has said who it is."""
        client = smtplib.LMTP("127.0.0.1", self.port, local_hostname="mx.example")
        client.ehlo()
        try:
            yield client
        finally:
            client.close()

    def stop(self) -> int:
        """Ask it to stop; give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)


def answers_to_data(client: smtplib.SMTP, message: bytes, *, count: int) -> list[bytes]:
    """Send a message after its recipients, and read as many answers as an LMTP client waits for."""
    code, _words = client.docmd("DATA")
    assert code == 354
    client.send(message + b".\r\n")
    return [b"%d %s" % client.getreply() for _ in range(count)]
