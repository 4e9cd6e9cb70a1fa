"""A request to stop reaches who waits, whatever the main thread does when the signal comes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from embedded.stopping import Stop

# Signals come as fast as they can while the main thread does nothing but begin and end to wait.
RESTLESS = """
import signal
from embedded.stopping import Stop
stop = Stop()
heard = []
signal.signal(signal.SIGALRM, lambda *_: (heard.append(1), stop.set()))
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
while len(heard) < 300:
    stop._is_set = False
    stop.wait(0.00001)
signal.setitimer(signal.ITIMER_REAL, 0)
print("done")
"""


@pytest.fixture
def alarm() -> Iterator[Stop]:
    before, stop = signal.getsignal(signal.SIGALRM), Stop()
    stop.on(signal.SIGALRM)
    yield stop
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_signal_ends_the_waiting(alarm: Stop) -> None:
    assert not alarm.wait(0)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    assert alarm.wait(60)
    assert alarm.is_set()
    assert alarm.wait()


def test_another_thread_may_ask_and_again() -> None:
    stop = Stop()
    Thread(target=lambda: [stop.set() for _ in range(100_000)]).start()
    begun = time.monotonic()
    assert stop.wait(60)
    assert time.monotonic() - begun < 60


def test_signals_in_the_midst_of_the_waiting_do_not_lock_it() -> None:
    done = subprocess.run([sys.executable, "-c", RESTLESS], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "done\n")
