"""The database is restarted while the relay works: nothing is lost, and what is out is written down."""

import threading
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from embedded.mailsink import MailSink
from outbox import claims, relay
from outbox.models import OutboxMessage
from outbox.slots import slot
from outbox.smtp import SmtpCarrier
from tests.outbox.conftest import Queue

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


def cut(*, others: bool = False) -> None:
    """End the relay's sessions as a restart does; `others` ends the one that holds its place as well."""
    with connections.create_connection("relay").cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'relay'"
            " AND datname = current_database() AND pid <> pg_backend_pid() AND (%s OR pid = %s)",
            [others, connections["relay"].connection.info.backend_pid],
        )
        assert cursor.rowcount


class Cutting(SmtpCarrier):
    """Sends, and the database goes before anybody can write it down."""

    def __init__(self, *, others: bool = False) -> None:
        super().__init__()
        self.others = others

    def send(self, message: OutboxMessage) -> None:
        super().send(message)
        cut(others=self.others)


@pytest.mark.parametrize("others", [False, True])
def test_what_was_sent_is_written_down_by_a_new_connection(
    queue: Queue, sink: MailSink, monkeypatch: pytest.MonkeyPatch, others: bool
) -> None:
    monkeypatch.setattr(claims, "sleep", lambda seconds: None)
    for number in range(3):
        queue(dedupe_key=f"cause:{number}")
    assert relay.drain(Cutting(others=others)) == 3
    assert len(sink.messages()) == 3, "none was sent twice"
    with transaction.atomic():
        assert set(OutboxMessage.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_database_that_stays_away_ends_the_round(
    queue: Queue, sink: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(claims, "sleep", waits.append)
    queue()
    port = connections["relay"].settings_dict["PORT"]

    class Gone(SmtpCarrier):
        def send(self, message: OutboxMessage) -> None:
            super().send(message)
            connections["relay"].close()
            connections["relay"].settings_dict["PORT"] = "1"

    try:
        with pytest.raises(OperationalError):
            relay.drain(Gone())
    finally:
        connections["relay"].close()
        connections["relay"].settings_dict["PORT"] = port
    assert sum(waits) < claims.LEASE_SECONDS / 2
    with transaction.atomic():
        assert OutboxMessage.objects.get().state == "sending", "free again when its lease runs out"


def test_so_many_rounds_at_once_and_no_more(db: Any) -> None:
    inside, go_on, taken = threading.Semaphore(0), threading.Event(), []

    def hold() -> None:
        with slot("email", 2) as is_ours:
            taken.append(is_ours)
            inside.release()
            go_on.wait(20)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert inside.acquire(timeout=20)
    with slot("email", 2) as third:
        assert (taken, third) == ([True, True], False)
    with slot("webhook", 1) as other:
        assert other
    go_on.set()
    for thread in threads:
        thread.join()
    with slot("email", 2) as again:
        assert again
