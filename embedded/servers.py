"""Both servers of one data folder, started and stopped under a lock."""

import errno
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from embedded import postgresql, valkey
from embedded import state as states
from embedded.databases import ensure_default_database
from embedded.errors import ServersError
from embedded.place import find_place, forget_place
from embedded.state import State, Urls

_ROOM_NEEDED = 300 * 2**20  # bytes: fresh data with its write-ahead log, and room to work


def ensure_servers(data_dir: Path, *, durable: bool = True) -> Urls:
    """Start what is not up in this data folder and return the addresses; a few milliseconds when all is up.

    Safe from several processes at once. Not durable: a crash of the machine may lose the data, tests run faster.
    The servers outlive this process, until stop_servers. Raises ServersError.
    """
    data_dir = data_dir.resolve()
    state = states.load(data_dir)
    if state is not None and running(state):
        return state.urls()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _locked(data_dir):
            return _start(data_dir, durable=durable)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ServersError(f"The disk is full: {data_dir}") from error
        raise ServersError(f"The servers cannot be started in {data_dir}: {error}") from error


def running(state: State) -> bool:
    """Tell whether both servers answer."""
    return postgresql.answers(state) and valkey.answers(state)


def stop_servers(data_dir: Path) -> None:
    """Stop both servers of this data folder, if they run, and return when they are gone. The data stays."""
    data_dir = data_dir.resolve()
    if states.load(data_dir) is None:
        return
    with _locked(data_dir):
        valkey.stop(data_dir)
        postgresql.stop(find_place(data_dir))


def forget_servers(data_dir: Path) -> None:
    """Stop both servers and delete the data folder with everything in it."""
    stop_servers(data_dir)
    data_dir = data_dir.resolve()
    forget_place(data_dir)
    shutil.rmtree(data_dir, ignore_errors=True)


def _start(data_dir: Path, *, durable: bool) -> Urls:
    state = states.load(data_dir)
    if state is None:
        state = State()
        states.save(data_dir, state)
    place = find_place(data_dir)
    if not postgresql.answers(state):
        free = shutil.disk_usage(place.base).free
        if free < _ROOM_NEEDED:
            raise ServersError(f"The disk is full: {free // 2**20} MB free at {place.base}, 300 MB needed.")
        state = replace(state, database_port=postgresql.start(place, state, durable=durable))
        states.save(data_dir, state)
        ensure_default_database(place, state)
    if not valkey.answers(state):
        state = replace(state, redis_port=valkey.start(data_dir, state, durable=durable))
        states.save(data_dir, state)
    return state.urls()


@contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    with (data_dir / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
