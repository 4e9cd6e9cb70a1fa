"""A server that speaks clamd's INSTREAM, and knows one virus."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# The test file of eicar.org, in two parts: whoever scans this folder should not find it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Answers each connection; `says` is answered instead of looking, `most` is its StreamMaxLength."""

    def __init__(self) -> None:
        self.says: bytes | None = None
        self.most = 25 * 1024 * 1024
        self.seen: list[bytes] = []

    def answer(self, line: socket.socket) -> None:
        """Speak with one client."""
        with line, suppress(OSError), line.makefile("rb") as asked:
            assert asked.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", asked.read(4))[0]:
                content += asked.read(size)
                if len(content) > self.most:
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            self.seen.append(content)
            found = b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
            line.sendall(found if self.says is None else self.says)


@contextmanager
def clamd(path: Path | None = None) -> Iterator[tuple[str, Clamd]]:
    """Run one until the end of the block; give its address as CLAMD_URL has it."""
    listener = socket.socket(socket.AF_UNIX) if path else socket.create_server(("127.0.0.1", 0))
    if path:
        listener.bind(str(path))
        listener.listen()
    server = Clamd()

    def serve() -> None:
        with suppress(OSError):
            while True:
                server.answer(listener.accept()[0])

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield (f"unix:{path}" if path else f"tcp://127.0.0.1:{listener.getsockname()[1]}"), server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
