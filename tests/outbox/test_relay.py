"""Sending, on real PostgreSQL as the role `relay` and over real SMTP."""

import threading
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connections, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from embedded.mailsink import MailSink
from outbox import claims, relay, smtp
from outbox.carriers import LaterError, Limits, RefusedError
from outbox.models import OutboxMessage
from outbox.smtp import SmtpCarrier
from outbox.states import send_again
from tests.cast import Cast
from tests.outbox.conftest import NOW, Queue, queue_and_fail

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
State = OutboxMessage.State
LIMITS = SmtpCarrier.limits


def drain(**how: Any) -> int:
    return relay.drain(SmtpCarrier(), **how)


def row(**values: Any) -> OutboxMessage:
    with transaction.atomic():
        return OutboxMessage.objects.get(**values)


def change(**values: Any) -> None:
    with transaction.atomic():
        OutboxMessage.objects.update(**values)


def test_a_mail_arrives_as_it_was_queued(queue: Queue, sink: MailSink) -> None:
    message = queue(reply_to="Desk <desk@nordsoft.example>", headers={"X-Ticket": "1042"})
    assert message is not None
    assert drain() == 1
    (mail,) = sink.messages()
    assert mail["Message-ID"] == message.message_id
    assert mail["From"] == "Nordsoft <support@nordsoft.example>"
    assert mail["To"] == "karin@nordsoft.example"
    assert mail["Reply-To"] == "Desk <desk@nordsoft.example>"
    assert mail["Subject"] == "måndag: A & B < C"
    assert mail["X-Ticket"] == "1042"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == message.text.splitlines()
    assert html.get_content().splitlines() == message.html.splitlines()
    sent = row()
    assert (sent.state, sent.attempts, sent.token) == (State.SENT, 1, None)
    assert sent.sent_at is not None
    assert drain() == 0


def test_what_is_rolled_back_is_not_sent(queue: Queue, sink: MailSink) -> None:
    queue_and_fail(queue)
    assert drain() == 0
    assert sink.messages() == []


def test_mails_of_all_tenants_go_out_longest_due_first(queue: Queue, lonhuset: Cast, sink: MailSink) -> None:
    from accounts.tenancy.context import tenant_context

    queue(recipient="late@x.example", dedupe_key="1")
    with tenant_context(lonhuset.tenant.pk):
        queue(recipient="early@x.example", dedupe_key="2")
        change(next_at=Now() - timedelta(minutes=5))
    assert drain() == 2
    assert [mail["To"] for mail in sink.messages()] == ["early@x.example", "late@x.example"]


def test_what_is_not_due_waits(queue: Queue, sink: MailSink) -> None:
    queue()
    change(next_at=Now() + timedelta(minutes=1))
    assert drain() == 0
    change(next_at=Now())
    assert drain() == 1


def test_a_relay_whose_clock_is_hours_ahead_or_behind_changes_nothing(queue: Queue, sink: MailSink) -> None:
    waiting = queue(dedupe_key="waiting")
    assert waiting is not None
    change(next_at=Now() + timedelta(minutes=1))
    leased = queue(dedupe_key="leased")
    assert leased is not None
    claims.claim(uuid.uuid4(), 10, "email")
    for hours in (-2, 2):
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=hours), tick=True):
            assert drain() == 0, "neither the lease nor the wait is over"
            queue(dedupe_key=f"now:{hours}")
            sink.refuse("451 later")
            assert drain() == 0
            with connections["relay"].cursor() as cursor:
                cursor.execute(
                    "SELECT extract(epoch FROM next_at - now()) FROM outbox_outboxmessage"
                    " WHERE attempts = 1 AND state = 'queued'"
                )
                assert 0 < float(cursor.fetchone()[0]) < 10
            sink.accept()
            with transaction.atomic():
                OutboxMessage.objects.filter(attempts=1, state=State.QUEUED).update(next_at=Now(), attempts=0)
            assert drain() == 1


def test_a_killed_relay_s_mail_is_sent_again_under_the_same_message_id(queue: Queue, sink: MailSink) -> None:
    message = queue()
    assert message is not None
    (claimed,) = claims.claim(uuid.uuid4(), 10, "email")
    server = SmtpCarrier()
    server.send(claimed)  # killed here: sent and not marked
    server.close()
    assert drain() == 0, "the lease still runs"
    change(lease_until=Now() - timedelta(seconds=1))
    assert drain() == 1
    assert [mail["Message-ID"] for mail in sink.messages()] == [message.message_id] * 2
    first, second = sink.messages()
    assert first["Date"] == second["Date"]


