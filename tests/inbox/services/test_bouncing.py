"""Mail of ours that comes back: tied to its message, the contact marked, the desk told."""

from datetime import timedelta

from django.db import transaction

from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from inbox.models import InboundMail
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.inbox.post import take
from tickets.models import Alert, Message, Notification, Ticket
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.assignment import assign
from tickets.services.merging import merge
from tickets.services.messages import reply
from tickets.threads import new_message_id, root_of

LATER = MONDAY + timedelta(hours=1)


def report(
    about: str, *, to: str = "karin@nordsoft.example", action: str = "failed", status: str = "5.1.1", headers: str = ""
) -> bytes:
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: support@nordsoft.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{about.strip("<>")}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--b
Content-Type: text/rfc822-headers

{headers or f"Message-ID: {about}"}
Subject: Answer

--b--
""".encode()


def sent_about(cast: Cast, ticket: Ticket) -> OutboxMessage:
    """Answer the ticket; its mail has a Message-ID of ours."""
    reply(ticket=ticket, actor=cast.agent, text="Restart it.", now=MONDAY)
    mail = OutboxMessage.objects.latest("pk")
    mail.message_id = new_message_id(ticket.number, "nordsoft.example")
    mail.save()
    return mail


def take_back(cast: Cast, raw: bytes) -> InboundMail:
    return take(cast, raw, now=LATER, sender="")


def test_a_report_marks_the_contact_and_is_noted_on_the_ticket(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    mail = take_back(nordsoft, report(sent_about(nordsoft, ticket).message_id))
    nordsoft.karin.refresh_from_db()
    message = Message.objects.get(pk=mail.message_id)
    assert (mail.state, mail.outcome, mail.ticket) == ("done", "bounced", ticket)
    assert (nordsoft.karin.bounced_at, nordsoft.karin.bounce_reason) == (LATER, "550 5.1.1 No such user here")
    assert message.kind == Message.Kind.NOTE
    assert "karin@nordsoft.example" in message.text
    assert "No such user here" in message.text


def test_the_assignee_is_told(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    sent = sent_about(nordsoft, ticket)
    Notification.objects.all().delete()
    take_back(nordsoft, report(sent.message_id))
    assert [told.receiver for told in Notification.objects.all()] == [nordsoft.agent]


def test_where_nobody_has_the_ticket_its_team_is_told(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, team=nordsoft.team)
    sent = sent_about(nordsoft, ticket)
    assign(ticket=ticket, actor=nordsoft.manager, assignee=None, now=MONDAY)
    Notification.objects.all().delete()
    take_back(nordsoft, report(sent.message_id))
    assert [told.receiver for told in Notification.objects.all()] == [nordsoft.agent]


def test_a_report_does_not_open_the_ticket_again(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    sent = sent_about(nordsoft, ticket)
    ticket.refresh_from_db()
    before = ticket.status
    take_back(nordsoft, report(sent.message_id))
    ticket.refresh_from_db()
    assert ticket.status == before


def test_a_delay_marks_nobody_and_tells_nobody(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    mail = take_back(nordsoft, report(sent_about(nordsoft, ticket).message_id, action="delayed", status="4.4.1"))
    nordsoft.karin.refresh_from_db()
    assert (mail.outcome, nordsoft.karin.bounced_at, mail.message) == ("bounced", None, None)


def test_a_report_about_a_mail_that_is_not_ours_is_left(nordsoft: Cast) -> None:
    mail = take_back(nordsoft, report("<x@y.example>"))
    nordsoft.karin.refresh_from_db()
    assert (mail.state, mail.outcome, nordsoft.karin.bounced_at) == ("left", "automatic", None)


def test_the_report_cannot_name_somebody_else(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    take_back(nordsoft, report(sent_about(nordsoft, ticket).message_id, to="lars@nordsoft.example"))
    nordsoft.lars.refresh_from_db()
    assert nordsoft.lars.bounced_at is None


def test_a_mail_that_the_outbox_has_forgotten_is_known_by_its_ticket(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    about = new_message_id(ticket.number, "nordsoft.example")
    take_back(nordsoft, report(about, to="lars@nordsoft.example"))
    take_back(nordsoft, report(new_message_id(ticket.number, "nordsoft.example")))
    nordsoft.karin.refresh_from_db()
    nordsoft.lars.refresh_from_db()
    assert (nordsoft.karin.bounced_at, nordsoft.lars.bounced_at) == (LATER, None)


def test_a_mail_about_no_ticket_marks_the_contact_alone(nordsoft: Cast) -> None:
    with transaction.atomic():
        sent = sent_about(nordsoft, make_ticket(nordsoft))
        sent.message_id = "<177.1@nordsoft.example>"
        sent.save()
    mail = take_back(nordsoft, report(sent.message_id))
    nordsoft.karin.refresh_from_db()
    assert (mail.outcome, mail.ticket, nordsoft.karin.bounced_at) == ("bounced", None, LATER)


def test_about_a_merged_ticket_it_is_noted_where_that_goes_on(nordsoft: Cast) -> None:
    ticket, into = make_ticket(nordsoft), make_ticket(nordsoft)
    sent = sent_about(nordsoft, ticket)
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=MONDAY)
    assert take_back(nordsoft, report(sent.message_id)).ticket == into


def test_an_alert_that_comes_back_goes_on_to_the_next_person(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=MONDAY + timedelta(minutes=90), aside=Aside())
    alert = Alert.objects.get()
    take_back(nordsoft, report(alert.message_id, to=nordsoft.agent.user.email))
    assert ticket.events.get(kind="alert_failed").data["to"] == ["Henrik Lund"]
    alert.refresh_from_db()
    assert (alert.failed_by, alert.failure) == ("bounced", "550 5.1.1 No such user here")


def test_an_alert_that_is_delayed_has_not_failed(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=MONDAY + timedelta(minutes=90), aside=Aside())
    delay = report(Alert.objects.get().message_id, to=nordsoft.agent.user.email, action="delayed", status="4.4.1")
    take_back(nordsoft, delay)
    assert Alert.objects.get().failed_at is None


def test_a_mail_that_a_service_renamed_is_known_by_its_thread(nordsoft: Cast) -> None:
    """Amazon SES gives every mail a Message-ID of its own; the thread's stay."""
    ticket = make_ticket(nordsoft)
    headers = f"Message-ID: <0100018e@ses.example>\nReferences: <other@x.example>\n {root_of(ticket.number)}"
    mail = take(nordsoft, report("<0100018e@ses.example>", headers=headers))
    nordsoft.karin.refresh_from_db()
    assert (mail.outcome, mail.ticket, nordsoft.karin.bounced_at) == ("bounced", ticket, MONDAY)
    other = report("<0100018f@ses.example>", to="x@y.example", headers=headers.replace("8e", "8f"))
    assert take(nordsoft, other).outcome == "bounced"
    assert Contact.objects.filter(bounced_at__isnull=False).count() == 1


def test_a_thread_that_is_not_ours_proves_nothing(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        theirs = root_of(make_ticket(lonhuset).number)
    with tenant_context(nordsoft.tenant.pk):
        headers = f"Message-ID: <1@ses.example>\nReferences: {theirs}"
        assert take(nordsoft, report("<1@ses.example>", headers=headers)).outcome == "automatic"
