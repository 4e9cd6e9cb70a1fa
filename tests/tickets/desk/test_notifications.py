"""What I am told of: the bell, the list, my settings."""

import time_machine
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, page_of, text_of
from tickets.models import Alert, Notification, NotificationChoice, Ticket
from tickets.services.assignment import assign
from tickets.services.messages import customer_wrote

LIST = f"{QUEUE}notifications/"
SETTINGS = f"{LIST}settings/"


def majas(cast: Cast) -> Ticket:
    """Give a ticket that was assigned to Maja, on which Karin has written since and a deadline is near."""
    ticket = make_ticket(cast, severity="high")
    assign(ticket=ticket, actor=cast.manager, assignee=cast.agent, now=at(9, 5))
    customer_wrote(
        ticket=ticket, contact=cast.karin, actor=cast.karin.membership, text="It is the **second** time.", now=at(9, 30)
    )
    clock = ticket.clocks.get(metric="start")
    Alert.objects.create(
        clock=clock, ticket=ticket, step="warning", receiver=cast.agent, due_at=clock.due_at, raised_at=at(9, 40)
    )
    return ticket


@time_machine.travel(at(10), tick=False)
def test_notifications_and_alerts_stand_in_one_list(agent: Client, nordsoft: Cast) -> None:
    majas(nordsoft)
    text = text_of(agent.get(LIST).content)
    assert "3 unread notifications" in text
    places = [
        text.index(part)
        for part in (
            "Start is at risk",
            "Karin Bergman wrote.",
            "It is the **second** time.",
            "Henrik Lund assigned the ticket to you.",
        )
    ]
    assert places == sorted(places)


@time_machine.travel(at(10), tick=False)
def test_one_or_all_are_marked_as_read(agent: Client, nordsoft: Cast) -> None:
    majas(nordsoft)
    other = Notification.objects.create(
        receiver=nordsoft.colleague, kind="mentioned", ticket=Ticket.objects.get(), created_at=at(9)
    )
    mine = Notification.objects.filter(receiver=nordsoft.agent).latest("pk")
    for made_up in (f"n{other.pk}", "n", "x1", "n99999999999999999999", "n²"):
        agent.post(LIST, {"key": made_up})
    assert "3 unread" in text_of(agent.get(LIST).content)
    done = agent.post(f"{LIST}?unread=1", {"key": f"n{mine.pk}"}, follow=True).content
    assert "1 marked as read." in text_of(done)
    assert "Karin Bergman wrote." not in text_of(done)
    assert "2 unread notifications" in text_of(done)
    assert "2 marked as read." in text_of(agent.post(LIST, follow=True).content)
    assert Notification.objects.get(read_at=None) == other
    assert "Nothing unread" in text_of(agent.get(f"{LIST}?unread=1").content)


@time_machine.travel(at(10), tick=False)
def test_opening_the_ticket_reads_what_was_told_of_it(agent: Client, nordsoft: Cast) -> None:
    ticket = majas(nordsoft)
    agent.get(page_of(ticket.number))
    assert not Notification.objects.filter(read_at=None).exists()
    assert b"data-count" not in agent.get(f"{LIST}bell/").content


def test_the_bell_counts_to_ninety_nine(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Notification.objects.bulk_create(
        Notification(receiver=nordsoft.agent, kind="answered", ticket=ticket, created_at=at(9)) for _ in range(120)
    )
    assert "99+" in text_of(agent.get(f"{LIST}bell/").content)


@time_machine.travel(at(10), tick=False)
def test_a_consultant_sees_nothing_of_a_ticket_that_is_no_longer_theirs(consultant: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Notification.objects.create(receiver=nordsoft.consultant, kind="mentioned", ticket=ticket, created_at=at(9))
    assert "Nothing yet" in text_of(consultant.get(LIST).content)


@time_machine.travel(at(10), tick=False)
def test_the_list_asks_the_same_however_long(agent: Client, nordsoft: Cast) -> None:
    majas(nordsoft)
    for _ in range(5):
        majas(nordsoft)
    asked = count_queries(agent, LIST)
    assert len(asked) <= 9, "\n".join(asked)
    assert len(count_queries(agent, f"{LIST}bell/")) <= 5


def test_settings_are_kept_and_wrong_ones_stay_in_the_form(agent: Client, nordsoft: Cast) -> None:
    page = agent.get(SETTINGS).content.decode()
    assert "A customer is dissatisfied" not in page  # for managers
    kinds = ("assigned", "handed_over", "mentioned", "answered", "written", "reopened", "unassigned", "quota")
    data = dict.fromkeys(kinds, "digest") | {
        "quiet_from": "18:00", "quiet_until": "", "days_off": ["5", "6"], "digest": "hourly", "digest_at": "07:45",
    }  # fmt: skip
    refused = agent.post(SETTINGS, data)
    assert refused.status_code == 422
    assert "Give both times, or neither." in text_of(refused.content)
    assert b'value="18:00"' in refused.content
    assert agent.post(SETTINGS, data | {"quiet_until": "07:00"}).status_code == 302
    kept = NotificationChoice.objects.get(membership=nordsoft.agent)
    assert (kept.way("answered"), kept.days_off, kept.digest) == ("digest", [5, 6], "hourly")
    assert b'value="07:45"' in agent.get(SETTINGS).content
    assert agent.post(SETTINGS, data | {"assigned": "pigeon"}).status_code == 422
