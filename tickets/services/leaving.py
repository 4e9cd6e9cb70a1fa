"""A contact leaves their company: what they had open goes on with whoever removes them."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from contracts.models import Contact
from contracts.services.contact_access import remove_contact
from tickets.models import Ticket
from tickets.services.watching import watch


@transaction.atomic
def contact_leaves(*, contact: Contact, actor: Membership, keeper: Contact | None, now: datetime) -> None:
    """Remove a contact (contact_access.py); `keeper`, a colleague, watches their open tickets from now on, so that what
    is answered there reaches somebody. RefusedError as remove_contact has it.
    """
    remove_contact(contact=contact, actor=actor, now=now)
    if keeper is None or keeper.pk == contact.pk:
        return
    theirs = Ticket.objects.filter(contact=contact, customer=contact.customer_id, status__in=Ticket.OPEN_STATUSES)
    for ticket in theirs.order_by("pk"):
        watch(ticket=ticket, actor=actor, now=now, contact=keeper)
