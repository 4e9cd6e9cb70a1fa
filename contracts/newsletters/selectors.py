"""When an issue is due, what stands in it, and what of it concerns a reader."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, prefetch_related_objects

from accounts.models import Tenant
from contracts.models import Customer, Newsletter, Notice
from contracts.notices.cover import concerning
from contracts.notices.selectors import products_along, readable

USUAL = timedelta(days=14)
# What an issue that was missed leaves to the next one goes no further back.
MOST = timedelta(days=35)
# An issue whose day the worker missed is still composed so many days later.
STILL_DUE_DAYS = 3


def issue_day(on: date, weekday: int) -> date:
    """Give the latest day of issue up to a local date: the weekday (1 is Monday) of an even ISO week."""
    day = on - timedelta(days=(on.isoweekday() - weekday) % 7)
    return day if day.isocalendar().week % 2 == 0 else issue_day(day - timedelta(days=7), weekday)


def due_issue(on: date, weekday: int) -> date | None:
    """Give the issue to be composed on a local date; None between issues."""
    day = issue_day(on, weekday)
    return day if (on - day).days <= STILL_DUE_DAYS else None


def period(issued_on: date, tenant: Tenant) -> tuple[datetime, datetime]:
    """Give what an issue covers, `[since, until)`: up to the beginning of its local day, from the last issue sent.

    Without one, or with one longer ago than five weeks, 14 days: nothing is told twice or left out.
    """
    until = datetime.combine(issued_on, time(), ZoneInfo(tenant.zone))
    before = Newsletter.objects.filter(status=Newsletter.Status.SENT, until__lt=until).order_by("-until").first()
    if before is not None and until - before.until <= MOST:
        return before.until, until
    return until - USUAL, until


def candidates(since: datetime, until: datetime, issued_on: date) -> QuerySet[Notice]:
    """Give the notices of an issue in their usual order: dates and operations to come, law, releases; no past ones."""
    found = readable(issued_on).filter(published_at__gte=since, published_at__lt=until)
    to_come = (
        Q(kind__in=[Notice.Kind.RELEASE, Notice.Kind.LAW])
        | Q(kind=Notice.Kind.OPERATION, ends_at=None)
        | Q(ends_at__gte=until)
        | Q(on_day__gte=issued_on)
        | Q(kind=Notice.Kind.DATE, starts_at__gte=until)
    )
    return found.filter(to_come).order_by("kind", "published_at", "pk")


def items_of(newsletter: Newsletter) -> list[Notice]:
    """Give the notices that an issue tells, in its order: those taken in, and still published."""
    items = newsletter.items.filter(is_included=True, notice__status=Notice.Status.PUBLISHED).select_related("notice")
    notices = [item.notice for item in items]
    prefetch_related_objects(notices, products_along())
    return notices


def items_for(newsletter: Newsletter, customer: Customer, on: date) -> list[Notice]:
    """Give those of an issue's notices that concern a customer on a local date."""
    told = items_of(newsletter)
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in told])
    mine = set(concerning(rows, customer, on).values_list("pk", flat=True))
    return [notice for notice in told if notice.pk in mine]
