"""What Ctrl-K finds."""

from typing import TypedDict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import Ticket
from tickets.selectors.customers import visible_customers
from tickets.selectors.queue_filters import VIEWS, QueueFilter
from tickets.selectors.queue_views import view_label
from tickets.selectors.search_filters import SearchFilter, bounds
from tickets.selectors.search_hits import hits_of

TICKETS, CUSTOMERS = 8, 5


class Item(TypedDict):
    """One line; `kind` is ticket, customer or action."""

    label: str
    hint: str
    url: str
    kind: str


def palette_items(text: str, *, member: Membership) -> list[Item]:
    """Give tickets by number or words, customers by name, and actions by name; without text the actions."""
    words = text.replace("\0", "").strip()[:200]
    actions = [item for item in _actions() if words.casefold() in item["label"].casefold()]
    if not words:
        return actions
    return _tickets(words, member) + _customers(words, member) + actions + [_search(words)]


def _search(words: str) -> Item:
    label = _("Search for “%(words)s”") % {"words": words}
    return {"label": label, "hint": "", "url": reverse("desk:search") + SearchFilter(q=words).query(), "kind": "action"}


def _tickets(words: str, member: Membership) -> list[Item]:
    number = words.removeprefix("#")
    by_number = Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else Q(pk=None)
    hits = hits_of(words, bounds(member), most=TICKETS)
    tickets = (
        Ticket.objects.visible_to(member)
        .filter(by_number | Q(pk__in=[hit.ticket for hit in hits]))
        .select_related("customer")
        .only("number", "subject", "customer__name")
        .order_by("-number")[:TICKETS]
    )
    items: list[Item] = [
        {
            "label": f"{ticket.number} {ticket.subject}",
            "hint": ticket.customer.name,
            "url": reverse("desk:ticket", args=[ticket.number]),
            "kind": "ticket",
        }
        for ticket in tickets
    ]
    return sorted(items, key=lambda item: not item["label"].startswith(f"{number} "))


def _customers(words: str, member: Membership) -> list[Item]:
    customers = visible_customers(member).filter(name__icontains=words).order_by("name")[:CUSTOMERS]
    return [
        {
            "label": customer.name,
            "hint": _("Customer"),
            "url": reverse("desk:customer", args=[customer.pk]),
            "kind": "customer",
        }
        for customer in customers
    ]


def _actions() -> list[Item]:
    queue = reverse("desk:queue")
    pages = [(view_label(view), queue + QueueFilter(view=view).query()) for view in VIEWS]
    pages += [
        (_("New ticket"), reverse("desk:new")),
        (_("Customers"), reverse("desk:customers")),
        (_("Alerts"), reverse("desk:alerts")),
        (_("Search"), reverse("desk:search")),
        (_("Articles"), reverse("desk:articles")),
    ]
    return [{"label": label, "hint": "", "url": url, "kind": "action"} for label, url in pages]
