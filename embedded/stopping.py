"""A request to stop, made by a signal and waited for by the main thread."""

import os
import select
import signal
from contextlib import suppress


class Stop:
    """Whether somebody has asked.

    Not a threading.Event: a signal's handler runs in the midst of what the main thread does, and where that holds the
    event's lock just then, setting it waits for ever.
    """

    def __init__(self) -> None:
        self._is_set = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)

    def on(self, *signals: signal.Signals) -> None:
        """Let these signals ask."""
        for number in signals:
            signal.signal(number, lambda *_: self.set())

    def set(self) -> None:
        """Ask; again changes nothing."""
        self._is_set = True
        with suppress(BlockingIOError):  # the pipe is full: whoever waits is awake already
            os.write(self._write, b".")

    def is_set(self) -> bool:
        """Say whether somebody has asked."""
        return self._is_set

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until somebody asks, so many seconds at most; say whether somebody has."""
        if not self._is_set:
            select.select([self._read], [], [], seconds)
        return self._is_set

    def __del__(self) -> None:
        os.close(self._read)
        os.close(self._write)
