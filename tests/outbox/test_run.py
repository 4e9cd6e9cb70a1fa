"""manage.py outbox_run, and the task."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from embedded.mailsink import MailSink
from outbox.tasks import drain
from tests.outbox.conftest import Queue
from tests.settings import urls

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


def test_once_sends_what_is_due(queue: Queue, sink: MailSink) -> None:
    queue()
    out = StringIO()
    call_command("outbox_run", "--once", stdout=out)
    assert out.getvalue() == "1 sent\n"
    assert len(sink.messages()) == 1


def test_the_task_sends_what_is_due(queue: Queue, sink: MailSink) -> None:
    queue()
    drain()
    assert len(sink.messages()) == 1


@pytest.mark.parametrize("interval", ["0", "-1", "4000", "nan", "soon"])
def test_an_interval_that_is_none_is_refused(interval: str) -> None:
    with pytest.raises(CommandError):
        call_command("outbox_run", f"--interval={interval}")


@pytest.fixture
def process(sink: MailSink) -> Iterator["subprocess.Popen[bytes]"]:
    here = urls.for_database(settings.TEST_DATABASE)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "supportdesk.settings",
        "DATABASE_URL": here.database,
        "OWNER_DATABASE_URL": here.owner,
        "RELAY_DATABASE_URL": here.relay,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "outbox_run", "--interval", "0.1"]
    with subprocess.Popen(command, env=env) as running:
        yield running
        running.kill()


def test_it_runs_until_sigterm(queue: Queue, sink: MailSink, process: "subprocess.Popen[bytes]") -> None:
    for number in range(2):
        queue(dedupe_key=f"cause:{number}")
        until = monotonic() + 20
        while len(sink.messages()) <= number:
            assert process.poll() is None, "it has ended by itself"
            assert monotonic() < until, "nothing arrived"
            sleep(0.05)  # another process is at work
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
