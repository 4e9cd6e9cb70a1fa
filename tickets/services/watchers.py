"""Who else is told of a ticket."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import Ticket, TicketWatcher


@transaction.atomic
def add_watcher(
    *,
    ticket: Ticket,
    actor: Membership | None,
    now: datetime,
    contact: Contact | None = None,
    email: str = "",
    membership: Membership | None = None,
) -> tuple[TicketWatcher, bool]:
    """Let a contact, an outside address or a member of the desk be told of a ticket; say whether they are new.

    Exactly one of the three is given. ValidationError for a contact of another customer (they would read this one's
    words), somebody who is not at the desk, and an address that is none.
    """
    if contact is not None and contact.customer_id != ticket.customer_id:
        raise ValidationError({"contact": _("Only contacts of the same customer can watch a ticket.")}, code="contact")
    if membership is not None and not (membership.is_staff and membership.is_active):
        raise ValidationError({"membership": _("Only somebody at the desk can watch a ticket.")}, code="membership")
    email = email.strip().lower()
    if email:
        validate_email(email)
    who: dict[str, Any] = {"contact": contact, "membership": membership, "email": email}
    return TicketWatcher.objects.get_or_create(ticket=ticket, **who, defaults={"added_by": actor, "added_at": now})


@transaction.atomic
def remove_watcher(*, watcher: TicketWatcher) -> None:
    """Tell them no more. Done twice it is done once."""
    TicketWatcher.objects.filter(pk=watcher.pk).delete()
