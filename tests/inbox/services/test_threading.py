"""Which ticket a mail belongs to: what it answers, then whom it is addressed to, last a number in the subject."""

from datetime import timedelta

import pytest

from accounts.tenancy.context import tenant_context
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import KARIN, STRANGER, letter, mailbox, take
from tickets.models import Message, Ticket, TicketWatcher
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.merging import merge
from tickets.services.resolution import close_if_due, resolve
from tickets.threads import new_message_id, reply_address

LATER = MONDAY + timedelta(hours=1)
HOME = "nordsoft.example"


def ours(ticket: Ticket) -> str:
    return new_message_id(ticket.number, HOME)


@pytest.mark.parametrize("header", ["in_reply_to", "references"])
def test_an_answer_to_our_mail_belongs_to_its_ticket(nordsoft: Cast, header: str) -> None:
    ticket = make_ticket(nordsoft)
    mail = take(nordsoft, letter(subject="Re: whatever", **{header: f"<x@y.example> {ours(ticket)}"}))
    assert (mail.outcome, mail.ticket) == ("added", ticket)
    message = Message.objects.filter(ticket=ticket).latest("pk")
    assert (message.kind, message.contact, message.sender) == ("customer", nordsoft.karin, "")


def test_a_forged_message_id_of_ours_opens_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    number, chance, _signature = ours(ticket).split("@")[0].strip("<").split(".")
    forged = f"<{number}.{chance}.{'a' * 16}@{HOME}>"
    assert take(nordsoft, letter(in_reply_to=forged)).outcome == "filed"


def test_another_tenants_message_id_opens_nothing_here(nordsoft: Cast, lonhuset: Cast) -> None:
    make_ticket(nordsoft)
    with tenant_context(lonhuset.tenant.pk):
        theirs = ours(make_ticket(lonhuset))
    assert take(nordsoft, letter(in_reply_to=theirs)).outcome == "filed"


