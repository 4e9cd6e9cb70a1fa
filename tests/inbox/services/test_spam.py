"""Spam: left where a server has marked it, put away by agents, and left from then on."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from contracts.models import Contact, CustomerDomain
from inbox.models import UnwantedSender
from inbox.services.handling import take_up
from inbox.services.spam import bring_back, patterns_of, put_away
from inbox.services.unwanted import add_unwanted, remove_unwanted
from outbox.models import OutboxMessage
from surveys.models import Invitation
from surveys.services.planning import plan_invitations
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import STRANGER, letter, mailbox, take
from tickets.models import Ticket
from tickets.services.resolution import resolve
from tickets.threads import new_message_id, reply_address

LATER = MONDAY + timedelta(minutes=30)


def spam(**values: str) -> bytes:
    return letter(**{"sender": STRANGER, "x_spam_flag": "YES", **values})


def strangers_ticket(cast: Cast, **values: str) -> Ticket:
    ticket = take(cast, letter(**{"sender": STRANGER, **values})).ticket
    assert ticket is not None
    return ticket


def test_marked_mail_is_left_and_taken_up_by_hand(nordsoft: Cast) -> None:
    mail = take(nordsoft, spam())
    assert (mail.state, mail.outcome, Ticket.objects.count(), OutboxMessage.objects.count()) == ("left", "spam", 0, 0)
    assert take_up(mail=mail, actor=nordsoft.admin, now=LATER) == "filed"


def test_marked_mail_that_answers_ours_is_taken_up(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    answer = spam(sender="karin@nordsoft.example", in_reply_to=new_message_id(ticket.number, "nordsoft.example"))
    assert take(nordsoft, answer).outcome == "added"
    signed = spam(to=reply_address(mailbox(nordsoft).address, ticket.number), text="Another.")
    assert take(nordsoft, signed).outcome == "added"


def test_a_number_in_the_subject_does_not_let_marked_mail_in(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    forged = spam(sender="karin@nordsoft.example", subject=f"[{ticket.number}] Re")
    assert take(nordsoft, forged).outcome == "spam"


def test_marked_absences_are_left(nordsoft: Cast) -> None:
    assert take(nordsoft, spam(auto_submitted="auto-replied")).outcome == "spam"


def test_put_away_it_is_closed_without_a_mail_and_a_survey(nordsoft: Cast) -> None:
    ticket = strangers_ticket(nordsoft)
    before = OutboxMessage.objects.count()
    put_away(ticket=ticket, actor=nordsoft.agent, leave="ida@nyab.example", now=LATER)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.kind, ticket.closed_at, ticket.queue_section) == ("closed", "spam", LATER, 9)
    plan_invitations(now=LATER + timedelta(days=9))
    assert (OutboxMessage.objects.count(), Invitation.objects.count()) == (before, 0)


def test_the_senders_further_mail_is_left_and_counted(nordsoft: Cast) -> None:
    ticket = strangers_ticket(nordsoft)
    put_away(ticket=ticket, actor=nordsoft.agent, leave="@nyab.example", now=LATER)
    again = take(nordsoft, letter(sender="Other <other@MAIL.nyab.example>"), now=LATER)
    assert (again.state, again.outcome, Ticket.objects.count()) == ("left", "unwanted", 1)
    entry = UnwantedSender.objects.get()
    assert (entry.pattern, entry.added_by, entry.ticket, entry.caught, entry.caught_at) == (
        "@nyab.example", nordsoft.agent, ticket, 1, LATER,
    )  # fmt: skip
    assert take(nordsoft, letter(sender="x@notnyab.example")).outcome == "filed"


def test_an_address_on_the_list_lets_others_of_its_domain_in(nordsoft: Cast) -> None:
    put_away(ticket=strangers_ticket(nordsoft), actor=nordsoft.agent, leave="ida@nyab.example", now=LATER)
    assert take(nordsoft, letter(sender="IDA@nyab.example", text="2")).outcome == "unwanted"
    assert take(nordsoft, letter(sender="olle@nyab.example")).outcome == "filed"


def test_what_answers_spam_is_left(nordsoft: Cast) -> None:
    ticket = strangers_ticket(nordsoft, message_id="<1@nyab.example>")
    put_away(ticket=ticket, actor=nordsoft.agent, leave="", now=LATER)
    assert not UnwantedSender.objects.exists()
    more = letter(sender=STRANGER, text="Well?", to=reply_address(mailbox(nordsoft).address, ticket.number))
    assert take(nordsoft, more, now=LATER).outcome == "spam"


def test_it_is_brought_back_as_it_was(nordsoft: Cast) -> None:
    ticket = strangers_ticket(nordsoft)
    put_away(ticket=ticket, actor=nordsoft.agent, leave="ida@nyab.example", now=LATER)
    back = bring_back(ticket=ticket, actor=nordsoft.agent, now=LATER)
    assert (back.status, back.kind, back.closed_at) == ("new", "question", None)
    assert not UnwantedSender.objects.exists()
    assert [event.kind for event in back.events.order_by("pk")][-2:] == ["spam", "not_spam"]
    with pytest.raises(ValidationError):
        bring_back(ticket=ticket, actor=nordsoft.agent, now=LATER)


def test_a_customers_ticket_is_no_spam(nordsoft: Cast) -> None:
    for ticket in (take(nordsoft, letter()).ticket, make_ticket(nordsoft)):
        assert ticket is not None
        with pytest.raises(ValidationError):
            put_away(ticket=ticket, actor=nordsoft.agent, leave="", now=LATER)


def test_one_in_a_customers_name_that_is_not_confirmed_is(nordsoft: Cast, settings: Any) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({"mx.example"})
    ticket = take(nordsoft, letter(authentication_results="mx.example; dmarc=fail")).ticket
    assert ticket is not None
    assert ticket.clocks.filter(state="running").exists()
    assert patterns_of(ticket) == []  # the customer's own address stays welcome
    put_away(ticket=ticket, actor=nordsoft.agent, leave="", now=LATER)
    assert set(ticket.clocks.values_list("state", flat=True)) == {"cancelled"}
    bring_back(ticket=ticket, actor=nordsoft.agent, now=LATER)
    assert ticket.clocks.filter(state="running").exists()


def test_what_is_solved_is_no_spam(nordsoft: Cast) -> None:
    ticket = resolve(ticket=strangers_ticket(nordsoft), actor=nordsoft.agent, solution="Done.", now=LATER)
    with pytest.raises(ValidationError):
        put_away(ticket=ticket, actor=nordsoft.agent, leave="", now=LATER)


def test_a_consultant_puts_nothing_away(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        put_away(ticket=strangers_ticket(nordsoft), actor=nordsoft.consultant, leave="", now=LATER)


def test_a_stranger_who_became_a_customers_contact_is_answered(nordsoft: Cast) -> None:
    add_unwanted(text="ida@nyab.example", actor=nordsoft.manager, now=MONDAY)
    Contact.objects.create(customer=nordsoft.customer, name="Ida", email="ida@nyab.example")
    assert take(nordsoft, letter(sender=STRANGER)).outcome == "filed"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Ida@NYAB.example ", "ida@nyab.example"),
        ("nyab.example", "@nyab.example"),
        ("@måla.example", "@xn--mla-ula.example"),
    ],
)
def test_an_entry_is_kept_in_one_way(nordsoft: Cast, text: str, kept: str) -> None:
    assert add_unwanted(text=text, actor=nordsoft.manager, now=MONDAY).pattern == kept
    assert add_unwanted(text=kept, actor=nordsoft.manager, now=LATER).added_at == MONDAY


@pytest.mark.parametrize(
    "text", ["", "everybody", "@gmail.com", "hotmail.se", "@bergs.example", "karin@nordsoft.example",
             "nordsoft.example", "@example", "a b@nyab.example", "maja@nordsoft.example"],
)  # fmt: skip
def test_whom_somebody_answers_cannot_be_left(nordsoft: Cast, text: str) -> None:
    CustomerDomain.objects.create(customer=nordsoft.customer, domain="bergs.example", added_at=MONDAY)
    with pytest.raises(ValidationError):
        add_unwanted(text=text, actor=nordsoft.manager, now=MONDAY)


def test_agents_keep_no_list_but_by_a_ticket(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        add_unwanted(text="@nyab.example", actor=nordsoft.agent, now=MONDAY)
    entry = add_unwanted(text="@nyab.example", actor=nordsoft.manager, now=MONDAY)
    with pytest.raises(NotAllowedError):
        remove_unwanted(sender=entry, actor=nordsoft.agent)
    remove_unwanted(sender=entry, actor=nordsoft.manager)
    assert take(nordsoft, letter(sender=STRANGER)).outcome == "filed"