def test_a_token_that_is_not_ours_any_more_changes_nothing(queue: Queue) -> None:
    queue()
    old, new = uuid.uuid4(), uuid.uuid4()
    (mine,) = claims.claim(old, 10, "email")
    change(lease_until=Now() - timedelta(seconds=1))
    (theirs,) = claims.claim(new, 10, "email")
    assert mine.pk == theirs.pk
    assert not claims.begin(mine, old)
    assert not claims.mark_sent(mine, old)
    assert not claims.fail(mine, old, "x")
    assert not claims.postpone(mine, old, "x", LIMITS)
    assert not claims.give_back(mine, old, "x")
    claims.release([mine], old)
    after = row()
    assert (after.state, after.token) == (State.SENDING, new)
    assert claims.mark_sent(theirs, new)


def test_a_4xx_answer_waits_longer_each_time(queue: Queue, sink: MailSink) -> None:
    queue()
    sink.refuse("451 try later")
    for attempt, base in [(1, 5), (2, 10), (3, 20)]:
        change(next_at=Now())
        assert drain() == 0
        with connections["relay"].cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM next_at - now()) FROM outbox_outboxmessage")
            wait = float(cursor.fetchone()[0])
        assert base * 0.5 - 2 < wait <= base * 1.5
        after = row()
        assert (after.state, after.attempts, after.last_error) == (State.QUEUED, attempt, "451 try later")
        assert after.token is None
    sink.accept()
    change(next_at=Now())
    assert drain() == 1


def test_the_wait_has_a_cap_and_the_attempts_an_end(queue: Queue, sink: MailSink) -> None:
    queue()
    sink.refuse("451 try later", at="DATA")
    change(attempts=LIMITS.attempts - 2)
    drain()
    after = row()
    assert after.state == State.QUEUED
    with connections["relay"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM next_at - now()) FROM outbox_outboxmessage")
        assert 1700 < float(cursor.fetchone()[0]) <= 5400
    change(next_at=Now())
    drain()
    after = row()
    assert (after.state, after.attempts) == (State.FAILED, LIMITS.attempts)


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
def test_a_5xx_answer_fails_and_the_others_go_on(queue: Queue, sink: MailSink, at: str, nordsoft: Cast) -> None:
    message = queue()
    assert message is not None
    sink.refuse("550 no such mailbox", at=at)
    assert drain() == 0
    failed = row()
    assert (failed.state, failed.last_error, failed.attempts) == (State.FAILED, "550 no such mailbox", 1)
    sink.accept()
    queue(dedupe_key="cause:2")
    assert drain() == 1, "a failed one waits for a person"
    with transaction.atomic():
        assert send_again(ids=[failed.pk], kind="email", actor=nordsoft.manager, now=NOW) == 1
        failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.last_error) == (State.QUEUED, 0, "")
    assert drain() == 1
    assert sink.messages()[-1]["Message-ID"] == message.message_id


def test_an_address_that_is_none_fails_alone(queue: Queue, sink: MailSink) -> None:
    queue(recipient="a@x.example, b@x.example", dedupe_key="2")
    queue(dedupe_key="3")
    assert drain() == 1
    with transaction.atomic():
        assert list(OutboxMessage.objects.order_by("id").values_list("state", flat=True)) == ["failed", "sent"]


def test_letters_before_the_at_are_refused_and_not_written_to_somebody_else(queue: Queue, sink: MailSink) -> None:
    queue(recipient="åsa@nordsoft.example")
    queue(recipient="asa@åsa.example", dedupe_key="2")
    assert drain() == 1
    with transaction.atomic():
        refused, sent = OutboxMessage.objects.order_by("id")
    assert (refused.state, sent.state) == (State.FAILED, State.SENT)
    assert refused.last_error.startswith("åsa@nordsoft.example: letters before the @ need SMTPUTF8")
    assert [mail["To"] for mail in sink.messages()] == ["asa@xn--sa-xia.example"]


def test_a_mail_that_is_too_large_for_the_server_fails_alone(queue: Queue, sink: MailSink) -> None:
    assert sink._controller
    sink._controller.SMTP_kwargs["data_size_limit"] = 50_000  # it says so by SIZE (RFC 1870)
    queue(context={"about": "x " * 50_000})
    queue(dedupe_key="2")
    assert drain() == 1
    with transaction.atomic():
        large, small = OutboxMessage.objects.order_by("id")
    assert (large.state, small.state) == (State.FAILED, State.SENT)
    assert large.last_error.startswith("552 ")


