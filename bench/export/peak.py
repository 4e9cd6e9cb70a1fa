"""How much memory processes take while something runs, above what each had before."""

from collections.abc import Sequence
from threading import Event, Thread

import psutil

EVERY_SECONDS = 0.02


class Peak:
    """Looks at the resident memory all the while; `megabytes` is the most that one of them has above the beginning.

    Without processes it is this one.
    """

    megabytes = 0.0

    def __init__(self, processes: Sequence[psutil.Process] = ()) -> None:
        self._processes = list(processes) or [psutil.Process()]

    def __enter__(self) -> "Peak":
        self._over = Event()
        self._idle = [process.memory_info().rss for process in self._processes]
        self._watch = Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *failed: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            for process, idle in zip(self._processes, self._idle, strict=True):
                self.megabytes = max(self.megabytes, (process.memory_info().rss - idle) / 2**20)
