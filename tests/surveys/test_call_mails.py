"""The reminder on the morning a call is due, and the letter that closes the loop."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership
from contracts.models import Contact
from outbox.models import OutboxMessage
from surveys.models import FollowUp, FollowUpNote
from surveys.services.answering import answer_survey
from surveys.services.call_reminders import remind_all
from surveys.services.follow_ups import finish_follow_up, take_follow_up
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import letter, mailbox, take
from tests.surveys.test_follow_ups import answer, edit
from tests.windows import signed_in
from tickets import threads
from tickets.models import Notification, NotificationChoice, TicketWatcher
from tickets.services.merging import merge
from tickets.services.notification_mails import mail_due
from tickets.services.resolution import resolve

WEDNESDAY = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)  # 08:00 in Stockholm, when the support function opens


def mails(beginning: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(dedupe_key__startswith=beginning).order_by("pk"))


def remind(now: datetime) -> list[str]:
    """Run the task, and give whom it has mailed until now."""
    remind_all(now=now)
    return sorted(mail.recipient for mail in mails("call:"))


def test_the_owner_is_reminded_once_in_the_morning_of_the_day(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    take_follow_up(follow_up=FollowUp.objects.get(), actor=nordsoft.manager, now=MONDAY)
    assert remind(WEDNESDAY - timedelta(days=1)) == []
    assert remind(WEDNESDAY - timedelta(seconds=1)) == []
    assert remind(WEDNESDAY) == ["henrik@nordsoft.example"]
    assert remind(WEDNESDAY + timedelta(minutes=5)) == ["henrik@nordsoft.example"]


def test_without_owner_every_manager_is_reminded(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    assert remind(WEDNESDAY) == ["astrid@nordsoft.example", "henrik@nordsoft.example"]


def test_an_owner_who_is_gone_leaves_it_to_every_manager(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    take_follow_up(follow_up=FollowUp.objects.get(), actor=nordsoft.manager, now=MONDAY)
    nordsoft.manager.is_active = False
    nordsoft.manager.save()
    assert remind(WEDNESDAY) == ["astrid@nordsoft.example"]


def test_a_call_that_is_done_or_late_reminds_nobody(nordsoft: Cast) -> None:
    given = answer(nordsoft, 2)
    assert remind(WEDNESDAY + timedelta(days=1)) == []  # late: the list says so
    edit(given, 9, MONDAY)
    assert remind(WEDNESDAY) == []


def choose(member: Membership, **chosen: Any) -> None:
    NotificationChoice.objects.create(membership=member, **chosen)


@pytest.mark.parametrize(("way", "told"), [("desk", 1), ("digest", 1), ("off", 0)])
def test_it_comes_the_way_the_member_has_chosen(nordsoft: Cast, way: str, told: int) -> None:
    choose(nordsoft.manager, ways={"call": way})
    answer(nordsoft, 2)
    assert remind(WEDNESDAY) == ["astrid@nordsoft.example"]
    rows = Notification.objects.filter(kind="call", receiver=nordsoft.manager)
    assert rows.count() == told
    assert rows.filter(mail_at__gt=WEDNESDAY).count() == (1 if way == "digest" else 0)


def test_whoever_has_quiet_hours_is_mailed_after_them(nordsoft: Cast) -> None:
    choose(nordsoft.manager, quiet_from=time(18), quiet_until=time(9))
    answer(nordsoft, 2)
    assert remind(WEDNESDAY) == ["astrid@nordsoft.example"]
    Notification.objects.exclude(kind="call").delete()
    mail_due(now=WEDNESDAY + timedelta(minutes=59))
    assert mails("notice:") == []
    mail_due(now=WEDNESDAY + timedelta(hours=1))
    assert [mail.recipient for mail in mails("notice:")] == ["henrik@nordsoft.example"]


def test_who_was_mailed_at_once_is_not_mailed_again(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    remind(WEDNESDAY)
    Notification.objects.exclude(kind="call").delete()
    mail_due(now=WEDNESDAY + timedelta(days=1))
    assert mails("notice:") == []


def test_a_new_clock_reminds_again(nordsoft: Cast) -> None:
    given = answer(nordsoft, 4)
    assert len(remind(WEDNESDAY)) == 2
    edit(given, 8, WEDNESDAY)
    answer_survey(invitation=given.invitation, score=1, reason="", improvement="", now=WEDNESDAY)
    assert len(remind(WEDNESDAY + timedelta(days=2))) == 4


def test_reminding_asks_little(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    with Budget(17):
        remind_all(now=WEDNESDAY)
    with Budget(2):
        remind_all(now=WEDNESDAY)


def close(cast: Cast, letter: str) -> FollowUp:
    return finish_follow_up(
        follow_up=FollowUp.objects.get(),
        actor=cast.manager,
        outcome="solved",
        notes="Called.",
        letter=letter,
        now=MONDAY,
    )


def letters() -> list[OutboxMessage]:
    return mails("message:")


def test_the_letter_goes_to_the_contact_alone_in_their_language(nordsoft: Cast) -> None:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(language="da", mail_replies=False)
    given = answer(nordsoft, 2)
    ticket = given.invitation.ticket
    TicketWatcher.objects.create(ticket=ticket, email="ulla@bergs.example", added_at=MONDAY)
    close(nordsoft, "Thank you for your time.")
    (mail,) = letters()
    assert mail.recipient == "karin@nordsoft.example"
    assert "Thank you for your time." in mail.text
    assert "Henrik Lund" in mail.text
    assert 'lang="da"' in mail.html
    note = FollowUpNote.objects.get(kind="written")
    assert (note.author, note.text) == (nordsoft.manager, "Thank you for your time.")


def test_the_letter_stands_on_the_tickets_thread_and_moves_nothing(nordsoft: Cast) -> None:
    ticket = answer(nordsoft, 2).invitation.ticket
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    ticket.refresh_from_db()
    close(nordsoft, "Thank you for your time.")
    message = ticket.messages.latest("pk")
    assert (message.kind, message.author, message.text) == ("reply", nordsoft.manager, "Thank you for your time.")
    before = (ticket.status, ticket.assignee_id, ticket.resolved_at)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id, ticket.resolved_at) == before
    page = signed_in(nordsoft.agent.user).get(f"/nordsoft/desk/tickets/{ticket.number}/").content.decode()
    assert "Thank you for your time." in page


def test_an_answer_to_the_letter_comes_to_the_ticket(nordsoft: Cast) -> None:
    mailbox(nordsoft)
    ticket = answer(nordsoft, 2).invitation.ticket
    close(nordsoft, "Thank you for your time.")
    (mail,) = letters()
    assert threads.ticket_of_address(mail.headers["Reply-To"]) == ticket.number
    raw = letter(to=mail.headers["Reply-To"], text="Now it works.", in_reply_to=mail.message_id)
    assert take(nordsoft, raw).ticket == ticket
    assert [message.text for message in ticket.messages.order_by("-pk")[:2]] == [
        "Now it works.",
        "Thank you for your time.",
    ]


def test_about_a_merged_ticket_it_lands_in_the_one_that_goes_on(nordsoft: Cast) -> None:
    ticket, target = answer(nordsoft, 2).invitation.ticket, make_ticket(nordsoft)
    merge(ticket=ticket, into=target, actor=nordsoft.agent, now=MONDAY)
    close(nordsoft, "Thank you for your time.")
    assert target.messages.latest("pk").text == "Thank you for your time."


def test_without_letter_nothing_is_sent(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    close(nordsoft, " ")
    assert letters() == []


def test_a_letter_to_somebody_without_address_is_refused_and_the_call_stays_open(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    Contact.objects.filter(pk=nordsoft.karin.pk).update(email="")
    with pytest.raises(ValidationError) as refused:
        close(nordsoft, "Thank you.")
    assert "letter" in refused.value.message_dict
    assert FollowUp.objects.get().state == "open"
