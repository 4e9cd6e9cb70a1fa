"""Requests for access, as the desk reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from accounts import formats
from accounts.forms import LANGUAGES
from contracts.domains import domain_of, is_public
from contracts.models import Contact, Customer, PublicRequest
from contracts.selectors.contacts import contact_with_address

State = PublicRequest.State
SHOWN = 100
RECENT = 20
SUGGESTED = 6
# So much of two names must be alike to be shown as a suggestion.
ALIKE = 0.45


@dataclass(frozen=True)
class RequestLine:
    """A request in words; `decided` says when, `by` who decided it; both may be empty."""

    asked: PublicRequest
    language: str
    confirmed: str
    decided: str = ""
    by: str = ""


@dataclass(frozen=True)
class RequestLists:
    """Those that wait, the oldest first, and those decided last."""

    waiting: Sequence[RequestLine]
    decided: Sequence[RequestLine]


def request_lists(*, now: datetime, zone: ZoneInfo) -> RequestLists:
    """Give the requests for access. Two queries."""
    waiting = PublicRequest.objects.filter(state=State.WAITING).order_by("confirmed_at", "pk")[:SHOWN]
    done = PublicRequest.objects.filter(
        kind=PublicRequest.Kind.ACCESS, state__in=[State.APPROVED, State.REFUSED, State.SPAM]
    )
    decided = done.select_related("decided_by__user", "contact__customer").order_by("-decided_at", "-pk")[:RECENT]
    return RequestLists(
        [request_line(row, now, zone) for row in waiting], [request_line(r, now, zone) for r in decided]
    )


def confirmed_requests() -> QuerySet[PublicRequest]:
    """Give every request for access whose address is confirmed, the newest first."""
    found = PublicRequest.objects.filter(kind=PublicRequest.Kind.ACCESS).exclude(state=State.UNCONFIRMED)
    return found.select_related("decided_by__user", "contact__customer").order_by("-confirmed_at", "-pk")


def request_line(row: PublicRequest, now: datetime, zone: ZoneInfo) -> RequestLine:
    """Give one request in words."""
    return RequestLine(
        row,
        language=str(dict(LANGUAGES).get(row.language, "")),
        confirmed=formats.near_time(row.confirmed_at, now, zone) if row.confirmed_at else "",
        decided=formats.near_time(row.decided_at, now, zone) if row.decided_at else "",
        by=row.decided_by.user.name if row.decided_by else "",
    )


@dataclass(frozen=True)
class Suggestions:
    """Whose colleague somebody may be: the contact with this very address, and customers, the likeliest first."""

    known: Contact | None
    customers: Sequence[Customer]


def suggestions(asked: PublicRequest) -> Suggestions:
    """Look for the company by its number, its mail domain, colleagues' addresses and its name."""
    known, domain = contact_with_address(asked.email), domain_of(asked.email)
    likely = Q(external_id=asked.company)
    if domain and not is_public(domain):
        likely |= Q(domains__domain=domain) | Q(contacts__email__iendswith=f"@{domain}")
    found = list(Customer.objects.filter(likely).distinct()[:SUGGESTED])
    named = Customer.objects.annotate(alike=TrigramSimilarity("name", asked.company)).filter(alike__gte=ALIKE)
    found += named.exclude(pk__in=[customer.pk for customer in found]).order_by("-alike", "pk")[:SUGGESTED]
    return Suggestions(known, found[:SUGGESTED])
