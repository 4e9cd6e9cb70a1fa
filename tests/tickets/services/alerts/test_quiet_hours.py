"""Quiet hours and days off hold back mails of what is not critical; the desk shows all at once."""

from datetime import time, timedelta

import pytest

from accounts.models import User
from accounts.services.members import deactivate
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Alert, NotificationChoice
from tickets.selectors.alerts import failure_of
from tickets.services.alerts.mailing import mail_batch
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.messages import reply
from tickets.services.reading import mark_alerts_read

WARNED = MONDAY + timedelta(minutes=90)  # 10:30 in Stockholm
DUE = MONDAY + timedelta(hours=2)  # 11:00
NOON = MONDAY + timedelta(hours=3)


def quiet(*members: object) -> None:
    for member in members:
        NotificationChoice.objects.create(membership=member, quiet_from=time(10), quiet_until=time(12))


def mails() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", flat=True))


def test_a_warning_waits_for_the_end_of_quiet_hours_and_shows_at_once(nordsoft: Cast) -> None:
    quiet(nordsoft.agent)
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=WARNED, aside=Aside())
    alert = Alert.objects.get()
    assert (alert.raised_at, alert.mail_at, alert.mailed_at) == (WARNED, NOON, None)
    assert ticket.events.get(kind="alerted").data["quiet"] == ["Maja Sandell"]
    mail_batch(now=NOON - timedelta(seconds=1), failed=set())
    assert mails() == []
    mail_batch(now=NOON, failed=set())
    assert mails() == [nordsoft.agent.user.email]


def test_critical_waits_for_nothing(nordsoft: Cast) -> None:
    quiet(nordsoft.agent, nordsoft.manager)
    make_ticket(nordsoft, severity="critical", team=nordsoft.team, now=MONDAY + timedelta(hours=1))
    raise_batch(now=MONDAY + timedelta(hours=1, minutes=15), aside=Aside())
    assert set(mails()) == {nordsoft.agent.user.email, nordsoft.manager.user.email}


def test_a_day_off_is_quiet_too(nordsoft: Cast) -> None:
    NotificationChoice.objects.create(membership=nordsoft.agent, days_off=[0])
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=WARNED, aside=Aside())
    assert Alert.objects.get().mail_at == MONDAY.replace(hour=23)  # midnight in Stockholm


def test_a_breach_where_all_are_quiet_goes_to_the_next_person_at_once(nordsoft: Cast) -> None:
    quiet(nordsoft.agent, nordsoft.manager)
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=DUE, aside=Aside())
    told = {alert.receiver: alert.why for alert in Alert.objects.filter(step="breach")}
    assert told == {nordsoft.agent: "team", nordsoft.manager: "managers", nordsoft.admin: "quiet"}
    assert mails() == [nordsoft.admin.user.email]


def test_a_breach_that_reaches_somebody_tells_nobody_more(nordsoft: Cast) -> None:
    quiet(nordsoft.agent)
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=DUE, aside=Aside())
    assert Alert.objects.filter(step="breach").count() == 2
    assert mails() == [nordsoft.manager.user.email]


def test_where_everybody_is_quiet_all_mails_wait_and_none_is_lost(nordsoft: Cast) -> None:
    quiet(nordsoft.agent, nordsoft.manager, nordsoft.admin)
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=DUE, aside=Aside())
    assert mails() == []
    mail_batch(now=NOON, failed=set())
    assert set(mails()) == {nordsoft.agent.user.email, nordsoft.manager.user.email}


@pytest.mark.parametrize("shut_out", ["membership", "user"])
def test_whoever_leaves_before_their_mail_may_go_is_not_mailed_and_it_goes_on(nordsoft: Cast, shut_out: str) -> None:
    quiet(nordsoft.agent)
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=WARNED, aside=Aside())
    if shut_out == "membership":
        deactivate(membership=nordsoft.agent, actor=nordsoft.admin)
    else:
        User.objects.filter(pk=nordsoft.agent.user_id).update(is_active=False)
    for _ in range(2):
        mail_batch(now=NOON, failed=set())
    first, after = Alert.objects.order_by("pk")
    assert (first.failed_by, first.mail_key, after.handed_from, after.receiver) == (
        "gone", "", first, nordsoft.manager
    )  # fmt: skip
    assert mails() == [nordsoft.manager.user.email]
    told = ticket.events.get(kind="alert_failed").data
    assert (told["by"], told["names"], told["to"]) == ("gone", ["Maja Sandell"], ["Henrik Lund"])
    assert failure_of(first).startswith("Maja Sandell can no longer sign in and was not mailed. It went on to")


def test_what_waited_comes_as_one_digest(nordsoft: Cast) -> None:
    quiet(nordsoft.agent)
    for _ in range(3):
        make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=WARNED, aside=Aside())
    mail_batch(now=NOON, failed=set())
    assert OutboxMessage.objects.get().dedupe_key.startswith("sla-digest:")


@pytest.mark.parametrize("settled", ["read", "answered"])
def test_what_is_read_or_settled_before_its_mail_may_go_is_not_mailed(nordsoft: Cast, settled: str) -> None:
    quiet(nordsoft.agent)
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=WARNED, aside=Aside())
    if settled == "read":
        mark_alerts_read(actor=nordsoft.agent, now=WARNED)
    else:
        reply(ticket=ticket, actor=nordsoft.colleague, text="On it.", now=WARNED)
    OutboxMessage.objects.all().delete()
    mail_batch(now=NOON, failed=set())
    assert mails() == []
    assert Alert.objects.filter(mailed_at=None).count() == 0
