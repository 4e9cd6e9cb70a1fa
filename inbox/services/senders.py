"""Who wrote a mail, as far as the tenant knows them."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import F, Q

from accounts.models import Membership
from accounts.models.membership import STAFF
from contracts.domains import spellings
from contracts.models import Contact
from inbox.reading import Letter, Person
from tickets.models import Ticket, TicketWatcher


@dataclass(frozen=True)
class Sender:
    """`contacts`: whoever has the address, at any customer, who signs in first; nobody who was removed. `member`:
    somebody at the desk with that address.
    """

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
        who = Q(email=self.person.address) if self.person.address else Q(pk=None)
        who = who | Q(contact=contact) if contact else who
        return TicketWatcher.objects.filter(who, ticket=ticket).exists()


def sender_of(letter: Letter) -> Sender:
    """Look the writer up, whatever the case of the address: 2 questions."""
    address = letter.sender.address
    if not address:
        return Sender(letter.sender)
    spelt = reduce(or_, (Q(email__iexact=one) for one in spellings(address)))
    found = Contact.objects.filter(spelt, left_at=None).select_related("customer__tenant", "membership")
    staff = Membership.objects.filter(user__email=address.lower(), is_active=True, role__in=STAFF)
    return Sender(
        letter.sender,
        tuple(found.order_by(F("membership").asc(nulls_last=True), "pk")),
        staff.select_related("user").first(),
    )
