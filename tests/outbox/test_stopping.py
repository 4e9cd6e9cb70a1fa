"""SIGTERM while a real worker sends: the mail in hand goes out, the others are given back at once."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from time import sleep
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction

from embedded.mailsink import MailSink
from outbox.models import OutboxMessage
from tests.outbox.conftest import Queue
from tests.settings import urls

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


@pytest.fixture
def worker(sink: MailSink) -> Iterator["subprocess.Popen[bytes]"]:
    here = urls.for_database(settings.TEST_DATABASE)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "supportdesk.settings",
        "DATABASE_URL": here.database,
        "OWNER_DATABASE_URL": here.owner,
        "RELAY_DATABASE_URL": here.relay,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "CELERY_SKIP_CHECKS": "1",
    }
    command = [sys.executable, "-m", "celery", "-A", "supportdesk", "worker", "--concurrency", "1"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with subprocess.Popen(command, env=env, cwd=settings.BASE_DIR) as running:
        yield running
        running.kill()


def test_a_worker_told_to_stop_gives_back_what_it_has_not_begun(
    queue: Queue, sink: MailSink, worker: "subprocess.Popen[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, asked, go_on = sink.handle_DATA, threading.Event(), threading.Event()

    async def slow(*args: Any) -> str:
        asked.set()
        while not go_on.is_set():
            await asyncio.sleep(0.02)
        return await kept(*args)

    monkeypatch.setattr(sink, "handle_DATA", slow)
    for number in range(5):
        queue(dedupe_key=f"cause:{number}")
    current_app.send_task("outbox.tasks.drain")
    assert asked.wait(30), "nothing was sent"
    worker.send_signal(signal.SIGTERM)
    sleep(0.5)  # another process is at work: it hears the signal while the mail is in its hand
    go_on.set()
    assert worker.wait(timeout=60) == 0
    assert len(sink.messages()) == 1
    with transaction.atomic():
        rows = sorted(OutboxMessage.objects.values_list("state", "token", "attempts"))
    assert rows == [("queued", None, 0)] * 4 + [("sent", None, 1)]
