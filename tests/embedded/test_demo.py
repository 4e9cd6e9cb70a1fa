import fcntl
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from embedded import ServersError, bootstrap, demo
from embedded.processes import Processes, Stopped
from embedded.stopping import Stop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(demo.signal, "signal", lambda *_: None)


def test_says_that_the_port_is_taken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert demo.main() == 1
    assert f"Port {port} is taken by another program. Choose another one: make demo PORT=" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", ""])
def test_says_what_is_wrong_with_a_port(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", port)
    assert demo.main() == 1
    assert f"PORT: “{port}” is not a port number" in capsys.readouterr().err


def test_says_that_the_disk_is_full(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", str(demo.free_port()))
    monkeypatch.setattr(demo, "_ROOM_NEEDED", 2**50)
    assert demo.main() == 1
    assert "The disk is full:" in capsys.readouterr().err


def test_a_running_demo_keeps_its_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "demo.lock").open("w") as file:
        file.write("4711")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        assert demo.main() == 1
        done = subprocess.run([sys.executable, "-m", "embedded", "forget"], capture_output=True, text=True, check=False)
        assert (done.returncode, tmp_path.exists()) == (1, True)
    assert f"A demo runs in {tmp_path} already (process 4711)" in capsys.readouterr().err


def test_setup_says_that_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "venv/stamp")
    monkeypatch.setattr(bootstrap, "ROOM_NEEDED", 2**50)
    assert bootstrap.main() == 1
    assert "The dependencies cannot be installed: the disk is full" in capsys.readouterr().err
    assert not (tmp_path / "venv").exists()


def test_make_says_that_python_is_too_old(tmp_path: Path) -> None:
    """Only old Pythons on the path: each answers as Python 3.9 would."""
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        fake = tmp_path / name
        fake.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
        fake.chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(["make", "-C", str(ROOT), "setup"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "Found: Python 3.9.2" in done.stderr


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    made = Processes(tmp_path / "logs", {}, Stop())
    made.start("web", sys.executable, "-c", "import time; print('listening', flush=True); time.sleep(600)")
    yield made
    made.stop()


@pytest.fixture
def site() -> Iterator[tuple[int, dict[str, int]]]:
    """A web server that answers each path with the status given for it, else 200."""
    statuses: dict[str, int] = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(statuses.get(self.path, 200))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, statuses
        server.shutdown()


def test_is_ready_when_both_desks_answer(processes: Processes, site: tuple[int, dict[str, int]]) -> None:
    port, statuses = site
    demo._wait_for_pages(processes, port, Stop())
    statuses["/lonhuset/"] = 500
    with pytest.raises(ServersError, match=r"The page /lonhuset/ answers 500:\n"):
        demo._wait_for_pages(processes, port, Stop())


def test_waiting_for_pages_ends_on_request(processes: Processes) -> None:
    stop = Stop()
    stop.set()
    with pytest.raises(Stopped):
        demo._wait_for_pages(processes, demo.free_port(), stop)


def test_a_process_that_ends_by_itself_ends_the_demo(processes: Processes) -> None:
    processes.start("beat", sys.executable, "-c", "print('no broker')").wait(10)
    with pytest.raises(ServersError, match=r"The process “beat” has ended by itself:\nno broker"):
        demo._wait_for_pages(processes, demo.free_port(), Stop())


def test_static_files_are_collected_again_when_one_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    sheet, lock, manifest = tmp_path / "static/a.css", tmp_path / "requirements/development.lock", tmp_path / "m.json"
    for path in (sheet, lock, manifest):
        path.parent.mkdir(exist_ok=True)
        if path != manifest:
            path.touch()
            os.utime(path, (1, 1))
    os.utime(sheet.parent, (1, 1))
    assert not demo._collected(manifest)
    manifest.touch()
    assert demo._collected(manifest)
    lock.touch()
    os.utime(manifest, (2, 2))
    assert not demo._collected(manifest)
