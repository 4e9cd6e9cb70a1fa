"""Once a day, a company-wide contact who wants it is mailed what colleagues asked and what was solved."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from tickets.emails.company import tell_company_wide
from tickets.models import Ticket

# After this time of the tenant's day; weekends are summed up on Monday.
HOUR = time(7)
MOST = 50
log = structlog.get_logger("summaries")


def mail_summaries(*, now: datetime) -> None:
    """Queue the summaries that are due in every tenant. Idempotent: the day is marked with the mail."""
    for tenant in Tenant.objects.all():
        there = now.astimezone(ZoneInfo(tenant.zone))
        if there.time() < HOUR or there.weekday() > 4:
            continue
        with tenant_context(tenant.pk):
            try:
                while mail_one_contact(today=there.date(), now=now):
                    pass
            except Exception:  # one tenant's trouble is not the others'; the next round tries again
                log.exception("summaries.tenant_failed", tenant=tenant.pk)


@transaction.atomic
def mail_one_contact(*, today: date, now: datetime) -> bool:
    """Queue one contact's summary of a local day, where there is something to tell; False where nobody is due.

    It tells what came since the day of the last one, a week back at most.
    """
    wanted = Contact.objects.filter(mail_company=True, is_company_wide=True, left_at=None).exclude(email="")
    due = wanted.filter(Q(summed_on=None) | Q(summed_on__lt=today)).select_related("customer__tenant").order_by("pk")
    contact = due.select_for_update(skip_locked=True, of=("self",)).first()
    if contact is None:
        return False
    zone = ZoneInfo(contact.customer.tenant.zone)
    last = max(contact.summed_on or today - timedelta(days=1), today - timedelta(days=7))
    since, until = (datetime.combine(day, HOUR, zone) for day in (last, today))
    theirs = Ticket.objects.filter(customer=contact.customer_id).exclude(contact=contact)
    period = {"gte": since, "lt": until}
    opened = list(_within(theirs, "opened_at", period))
    solved = list(_within(theirs, "resolved_at", period))
    if opened or solved:
        tell_company_wide(contact, opened=opened, solved=solved, day=today, now=now)
    Contact.objects.filter(pk=contact.pk).update(summed_on=today)
    return True


def _within(tickets: QuerySet[Ticket], column: str, period: dict[str, datetime]) -> QuerySet[Ticket]:
    bounds = {f"{column}__{name}": instant for name, instant in period.items()}
    return tickets.filter(**bounds).select_related("contact").order_by("pk")[:MOST]
