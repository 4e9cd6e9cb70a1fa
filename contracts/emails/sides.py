"""Both sides of a contract: who is written to, and in which language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import translation

from accounts.access import MANAGERS
from accounts.models import Membership, Tenant
from contracts.models import Contact
from outbox.models import OutboxMessage
from outbox.services import write_mail


@dataclass(frozen=True)
class Receiver:
    """Whom a mail goes to."""

    key: str
    address: str
    language: str


@dataclass(frozen=True)
class Said:
    """What a mail says, in the receiver's language: heading (the subject), sentence, facts, one button."""

    heading: str
    lead: str
    facts: Sequence[tuple[str, str]]
    url: str
    button: str


def company_wide(customers: Iterable[int], tenant: Tenant) -> dict[int, list[Receiver]]:
    """Give the company-wide contacts with an address, by customer. One query."""
    found: dict[int, list[Receiver]] = {}
    contacts = Contact.objects.filter(customer__in=list(customers), is_company_wide=True).exclude(email="")
    for contact in contacts.order_by("pk"):
        receiver = Receiver(f"c{contact.pk}", contact.email, contact.language or tenant.language)
        found.setdefault(contact.customer_id, []).append(receiver)
    return found


def managers(tenant: Tenant) -> list[Receiver]:
    """Give the managers and admins who can sign in. One query."""
    members = Membership.objects.filter(role__in=MANAGERS, is_active=True).select_related("user").order_by("pk")
    return [Receiver(f"m{one.pk}", one.user.email, one.user.language or tenant.language) for one in members]


def written(
    receivers: Iterable[Receiver], say: Callable[[], Said], *, cause: str, tenant: Tenant, now: datetime
) -> list[OutboxMessage]:
    """Write the mail of one cause to each receiver; `say` runs in their language. Nothing is kept yet."""
    mails = []
    for receiver in receivers:
        with translation.override(receiver.language):
            context = asdict(say())
        mails.append(
            write_mail(
                dedupe_key=f"{cause}:{receiver.key}",
                recipient=receiver.address,
                template="contracts/plan",
                context=context,
                language=receiver.language,
                now=now,
                tenant=tenant,
            )
        )
    return mails
