"""The whole application on one machine: `python -m embedded.demo` prepares it, runs it and stops it again.

PORT is the port of the pages (8000). Everything it keeps lies in the data folder; `make clean` forgets it.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from embedded.errors import ServersError
from embedded.ports import free_port, is_free
from embedded.processes import Processes, Stopped, adopt_orphans, reap_orphans
from embedded.servers import ensure_servers, stop_servers
from embedded.state import Urls
from embedded.stopping import Stop
from embedded.translations import compile_translations

ROOT = Path(__file__).resolve().parent.parent
_BIN = Path(sys.executable).parent
_ROOM_NEEDED = 1024  # MB: a year of tickets in two tenants, its indexes, its log and its mail
_PATIENCE = 60.0

_BLOCK = """
  supportdesk is open on {url}

    nordsoft (Swedish)  {url}nordsoft/
    lonhuset (Danish)   {url}lonhuset/

    Log in as customer@, agent@, consultant@, manager@ or admin@ nordsoft.example or lonhuset.example
    Password  demo-demo-demo

    Mail      {mail}
    Logs      {logs}
    Stop      Ctrl-C
"""


def main() -> int:
    """Run until Ctrl-C or SIGTERM; exit status 0 after a wanted stop, 1 after an error said on standard error."""
    stop = Stop()
    stop.on(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    data_dir = Path(os.environ.get("SUPPORTDESK_DATA_DIR") or ROOT / ".data").resolve()
    try:
        port = _port()
        with alone(data_dir):
            return _run(data_dir, port, stop)
    except ServersError as error:
        _say(f"\n{error}", sys.stderr)
        return 1


def _run(data_dir: Path, port: int, stop: Stop) -> int:
    mail_port = free_port()
    env = dict(os.environ)
    processes = Processes(data_dir / "logs", env, stop)
    if processes.end_leftovers():
        _say("Stopped what an earlier demo had left running.")
    if not is_free(port):
        raise ServersError(f"Port {port} is taken by another program. Choose another one: make demo PORT={port + 1}")
    _check_room(data_dir)
    adopt_orphans()
    try:
        _say("Starting PostgreSQL and Valkey")
        urls = ensure_servers(data_dir)
        env.update(_environment(data_dir, urls, port, mail_port))
        _prepare(processes, data_dir)
        del env["OWNER_DATABASE_URL"]  # what serves does not know the way to the tables' owner
        _start(processes, data_dir, port, mail_port)
        _wait_for_pages(processes, port, stop)
        url = f"http://127.0.0.1:{port}/"
        _say(_BLOCK.format(url=url, mail=data_dir / "mail", logs=data_dir / "logs"))
        _say(f"ready {url}")
        while not stop.wait(0.5):
            _check_alive(processes)
    except Stopped:
        pass
    finally:
        _say("Stopping")
        processes.stop()
        stop_servers(data_dir)
        reap_orphans()
    _say("Stopped. The data is kept; `make clean` forgets it.")
    return 0


def _environment(data_dir: Path, urls: Urls, port: int, mail_port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "supportdesk.settings",
        "DEMO": "1",
        "DEBUG": "0",
        "SUPPORTDESK_DATA_DIR": str(data_dir),
        "DATABASE_URL": urls.database,
        "OWNER_DATABASE_URL": urls.owner,
        "RELAY_DATABASE_URL": urls.relay,
        "REDIS_URL": urls.redis,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MEDIA_ROOT": str(data_dir / "attachments"),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(processes: Processes, data_dir: Path) -> None:
    compile_translations()
    manage = (sys.executable, str(ROOT / "manage.py"))
    if not _collected(data_dir / "static" / "staticfiles.json"):
        _say("Collecting style sheets and scripts")
        processes.run("collectstatic", *manage, "collectstatic", "--no-input")
    # One process for all of it: each start of Django costs a second or two.
    _say("Preparing the database and the demo data (the first time this takes a minute or two)")
    processes.run("prepare_demo", *manage, "prepare_demo")


def _collected(manifest: Path) -> bool:
    """Tell whether no static file, ours or a package's, is newer than the last collection."""
    if not manifest.exists():
        return False
    sources = [*(ROOT / "static").rglob("*"), ROOT / "requirements" / "development.lock"]
    return max(path.stat().st_mtime for path in sources) < manifest.stat().st_mtime


def _start(processes: Processes, data_dir: Path, port: int, mail_port: int) -> None:
    _say("Starting mail sink, web, worker and beat")
    mail = str(data_dir / "mail")
    processes.start("mail", sys.executable, "-m", "embedded.mailsink", "--port", str(mail_port), "--folder", mail)
    processes.start("web", *gunicorn(f"127.0.0.1:{port}"))
    processes.start("worker", *celery("worker", "--concurrency", "4"))
    processes.start("beat", *celery("beat", "--schedule", str(data_dir / "beat-schedule"), "--pidfile", ""))


def gunicorn(bind: str) -> list[str]:
    """Return the web server's command: threads, since a page waits for the database and little else."""
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket", "--bind", bind]
    return [str(_BIN / "gunicorn"), "supportdesk.wsgi", *options]


def celery(*command: str) -> list[str]:
    """Return one of Celery's commands."""
    return [str(_BIN / "celery"), "-A", "supportdesk", *command]


def _wait_for_pages(processes: Processes, port: int, stop: Stop) -> None:
    """Return when the health check, the list of desks and both log-in pages answer."""
    until = time.monotonic() + _PATIENCE
    for path in ("healthz", "", "nordsoft/", "lonhuset/"):
        while (status := _status(f"http://127.0.0.1:{port}/{path}")) != 200:
            _check_alive(processes)
            if status or time.monotonic() > until:
                why = f"answers {status}" if status else "does not answer"
                raise ServersError(f"The page /{path} {why}:\n{processes.tail('web')}")
            if stop.wait(0.1):
                raise Stopped


def _status(url: str) -> int | None:
    """Return the status an address answers with, redirects followed; None while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def _check_alive(processes: Processes) -> None:
    name = processes.died()
    if name:
        raise ServersError(f"The process “{name}” has ended by itself:\n{processes.tail(name)}")


def _port() -> int:
    raw = os.environ.get("PORT", "8000")
    if not raw.isdigit() or not 1 <= int(raw) <= 65535:
        raise ServersError(f"PORT: “{raw}” is not a port number (1 to 65535).")
    return int(raw)


def _check_room(data_dir: Path) -> None:
    free = shutil.disk_usage(data_dir).free // 2**20
    if free < _ROOM_NEEDED:
        raise ServersError(f"The disk is full: {free} MB free at {data_dir}, {_ROOM_NEEDED} MB needed.")


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the folder for this process, however it ends. Raises ServersError while a demo runs in it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ServersError(
                f"A demo runs in {data_dir} already (process {file.read().strip()}). Stop it with Ctrl-C first."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _say(text: str, to: TextIO | None = None) -> None:
    print(text, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
