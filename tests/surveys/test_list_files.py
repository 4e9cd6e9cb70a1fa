"""Calls to detractors, and why surveys were not sent, as files."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.test import Client

from surveys.models import Answer, FollowUp, Invitation
from tests.cast import Cast
from tests.factories import make_ticket

NOW = datetime(2026, 5, 22, 8, tzinfo=UTC)
CALLS, NOT_SENT = "/nordsoft/survey/follow-ups/?file=csv", "/nordsoft/survey/not-sent/?file=csv"


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    """Sign the manager in, who reads English."""
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    client.force_login(nordsoft.manager.user)
    return client


def rows(client: Client, url: str) -> list[list[str]]:
    with time_machine.travel(NOW, tick=False):
        answer = client.get(url)
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_calls_are_those_asked_for_with_what_came_of_them(manager: Client, nordsoft: Cast) -> None:
    for number, (owner, done) in enumerate(((nordsoft.manager, True), (None, False), (nordsoft.admin, False))):
        at = NOW - timedelta(days=9 - number)
        ticket = make_ticket(nordsoft)
        asked = Invitation.objects.create(
            ticket=ticket, contact=nordsoft.karin, resolved_at=at, send_at=at, sent_at=at, state="sent"
        )
        answer = Answer.objects.create(invitation=asked, score=number, answered_at=at)
        state = {"state": "done", "outcome": "solved", "done_at": NOW} if done else {"state": "open"}
        due = NOW + timedelta(days=1 if number == 2 else -1)
        FollowUp.objects.create(answer=answer, owner=owner, due_at=due, **state)
    assert [row[3] for row in rows(manager, CALLS)[1:]] == ["0", "1", "2"]
    (mine,) = rows(manager, f"{CALLS}&show=mine")[1:]
    assert mine[5:8] == [nordsoft.manager.user.name, "Done", "Solved"]
    assert [row[3] for row in rows(manager, f"{CALLS}&show=overdue")[1:]] == ["1"]
    manager.force_login(nordsoft.agent.user)
    assert manager.get(CALLS).status_code == 404


def test_why_surveys_were_not_sent_month_by_month_and_ticket_by_ticket(manager: Client, nordsoft: Cast) -> None:
    for reason, month in (("recent", 5), ("recent", 4), ("test", 5)):
        at = datetime(2026, month, 4, 8, tzinfo=UTC)
        Invitation.objects.create(
            ticket=make_ticket(nordsoft), resolved_at=at, send_at=at, state="not_sent", reason=reason
        )
    head, *lines = rows(manager, NOT_SENT)
    assert (head[1], head[-1], head[-2]) == ("Reason", "Total", "2026-05")
    assert [(row[1], *row[-3:]) for row in lines] == [
        ("Asked in the last 90 days", "1", "1", "2"), ("Test ticket", "0", "1", "1"),
    ]  # fmt: skip
    assert [row[4] for row in rows(manager, f"{NOT_SENT}&month=2026-05&reason=test")[1:]] == ["Test ticket"]
    assert len(rows(manager, f"{NOT_SENT}&month=2026-05")[1:]) == 2
