"""The conversation at the desk."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import translation

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import TicketEvent
from tickets.selectors.trail import trail
from tickets.services.messages import add_note


def test_updates_of_the_other_system_in_a_row_are_one_line(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for hours in (24, 48, 72, 120):
        TicketEvent.objects.create(ticket=ticket, kind=TicketEvent.Kind.UPDATED, at=MONDAY + timedelta(hours=hours))
    add_note(ticket=ticket, actor=nordsoft.agent, text="Between.", now=MONDAY + timedelta(hours=96))
    with translation.override("en"):
        entries = trail(
            ticket,
            now=MONDAY + timedelta(days=30),
            zone=ZoneInfo("Europe/Stockholm"),
            clocks=[],
            reader=nordsoft.agent.pk,
            seen_at=None,
        ).entries
    lines = [(entry.event.text, entry.event.time) if entry.event else None for entry in entries]
    assert lines == [
        None,
        ("3 updates in the other system", "3 Mar – 5 Mar"),
        None,
        ("Updated in the other system", "7 Mar 09:00"),
    ]
