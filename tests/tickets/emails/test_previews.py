"""A preview is the mail as it is sent, letter by letter, with the sample's values."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.mailwords.catalogue import LETTERS
from accounts.mailwords.chosen import Words, standard_words
from accounts.mailwords.sample import sample
from accounts.models import Role
from accounts.services.invitations import invite
from contracts.models import Contact, Customer
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.emails.bookings import tell_booking
from tickets.models import Booking, Mailbox
from tickets.services.mail_words import save_words
from tickets.services.messages import reply

OWN = Words("Hej {{ contact.first_name }}: {{ tenant.name }}", "**Obs**\n\n{{ contact.name }}, [läs]({{ link }})")


def as_karin_berg(cast: Cast) -> None:
    """Make the contact the sample's reader."""
    Customer.objects.filter(pk=cast.karin.customer_id).update(name="Bergs Bygg AB")
    Contact.objects.filter(pk=cast.karin.pk).update(name="Karin Berg", email="karin@bergsbygg.example", language="en")
    cast.karin.refresh_from_db()


def own(cast: Cast, mail: str, words: Words = OWN) -> Words:
    save_words(actor=cast.manager, mail=mail, language="en", words=words, now=MONDAY)
    return words


def test_an_answer(nordsoft: Cast) -> None:
    as_karin_berg(nordsoft)
    Mailbox.objects.create(address="hjalp@nordsoft.example")
    own(nordsoft, "signature", Words("", "Hälsningar från {{ agent.first_name }} & {{ tenant.name }}"))
    words = own(nordsoft, "reply", Words("{{ ticket.number }}", "{{ agent.name }}:\n\n{{ message }}"))
    shown = sample(LETTERS["reply"], words, tenant=nordsoft.tenant, language="en", now=MONDAY + timedelta(hours=1))
    nordsoft.agent.user.name = "Maja Sandell"
    nordsoft.agent.user.save()
    ticket = make_ticket(nordsoft, subject="The payroll run stops", text="The payroll run stops.")
    text = "The fault is found. Please log out **once** and start the payroll run again."
    reply(ticket=ticket, actor=nordsoft.agent, text=text, now=MONDAY + timedelta(minutes=5))
    mail = OutboxMessage.objects.get()
    number = str(ticket.number)
    for seen, sent in ((shown.subject, mail.subject), (shown.text, mail.text), (shown.html, mail.html)):
        assert seen.replace("1042", number) == sent


@pytest.mark.parametrize("words", [OWN, None], ids=["own", "standard"])
def test_a_session(nordsoft: Cast, words: Words | None) -> None:
    as_karin_berg(nordsoft)
    words = own(nordsoft, "session_booked", words) if words else standard_words("session_booked", "en")
    shown = sample(LETTERS["session_booked"], words, tenant=nordsoft.tenant, language="en", now=MONDAY)
    begins = MONDAY + timedelta(days=3)
    nordsoft.consultant.user.name = "Oskar Nyström"
    nordsoft.product.name = "Payroll"
    booking = Booking(
        pk=1,
        contract=nordsoft.contract,
        contact=nordsoft.karin,
        consultant=nordsoft.consultant,
        product=nordsoft.product,
        starts_at=begins,
        minutes=120,
        version=1,
    )
    tell_booking(booking, name="Yearly service check", now=MONDAY)
    mail = OutboxMessage.objects.get()
    assert (shown.subject, shown.text, shown.html) == (mail.subject, mail.text, mail.html)


def test_an_invitation_of_a_customers_contact_and_not_of_the_desk(nordsoft: Cast) -> None:
    words = own(nordsoft, "invitation")
    shown = sample(LETTERS["invitation"], words, tenant=nordsoft.tenant, language="en", now=timezone.now())
    for role, address in ((Role.CUSTOMER, "karin@bergsbygg.example"), (Role.AGENT, "new@nordsoft.example")):
        invite(actor=nordsoft.admin, email=address, name="Karin Berg", role=role, now=MONDAY, language="en")
    customers, desk = OutboxMessage.objects.order_by("pk")
    assert customers.subject == shown.subject == "Hej Karin: Nordsoft"
    link = customers.text.split("](")[1].split(")")[0]
    example = shown.text.split("](")[1].split(")")[0]
    assert (shown.text.replace(example, link), shown.html.replace(example, link)) == (customers.text, customers.html)
    assert "Obs" not in desk.text
