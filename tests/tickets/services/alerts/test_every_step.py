"""Whatever happens to tickets and people: every step that a running clock reaches is told, once, to somebody there."""

import random
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.models import User
from accounts.models.membership import STAFF
from contracts.models import Contract
from outbox.models import OutboxMessage
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.clocks import CountingBook, state_of
from tickets.clocks.clock import alert_instants
from tickets.models import Alert, NotificationChoice, SlaClock, Ticket, TicketEvent
from tickets.services.alerts.mailing import mail_batch
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.assignment import assign
from tickets.services.messages import reply
from tickets.services.status import set_status

BEGINS = datetime(2026, 3, 26, 9, tzinfo=UTC)  # Thursday; the clocks are set on Sunday
ENDS = BEGINS + timedelta(days=4)


def change(cast: Cast, dice: random.Random, now: datetime) -> None:
    """Do something that people do."""
    ticket = dice.choice(list(Ticket.objects.exclude(status="resolved").order_by("pk")))
    someone = dice.choice([cast.agent, cast.colleague])
    match dice.randrange(5):
        case 0:
            assign(ticket=ticket, actor=cast.manager, assignee=dice.choice([someone, None]), now=now)
        case 1:
            reply(ticket=ticket, actor=cast.admin, text="On it.", now=now)
        case 2:
            set_status(ticket=ticket, actor=cast.admin, status="waiting_customer", now=now)
        case 3:
            User.objects.filter(pk=someone.user_id).update(is_active=dice.random() < 0.5)
        case _:
            make_ticket(cast, severity="high", team=dice.choice([cast.team, None]), now=now)


@pytest.mark.parametrize("seed", range(2))
def test_each_step_is_told_once_and_nobody_twice(nordsoft: Cast, seed: int) -> None:
    dice, now = random.Random(seed), BEGINS  # noqa: S311 - dice
    Contract.objects.update(covers_critical=seed % 2 == 0)
    if seed:
        for member in (nordsoft.agent, nordsoft.manager):
            NotificationChoice.objects.create(membership=member, quiet_from=time(16), quiet_until=time(10))
    for severity in ("critical", "high", "normal"):
        make_ticket(nordsoft, severity=severity, team=dice.choice([nordsoft.team, None]), now=now)
    reached: set[tuple[int, str]] = set()
    while now < ENDS:
        now += timedelta(minutes=dice.choice([20, 120, 600, 900]))
        due = SlaClock.objects.filter(check_at__lte=now, state="running").select_related("ticket")
        reached |= {
            (clock.pk, step)
            for clock in due
            for step, at in alert_instants(state_of(clock, CountingBook()))
            if at <= now
        }
        raise_batch(now=now, aside=Aside())
        mail_batch(now=now, failed=set())
        assert not SlaClock.objects.filter(check_at__lte=now).exists()
        change(nordsoft, dice, now)
    mail_batch(now=now + timedelta(days=2), failed=set())
    mail_batch(now=now + timedelta(days=2), failed=set())  # and those that were handed on
    judge(reached)


def judge(reached: set[tuple[int, str]]) -> None:
    alerts = list(Alert.objects.select_related("receiver"))
    told = {(alert.clock_id, alert.step) for alert in alerts}
    dropped = {(clock, step) for clock, step in reached - told if step != "escalation"}  # done when somebody has acted
    assert reached, "nothing fell due"
    assert dropped == set()
    assert told <= reached
    events = Counter(
        (event.ticket_id, event.data["metric"], event.data["step"], event.at)
        for event in TicketEvent.objects.filter(kind=TicketEvent.Kind.ALERTED)
    )
    assert set(events.values()) == {1}
    assert {alert.receiver.role for alert in alerts} <= set(STAFF)
    assert all(alert.mailed_at for alert in alerts), "each is mailed, or settled, in the end"
    keys = {alert.mail_key for alert in alerts} - {""}
    assert keys == set(OutboxMessage.objects.filter(dedupe_key__startswith="sla").values_list("dedupe_key", flat=True))
    running = set(SlaClock.objects.filter(state="running").values_list("pk", flat=True))
    gone = [alert for alert in alerts if alert.failed_by == "gone" and alert.clock_id in running]
    assert all(alert.handed_to.exists() for alert in gone)
