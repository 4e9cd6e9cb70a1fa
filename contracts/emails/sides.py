"""Both sides of a contract: who is written to, and in which language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import translation

from accounts.access import MANAGERS
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Value
from accounts.mailwords.values import reader_values
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
    name: str


@dataclass(frozen=True)
class Said:
    """What a mail to the desk says, in the receiver's language: heading (the subject), sentence, facts, one button."""

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
        receiver = Receiver(f"c{contact.pk}", contact.email, contact.language or tenant.language, contact.name)
        found.setdefault(contact.customer_id, []).append(receiver)
    return found


def managers(tenant: Tenant) -> list[Receiver]:
    """Give the managers and admins who can sign in. One query."""
    members = Membership.objects.filter(role__in=MANAGERS, is_active=True).select_related("user").order_by("pk")
    return [
        Receiver(f"m{one.pk}", one.user.email, one.user.language or tenant.language, one.user.name) for one in members
    ]


def written(
    receivers: Iterable[Receiver], say: Callable[[], Said], *, cause: str, tenant: Tenant, now: datetime
) -> list[OutboxMessage]:
    """Write the desk's mail of one cause to each receiver; `say` runs in their language. Nothing is kept yet."""
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


def lettered(
    receivers: Iterable[Receiver],
    mail: str,
    values: Callable[[], Mapping[str, Value]],
    *,
    link: str,
    words: ChosenWords,
    cause: str,
    tenant: Tenant,
    now: datetime,
) -> list[OutboxMessage]:
    """Write the customer's mail of one cause to each receiver, in the tenant's words; `values` runs in their language.
    Nothing is kept yet.
    """
    mails = []
    for receiver in receivers:
        with translation.override(receiver.language):
            known = {**reader_values(tenant, receiver.name, link=link), **values()}
            context = words.letter(mail, known, language=receiver.language)
        mails.append(
            write_mail(
                dedupe_key=f"{cause}:{receiver.key}",
                recipient=receiver.address,
                template=LETTER,
                context=context,
                language=receiver.language,
                now=now,
                tenant=tenant,
            )
        )
    return mails
