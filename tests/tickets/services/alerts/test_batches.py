"""A batch is raised as a whole, and what is wrong with one stops nobody else."""

import sys
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connections, transaction

from accounts.tenancy.context import require_tenant_id, tenant_context
from outbox.models import OutboxMessage
from sla.models import PolicyVersion
from tests.cast import MONDAY, Cast, make_cast
from tests.factories import make_ticket
from tickets import emails
from tickets.clocks import CountingBook
from tickets.models import Alert, SlaClock, Ticket, TicketEvent
from tickets.services.alerts import LAST_SWEEP, mailing, rounds
from tickets.services.alerts.raising import raise_alerts
from tickets.services.alerts.rounds import mail_leftovers, sweep
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.messages import add_note
from tickets.services.replaying import differences

claiming = sys.modules[raise_batch.__module__]  # the package names its function like the module
DUE = MONDAY + timedelta(hours=2)  # 11:00, when a High ticket's work should have started
committing = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


def due_tickets(cast: Cast, count: int) -> list[Ticket]:
    return [make_ticket(cast, severity="high", team=cast.team) for _ in range(count)]


def starts() -> Any:
    return SlaClock.objects.filter(metric="start").order_by("pk")


def still_due() -> list[int]:
    return list(starts().filter(check_at__lte=DUE).values_list("ticket_id", flat=True))


def test_marks_events_alerts_and_mails_are_written_together(nordsoft: Cast) -> None:
    due_tickets(nordsoft, 4)
    assert not raise_batch(now=DUE, aside=Aside())
    assert set(starts().values_list("check_at", flat=True)) == {DUE + timedelta(hours=1)}
    assert Alert.objects.filter(mailed_at=DUE).count() == Alert.objects.count() == 4 * 3  # agent twice, manager
    assert TicketEvent.objects.filter(kind="alerted", at=DUE, actor=None).count() == 4 * 2
    assert OutboxMessage.objects.filter(dedupe_key__startswith="sla-digest:").count() == 2