def test_a_mail_server_that_is_away_holds_nothing_against_the_others(queue: Queue, sink: MailSink) -> None:
    for number in range(3):
        queue(dedupe_key=f"cause:{number}")
    sink.stop()
    assert drain() == 0
    with transaction.atomic():
        assert list(OutboxMessage.objects.values_list("state", "attempts")) == [(State.QUEUED, 0)] * 3
        assert "refused" in OutboxMessage.objects.order_by("id")[0].last_error.lower()


@pytest.mark.parametrize("answer", ["554 no service for you", "530 Authentication required"])
def test_a_server_that_takes_nothing_from_us_fails_no_mail(queue: Queue, sink: MailSink, answer: str) -> None:
    for number in range(3):
        queue(dedupe_key=f"cause:{number}")

    async def ehlo(_server: Any, _session: Any, _envelope: Any, _name: str, _lines: list[str]) -> list[str]:
        return [answer]

    async def refuse(_server: Any, _session: Any, _envelope: Any, _what: str, *_options: Any) -> str:
        return answer

    if answer.startswith("554"):
        sink.handle_EHLO, sink.handle_HELO = ehlo, refuse  # type: ignore[attr-defined]
    else:
        sink.handle_MAIL = refuse  # type: ignore[attr-defined]
    assert drain() == 0
    with transaction.atomic():
        found = list(OutboxMessage.objects.order_by("pk").values_list("state", "attempts", "last_error"))
    assert {(state, attempts) for state, attempts, _said in found} == {(State.QUEUED, 0)}
    assert answer[4:] in found[0][2]


def test_a_server_that_comes_back_gets_all_at_once(queue: Queue, sink: MailSink, settings: Any) -> None:
    for number in range(3):
        queue(dedupe_key=f"cause:{number}")
    change(attempts=LIMITS.attempts - 1)
    sink.stop()
    assert drain() == 0
    sink.start()
    settings.EMAIL_PORT = sink.port
    assert drain() == 3, "an outage, however long, is held against nobody"


def test_a_connection_that_is_cut_costs_one_mail_its_turn(queue: Queue, sink: MailSink) -> None:
    for number in range(2):
        queue(dedupe_key=f"cause:{number}")
    sink.refuse("421 closing", at="DATA")
    assert drain() == 0
    with transaction.atomic():
        assert set(OutboxMessage.objects.values_list("attempts", "last_error")) == {(1, "421 closing")}
    sink.accept()
    change(next_at=Now())
    assert drain() == 2


