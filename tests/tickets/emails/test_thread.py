"""Mails about a ticket stand in one thread, come from its mailbox, and say who sends them."""

from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from outbox.models import OutboxMessage
from outbox.smtp import compose
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.emails.company import tell_company_wide
from tickets.mailed import Mailed
from tickets.models import Alert, Mailbox, Notification, SlaClock, Ticket
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.notification_mails import mail_due
from tickets.services.resolution import resolve
from tickets.services.severity import decide_severity
from tickets.services.watchers import add_watcher
from tickets.threads import reply_address, root_of, ticket_of_address, ticket_of_message_id

BY_MAIL = Mailed(message_id="<one@bergsbygg.example>")


@pytest.fixture
def box(nordsoft: Cast) -> Mailbox:
    return Mailbox.objects.create(address="hjalp@nordsoft.example", name="Nordsoft Support")


def mailed(cast: Cast, **fields: object) -> Ticket:
    return make_ticket(cast, channel="email", mailed=BY_MAIL, **fields)


def mails(recipient: str = "") -> list[OutboxMessage]:
    found = OutboxMessage.objects.order_by("pk")
    return list(found.filter(recipient=recipient) if recipient else found)


def test_one_subject_for_everything_about_a_ticket(nordsoft: Cast, box: Mailbox) -> None:
    ticket = mailed(nordsoft, receipt=True)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason="Nobody can print.", now=MONDAY)
    resolve(ticket=ticket, actor=nordsoft.agent, solution="A new driver.", now=MONDAY)
    assert len(mails()) == 4
    assert {mail.subject for mail in mails()} == {f"[#{ticket.number}] Invoices cannot be printed"}


def test_every_mail_goes_back_to_the_same_one_and_answers_the_latest(nordsoft: Cast, box: Mailbox) -> None:
    ticket = mailed(nordsoft)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY + timedelta(minutes=1))
    again = Mailed(message_id="<two@bergsbygg.example>")
    customer_wrote(
        ticket=ticket, contact=nordsoft.karin, actor=None, text="No.", now=MONDAY + timedelta(minutes=2), mailed=again
    )
    reply(ticket=ticket, actor=nordsoft.agent, text="And this?", now=MONDAY + timedelta(minutes=3))
    first, second = mails()
    root = root_of(ticket.number)
    assert first.headers["References"] == f"{root} <one@bergsbygg.example>"
    assert first.headers["In-Reply-To"] == "<one@bergsbygg.example>"
    assert second.headers["References"].split() == [
        root,
        "<one@bergsbygg.example>",
        first.message_id,
        "<two@bergsbygg.example>",
    ]
    assert second.headers["In-Reply-To"] == "<two@bergsbygg.example>"
    for made in (root, first.message_id, second.message_id):
        assert ticket_of_message_id(made) == ticket.number
    assert len({root, first.message_id, second.message_id}) == 3


def test_each_receiver_has_mails_of_their_own_to_refer_to(nordsoft: Cast, box: Mailbox) -> None:
    ticket = make_ticket(nordsoft)
    add_watcher(ticket=ticket, email="auditor@elsewhere.example", actor=nordsoft.agent, now=MONDAY)
    for minute, text in enumerate(["One.", "Two."], start=1):
        reply(ticket=ticket, actor=nordsoft.agent, text=text, now=MONDAY + timedelta(minutes=minute))
    for recipient in (nordsoft.karin.email, "auditor@elsewhere.example"):
        first, second = mails(recipient)
        assert second.headers["In-Reply-To"] == first.message_id
    assert len({mail.message_id for mail in mails()}) == 4


def test_an_agents_answer_is_a_persons_and_the_rest_is_automatic(nordsoft: Cast, box: Mailbox) -> None:
    ticket = mailed(nordsoft, receipt=True)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY)
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason="So.", now=MONDAY)
    make_ticket(nordsoft, receipt=True)
    said = [
        (mail.headers.get("Auto-Submitted"), mail.headers.get("X-Auto-Response-Suppress"), mail.sender)
        for mail in mails()
    ]
    desk = "Nordsoft Support <hjalp@nordsoft.example>"
    assert said == [
        ("auto-replied", "OOF, AutoReply", desk),
        (None, None, '"Maja Sandell (Nordsoft Support)" <hjalp@nordsoft.example>'),
        ("auto-generated", "OOF, AutoReply", desk),
        ("auto-generated", "OOF, AutoReply", desk),
    ]


def test_mail_comes_from_the_products_mailbox_and_answers_go_there_signed(nordsoft: Cast, box: Mailbox) -> None:
    Mailbox.objects.create(address="lon@nordsoft.example", product=nordsoft.product)
    Mailbox.objects.create(address="gammal@nordsoft.example", product=nordsoft.product, is_active=False)
    for product, address in ((nordsoft.product, "lon@nordsoft.example"), (None, "hjalp@nordsoft.example")):
        ticket = make_ticket(nordsoft, product=product)
        reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY)
        mail = OutboxMessage.objects.latest("pk")
        assert mail.sender.endswith(f"<{address}>")
        assert mail.headers["Reply-To"] == reply_address(address, ticket.number)
        assert ticket_of_address(mail.headers["Reply-To"]) == ticket.number
        assert mail.message_id.endswith("@nordsoft.example>")
        assert "Skriv ovanför den här raden" in mail.text
        assert "Skriv ovanför den här raden" in mail.html


