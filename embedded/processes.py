"""Child processes that end with the one who started them; after a hard kill, the next start ends what is left."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

from embedded.errors import ServersError
from embedded.stopping import Stop

_PATIENCE = 15.0
_PR_SET_CHILD_SUBREAPER = 36


def ended(process: psutil.Process) -> bool:
    """Tell whether a process is gone; one that only waits for its parent to notice is."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE or not process.is_running()
    except psutil.NoSuchProcess:
        return True


def wait_until_ended(process: psutil.Process, seconds: float) -> bool:
    """Wait for any process, child or not; return whether it ended in time."""
    until = time.monotonic() + seconds
    while not ended(process):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def adopt_orphans() -> None:
    """Become the parent of our descendants' orphans, the servers among them: a container's init may not reap them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap_orphans() -> None:
    """Take leave of the adopted processes that have ended, so that not even their numbers are left."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


class Stopped(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user asked to stop while a step was running."""


class Processes:
    """Starts commands in process groups of their own, each with a log file, and stops them all."""

    def __init__(self, folder: Path, env: Mapping[str, str], stop: Stop) -> None:
        """Keep logs and the record of what runs in this folder; `stop` ends the waiting."""
        self._folder = folder
        self._record = folder / "processes.json"
        self._env = env
        self._stop = stop
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, name: str, *command: str) -> None:
        """Run one step to its end. Raises ServersError with its last lines where it fails, Stopped on request."""
        process = self.start(name, *command)
        while process.poll() is None:
            if self._stop.wait(0.05):
                raise Stopped
        del self._running[name]
        if process.returncode != 0:
            raise ServersError(f"{name} failed with status {process.returncode}:\n{self.tail(name)}")

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start one process that is to run until stop()."""
        with self.log(name).open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - the commands are ours
                command,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._running[name] = process
        self._write_record()
        return process

    def log(self, name: str) -> Path:
        """Return the log file of one process."""
        return self._folder / f"{name.replace(' ', '-')}.log"

    def tail(self, name: str) -> str:
        """Return the last lines of one process's log, and where the log is."""
        lines = self.log(name).read_text(errors="replace").splitlines()[-15:]
        return "\n".join([*(line[-500:] for line in lines), f"(all of it: {self.log(name)})"])

    def died(self) -> str | None:
        """Return the name of a process that has ended by itself, if any."""
        return next((name for name, process in self._running.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """End all of them, politely first, and return when nothing of their groups is left."""
        for process in self._running.values():
            process.terminate()  # the leader alone: it ends its workers in good order
        for process in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()
        self._record.unlink(missing_ok=True)

    def end_leftovers(self) -> int:
        """End the processes that a killed predecessor left behind; return how many leaders there were."""
        if not self._record.exists():
            return 0
        found = [left for pid, created in json.loads(self._record.read_text()) if (left := _find(pid, created))]
        members = [member for leader in found for member in (leader, *leader.children(recursive=True))]
        for leader in found:
            with suppress(psutil.NoSuchProcess):
                leader.terminate()
        for member in members:
            if not wait_until_ended(member, _PATIENCE):
                member.kill()
        self._record.unlink()
        return len(found)

    def _write_record(self) -> None:
        """Remember who runs; the time of creation tells a process from a later one with the same number."""
        rows = []
        for process in self._running.values():
            with suppress(psutil.NoSuchProcess):
                rows.append([process.pid, psutil.Process(process.pid).create_time()])
        new = self._record.with_suffix(".new")
        new.write_text(json.dumps(rows))
        new.replace(self._record)


def _find(pid: int, created: float) -> psutil.Process | None:
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if abs(process.create_time() - created) < 1:
            return process
    return None
