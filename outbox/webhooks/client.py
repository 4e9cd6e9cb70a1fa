"""One HTTP request to an address that somebody else chose: checked, short, and believed in nothing."""

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from itertools import islice
from threading import Timer
from typing import Any

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from outbox.webhooks.addresses import Place, RefusedAddressError, Target, parse_target, resolved

# Looking the name up, connecting and shaking hands; each wait for an answer; and all of it together.
CONNECT_SECONDS = 5
READ_SECONDS = 10
TOTAL_SECONDS = 15
ANSWER_BYTES = 4096
KEPT_CHARACTERS = 1000
KEPT_ERROR = 300
AGENT = "supportdesk-webhooks/1"
# The addresses of one name that are tried.
MOST_ADDRESSES = 2


@dataclass(frozen=True)
class Outcome:
    """What became of a request: a status with the beginning of the answer, or `status` None and the error in words."""

    milliseconds: int
    status: int | None = None
    answer: str = ""
    retry_after: str = ""
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        """Say whether the receiver has taken it."""
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str], *, most: int | None = None) -> Outcome:
    """Send `body`; raises nothing for what the other side does, and ends TOTAL_SECONDS after the name's look-up. Of the
    answer its first `most` bytes are given, else as much as the delivery log keeps.

    No redirect is followed and no proxy asked; the certificate must be the name's; only a checked address is connected
    to. A refused one is an outcome like any other: the name may stand for a public address tomorrow.
    """
    begun = time.monotonic()

    def outcome(**values: Any) -> Outcome:
        return Outcome(milliseconds=round((time.monotonic() - begun) * 1000), **values)

    try:
        target = parse_target(url)
        with closing(_Secure(target) if target.is_secure else _Plain(target)) as connection:
            sent = {"Content-Type": "application/json", "User-Agent": AGENT, **headers}
            # Nothing is unpacked: a few kilobytes may be a gigabyte inside.
            connection.request(
                "POST", target.path, body=body, headers=sent, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
            answer = _beginning(response, most or ANSWER_BYTES)[: most or KEPT_CHARACTERS]
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return outcome(error=_words(error))
    retry_after = response.headers.get("Retry-After", "")[:60]
    return outcome(status=response.status, answer=answer, retry_after=retry_after)


def connect(place: Place) -> socket.socket:
    """Connect to exactly this. OSError where nobody answers."""
    line = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        line.settimeout(CONNECT_SECONDS)
        line.connect(place.where)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        line.close()
        raise
    return line


class _Checked(HTTPConnection):
    """Connects to a checked address, and is cut off when its time is up, however slowly the other side goes on."""

    def __init__(self, target: Target, **options: Any) -> None:
        super().__init__(target.host, target.port, timeout=READ_SECONDS, **options)
        self._target = target
        self._until = time.monotonic() + TOTAL_SECONDS
        self._watch: Timer | None = None
        self._line: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        problem: OSError | None = None
        for place in islice(resolved(self._target), MOST_ADDRESSES):
            try:
                line = connect(place)
            except OSError as error:
                problem = error
                continue
            self._guard(line)
            return line
        raise problem or OSError("the name has no address")

    def _guard(self, line: socket.socket) -> None:
        # Of the same connection, whatever TLS does with the first handle.
        self._line = line.dup()
        self._watch = Timer(max(0.0, self._until - time.monotonic()), self._cut)
        self._watch.daemon = True
        self._watch.start()

    def _cut(self) -> None:
        with suppress(OSError):  # the other side was faster
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch.join()
        if self._line is not None:
            self._line.close()
        super().close()


class _Plain(_Checked):
    """http, where the operator allows it."""


class _Secure(_Checked, HTTPSConnection):
    """https: `host` is the name that the certificate must have, whatever address is connected to."""

    def __init__(self, target: Target) -> None:
        super().__init__(target, ssl_context=tls())


@cache
def tls() -> ssl.SSLContext:
    """Give the system's certificate authorities, read once."""
    return ssl.create_default_context()


def _beginning(response: HTTPResponse, most: int) -> str:
    """Give the first of the answer; the status counts even where the rest does not come."""
    try:
        answer = response.read(most)
    except (HTTPError, HTTPException, OSError):
        return ""
    return answer.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _words(error: Exception) -> str:
    if isinstance(error, RefusedAddressError):
        return str(error)
    return f"{type(error).__name__}: {error}".replace("\0", "\N{REPLACEMENT CHARACTER}")[:KEPT_ERROR]
