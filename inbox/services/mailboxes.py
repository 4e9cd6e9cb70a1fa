"""The addresses that customers write to."""

from dataclasses import dataclass

import structlog
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from contracts.domains import spellings
from contracts.models import Product
from tickets.models import Mailbox, Team

log = structlog.get_logger("inbox")


@dataclass(frozen=True)
class MailboxCard:
    """What is said of a mailbox."""

    address: str
    name: str
    product: Product | None
    team: Team | None
    is_active: bool


@transaction.atomic
def save_mailbox(*, mailbox: Mailbox | None, card: MailboxCard, actor: Membership) -> Mailbox:
    """Add a mailbox or change one. ValidationError where the address is another's, or one's own already."""
    address = card.address.strip().lower()
    row = mailbox or Mailbox()
    if Mailbox.objects.filter(address__in=spellings(address), removed_at__isnull=True).exclude(pk=row.pk).exists():
        raise ValidationError({"address": _("There is a mailbox with this address already.")})
    if _is_anothers(spellings(address)):
        raise ValidationError({"address": _("This address is in use. If it is yours, ask the operator.")})
    row.address, row.name = address, card.name.strip()
    row.product, row.team, row.is_active = card.product, card.team, card.is_active
    row.save()
    log.info("inbox.mailbox_saved", mailbox=row.pk, is_active=row.is_active, actor=actor.pk)
    return row


def _is_anothers(addresses: list[str]) -> bool:
    """Ask past the fences: the same address at two desks would leave it to chance who gets a message."""
    with connections["relay"].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM tickets_mailbox WHERE address = ANY(%s) AND tenant_id <> %s AND removed_at IS NULL",
            [addresses, require_tenant_id()],
        )
        return cursor.fetchone() is not None
