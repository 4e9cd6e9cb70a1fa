"""How much memory a process takes while something runs, above what it had before."""

from threading import Event, Thread

import psutil

EVERY_SECONDS = 0.02


class Peak:
    """Looks at the resident memory all the while; `megabytes` is the most above the beginning."""

    megabytes = 0.0

    def __enter__(self) -> "Peak":
        self._process, self._over = psutil.Process(), Event()
        self._idle = self._process.memory_info().rss
        self._watch = Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *failed: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            above = (self._process.memory_info().rss - self._idle) / 2**20
            self.megabytes = max(self.megabytes, above)