@pytest.mark.parametrize("fault", [ValueError("x"), KeyError("x"), ZeroDivisionError("x")])
def test_a_mail_that_cannot_be_written_stops_nobody(
    queue: Queue, sink: MailSink, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    for number in range(2):
        queue(dedupe_key=f"cause:{number}")
    with transaction.atomic():
        poison = OutboxMessage.objects.earliest("id").pk
    compose = smtp.compose

    def fail(message: OutboxMessage, files: Any) -> Any:
        if message.pk == poison:
            raise fault
        return compose(message, files)

    monkeypatch.setattr(smtp, "compose", fail)
    assert drain() == 1
    failed = row(pk=poison)
    assert (failed.state, failed.last_error) == (State.FAILED, f"{type(fault).__name__}: {fault}")


class Odd:
    """A carrier that says what it is told to."""

    kind = "email"
    limits = Limits(first_wait=100, longest_wait=200, attempts=2)

    def __init__(self, answer: Exception) -> None:
        self.answer = answer

    def send(self, message: OutboxMessage) -> None:
        raise self.answer

    def close(self) -> None:
        return


def wait_of_the_only_one() -> float:
    with connections["relay"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM next_at - now()) FROM outbox_outboxmessage")
        return float(cursor.fetchone()[0])


def test_a_fault_of_ours_is_tried_again_and_ends(queue: Queue) -> None:
    queue()
    carrier = Odd(ZeroDivisionError("ours"))
    assert relay.drain(carrier) == 0
    assert (row().state, row().last_error) == (State.QUEUED, "ZeroDivisionError: ours")
    assert 48 < wait_of_the_only_one() <= 150
    change(next_at=Now())
    relay.drain(carrier)
    assert (row().state, row().attempts) == (State.FAILED, 2)


def test_what_ends_relay_after_relay_fails_visibly(queue: Queue, sink: MailSink) -> None:
    queue()
    change(state=State.SENDING, token=uuid.uuid4(), lease_until=Now(), attempts=LIMITS.attempts)
    assert drain() == 0
    assert (row().state, sink.messages()) == (State.FAILED, [])


def test_an_answer_may_name_its_time(queue: Queue) -> None:
    queue()
    relay.drain(Odd(LaterError("busy", wait=900)))
    assert 890 < wait_of_the_only_one() <= 900


def test_an_answer_that_the_database_cannot_keep_is_kept_without_it(queue: Queue) -> None:
    queue()
    relay.drain(Odd(RefusedError("no\0pe" + "x" * 9999)))
    assert row().last_error == ("nope" + "x" * 9999)[: claims.ERROR_LENGTH]


def test_told_to_stop_it_gives_back_what_it_has_not_begun(queue: Queue, sink: MailSink) -> None:
    for number in range(3):
        queue(dedupe_key=f"cause:{number}")
    assert drain(stopped=lambda: bool(sink.messages())) == 1
    with transaction.atomic():
        assert sorted(OutboxMessage.objects.values_list("state", "token")) == [("queued", None)] * 2 + [("sent", None)]


def test_a_round_asks_little_however_many_mails(queue: Queue, sink: MailSink) -> None:
    for number in range(30):
        queue(dedupe_key=f"cause:{number}")
    with CaptureQueriesContext(connections["relay"]) as asked:
        assert drain() == 30
    # Two claims and an empty one, each with its lock; each mail is begun, and marked when it is out.
    own = [query["sql"] for query in asked.captured_queries]
    words = {
        "pg_advisory": "lock",
        "RECURSIVE": "claim",
        "attempts = attempts + 1": "begin",
        "state = 'sent', sent_at": "mark",
    }
    kinds = Counter(next((kind for word, kind in words.items() if word in sql), "other") for sql in own)
    assert kinds.pop("other", 0) <= 10, "transactions, and the keys that sign"
    assert kinds == {"lock": 3, "claim": 3, "begin": 30, "mark": 30}


def test_its_time_is_bounded(queue: Queue, sink: MailSink) -> None:
    queue()
    assert drain(seconds=0) == 0
    assert row().state == State.QUEUED


def test_relays_at_once_send_each_mail_once(queue: Queue, sink: MailSink) -> None:
    for number in range(60):
        queue(dedupe_key=f"cause:{number}", recipient=f"person{number}@x.example")
    start = threading.Barrier(3)
    counts: list[int] = []

    def one() -> None:
        start.wait()
        counts.append(drain())
        connections["relay"].close()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 60
    assert len({mail["Message-ID"] for mail in sink.messages()}) == len(sink.messages()) == 60


def test_another_kind_waits_for_its_own_carrier(queue: Queue, sink: MailSink) -> None:
    queue()
    change(kind=OutboxMessage.Kind.WEBHOOK)
    assert drain() == 0
    assert row().state == State.QUEUED


def test_a_kind_that_hangs_holds_up_no_other(queue: Queue, sink: MailSink) -> None:
    queue()
    change(kind=OutboxMessage.Kind.WEBHOOK)
    queue(dedupe_key="cause:2")
    hanging, go_on = threading.Event(), threading.Event()

    class Hanging(Odd):
        kind = "webhook"

        def send(self, message: OutboxMessage) -> None:
            hanging.set()
            assert go_on.wait(20)
            raise LaterError("silent")

    def one() -> None:
        relay.drain(Hanging(ZeroDivisionError()))
        connections["relay"].close()

    thread = threading.Thread(target=one)
    thread.start()
    assert hanging.wait(20)
    assert drain() == 1
    assert len(sink.messages()) == 1
    go_on.set()
    thread.join()
    assert row(kind="webhook").last_error == "silent"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM tickets_ticket",
        "SELECT 1 FROM tickets_message",
        "SELECT 1 FROM contracts_contact",
        "SELECT 1 FROM accounts_user",
        "SELECT 1 FROM accounts_tenant",
        "DELETE FROM outbox_outboxmessage",
        "INSERT INTO outbox_outboxmessage (tenant_id) VALUES (1)",
        "TRUNCATE outbox_outboxmessage",
    ],
)
def test_the_relay_s_role_may_do_nothing_else(sql: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connections["relay"].cursor() as cursor:
        cursor.execute(sql)
