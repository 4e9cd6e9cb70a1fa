"""My alerts, and the bell."""

import time_machine
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, text_of
from tickets.models import Alert

ALERTS = f"{QUEUE}alerts/"


@time_machine.travel(at(10), tick=False)
def test_unread_alerts_are_counted_listed_and_marked(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high")
    clock = ticket.clocks.get(metric="start")
    for receiver, step in ((nordsoft.agent, "warning"), (nordsoft.agent, "breach"), (nordsoft.manager, "breach")):
        Alert.objects.create(
            clock=clock, ticket=ticket, step=step, receiver=receiver, due_at=clock.due_at, raised_at=at(9, 50)
        )
    content = agent.get(ALERTS).content
    assert "2 unread notifications" in text_of(content)
    assert "Start is breached new 11:00" in text_of(content)
    assert text_of(content).count("Invoices cannot be printed") == 2
    done = agent.post(ALERTS, follow=True).content
    assert "2 alerts marked as read." in text_of(done)
    assert "unread" not in text_of(done)
    assert Alert.objects.filter(read_at=None).get().receiver == nordsoft.manager


def test_none(agent: Client, nordsoft: Cast) -> None:
    assert "No alerts" in text_of(agent.get(ALERTS).content)
