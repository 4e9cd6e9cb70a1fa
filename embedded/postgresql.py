"""One PostgreSQL server: initdb, start and stop through the wheel's own tools, 127.0.0.1 and passwords only."""

import os
import shutil
import time
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2

from embedded.errors import ServersError
from embedded.place import Place
from embedded.ports import free_port
from embedded.processes import ended, wait_until_ended
from embedded.state import State

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path is limited to about 100 characters, a checkout's is not
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "200",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "scram_iterations": "1",  # the passwords are 192 random bits: stretching them only costs time at every connection
}
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_PATIENCE = 60.0


def answers(state: State) -> bool:
    """Tell whether our server (it knows our password) takes connections. Takes a few milliseconds."""
    try:
        url = state.urls().for_database("postgres").superuser
        with closing(psycopg2.connect(url, connect_timeout=5)):
            return True
    except psycopg2.OperationalError:
        return False


def process(place: Place) -> psutil.Process | None:
    """Return the running server of this place, if any."""
    try:
        pid = int((place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        found = psutil.Process(pid)
        return found if found.name() == "postgres" and not ended(found) else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None


def start(place: Place, state: State, *, durable: bool) -> int:
    """Start the server, creating its data the first time, and return its port."""
    if process(place):  # starting, recovering or stopping
        return _wait(place, state)
    if not (place.data / "PG_VERSION").exists():
        _create(place, state, durable=durable)
    # A pid left by a crash may belong to somebody else by now, and PostgreSQL would wait for that one to go.
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    output = ""
    for _ in range(3):  # another process may take the port between our look and PostgreSQL's
        port = free_port(state.database_port)
        settings = _SETTINGS | ({} if durable else _CARELESS) | {"port": str(port)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        done = place.account.run(
            place.binaries / "pg_ctl",
            *("start", "-w", "-t", str(int(_PATIENCE)), "-D", place.data, "-l", place.log, "-o", options),
        )
        if done.returncode == 0:
            return port
        output = done.stdout
    raise ServersError(f"PostgreSQL does not start: {output.strip()}\n{_tail(place.log)}")


def stop(place: Place) -> None:
    """Stop the server if it runs, breaking open connections, and return when it is gone."""
    running = process(place)
    if running is None:
        return
    done = place.account.run(
        place.binaries / "pg_ctl", "stop", "-w", "-t", str(int(_PATIENCE)), "-m", "fast", "-D", place.data
    )
    if not wait_until_ended(running, _PATIENCE):
        raise ServersError(f"PostgreSQL does not stop: {done.stdout.strip()}")


def _create(place: Place, state: State, *, durable: bool) -> None:
    place.make_folder()
    secret = place.folder / "password"
    secret.unlink(missing_ok=True)
    with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(state.superuser)
    if place.account.uid is not None and place.account.gid is not None:
        os.chown(secret, place.account.uid, place.account.gid)
    new = place.folder / "data.new"  # renamed when complete, so that a killed initdb leaves nothing half done
    shutil.rmtree(new, ignore_errors=True)
    try:
        # Code point order, as everywhere without ICU, but with the whole of Unicode for upper and lower case. Trigrams
        # ask the system's character classes, so the first of these that the system has.
        for letters in ("C.UTF-8", "en_US.UTF-8", "C"):
            done = place.account.run(
                place.binaries / "initdb",
                *("-D", new, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"),
                *("--locale=C", f"--lc-ctype={letters}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *(() if durable else ("--no-sync",)),
            )
            if done.returncode == 0 or "invalid locale name" not in done.stdout:
                break
    finally:
        secret.unlink()
    if done.returncode != 0:
        raise ServersError(f"PostgreSQL cannot create its data in {place.data}: {done.stdout.strip()}")
    new.rename(place.data)


def _wait(place: Place, state: State) -> int:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if answers(state):
            return state.database_port
        if process(place) is None:
            raise ServersError("PostgreSQL was just stopping: please try again.")
        time.sleep(0.1)
    raise ServersError(f"PostgreSQL runs but does not answer on port {state.database_port}.\n{_tail(place.log)}")


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-5:])
    except FileNotFoundError:
        return ""