def test_the_signed_address_belongs_to_its_ticket(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    signed = reply_address(f"support@{HOME}", ticket.number)
    assert take(nordsoft, letter(subject="Something else", to=signed)).ticket == ticket
    assert take(nordsoft, letter(text="By the envelope."), to=signed.upper()).ticket == ticket


def test_a_forged_address_opens_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert take(nordsoft, letter(to=f"support+{ticket.number}.{'a' * 16}@{HOME}")).outcome == "filed"


def test_somebody_unknown_with_the_signed_address_writes_under_their_own_name(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    mail = take(nordsoft, letter(sender=STRANGER, to=reply_address(f"support@{HOME}", ticket.number), cc="x@y.example"))
    message = Message.objects.get(pk=mail.message_id)
    assert (mail.ticket, message.kind, message.contact) == (ticket, "customer", None)
    assert message.author_name == "Ida Ny <ida@nyab.example>"
    assert not TicketWatcher.objects.exists()  # they invite nobody


def test_what_an_agent_answers_by_mail_is_a_note(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    mail = take(nordsoft, letter(sender=f"Maja <{nordsoft.agent.user.email}>", in_reply_to=ours(ticket)))
    message = Message.objects.get(pk=mail.message_id)
    assert (mail.outcome, message.kind, message.author) == ("noted", "note", None)
    assert nordsoft.agent.user.email in message.author_name


def test_what_an_agent_answers_to_an_alert_is_a_note(nordsoft: Cast) -> None:
    mailbox(nordsoft)
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=MONDAY + timedelta(hours=2), aside=Aside())
    alert = OutboxMessage.objects.filter(dedupe_key__startswith="sla:", recipient=nordsoft.agent.user.email)[0]
    assert "blir en anteckning i ärendet" in alert.text
    answer = letter(sender=alert.recipient, to=alert.headers["Reply-To"], in_reply_to="", text="I take it.")
    mail = take(nordsoft, answer, to=alert.headers["Reply-To"])
    assert (mail.outcome, mail.ticket, mail.message and mail.message.text) == ("noted", ticket, "I take it.")


def test_an_answer_to_the_customers_own_mail_belongs_to_its_ticket(nordsoft: Cast) -> None:
    first = take(nordsoft, letter(message_id="<one@bergs.example>"))
    mail = take(nordsoft, letter(text="And now?", in_reply_to="<one@bergs.example>"))
    assert (mail.outcome, mail.ticket) == ("added", first.ticket)


def test_a_strangers_answer_to_a_customers_mail_is_a_matter_of_its_own(nordsoft: Cast) -> None:
    take(nordsoft, letter(message_id="<one@bergs.example>"))
    mail = take(nordsoft, letter(sender=STRANGER, in_reply_to="<one@bergs.example>"))
    assert mail.outcome == "filed"


@pytest.mark.parametrize(
    "subject", ["Re: Ticket {number}", "SV: [{number}]", "Ärende {number}", "sag nr. {number}", "{number}: {subject}"]
)
def test_a_number_in_the_subject_counts_from_whoever_the_ticket_belongs_to(nordsoft: Cast, subject: str) -> None:
    ticket = make_ticket(nordsoft)
    said = subject.format(number=ticket.number, subject=ticket.subject)
    assert take(nordsoft, letter(subject=said)).ticket == ticket


@pytest.mark.parametrize("sender", [STRANGER, "Lars Holm <lars@nordsoft.example>"])
def test_a_number_in_the_subject_counts_from_nobody_else(nordsoft: Cast, sender: str) -> None:
    ticket = make_ticket(nordsoft)
    mail = take(nordsoft, letter(subject=f"Ticket {ticket.number}", sender=sender))
    assert mail.outcome == "filed"


def test_a_number_that_is_no_tickets_is_a_matter_of_its_own(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert take(nordsoft, letter(subject=f"Invoice {ticket.number} is wrong")).outcome == "filed"
    assert take(nordsoft, letter(subject="Ticket 999999999999999999999")).outcome == "filed"


def test_a_watcher_belongs_to_the_ticket(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    TicketWatcher.objects.create(ticket=ticket, email="ida@nyab.example", added_at=MONDAY)
    assert take(nordsoft, letter(sender=STRANGER, subject=f"Ticket {ticket.number}")).ticket == ticket


def test_a_number_alone_lets_nobody_else_watch(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    take(nordsoft, letter(subject=f"Ticket {ticket.number}", cc="spy@x.example"))
    assert not TicketWatcher.objects.exists()


def test_an_answer_to_a_solved_ticket_opens_it_again(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    take(nordsoft, letter(in_reply_to=ours(ticket)), now=LATER)
    ticket.refresh_from_db()
    assert ticket.status == Ticket.Status.IN_PROGRESS


def test_an_answer_to_a_closed_ticket_is_a_follow_up(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    close_if_due(ticket=ticket, now=MONDAY + timedelta(days=10))
    mail = take(nordsoft, letter(in_reply_to=ours(ticket)), now=MONDAY + timedelta(days=11))
    assert mail.ticket != ticket
    assert Ticket.objects.get(pk=mail.ticket_id).follow_up_of == ticket


def test_an_answer_to_a_merged_ticket_lands_in_the_one_that_goes_on(nordsoft: Cast) -> None:
    ticket, into = make_ticket(nordsoft), make_ticket(nordsoft)
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=MONDAY)
    assert take(nordsoft, letter(in_reply_to=ours(ticket)), now=LATER).ticket == into
    automatic = letter(in_reply_to=ours(ticket), auto_submitted="auto-replied", text="Away.")
    mail = take(nordsoft, automatic, now=LATER)
    assert (mail.outcome, mail.ticket) == ("noted", into)


def test_the_mails_own_id_stays_with_the_message(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(sender=KARIN, message_id="<one@bergs.example>"))
    assert Message.objects.get(pk=mail.message_id).mail_id == "<one@bergs.example>"
