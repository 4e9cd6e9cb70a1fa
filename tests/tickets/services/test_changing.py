"""Two people change the same ticket."""

import pytest

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import TicketEvent
from tickets.services.assignment import assign
from tickets.services.changing import StaleTicketError


def test_a_stale_edit_is_refused_and_says_how_the_ticket_stands(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    seen = ticket.version
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.agent, now=MONDAY, version=seen)
    with pytest.raises(StaleTicketError) as stale:
        assign(ticket=ticket, actor=nordsoft.colleague, assignee=nordsoft.colleague, now=MONDAY, version=seen)
    assert stale.value.current.assignee == nordsoft.agent
    assert TicketEvent.objects.filter(kind="assigned").count() == 1