def test_without_mailbox_the_tenants_address_is_answered(nordsoft: Cast) -> None:
    reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Try this.", now=MONDAY)
    (mail,) = mails()
    assert mail.sender == '"Maja Sandell (Nordsoft)" <support@nordsoft.example>'
    assert mail.headers["Reply-To"] == "support@nordsoft.example"
    assert "Skriv ovanför den här raden" not in mail.text + mail.html


def test_the_receipt_tells_the_number_and_the_promise(nordsoft: Cast) -> None:
    nordsoft.karin.language = "en"
    nordsoft.karin.save()
    ticket = make_ticket(nordsoft, severity="high", receipt=True)
    (mail,) = mails()
    assert f"We have received your ticket {ticket.number}" in mail.text
    assert "We begin by Mon 2 Mar 11:00 at the latest." in mail.text
    assert f"/portal/tickets/{ticket.number}/" in mail.text
    assert ticket.messages.get().text not in mail.text  # nothing of theirs goes out again to whoever is named as sender


def test_no_promise_is_said_where_none_is_made(nordsoft: Cast) -> None:
    make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, receipt=True)
    assert mails() == []
    nordsoft.karin.mail_replies = False
    nordsoft.karin.save()
    make_ticket(nordsoft, receipt=True)
    assert mails() == []  # they read it in the portal
    make_ticket(nordsoft, customer=nordsoft.stranger, contact=nordsoft.karin, receipt=True, mailed=BY_MAIL)
    assert "Vi svarar, men lovar ingen tid." in mails()[0].text  # who writes by mail is answered by mail


def test_a_follow_up_by_mail_has_a_receipt_with_its_number(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Ticket.objects.filter(pk=ticket.pk).update(status="closed")
    ticket.refresh_from_db()
    values = {"contact": nordsoft.karin, "actor": None, "text": "Again.", "now": MONDAY, "mailed": BY_MAIL}
    new = customer_wrote(ticket=ticket, receipt=True, **values)
    (mail,) = mails()
    assert mail.subject == f"[#{new.number}] {ticket.subject}"
    assert mail.headers["In-Reply-To"] == "<one@bergsbygg.example>"


def test_a_members_mails_stand_in_the_tickets_thread(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=MONDAY + timedelta(hours=1, minutes=30), aside=Aside())
    assert Alert.objects.exists()
    assert SlaClock.objects.exists()
    mail = OutboxMessage.objects.filter(dedupe_key__startswith="sla:")[0]
    assert mail.headers["References"] == root_of(ticket.number)
    assert ticket_of_message_id(mail.message_id) == ticket.number
    Notification.objects.all().delete()
    member = nordsoft.colleague
    add_note(ticket=ticket, actor=nordsoft.agent, text=f"@{member.user.name} look", now=MONDAY)
    Notification.objects.update(mail_at=MONDAY)
    mail_due(now=MONDAY)
    for mail in OutboxMessage.objects.filter(dedupe_key__startswith="notice:"):
        assert mail.headers["References"] == root_of(ticket.number)
        assert ticket_of_message_id(mail.message_id) == ticket.number


def test_who_watches_and_who_reads_summaries_stops_by_one_press(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    add_watcher(ticket=ticket, email="auditor@elsewhere.example", actor=nordsoft.agent, now=MONDAY)
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY)
    assert "List-Unsubscribe" not in mails(nordsoft.karin.email)[0].headers
    tell_company_wide(nordsoft.karin, opened=[ticket], solved=[], day=MONDAY.date(), now=MONDAY)
    for mail in (mails("auditor@elsewhere.example")[0], mails(nordsoft.karin.email)[1]):
        assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = mail.headers["List-Unsubscribe"].strip("<>")
        assert address in mail.text
        assert address in mail.html


def test_telling_asks_three_questions_of_the_mails(nordsoft: Cast, box: Mailbox) -> None:
    ticket = make_ticket(nordsoft)
    for number in range(5):
        add_watcher(ticket=ticket, email=f"p{number}@elsewhere.example", actor=nordsoft.agent, now=MONDAY)
    with Budget() as budget:
        reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=MONDAY)
    of_mails = [sql for sql in budget.asked if "tickets_mail" in sql or "ROW_NUMBER" in sql]
    assert len(of_mails) == 3
    assert len(mails()) == 6


def test_a_name_with_line_breaks_adds_no_header_and_stops_no_answer(nordsoft: Cast, box: Mailbox) -> None:
    nordsoft.agent.user.name = "Maja\r\nBcc: all@elsewhere.example\u2028🙂 \u202eאב"
    nordsoft.agent.user.save()
    reply(ticket=make_ticket(nordsoft), actor=nordsoft.agent, text="Try this.", now=MONDAY)
    (mail,) = mails()
    written = compose(mail).message().as_bytes(linesep="\r\n")
    read = message_from_bytes(written)
    assert read["Bcc"] is None
    name, address = parseaddr(read["From"].replace("\r\n", ""))
    assert address == "hjalp@nordsoft.example"
    said = str(make_header(decode_header(name)))
    assert said == "Maja Bcc: all@elsewhere.example 🙂 \u202eאב (Nordsoft Support)"
