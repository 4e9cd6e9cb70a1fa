"""Mails of what is due: one for each receiver, once, whatever happens in between."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.emails.notifications import tell_member
from tickets.models import Notification
from tickets.services import notification_mails
from tickets.services.notification_mails import forget_old, mail_due, mail_one_member
from tickets.services.notifying import notify
from tickets.services.reading import mark_read

KIND = Notification.Kind.MENTIONED


def name(cast: Cast, count: int = 1) -> None:
    """Tell Maja of so many tickets."""
    for _ in range(count):
        notify(KIND, ticket=make_ticket(cast), receivers=[cast.agent.pk], now=MONDAY)


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(dedupe_key__startswith="notice:"))


def run() -> None:
    while mail_one_member(now=at(10), failed=set()):
        pass


def test_one_is_a_mail_about_the_ticket_and_several_are_a_summary(nordsoft: Cast) -> None:
    nordsoft.agent.user.language = "en"
    nordsoft.agent.user.save()
    name(nordsoft)
    run()
    (mail,) = mails()
    assert mail.recipient == nordsoft.agent.user.email
    assert mail.subject == "1001 Invoices cannot be printed: The system named you in a note."
    assert "/nordsoft/desk/tickets/1001/" in mail.text
    assert "/nordsoft/desk/notifications/settings/" in mail.html
    OutboxMessage.objects.all().delete()
    name(nordsoft, 3)
    run()
    (mail,) = mails()
    assert mail.subject == "3 notifications"
    assert mail.text.count("named you in a note") == 3
    run()
    assert len(mails()) == 1


def test_what_is_read_before_its_time_is_not_mailed(nordsoft: Cast) -> None:
    name(nordsoft)
    mark_read(ticket=Notification.objects.get().ticket, actor=nordsoft.agent, now=MONDAY)
    run()
    assert mails() == []


def test_what_is_not_due_waits(nordsoft: Cast) -> None:
    name(nordsoft)
    Notification.objects.update(mail_at=at(10, 1))
    run()
    assert mails() == []


def test_whoever_has_left_gets_no_mail_and_holds_up_nobody(nordsoft: Cast) -> None:
    name(nordsoft)
    nordsoft.agent.is_active = False
    nordsoft.agent.save()
    run()
    assert mails() == []
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_a_long_summary_names_fifty_and_counts_the_rest(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Notification.objects.bulk_create(
        Notification(receiver=nordsoft.agent, kind=KIND, ticket=ticket, created_at=MONDAY, mail_at=MONDAY)
        for _ in range(60)
    )
    with Budget(10):  # two are a savepoint's
        assert mail_one_member(now=at(10), failed=set())
    (mail,) = mails()
    assert mail.text.count("/desk/tickets/") == 50
    assert "10" in mail.text


def test_one_whose_mail_cannot_be_written_holds_up_no_colleague(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    notify(KIND, ticket=make_ticket(nordsoft), receivers=[nordsoft.agent.pk, nordsoft.colleague.pk], now=MONDAY)

    def broken(items: Any, *, receiver: Any, now: Any) -> None:
        if receiver == nordsoft.agent:
            raise ZeroDivisionError
        tell_member(items, receiver=receiver, now=now)

    monkeypatch.setattr(notification_mails, "tell_member", broken)
    mail_due(now=at(10))
    assert [mail.recipient for mail in mails()] == [nordsoft.colleague.user.email]
    assert "notifications.mail_failed" in caplog.text
    monkeypatch.undo()
    mail_due(now=at(10, 1))
    assert {mail.recipient for mail in mails()} == {nordsoft.colleague.user.email, nordsoft.agent.user.email}


def test_old_ones_go_when_they_were_read(nordsoft: Cast) -> None:
    name(nordsoft, 2)
    first = Notification.objects.earliest("pk")
    Notification.objects.filter(pk=first.pk).update(read_at=MONDAY)
    assert forget_old(now=MONDAY + timedelta(days=90)) == 0
    assert forget_old(now=MONDAY + timedelta(days=90, seconds=1)) == 1
    assert Notification.objects.count() == 1


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Cast]:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk):
        with transaction.atomic():
            name(cast, 3)
        yield cast


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_killed_in_between_all_of_it_is_still_due(committed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(*args: Any, **values: Any) -> None:
        queue(*args, **values)
        raise Killed

    queue = tell_member
    monkeypatch.setattr(notification_mails, "tell_member", die)
    with pytest.raises(Killed):
        mail_due(now=at(10))
    monkeypatch.undo()
    with transaction.atomic():
        assert mails() == []
        assert Notification.objects.filter(mailed_at=None).count() == 3
    mail_due(now=at(10))
    with transaction.atomic():
        assert len(mails()) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_two_workers_at_once_send_one_summary(committed: Cast) -> None:
    start = Barrier(2)

    def work() -> None:
        start.wait()
        mail_due(now=at(10))
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with transaction.atomic():
        assert len(mails()) == 1
