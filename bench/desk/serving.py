"""The web process as in production, and what it and its engines use of the processor."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil
import psycopg2

from embedded.demo import gunicorn
from embedded.ports import free_port
from embedded.processes import Processes
from embedded.stopping import Stop

ROOT = Path(__file__).resolve().parent.parent.parent


class Server:
    """A port to ask, and the processor's seconds so far of web and database."""

    def __init__(self, port: int, web: int, superuser: str) -> None:
        self.port = port
        with closing(psycopg2.connect(superuser)) as connection:
            postmaster = psutil.Process(connection.get_backend_pid()).parent()
        self._roots = {"web": psutil.Process(web), "database": postmaster}

    def used(self) -> dict[str, float]:
        """Give the seconds of the processor, by part."""
        return {name: _seconds(root) for name, root in self._roots.items() if root}

    def workers(self) -> list[psutil.Process]:
        """Give the web's processes that answer."""
        web = self._roots["web"]
        return web.children() if web else []


def _seconds(root: psutil.Process) -> float:
    """Give what the process, those it has now and those that have ended have used."""
    ended = root.cpu_times()
    total = ended.children_user + ended.children_system
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


@contextmanager
def serving(data_dir: Path, superuser: str) -> Iterator[Server]:
    """Run gunicorn with production's settings for as long as the block takes."""
    port = free_port()
    env = {**os.environ, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    env.pop("OWNER_DATABASE_URL")  # what serves does not know the way to the tables' owner
    processes = Processes(data_dir / "logs", env, Stop())
    try:
        processes.run("collectstatic", sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input")
        web = processes.start("web", *gunicorn(f"127.0.0.1:{port}"))
        _wait_for(port)
        yield Server(port, web.pid, superuser)
    finally:
        processes.stop()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the web process does not answer")
