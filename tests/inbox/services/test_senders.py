"""Who wrote: known by address, by the customer's mail domain, or a stranger without contract."""

from datetime import timedelta

from contracts.models import Contact, Customer, CustomerDomain
from tests.cast import MONDAY, Cast
from tests.inbox.post import STRANGER, letter, take
from tickets.models import Ticket

LATER = MONDAY + timedelta(hours=1)


def filed(cast: Cast, **more: str) -> Ticket:
    return Ticket.objects.select_related("contact", "customer").get(pk=take(cast, letter(**more)).ticket_id)


def domain(customer: Customer, name: str) -> None:
    CustomerDomain.objects.create(customer=customer, domain=name, added_at=MONDAY)


def test_a_contact_is_known_whatever_the_case_of_the_address(nordsoft: Cast) -> None:
    assert filed(nordsoft, sender="KARIN@Nordsoft.Example").contact == nordsoft.karin


def test_somebody_at_a_customers_mail_domain_becomes_its_contact(nordsoft: Cast) -> None:
    domain(nordsoft.customer, "nyab.example")
    ticket = filed(nordsoft, sender=STRANGER)
    assert ticket.contact is not None
    assert (ticket.customer, ticket.contact.name, ticket.contact.email) == (
        nordsoft.customer,
        "Ida Ny",
        "ida@nyab.example",
    )
    assert (ticket.contact.membership, ticket.contact.is_company_wide) == (None, False)
    assert filed(nordsoft, sender=STRANGER, text="Once more.").contact == ticket.contact


def test_a_public_domain_is_nobodys_even_if_it_was_entered(nordsoft: Cast) -> None:
    domain(nordsoft.customer, "gmail.com")
    assert filed(nordsoft, sender="ida@gmail.com").customer.is_prospect


def test_a_stranger_is_a_prospect_to_whom_nothing_is_promised(nordsoft: Cast) -> None:
    ticket = filed(nordsoft, sender=STRANGER)
    assert (ticket.customer.name, ticket.customer.is_prospect) == ("nyab.example", True)
    assert (ticket.queue_section, ticket.clocks.count()) == (Ticket.Section.NO_CONTRACT, 0)
    assert ticket.contact is not None
    assert ticket.contact.email == "ida@nyab.example"


def test_strangers_of_one_domain_are_one_prospects(nordsoft: Cast) -> None:
    first = filed(nordsoft, sender=STRANGER)
    assert filed(nordsoft, sender="bo@nyab.example").customer == first.customer
    assert filed(nordsoft, sender="ida@gmail.com").customer != filed(nordsoft, sender="bo@gmail.com").customer


def test_a_prospect_that_only_calls_itself_so_is_another(nordsoft: Cast) -> None:
    typed = Customer.objects.create(name="nyab.example", is_prospect=True)
    assert filed(nordsoft, sender=STRANGER).customer != typed


def test_somebody_who_was_removed_is_no_contact_of_the_customer_any_more(nordsoft: Cast) -> None:
    domain(nordsoft.customer, "nordsoft.example")
    Contact.objects.filter(pk=nordsoft.karin.pk).update(left_at=MONDAY)
    ticket = filed(nordsoft)
    assert ticket.customer.is_prospect
    assert ticket.contact != nordsoft.karin


def test_an_address_that_none_could_answer_is_kept_as_a_name(nordsoft: Cast) -> None:
    ticket = filed(nordsoft, sender="Ida <ida..ny@nyab>")
    assert ticket.contact is not None
    assert (ticket.contact.name, ticket.contact.email) == ("Ida ida..ny@nyab", "")


def test_very_long_addresses_and_domains_lose_no_mail(nordsoft: Cast) -> None:
    labels = ".".join("a" * 60 for _ in range(3))
    ticket = filed(nordsoft, sender=f"ida@{labels}.example", cc=f"{'b' * 64}@{labels}.example")
    assert ticket.contact is not None
    assert (len(ticket.customer.name), len(ticket.contact.email)) == (160, len(labels) + 12)
    longer = filed(nordsoft, sender=f"{'b' * 64}@{labels}.example")
    assert longer.contact is not None
    assert (longer.contact.email, len(longer.contact.name)) == ("", 120)


def test_a_mail_takes_the_mark_of_bounced_mail_off(nordsoft: Cast) -> None:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(bounced_at=MONDAY, bounce_reason="No such user")
    take(nordsoft, letter(auto_submitted="auto-replied"))
    nordsoft.karin.refresh_from_db()
    assert nordsoft.karin.bounced_at is not None
    take(nordsoft, letter())
    nordsoft.karin.refresh_from_db()
    assert (nordsoft.karin.bounced_at, nordsoft.karin.bounce_reason) == (None, "")


def test_a_domain_with_other_letters_is_the_same_however_it_is_written(nordsoft: Cast) -> None:
    painter = Contact.objects.create(customer=nordsoft.customer, name="Ola", email="ola@måla.example")
    for spelt in ("ola@xn--mla-ula.example", "Ola@måla.example"):
        raw = letter(sender="somebody@x.example", text=spelt).replace(b"somebody@x.example", spelt.encode())
        ticket = take(nordsoft, raw).ticket
        assert ticket is not None
        assert ticket.contact == painter
