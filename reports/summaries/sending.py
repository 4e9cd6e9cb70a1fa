"""Mails each manager the month's or week's figures, once, when the support function opens after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.access import MANAGERS
from accounts.models import Membership, Tenant
from accounts.tenancy.context import tenant_context
from outbox.services import queue_all
from reports.models import SentSummary
from reports.summaries.emails import Letters
from reports.summaries.spans import Kind, Span, span_at
from reports.summaries.summary import summary_of
from sla.hours import support_calendar
from tickets.models import NotificationChoice

# Where nothing could be sent for so long, nothing is any more: it would be old.
LATEST = timedelta(days=3)
log = structlog.get_logger("summaries")


def mail_all(*, now: datetime) -> None:
    """Queue what is due in every tenant; one tenant's trouble is not the others', and the next round tries again."""
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk):
            try:
                for kind in Kind:
                    mail_figures(kind, tenant=tenant, now=now)
            except Exception:
                log.exception("summaries.figures_failed", tenant=tenant.pk)


@transaction.atomic
def mail_figures(kind: Kind, *, tenant: Tenant, now: datetime) -> int:
    """Queue the last whole month's or week's figures for whoever wants them and has not had them; give how many.

    Nothing before the support function opens for the first time after it, nor while it is closed, nor after LATEST.
    A month or week in which nothing was is passed over. Idempotent: who has had it is kept, and the outbox takes one
    mail of a period for each receiver.
    """
    span = span_at(kind, now, ZoneInfo(tenant.zone)).step(-1)
    if not _is_time(span, now):
        return 0
    receivers = _receivers(span)
    if not receivers:
        return 0
    summary = summary_of(span, now=now)
    letters = Letters(summary, tenant)
    mails = [] if summary.is_empty else [letters.write(receiver, now=now) for receiver in receivers]
    queue_all(mails)
    done = [SentSummary(membership=receiver, period=span.key, sent_at=now) for receiver in receivers]
    SentSummary.objects.bulk_create(done, ignore_conflicts=True)
    return len(mails)


def _is_time(span: Span, now: datetime) -> bool:
    calendar = support_calendar()
    if calendar is None:
        return False
    opens = calendar.next_open(span.end)
    return opens <= now < opens + LATEST and calendar.is_open(now)


def _receivers(span: Span) -> Sequence[Membership]:
    """Managers and admins of today who can sign in, want it (without a choice: the month, not the week) and have not
    had it. One query.
    """
    is_month = span.kind is Kind.MONTH
    wanted = Q(monthly_figures=True) if is_month else Q(weekly_figures=True)
    chosen = NotificationChoice.objects.filter(membership=OuterRef("pk"))
    wants = Exists(chosen.filter(wanted))
    had = SentSummary.objects.filter(membership=OuterRef("pk"), period=span.key)
    active = Membership.objects.filter(role__in=MANAGERS, is_active=True, user__is_active=True).exclude(user__email="")
    found = active.filter(wants | ~Exists(chosen) if is_month else wants).exclude(Exists(had))
    return list(found.select_related("user", "tenant").order_by("pk"))
