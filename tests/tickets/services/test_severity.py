"""The pair: what was asked for, what was decided, and the reason that is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.services.severity import ask_severity, decide_severity

LATER = MONDAY + timedelta(minutes=10)


def test_refusing_what_the_customer_asked_for_takes_a_reason_which_they_are_told(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    ask_severity(
        ticket=ticket, contact=nordsoft.karin, actor=None, severity="critical", reason="We pay today.", now=MONDAY
    )
    with pytest.raises(ValidationError, match="reason"):
        decide_severity(ticket=ticket, actor=nordsoft.agent, severity="normal", reason=" ", now=LATER)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="normal", reason="Paying works by hand.", now=LATER)
    ticket.refresh_from_db()
    assert (ticket.severity_asked, ticket.severity) == ("critical", "normal")
    assert ticket.severity_reason == "Paying works by hand."
    mail = OutboxMessage.objects.get(dedupe_key__startswith="severity:")
    assert "Paying works by hand." in mail.text
    assert "Paying works by hand." in mail.html


def test_deciding_the_same_again_says_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason="Many wait.", now=MONDAY)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason="", now=LATER)
    assert ticket.events.filter(kind="severity").count() == 1
