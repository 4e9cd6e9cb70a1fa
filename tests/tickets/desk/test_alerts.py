"""My alerts, and the bell."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Membership
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, text_of
from tests.windows import signed_in
from tickets.models import Alert, Ticket

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


def failed_alert(cast: Cast, receiver: Membership, **more: Any) -> Alert:
    """Make an alert of a High ticket whose mail was refused."""
    ticket = make_ticket(cast, severity="high")
    clock = ticket.clocks.get(metric="start")
    failed: Any = {"failed_at": at(9, 55), "failed_by": "refused", "failure": "550 No such user"} | more
    return Alert.objects.create(
        clock=clock, ticket=ticket, step="breach", receiver=receiver, why="team", due_at=clock.due_at,
        raised_at=at(9, 50), **failed,
    )  # fmt: skip


REFUSED = "The mail to Maja Sandell was refused. 550 No such user."


@time_machine.travel(at(10), tick=False)
def test_an_alert_that_did_not_arrive_stands_before_its_receiver_and_the_managers(nordsoft: Cast) -> None:
    failed = failed_alert(nordsoft, nordsoft.agent)
    Alert.objects.create(
        clock=failed.clock, ticket=failed.ticket, step="breach", receiver=nordsoft.manager, why="handed_on",
        handed_from=failed, due_at=failed.due_at, raised_at=at(9, 56),
    )  # fmt: skip
    for member in (nordsoft.agent, nordsoft.manager):
        for page in (ALERTS, f"{QUEUE}notifications/"):
            text = text_of(signed_in(member.user).get(page).content)
            assert "An alert did not arrive by mail." in text
            assert f"{REFUSED} It went on to Henrik Lund." in text
    assert "did not arrive by mail." not in text_of(signed_in(nordsoft.colleague.user).get(ALERTS).content)
    why = "The mail to Maja Sandell did not arrive, so this comes to you."
    assert why in text_of(signed_in(nordsoft.manager.user).get(ALERTS).content)


@time_machine.travel(at(10), tick=False)
def test_it_leaves_the_receiver_when_read_and_the_managers_when_one_takes_care(agent: Client, nordsoft: Cast) -> None:
    failed = failed_alert(nordsoft, nordsoft.agent)
    manager = signed_in(nordsoft.manager.user)
    agent.post(ALERTS)
    assert "An alert did not arrive" not in text_of(agent.get(ALERTS).content)
    assert REFUSED in text_of(agent.get(ALERTS).content)  # in the list it stays
    assert "An alert did not arrive" in text_of(manager.get(ALERTS).content)
    done = manager.post(f"{ALERTS}failures/", {"key": [failed.pk, "nonsense", "9" * 40]}, follow=True).content
    assert "1 failed alert taken note of." in text_of(done)
    assert "An alert did not arrive" not in text_of(done)


@time_machine.travel(at(10), tick=False)
@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ({"failed_by": "late", "failure": ""}, "The mail to Maja Sandell was not sent within 5 minutes."),
        ({"failed_by": "bounced", "out_at": at(9, 51)}, "The mail to Maja Sandell came back. 550 No such user."),
        ({"failed_by": "late", "out_at": at(9, 59)}, ""),
    ],
)
def test_what_became_of_the_mail_is_said(agent: Client, nordsoft: Cast, more: dict[str, Any], shown: str) -> None:
    failed_alert(nordsoft, nordsoft.agent, **more)
    text = text_of(agent.get(ALERTS).content)
    assert shown in text
    assert ("An alert did not arrive" in text) is bool(shown)


@time_machine.travel(at(10), tick=False)
def test_failures_cost_the_page_the_same_however_many(nordsoft: Cast) -> None:
    manager = signed_in(nordsoft.manager.user)
    failed_alert(nordsoft, nordsoft.agent)
    manager.get(ALERTS)  # what every page keeps is kept
    few = len(count_queries(manager, ALERTS))
    for _ in range(12):
        failed_alert(nordsoft, nordsoft.agent)
    assert len(count_queries(manager, ALERTS)) == few <= 5
    assert "And more: these first." in text_of(manager.get(ALERTS).content)


@time_machine.travel(at(10), tick=False)
def test_a_consultant_is_shown_nothing_of_tickets_that_are_not_theirs(consultant: Client, nordsoft: Cast) -> None:
    failed = failed_alert(nordsoft, nordsoft.consultant)
    assert "An alert did not arrive" not in text_of(consultant.get(ALERTS).content)
    Ticket.objects.filter(pk=failed.ticket_id).update(assignee=nordsoft.consultant)
    assert "An alert did not arrive" in text_of(consultant.get(ALERTS).content)