def test_nothing_is_kept_of_a_batch_that_ends_in_the_middle(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    due_tickets(nordsoft, 2)

    def die() -> None:
        raise OperationalError("terminating connection")

    monkeypatch.setattr(claiming, "announce", die)
    with pytest.raises(OperationalError):
        raise_batch(now=DUE, aside=Aside())
    assert len(still_due()) == 2
    assert not Alert.objects.exists()
    assert not TicketEvent.objects.filter(kind="alerted").exists()
    monkeypatch.undo()
    raise_batch(now=DUE, aside=Aside())
    assert still_due() == []
    assert Alert.objects.filter(step="breach").count() == 4


def test_the_event_says_who_was_told_of_what(nordsoft: Cast) -> None:
    ticket = due_tickets(nordsoft, 1)[0]
    raise_batch(now=DUE, aside=Aside())
    said = [event.data for event in ticket.events.filter(kind="alerted").order_by("pk")]
    assert said == [
        {"metric": "start", "step": "warning", "names": ["Maja Sandell"], "told": 1},
        {"metric": "start", "step": "breach", "names": ["Maja Sandell", "Henrik Lund"], "told": 2},
    ]


def test_an_event_of_the_sweep_moves_no_clock(nordsoft: Cast) -> None:
    ticket = due_tickets(nordsoft, 1)[0]
    raise_batch(now=DUE, aside=Aside())
    assert differences(ticket, CountingBook()) == []
    before = list(starts().values_list("due_at", "check_at", "steps_done"))
    add_note(ticket=ticket, actor=nordsoft.agent, text="Looking.", now=DUE + timedelta(minutes=1))
    assert list(starts().values_list("due_at", "check_at", "steps_done")) == before


@pytest.mark.parametrize("where", [0, 2, 4])
def test_a_clock_that_cannot_be_counted_is_set_apart(nordsoft: Cast, where: int) -> None:
    tickets = due_tickets(nordsoft, 5)
    broken = starts().filter(ticket=tickets[where])
    broken.update(pauses=[["no instant", None, "waiting_customer"]])
    aside = Aside()
    raise_batch(now=DUE, aside=aside)
    assert still_due() == [tickets[where].pk]
    assert aside.clocks == set(broken.values_list("pk", flat=True))
    assert Alert.objects.filter(step="breach").count() == 4 * 2
    broken.update(pauses=[])
    raise_batch(now=DUE, aside=Aside())
    assert still_due() == []
    assert Alert.objects.filter(step="breach").count() == 5 * 2


def test_a_row_that_the_database_refuses_is_set_apart(nordsoft: Cast) -> None:
    tickets = due_tickets(nordsoft, 3)
    version = PolicyVersion.objects.get(policy=nordsoft.policy)
    version.steps = [{**version.steps[0], "step": "warning-of-more-than-16-letters"}]
    version.pk, version.number = None, 2
    version.save()
    starts().filter(ticket=tickets[1]).update(policy_version=version)
    raise_batch(now=DUE, aside=Aside())
    assert still_due() == [tickets[1].pk]
    assert Alert.objects.filter(step="breach").count() == 2 * 2


def test_more_broken_clocks_than_a_batch_holds_stop_nobody(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "BATCH", 2)
    tickets = due_tickets(nordsoft, 5)
    starts().filter(ticket__in=tickets[:4]).update(pauses=[["no instant", None, "waiting_customer"]])
    aside = Aside()
    while raise_batch(now=DUE, aside=aside):
        pass
    assert still_due() == [ticket.pk for ticket in tickets[:4]]


def test_trouble_of_the_database_is_no_clocks_fault(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    due_tickets(nordsoft, 2)
    asked = []

    def lost(clocks: Any, **_: Any) -> None:
        asked.append(len(clocks))
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(claiming, "raise_alerts", lost)
    aside = Aside()
    with pytest.raises(OperationalError):
        raise_batch(now=DUE, aside=aside)
    assert (asked, aside.clocks) == ([2], set())


def test_a_mail_that_cannot_be_written_holds_up_no_other(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    due_tickets(nordsoft, 1)
    written = emails.alert

    def refuse(item: Alert, *args: Any, **kwargs: Any) -> OutboxMessage:
        if item.receiver == nordsoft.agent:
            raise ValueError("no such template")
        return written(item, *args, **kwargs)

    monkeypatch.setattr(emails, "alert", refuse)
    raise_batch(now=DUE, aside=Aside())
    assert {alert.receiver for alert in Alert.objects.filter(mailed_at=None)} == {nordsoft.agent}
    assert OutboxMessage.objects.get(dedupe_key__startswith="sla:").recipient == nordsoft.manager.user.email
    monkeypatch.undo()
    mail_leftovers(now=DUE + timedelta(minutes=1))
    assert OutboxMessage.objects.filter(dedupe_key__startswith="sla:").count() == 2


def test_a_long_digest_tells_the_nearest_and_counts_the_others(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "MOST_TOLD", 3)
    tickets = due_tickets(nordsoft, 5)
    raise_batch(now=DUE, aside=Aside())
    digest = OutboxMessage.objects.get(recipient=nordsoft.manager.user.email)
    assert digest.subject.startswith("5 ")
    for body in (digest.text, digest.html):
        assert [str(ticket.number) in body for ticket in tickets] == [True] * 3 + [False] * 2
    assert Alert.objects.filter(mailed_at=None).count() == 0


def test_many_receivers_are_mailed_in_turns(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailing, "RECEIVERS", 1)
    due_tickets(nordsoft, 1)
    assert raise_batch(now=DUE, aside=Aside())
    assert Alert.objects.filter(mailed_at=None).count() == 1
    while raise_batch(now=DUE, aside=Aside()):
        pass
    assert OutboxMessage.objects.filter(dedupe_key__startswith="sla:").count() == 2


@committing
def test_a_tenant_with_many_due_does_not_delay_another(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, quiet = make_cast("nordsoft"), make_cast("lonhuset")
    for cast, count in ((busy, 7), (quiet, 1)):
        with tenant_context(cast.tenant.pk):
            due_tickets(cast, count)
    order: list[int] = []

    def noted(**values: Any) -> bool:
        order.append(require_tenant_id())
        return raise_batch(**values)

    monkeypatch.setattr(claiming, "BATCH", 2)
    monkeypatch.setattr(rounds, "raise_batch", noted)
    sweep(now=DUE)
    assert order == [busy.tenant.pk, quiet.tenant.pk, *[busy.tenant.pk] * 3]


@committing
def test_a_tenant_whose_sweep_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = make_cast("nordsoft"), make_cast("lonhuset")
    for cast in (broken, sound):
        with tenant_context(cast.tenant.pk):
            due_tickets(cast, 1)

    def fail(**values: Any) -> bool:
        if require_tenant_id() == broken.tenant.pk:
            raise OperationalError("deadlock detected")
        return raise_batch(**values)

    monkeypatch.setattr(rounds, "raise_batch", fail)
    sweep(now=DUE)
    with tenant_context(sound.tenant.pk), transaction.atomic():
        assert still_due() == []
    assert cache.get(LAST_SWEEP) is None  # /readyz shows a sweep that did not reach everybody by its age
    monkeypatch.undo()
    sweep(now=DUE)
    with tenant_context(broken.tenant.pk), transaction.atomic():
        assert still_due() == []
    assert cache.get(LAST_SWEEP) == DUE


@committing
def test_a_sweep_that_is_out_of_time_mails_what_it_has_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk):
        due_tickets(cast, 3)
    monkeypatch.setattr(claiming, "BATCH", 1)
    clock = iter([0.0, 1.0, 2.0, 100.0])
    monkeypatch.setattr(rounds, "monotonic", lambda: next(clock))
    sweep(now=DUE)
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert len(still_due()) == 1
        assert Alert.objects.filter(mailed_at=DUE).count() == Alert.objects.count() == 2 * 3
    monkeypatch.undo()
    sweep(now=DUE)
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert still_due() == []


@committing
def test_a_sweep_that_is_killed_in_the_middle_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database sees a killed process as a connection that ends: here it is ended between writing and commit."""
    cast, other = make_cast("nordsoft"), make_cast("lonhuset")
    for each in (cast, other):
        with tenant_context(each.tenant.pk):
            due_tickets(each, 3)

    def end_connection(**values: Any) -> bool:
        if require_tenant_id() == other.tenant.pk:
            return mailing.mail_batch(**values)
        assert Alert.objects.count() == 3 * 3  # written, not committed
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise AssertionError("the connection should have ended")

    monkeypatch.setattr(claiming, "mail_batch", end_connection)
    sweep(now=DUE)
    monkeypatch.undo()
    with tenant_context(other.tenant.pk), transaction.atomic():
        assert still_due() == []  # on a new connection, in the same sweep
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert len(still_due()) == 3
        assert not Alert.objects.exists()
    sweep(now=DUE)
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert still_due() == []
        assert Alert.objects.filter(mailed_at=DUE).count() == 3 * 3
        assert TicketEvent.objects.filter(kind="alerted").count() == 3 * 2
        assert OutboxMessage.objects.filter(dedupe_key__startswith="sla-digest:").count() == 2


@committing
def test_two_sweeps_share_the_clocks_and_wait_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one sweep holds its batch, another takes the rest, and neither waits for a ticket that is being changed."""
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        tickets = due_tickets(cast, 5)
    monkeypatch.setattr(claiming, "BATCH", 2)
    has_claimed, may_commit = threading.Event(), threading.Event()
    held: list[list[int]] = []

    def hold(clocks: Any, **values: Any) -> None:
        raise_alerts(clocks, **values)
        if not held:
            held.append([clock.ticket_id for clock in clocks])
            has_claimed.set()
            assert may_commit.wait(timeout=30)

    def first_sweep() -> None:
        try:
            with tenant_context(cast.tenant.pk):
                raise_batch(now=DUE, aside=Aside())
        finally:
            connections.close_all()

    monkeypatch.setattr(claiming, "raise_alerts", hold)
    first = threading.Thread(target=first_sweep)
    first.start()
    assert has_claimed.wait(timeout=30)
    changing = connections["default"].copy()
    with changing.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"SET LOCAL app.tenant_id = '{cast.tenant.pk}'")
        cursor.execute("SELECT id FROM tickets_ticket WHERE id = %s FOR UPDATE", [tickets[2].pk])
        with connections["default"].cursor() as ours:
            ours.execute("SET lock_timeout = '3s'")  # so that waiting for either would be an error
        sweep(now=DUE)
        cursor.execute("ROLLBACK")
    changing.close()
    connections["default"].close()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert still_due() == [*held[0], tickets[2].pk]
    may_commit.set()
    first.join(timeout=30)
    sweep(now=DUE)
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert still_due() == []
        told = list(Alert.objects.values_list("clock", "step", "receiver"))
        assert len(told) == len(set(told)) == 5 * 3
        assert TicketEvent.objects.filter(kind="alerted").count() == 5 * 2
        assert Alert.objects.filter(mailed_at=None).count() == 0
