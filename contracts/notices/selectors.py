"""Reads of notices, for customers and for the desk."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.signing import BadSignature
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.models import Tenant
from contracts.models import (
    CalendarFeed,
    Contact,
    Customer,
    Notice,
    NoticeProduct,
    NoticeSettings,
    NoticeSubscription,
)
from contracts.notices.cover import concerned, concerning
from contracts.notices.tokens import read_feed

PLANNED, ONGOING, OVER = "planned", "ongoing", "over"
STATES: dict[str, str | Promise] = {
    PLANNED: pgettext_lazy("operation", "Planned"),
    ONGOING: pgettext_lazy("operation", "Ongoing"),
    OVER: pgettext_lazy("operation", "Over"),
}


def state_of(notice: Notice, now: datetime) -> str:
    """Give where an operation stands at an instant: planned, ongoing (so without end), over; else nothing."""
    if notice.kind != Notice.Kind.OPERATION or notice.starts_at is None:
        return ""
    if now < notice.starts_at:
        return PLANNED
    return OVER if notice.ends_at is not None and notice.ends_at <= now else ONGOING


def readable(on: date) -> QuerySet[Notice]:
    """Give what customers read on a local date: published, and not past its last day."""
    return Notice.objects.filter(status=Notice.Status.PUBLISHED).filter(
        Q(visible_until=None) | Q(visible_until__gte=on)
    )


def notices_for(customer: Customer, on: date) -> QuerySet[Notice]:
    """Give what a customer reads on a local date, the newest first."""
    return concerning(readable(on), customer, on).order_by("-published_at", "-pk")


def products_along() -> "Prefetch[Any]":
    """Give what reads the products of notices, by name."""
    return Prefetch("notice_products", NoticeProduct.objects.select_related("product").order_by("product__name"))


def with_products(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Read the products along: one query more."""
    return notices.prefetch_related(products_along())


def product_names(notice: Notice) -> list[str]:
    """Give the names of the products a notice is about; none: all of them."""
    return [row.product.name for row in notice.notice_products.all()]


def dates_for(
    customer: Customer, tenant: Tenant, on: date, *, since: date, with_withdrawn: bool = False
) -> QuerySet[Notice]:
    """Give the `dates` that concern a customer on a local date."""
    return concerning(dates(tenant, since=since, with_withdrawn=with_withdrawn), customer, on)


def dates(tenant: Tenant, *, since: date, with_withdrawn: bool = False) -> QuerySet[Notice]:
    """Give the published important dates from a local day on, in their order; for programs those withdrawn as well.

    Each has `day`: the local day it falls on in the tenant's zone. A date stays, whatever day it was shown until.
    """
    shown = [Notice.Status.PUBLISHED, Notice.Status.WITHDRAWN] if with_withdrawn else [Notice.Status.PUBLISHED]
    day = Coalesce("on_day", TruncDate("starts_at", tzinfo=ZoneInfo(tenant.zone)))
    found = Notice.objects.filter(kind=Notice.Kind.DATE, status__in=shown)
    return found.annotate(day=day).filter(day__gte=since).order_by("day", "starts_at", "pk")


def about(notices: QuerySet[Notice], product: int) -> QuerySet[Notice]:
    """Give the notices about a product, by its key, or about all."""
    named = NoticeProduct.objects.filter(notice=OuterRef("pk"))
    return notices.filter(~Exists(named) | Exists(named.filter(product=product)))


def subscribers(kind: str) -> QuerySet[Contact]:
    """Give the contacts who want a kind of notices by mail: with an address, and still let in."""
    wanted = NoticeSubscription.objects.filter(contact=OuterRef("pk"), kind=kind)
    return _reached().filter(Exists(wanted))


def subscribers_of(notice: Notice, on: date) -> QuerySet[Contact]:
    """Give who is mailed a notice: subscribed to its kind, for one of its products or for all, and concerned by it.

    A notice about all products reaches those, too, who chose some.
    """
    wanted = NoticeSubscription.objects.filter(contact=OuterRef("pk"), kind=notice.kind)
    about = NoticeProduct.objects.filter(notice=notice).values("product")
    if about.exists():
        wanted = wanted.filter(Q(product=None) | Q(product__in=about))
    return concerned(_reached().filter(Exists(wanted)), notice, on)


def _reached() -> QuerySet[Contact]:
    let_in = Contact.objects.filter(left_at=None, membership__is_active=True, membership__user__is_active=True)
    return let_in.exclude(email="")


def desk_notices(kind: str, status: str) -> QuerySet[Notice]:
    """Give what the desk lists, the latest changed first, each with how many were told (`told`)."""
    rows = Notice.objects.select_related("updated_by__user").order_by("-updated_at", "-pk")
    if kind in Notice.Kind.values:
        rows = rows.filter(kind=kind)
    if status in Notice.Status.values:
        rows = rows.filter(status=status)
    sent = Q(mailings__kind="notice")
    return rows.annotate(told=Count("mailings__receipts", filter=sent))


def settings_now() -> NoticeSettings:
    """Give what the tenant has chosen; the defaults, not kept, where it has chosen nothing."""
    return NoticeSettings.objects.first() or NoticeSettings()


def contact_of_feed(token: str) -> Contact | None:
    """Give whose calendar it is; None for a forged or exchanged address, and for somebody who is no longer let in."""
    try:
        contact, generation = read_feed(token)
    except BadSignature:
        return None
    feeds = CalendarFeed.objects.filter(contact=contact, generation=generation, is_open=True)
    let_in = feeds.filter(
        contact__left_at=None, contact__membership__is_active=True, contact__membership__user__is_active=True
    )
    feed = let_in.select_related("contact__customer__tenant", "contact__membership__user").first()
    return feed.contact if feed else None
