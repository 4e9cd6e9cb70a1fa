"""What Ctrl-K finds."""

import re
from collections.abc import Callable
from typing import TypedDict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import ReadMark, Ticket
from tickets.selectors.customers import visible_customers
from tickets.selectors.queue_filters import VIEWS, QueueFilter
from tickets.selectors.queue_views import view_label
from tickets.selectors.saved_views import question_of, saved_views
from tickets.selectors.search_filters import SearchFilter, bounds
from tickets.selectors.search_hits import hits_of

TICKETS, CUSTOMERS = 8, 5


class Item(TypedDict):
    """One line; `kind` is recent, ticket, customer, comment, view or action."""

    label: str
    hint: str
    url: str
    kind: str


Finder = Callable[[str, Membership], list[Item]]
_FINDERS: list[Finder] = []


def also_find(finder: Finder) -> None:
    """Let an application above this one find its own: lines for words, as far as the member may see them."""
    _FINDERS.append(finder)


def palette_items(text: str, *, member: Membership, here: str = "") -> list[Item]:
    """Give tickets by number or words, customers, views and actions by name; without text what the member saw last, and
    all views and actions. `here` is the path of the page it is asked from: a ticket's has actions of its own.
    """
    words = text.replace("\0", "").strip()[:200]
    offered = [*ticket_actions(here), *_views(member), *_actions()]
    named = [item for item in offered if words.casefold() in item["label"].casefold()]
    if not words:
        return _recent(member) + named
    others = [item for finder in _FINDERS for item in finder(words, member)]
    return _tickets(words, member) + _customers(words, member) + others + named + [_search(words)]


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
    items = [_line(ticket, "ticket") for ticket in tickets]
    return sorted(items, key=lambda item: not item["label"].startswith(f"{number} "))


def _recent(member: Membership) -> list[Item]:
    marks = ReadMark.objects.filter(membership=member, ticket__in=Ticket.objects.visible_to(member).values("pk"))
    seen = marks.select_related("ticket__customer").only("ticket__number", "ticket__subject", "ticket__customer__name")
    return [_line(mark.ticket, "recent") for mark in seen.order_by("-seen_at")[:TICKETS]]


def _line(ticket: Ticket, kind: str) -> Item:
    return {
        "label": f"{ticket.number} {ticket.subject}",
        "hint": ticket.customer.name,
        "url": reverse("desk:ticket", args=[ticket.number]),
        "kind": kind,
    }


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


def ticket_actions(here: str) -> list[Item]:
    """Give what can be done with the ticket whose page this is; each page checks for itself whether it may."""
    found = re.search(r"/desk/tickets/([0-9]{1,9})/$", here)
    if found is None:
        return []
    number = int(found[1])
    pages = [
        (_("Merge ticket %(number)s"), "desk:merge"),
        (_("Split ticket %(number)s"), "desk:split"),
        (_("Link ticket %(number)s"), "desk:link"),
        (_("Make ticket %(number)s part of an incident"), "desk:incident"),
        (_("Update all affected by %(number)s"), "desk:incident_update"),
        (_("Begin a remote session on %(number)s"), "desk:sessions"),
        (_("Log time on ticket %(number)s"), "desk:time"),
        (_("Add a watcher to ticket %(number)s"), "desk:watchers"),
        (_("Fill in the fields of ticket %(number)s"), "desk:ticket_fields"),
    ]
    return [
        {"label": label % {"number": number}, "hint": "", "url": reverse(name, args=[number]), "kind": "action"}
        for label, name in pages
    ]


def _views(member: Membership) -> list[Item]:
    queue = reverse("desk:queue")
    views = [(view_label(view), queue + QueueFilter(view).query()) for view in VIEWS]
    views += [(view.name, queue + question_of(view).query(saved=str(view.pk))) for view in saved_views(member)]
    return [{"label": label, "hint": "", "url": url, "kind": "view"} for label, url in views]


def _actions() -> list[Item]:
    pages = [
        (_("New ticket"), reverse("desk:new")),
        (_("Customers"), reverse("desk:customers")),
        (_("Notifications"), reverse("desk:notifications")),
        (_("Alerts"), reverse("desk:alerts")),
        (_("Macros"), reverse("desk:macros")),
        (_("Search"), reverse("desk:search")),
        (_("Articles"), reverse("desk:articles")),
        (_("Columns"), reverse("desk:columns")),
        (_("Export"), reverse("dashboards:export")),
    ]
    return [{"label": label, "hint": "", "url": url, "kind": "action"} for label, url in pages]
