"""What a ticket that is done refuses."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket, TicketEvent
from tickets.services.assignment import assign
from tickets.services.resolution import resolve
from tickets.services.severity import decide_severity


@pytest.fixture
def done(nordsoft: Cast) -> Ticket:
    return resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=MONDAY)


def test_another_severity(nordsoft: Cast, done: Ticket) -> None:
    with pytest.raises(ValidationError) as refused:
        decide_severity(ticket=done, actor=nordsoft.agent, severity="high", reason="All.", now=MONDAY)
    assert refused.value.code == "status"
    done.refresh_from_db()
    assert done.severity == "normal"


def test_another_assignee(nordsoft: Cast, done: Ticket) -> None:
    with pytest.raises(ValidationError) as refused:
        assign(ticket=done, actor=nordsoft.agent, assignee=nordsoft.colleague, now=MONDAY)
    assert refused.value.code == "status"
    assert not TicketEvent.objects.filter(kind="assigned").exists()
