"""Whom a note names."""

import pytest

from tests.cast import MONDAY, Cast, make_member
from tests.factories import make_ticket
from tickets.models import Mention
from tickets.selectors.alerts import unread_count
from tickets.selectors.mentions import my_mentions
from tickets.services.messages import add_note, reply
from tickets.services.reading import mark_alerts_read, mark_read


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
    for _ in range(2):
        add_note(ticket=ticket, actor=nordsoft.agent, text="Look, @Oskar Nyström", now=MONDAY)
    oskar = nordsoft.colleague
    assert unread_count(oskar) == 2
    assert unread_count(nordsoft.agent) == 0
    assert [(row.number, row.text, row.is_unread) for row in my_mentions(oskar, now=MONDAY)] == [
        (ticket.number, "Look, @Oskar Nyström", True)
    ] * 2
    mark_read(ticket=ticket, actor=oskar, now=MONDAY)
    assert unread_count(oskar) == 0
    assert not any(row.is_unread for row in my_mentions(oskar, now=MONDAY))


def test_all_are_read_at_once(nordsoft: Cast) -> None:
    note(nordsoft, "@Oskar Nyström")
    mark_alerts_read(actor=nordsoft.colleague, now=MONDAY)
    assert unread_count(nordsoft.colleague) == 0
