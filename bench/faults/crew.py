"""The processes that are killed: workers and beats, as docs/operating.md says to start them."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

from embedded.processes import wait_until_ended

AHEAD_SECONDS = 2 * 3600
WORKERS = ("worker-1", "worker-2", "worker-ahead")  # the last one's clock is two hours ahead
BEATS = ("beat-1", "beat-2")


class Crew:
    """Starts each by its name in a process group of its own, kills it hard, and notices who ended by itself."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self._folder = folder
        self.env = dict(env)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.ended: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *command: str, out: IO[bytes] | None = None, **env: str) -> subprocess.Popen[bytes]:
        """Start one; its log goes on where it was."""
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                env={**self.env, **env},
                stdin=subprocess.DEVNULL,
                stdout=out or log,
                stderr=log,
                start_new_session=True,
            )
        self._running[name] = process
        return process

    def worker(self, name: str) -> None:
        """Start a worker of two processes."""
        ahead = {"FAULTS_AHEAD": str(AHEAD_SECONDS)} if name == WORKERS[-1] else {}
        options = ("worker", "--concurrency", "2", "--hostname", f"{name}@%h")
        self.start(name, "bench.faults.worker", "-A", "supportdesk", *options, **ahead)

    def beat(self, name: str) -> None:
        """Start a beat with a schedule file of its own."""
        schedule = str(self._folder / f"{name}-schedule")
        self.start(name, "celery", "-A", "supportdesk", "beat", "--pidfile", "", "--schedule", schedule)

    def log(self, name: str) -> Path:
        """Give the log of one."""
        return self._folder / f"{name}.log"

    def kill(self, name: str) -> None:
        """Kill -9 the whole group, as where the machine goes away."""
        process = self._running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def pools(self) -> dict[str, list[psutil.Process]]:
        """Give the processes of each worker that is up: one that is only starting has none."""
        found = {name: _children(self._running[name].pid) for name in WORKERS}
        return {name: children for name, children in found.items() if children}

    def kill_of_pool(self, dice: random.Random, port: int) -> bool:
        """Kill -9 one process of a worker's pool, as a system does that is out of memory; False where none is up.

        Half of the time one that is connected to `port`, the mail server's: most of the others have nothing to do.
        """
        found = [child for children in self.pools().values() for child in children]
        if not found:
            return False
        sending = [child for child in found if _is_connected(child, port)] if dice.random() < 0.5 else []
        victim = dice.choice(sending or found)
        try:
            victim.kill()
        except psutil.NoSuchProcess:
            return False  # it has ended by itself since it was found
        return wait_until_ended(victim, 5)

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Return when each worker has once taken work. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while not all(" ready." in self.log(name).read_text() for name in WORKERS):
            if time.monotonic() > until:
                raise TimeoutError("a worker does not come up: see its log")
            time.sleep(0.1)

    def start_again(self) -> None:
        """Start again who has ended without being killed, as a service manager does, and keep the names."""
        gone = [name for name, process in self._running.items() if process.poll() is not None]
        for name in gone:
            self.kill(name)  # what is left of the group
            self.worker(name) if name in WORKERS else self.beat(name)
        self.ended += gone

    def stop(self) -> None:
        """End all of them."""
        for name in list(self._running):
            self.kill(name)


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children()
    except psutil.NoSuchProcess:
        return []


def _is_connected(process: psutil.Process, port: int) -> bool:
    with suppress(psutil.Error):
        return any(one.raddr and one.raddr.port == port for one in process.net_connections("tcp"))
    return False
