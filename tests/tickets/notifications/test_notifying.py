"""Who is told of what, once, and never of their own doing."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership, User
from surveys.models import Invitation as Survey
from surveys.services.answering import answer_survey
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.models import Notification, Ticket, Way
from tickets.services.analysis import analyse
from tickets.services.assignment import assign
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.notification_settings import choose_notifications
from tickets.services.notifying import notify
from tickets.services.resolution import reopen, resolve
from tickets.services.watchers import add_watcher

Kind = Notification.Kind


def told() -> list[tuple[str, Membership]]:
    return [(row.kind, row.receiver) for row in Notification.objects.order_by("pk")]


def given(cast: Cast, to: Membership) -> Ticket:
    """Give a ticket that somebody has, as the last of many things: nobody is told of it any more."""
    ticket = assign(ticket=make_ticket(cast), actor=cast.manager, assignee=to, now=at(9, 5))
    Notification.objects.all().delete()
    return ticket


def ways(member: Membership, **chosen: str) -> None:
    choose_notifications(
        actor=member, ways=chosen, quiet_from=None, quiet_until=None, days_off=[], digest="daily", digest_at=time(8)
    )


def test_whoever_is_assigned_is_told_and_nobody_of_what_they_do_themselves(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assign(ticket=ticket, actor=nordsoft.manager, assignee=nordsoft.agent, now=at(9, 5))
    assert told() == [(Kind.ASSIGNED, nordsoft.agent)]
    assert Notification.objects.get().mail_at == at(9, 5)
    assign(ticket=ticket, actor=nordsoft.colleague, assignee=nordsoft.colleague, now=at(9, 6))
    assert len(told()) == 1


def test_the_customers_words_are_told_to_the_assignee(nordsoft: Cast) -> None:
    ticket = given(nordsoft, nordsoft.agent)
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, text="More", now=at(10))
    assert told() == [(Kind.ANSWERED, nordsoft.agent)]
    assert Notification.objects.get().mail_at is None  # on the desk, unless they choose otherwise


def test_a_colleagues_note_and_answer_are_told_to_the_assignee(nordsoft: Cast) -> None:
    ticket = given(nordsoft, nordsoft.agent)
    add_note(ticket=ticket, actor=nordsoft.agent, text="Mine", now=at(10))
    assert told() == []
    add_note(ticket=ticket, actor=nordsoft.colleague, text="Yours", now=at(10, 1))
    reply(ticket=ticket, actor=nordsoft.colleague, text="Try this", now=at(10, 2))
    assert told() == [(Kind.WRITTEN, nordsoft.agent)] * 2


def test_whoever_watches_is_told_as_the_assignee_is(nordsoft: Cast) -> None:
    ticket = given(nordsoft, nordsoft.agent)
    add_watcher(ticket=ticket, actor=nordsoft.manager, membership=nordsoft.manager, now=at(9, 10))
    add_watcher(ticket=ticket, actor=nordsoft.manager, contact=nordsoft.lars, now=at(9, 10))
    Notification.objects.all().delete()
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="More", now=at(10))
    add_note(ticket=ticket, actor=nordsoft.agent, text="Look", now=at(10, 1))
    assert set(told()) == {
        (Kind.ANSWERED, nordsoft.agent),
        (Kind.ANSWERED, nordsoft.manager),
        (Kind.WRITTEN, nordsoft.manager),
    }


def test_a_handed_over_ticket_is_told_to_the_consultant(nordsoft: Cast) -> None:
    analyse(
        ticket=make_ticket(nordsoft), actor=nordsoft.agent, category="", finding="A script.", outcome="consultant",
        consultant=nordsoft.consultant, notice="Sigrid takes over.", now=at(10),
    )  # fmt: skip
    assert told() == [(Kind.HANDED_OVER, nordsoft.consultant)]


def test_a_ticket_of_the_team_that_nobody_has_is_told_to_the_team(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, team=nordsoft.team)
    assert told() == [(Kind.UNASSIGNED, nordsoft.agent)]
    assign(ticket=ticket, actor=nordsoft.agent, assignee=nordsoft.agent, now=at(9, 5))
    assign(ticket=ticket, actor=nordsoft.manager, assignee=None, now=at(9, 6))
    assert told() == [(Kind.UNASSIGNED, nordsoft.agent)] * 2


def test_a_ticket_opened_again_is_told_to_the_assignee(nordsoft: Cast) -> None:
    ticket = given(nordsoft, nordsoft.agent)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart", now=at(10))
    reopen(ticket=ticket, actor=nordsoft.colleague, now=at(11))
    assert told() == [(Kind.REOPENED, nordsoft.agent)]


def test_a_dissatisfied_customer_is_told_to_the_managers_alone(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart", now=at(10))
    times = {"resolved_at": at(10), "send_at": at(11), "expires_at": at(11, day=9)}
    survey = Survey.objects.create(ticket=ticket, contact=nordsoft.karin, state="sent", **times)
    for _ in range(2):
        answer_survey(invitation=survey, score=3, reason="Slow", improvement="", now=at(12))
    assert told() == [(Kind.REMARK, nordsoft.manager), (Kind.REMARK, nordsoft.admin)]


def test_who_cannot_sign_in_or_may_not_see_it_is_told_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    User.objects.filter(pk=nordsoft.agent.user_id).update(is_active=False)
    karin = nordsoft.karin.membership
    assert karin
    keys = [nordsoft.agent.pk, nordsoft.consultant.pk, karin.pk]
    notify(Kind.MENTIONED, ticket=ticket, receivers=keys, now=MONDAY)
    assert told() == []


def test_one_event_is_told_once_and_being_named_counts_more(nordsoft: Cast) -> None:
    ticket = given(nordsoft, nordsoft.agent)
    add_note(ticket=ticket, actor=nordsoft.colleague, text="Look", now=at(10))
    event = ticket.events.latest("pk")
    for _ in range(2):
        notify(Kind.MENTIONED, ticket=ticket, receivers=[nordsoft.agent.pk], event=event, now=at(10))
    row = Notification.objects.get()
    assert (row.kind, row.mail_at) == (Kind.MENTIONED, at(10))


def test_what_is_off_is_not_written_and_what_is_critical_is_mailed_at_once(nordsoft: Cast) -> None:
    ways(nordsoft.agent, answered=Way.OFF, written=Way.DIGEST)
    ticket = given(nordsoft, nordsoft.agent)
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="More", now=at(10))
    add_note(ticket=ticket, actor=nordsoft.colleague, text="Look", now=at(10))
    assert [(row.kind, row.mail_at) for row in Notification.objects.all()] == [(Kind.WRITTEN, at(8, day=3))]
    Notification.objects.all().delete()
    Ticket.objects.filter(pk=ticket.pk).update(severity="critical")
    add_note(ticket=ticket, actor=nordsoft.colleague, text="Look again", now=at(20))
    assert Notification.objects.get().mail_at == at(20)


def test_settings_that_make_no_sense_are_refused(nordsoft: Cast) -> None:
    good = {"ways": {}, "quiet_from": time(18), "quiet_until": time(7), "days_off": [6], "digest": "daily"}
    for wrong in ({"quiet_until": None}, {"quiet_until": time(18)}, {"days_off": list(range(7))}):
        with pytest.raises(ValidationError):
            choose_notifications(actor=nordsoft.agent, digest_at=time(8), **(good | wrong))  # type: ignore[arg-type]


def test_an_answer_that_opens_the_ticket_again_is_told_once(nordsoft: Cast) -> None:
    ticket = given(nordsoft, nordsoft.agent)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart", now=at(10))
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, text="No", now=at(11))
    assert told() == [(Kind.REOPENED, nordsoft.agent)]


def test_telling_asks_five_things_however_many_are_told(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    keys = [nordsoft.agent.pk, nordsoft.colleague.pk, nordsoft.manager.pk, nordsoft.admin.pk]
    with Budget(5):
        notify(Kind.MENTIONED, ticket=ticket, receivers=keys, now=MONDAY)
    assert len(told()) == 4
