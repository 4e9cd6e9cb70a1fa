"""Who wrote a mail, as far as the tenant knows them."""

from dataclasses import dataclass

from accounts.models import Membership
from contracts.models import Contact
from inbox.reading import Letter, Person
from tickets.models import Ticket, TicketWatcher


@dataclass(frozen=True)
class Sender:
    """`contacts`: whoever has the address, at any customer. `member`: somebody at the desk with that address."""

    person: Person
    contacts: tuple[Contact, ...] = ()
    member: Membership | None = None

    def contact_at(self, ticket: Ticket) -> Contact | None:
        """Give the contact of the ticket's customer that they are; None where they are none there."""
        return next((contact for contact in self.contacts if contact.customer_id == ticket.customer_id), None)

    def belongs_to(self, ticket: Ticket) -> bool:
        """Say whether the ticket is theirs: its contact, who sees the whole company's, or who watches it."""
        contact = self.contact_at(ticket)
        if contact is not None and (contact.pk == ticket.contact_id or contact.is_company_wide):
            return True
        watching = TicketWatcher.objects.filter(ticket=ticket)
        if contact is not None and watching.filter(contact=contact).exists():
            return True
        return watching.filter(email=self.person.address).exists()


def sender_of(letter: Letter) -> Sender:
    """Look the writer up, whatever the case of the address: 2 questions."""
    address = letter.sender.address
    found = (
        Contact.objects.filter(email__iexact=address).select_related("customer__tenant", "membership").order_by("pk")
    )
    member = Membership.objects.filter(user__email__iexact=address, is_active=True).select_related("user").first()
    return Sender(
        letter.sender, tuple(found) if address else (), member if member is not None and member.is_staff else None
    )
