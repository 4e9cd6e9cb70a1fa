"""Two at the same moment, on two real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from accounts.tenancy.context import tenant_context
from surveys.models import Answer, FollowUp, Invitation
from surveys.services.answering import answer_survey
from surveys.services.planning import plan_invitations
from surveys.services.sending import send_next
from tests.cast import MONDAY, Cast, make_cast
from tests.factories import make_ticket
from tickets.models import Alert, Ticket
from tickets.services.alerts.rounds import sweep
from tickets.services.messages import customer_wrote, reply
from tickets.services.resolution import resolve

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])
LATER = MONDAY + timedelta(hours=5)


@pytest.fixture
def cast() -> Cast:
    return make_cast("nordsoft")


def at_once(cast: Cast, *changes: Callable[[], object]) -> list[object]:
    """Run each in a thread and a transaction of its own; give what came of each: a value or the error."""
    ready = Barrier(len(changes))

    def run(change: Callable[[], object]) -> object:
        try:
            ready.wait(timeout=10)
            with tenant_context(cast.tenant.pk):
                return change()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(run, changes))


@contextmanager
def working(cast: Cast) -> Any:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        yield


def test_filings_get_numbers_without_gap_or_double(cast: Cast) -> None:
    made = at_once(cast, *[lambda: make_ticket(cast)] * 6)
    assert sorted(ticket.number for ticket in made) == list(range(1001, 1007))  # type: ignore[attr-defined]


def test_one_external_id_makes_one_ticket(cast: Cast) -> None:
    made = at_once(cast, *[lambda: make_ticket(cast, external_id="INC1")] * 4)
    assert sorted(type(each).__name__ for each in made) == ["Ticket", *["ValidationError"] * 3]


def test_a_ticket_is_solved_once_while_others_write(cast: Cast) -> None:
    with working(cast):
        ticket = make_ticket(cast)

    def solve() -> object:
        return resolve(ticket=ticket, actor=cast.agent, solution="Restart it.", now=LATER)

    def answer() -> object:
        return reply(ticket=ticket, actor=cast.agent, text="Hello", now=LATER)

    results = at_once(cast, solve, solve, answer, answer)
    assert [type(each) for each in results if isinstance(each, Exception)] == [ValidationError]
    with working(cast):
        current = Ticket.objects.get()
        assert (current.status, current.version) == ("resolved", 4)
        assert current.events.filter(kind="resolved").count() == 1
        assert current.events.filter(kind="replied").count() == 2


def test_the_customer_writes_while_it_is_solved(cast: Cast) -> None:
    with working(cast):
        ticket = make_ticket(cast)
    at_once(
        cast,
        lambda: resolve(ticket=ticket, actor=cast.agent, solution="Restart it.", now=LATER),
        lambda: customer_wrote(ticket=ticket, contact=cast.karin, actor=None, text="Hello?", now=LATER),
    )
    with working(cast):
        current = Ticket.objects.get()
        last = current.events.exclude(kind="customer_wrote").latest("pk").kind
        assert (current.status, last) in {("resolved", "resolved"), ("in_progress", "reopened")}


def test_two_sweeps_tell_each_receiver_once(cast: Cast) -> None:
    with working(cast):
        for _ in range(5):
            make_ticket(cast, severity="high", team=cast.team)
    failed = at_once(cast, *[lambda: sweep(now=LATER)] * 3)
    assert failed == [None] * 3
    with working(cast):
        alerts = list(Alert.objects.values_list("clock", "step", "receiver"))
        assert len(alerts) == len(set(alerts)) > 0
        assert not Alert.objects.filter(mailed_at=None).exists()


def test_an_answer_sent_twice_is_one(cast: Cast) -> None:
    with working(cast):
        resolve(ticket=make_ticket(cast), actor=cast.agent, solution="Restart it.", now=MONDAY)
        plan_invitations(now=MONDAY)
    with tenant_context(cast.tenant.pk):
        assert send_next(now=MONDAY + timedelta(days=1))
    with working(cast):
        invitation = Invitation.objects.get()

    def say() -> object:
        return answer_survey(
            invitation=invitation, score=2, reason="Slow", improvement="", now=MONDAY + timedelta(days=2)
        )

    results = at_once(cast, say, say, say)
    assert [each for each in results if isinstance(each, Exception)] == []
    with working(cast):
        assert (Answer.objects.count(), FollowUp.objects.count()) == (1, 1)
