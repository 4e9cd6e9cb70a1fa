import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from embedded.errors import ServersError
from embedded.processes import Processes, Stopped, ended
from embedded.stopping import Stop

SLEEP = "import time; time.sleep(600)"
FAMILY = f"import subprocess, sys; print('up', flush=True); subprocess.run([sys.executable, '-c', {SLEEP!r}])"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {SLEEP}"


@pytest.fixture
def stop() -> Stop:
    return Stop()


@pytest.fixture
def processes(tmp_path: Path, stop: Stop) -> Iterator[Processes]:
    made = Processes(tmp_path, {}, stop)
    yield made
    made.stop()


def start(processes: Processes, code: str) -> psutil.Process:
    process = psutil.Process(processes.start("child", sys.executable, "-c", code).pid)
    while "up" not in processes.tail("child"):
        assert process.is_running(), processes.tail("child")
    return process


def test_a_failing_step_says_its_last_lines(processes: Processes) -> None:
    with pytest.raises(ServersError, match=r"(?s)load failed with status 3.*no such thing"):
        processes.run("load", sys.executable, "-c", "print('no such thing'); raise SystemExit(3)")


def test_a_request_to_stop_ends_a_running_step(processes: Processes, stop: Stop) -> None:
    stop.set()
    with pytest.raises(Stopped):
        processes.run("load", sys.executable, "-c", SLEEP)


def test_stop_ends_children_of_children(processes: Processes) -> None:
    child = start(processes, FAMILY)
    while not (family := child.children(recursive=True)):
        assert child.is_running()
    assert processes.died() is None
    processes.stop()
    _, alive = psutil.wait_procs([child, *family], timeout=5)
    assert not alive


def test_stop_ends_what_ignores_a_polite_request(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedded.processes._PATIENCE", 0.1)
    child = start(processes, STUBBORN)
    processes.stop()
    assert not child.is_running()


def test_tells_who_ended_by_itself(processes: Processes) -> None:
    processes.start("child", sys.executable, "-c", "print('out of luck')").wait(10)
    assert processes.died() == "child"
    assert processes.tail("child").startswith("out of luck\n")


def test_the_next_start_ends_what_a_killed_one_left(tmp_path: Path, processes: Processes) -> None:
    code = (
        "import sys, pathlib; from embedded.processes import Processes; from embedded.stopping import Stop;"
        "p = Processes(pathlib.Path(sys.argv[1]), {}, Stop());"
        f"print(p.start('child', sys.executable, '-c', {FAMILY!r}).pid, flush=True); Stop().wait()"
    )
    runner = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert runner.stdout is not None
    child = psutil.Process(int(runner.stdout.readline()))
    runner.kill()
    runner.wait()
    assert child.is_running()

    assert processes.end_leftovers() == 1
    assert processes.end_leftovers() == 0
    assert ended(child)


def test_leaves_a_stranger_with_a_reused_number_alone(tmp_path: Path, processes: Processes) -> None:
    (tmp_path / "processes.json").write_text(f"[[{psutil.Process().pid}, 1.0]]")
    assert processes.end_leftovers() == 0
