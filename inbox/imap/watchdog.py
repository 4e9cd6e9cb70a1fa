"""Cuts a connection that takes too long: a server that gives a byte now and then keeps to every timeout."""

import imaplib
import socket
from contextlib import suppress
from ipaddress import ip_address
from threading import Timer
from types import TracebackType

from imapclient import IMAPClient
from imapclient.tls import wrap_socket

from outbox.webhooks.addresses import RefusedAddressError, refuse_private


class Watchdog:
    """Cuts what it watches after so many seconds, unless the block has ended by then."""

    def __init__(self, seconds: float) -> None:
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._line: socket.socket | None = None

    def watch(self, line: socket.socket) -> None:
        """Hold the connection by a handle of its own: encryption takes the first one over."""
        self._line = line.dup()

    def _cut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Watchdog":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()


class WatchedClient(IMAPClient):  # type: ignore[misc]
    """An IMAPClient whose connection is watched from its first byte."""

    def __init__(self, host: str, port: int, *, ssl: bool, timeout: float, watchdog: Watchdog) -> None:
        self._watchdog = watchdog
        self._patience = timeout
        super().__init__(host, port, ssl=ssl, timeout=timeout)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - IMAPClient's name
        is_tls, watch = self.ssl, self._watchdog.watch

        class Watched(imaplib.IMAP4):
            def _create_socket(self, timeout: float | None = None) -> socket.socket:
                line = _connect(self.host, self.port, timeout)
                watch(line)
                return wrap_socket(line, None, self.host) if is_tls else line

        return Watched(self.host, self.port, self._patience)


def _connect(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to a host's first address that answers; a tenant reaches no network that the operator has not allowed."""
    failed: Exception = OSError("no address")
    for family, kind, protocol, _name, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        line = socket.socket(family, kind, protocol)
        line.settimeout(timeout)
        try:
            refuse_private(ip_address(where[0]))
            line.connect(where)
        except (OSError, RefusedAddressError) as error:
            line.close()
            failed = error
        else:
            return line
    raise failed
