import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from embedded import ServersError, ensure_servers, postgresql, servers, stop_servers, valkey
from embedded import state as states
from embedded.place import find_place
from embedded.processes import ended

MODULE = [sys.executable, "-m", "embedded"]


def pids(data_dir: Path) -> set[int]:
    found = {postgresql.process(find_place(data_dir)), valkey.process(data_dir)}
    return {process.pid for process in found if process}


def query(url: str, sql: str) -> object:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def test_starts_once_and_stops_without_a_trace(data_dir: Path) -> None:
    urls = ensure_servers(data_dir, durable=False)
    started = pids(data_dir)
    processes = [psutil.Process(pid) for pid in started]
    assert len(started) == 2
    assert ensure_servers(data_dir, durable=False) == urls
    assert pids(data_dir) == started

    stop_servers(data_dir)
    assert all(ended(process) for process in processes)
    stop_servers(data_dir)  # again: nothing to do


def test_keeps_data_and_passwords_over_a_restart(data_dir: Path) -> None:
    urls = ensure_servers(data_dir)
    query(urls.owner, "CREATE TABLE kept (x int); INSERT INTO kept VALUES (42)")
    redis.Redis.from_url(urls.redis).set("kept", "42")
    stop_servers(data_dir)

    again = ensure_servers(data_dir)
    assert query(again.database, "SELECT x FROM kept") == 42
    assert redis.Redis.from_url(again.redis).get("kept") == b"42"
    assert query(again.superuser, "SHOW fsync") == "on"


def test_two_processes_at_once_get_the_same_servers(data_dir: Path) -> None:
    command = [*MODULE, "urls", "--not-durable", "--data-dir", str(data_dir)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    first, second = (process.communicate(timeout=60)[0] for process in both)
    assert first == second
    assert first.count("postgres://") == 4


def test_recovers_from_a_hard_kill(data_dir: Path) -> None:
    urls = ensure_servers(data_dir)
    query(urls.owner, "CREATE TABLE kept AS SELECT 42 AS x")
    for pid in pids(data_dir):
        process = psutil.Process(pid)
        children = process.children(recursive=True)
        process.kill()
        process.wait(10)
        psutil.wait_procs(children, timeout=10)
    # The number in the pid file may belong to another program by now: to this one, say.
    file = find_place(data_dir).data / "postmaster.pid"
    file.write_text(file.read_text().replace(file.read_text().split()[0], str(psutil.Process().pid), 1))

    assert query(ensure_servers(data_dir).database, "SELECT x FROM kept") == 42


def test_status_and_stop_from_the_command_line(data_dir: Path) -> None:
    def run(command: str) -> tuple[int, str]:
        done = subprocess.run(
            [*MODULE, command, "--not-durable", "--data-dir", str(data_dir)],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.strip()

    assert run("status") == (3, "down")
    assert run("start") == (0, "")
    assert run("status") == (0, "up")
    assert run("stop") == (0, "")
    assert run("status") == (3, "down")
    assert run("forget") == (0, "")
    assert not data_dir.exists()


def test_says_that_the_disk_is_full(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_ROOM_NEEDED", 2**60)
    with pytest.raises(ServersError, match=r"The disk is full: \d+ MB free"):
        ensure_servers(data_dir)


def test_nobody_without_the_password_gets_in(data_dir: Path) -> None:
    urls = ensure_servers(data_dir, durable=False)
    state = states.load(data_dir)
    assert state is not None
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(urls.superuser.replace(state.superuser, "guessed"))
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(urls.redis.replace(state.redis, "guessed")).ping()
    assert (data_dir / "servers.json").stat().st_mode & 0o077 == 0


def test_text_is_swedish_and_danish_all_the_way(data_dir: Path) -> None:
    urls = ensure_servers(data_dir, durable=False)
    assert query(urls.database, "SELECT lower('ÅÄÖÆØ')") == "åäöæø"
    assert query(urls.database, "SELECT to_tsvector('swedish', 'ÄRENDEN') @@ to_tsquery('swedish', 'ärende')") is True
    assert query(urls.database, "SELECT similarity('Ærø', 'ærø')") == 1.0
