"""Whom a note names."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from tests.cast import MONDAY, Cast, make_member
from tests.factories import make_ticket
from tickets.models import Mention, Notification
from tickets.selectors.notifications import my_notices, unread_notices
from tickets.services.assignment import assign
from tickets.services.messages import add_note, reply
from tickets.services.reading import mark_read


def note(cast: Cast, text: str) -> set[str]:
    add_note(ticket=make_ticket(cast), actor=cast.agent, text=text, now=MONDAY)
    return {mention.membership.user.name for mention in Mention.objects.select_related("membership__user")}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Oskar Nyström, look", {"Oskar Nyström"}),
        ("(@oskar nyström) and @Henrik Lund.", {"Oskar Nyström", "Henrik Lund"}),
        ("@Oskar Nyströmer", set()),
        ("mail@Oskar Nyström", set()),
        ("Oskar Nyström", set()),
        ("@Maja Sandell herself", set()),
        ("@Karin Bergman is a customer", set()),
        ("@Oskar Nyström @Oskar Nyström", {"Oskar Nyström"}),
    ],
)
def test_a_whole_name_after_an_at_sign(nordsoft: Cast, text: str, named: set[str]) -> None:
    assert note(nordsoft, text) == named


def test_the_longer_name_counts(nordsoft: Cast) -> None:
    make_member("agent", "Anna Berg", "nordsoft")
    other = make_member("agent", "Anna Berg Lind", "lind")
    assert note(nordsoft, "@Anna Berg Lind") == {other.user.name}


def test_whoever_may_not_see_the_ticket_or_has_left_is_not_told(nordsoft: Cast) -> None:
    nordsoft.colleague.is_active = False
    nordsoft.colleague.save()
    assert note(nordsoft, "@Sigrid Åhman @Oskar Nyström") == set()


def test_a_reply_tells_nobody(nordsoft: Cast) -> None:
    reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="@Oskar Nyström", now=MONDAY)
    assert not Mention.objects.exists()


def test_it_counts_at_the_bell_until_the_ticket_is_read(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for minute in range(2):
        now = MONDAY + timedelta(minutes=minute)
        add_note(ticket=ticket, actor=nordsoft.agent, text="Look, @Oskar Nyström", now=now)
    oskar = nordsoft.colleague
    assert unread_notices(oskar) == 2
    assert unread_notices(nordsoft.agent) == 0
    with override("en"):
        assert [(row.number, row.text, row.excerpt) for row in my_notices(oskar, now=MONDAY)] == [
            (ticket.number, "Maja Sandell named you in a note.", "Look, @Oskar Nyström")
        ] * 2
    mark_read(ticket=ticket, actor=oskar, now=MONDAY)
    assert unread_notices(oskar) == 0


def test_the_assignee_who_is_named_is_told_once(nordsoft: Cast) -> None:
    ticket = assign(ticket=make_ticket(nordsoft), actor=nordsoft.manager, assignee=nordsoft.colleague, now=MONDAY)
    now = MONDAY + timedelta(minutes=1)
    add_note(ticket=ticket, actor=nordsoft.agent, text="Look, @Oskar Nyström", now=now)
    row = Notification.objects.get(created_at=now)
    assert (row.kind, row.mail_at) == ("mentioned", now)
