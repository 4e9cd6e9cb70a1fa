"""What can be asked of the list of tickets."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.access import CUSTOMERS
from accounts.models import Membership
from contracts.models import Contact
from sla.models import Severity
from tickets.api.fields import InstantField
from tickets.api.paging import PageQuery
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.selectors.portal_search import portal_hits
from tickets.selectors.queue_fields import MOST_HITS, found
from tickets.selectors.queue_filters import VIEWS, view_condition

NEWEST, OLDEST, QUEUE = "-number", "number", "queue"
DESKS: tuple[str, ...] = ("view", "team", "external_id", "due_before")


class TicketQuery(PageQuery):
    """Filters add up; status may be given more than once."""

    order = serializers.ChoiceField(
        [(NEWEST, NEWEST), (OLDEST, OLDEST), (QUEUE, QUEUE)],
        default=NEWEST,
        help_text="`queue` is the desk's order: what is at risk first, then by deadline.",
    )
    status = serializers.MultipleChoiceField(choices=Ticket.Status.choices, required=False)
    open = serializers.BooleanField(required=False, allow_null=True, default=None)
    severity = serializers.ChoiceField(Severity.choices, required=False)
    view = serializers.ChoiceField(
        [(view, view) for view in VIEWS], required=False, help_text="A view of the desk's queue."
    )
    assignee = serializers.RegexField(
        r"\A(me|none|[0-9]{1,18})\Z", required=False, help_text="A member's id, `me` or `none`."
    )
    customer = serializers.IntegerField(required=False)
    contact = serializers.IntegerField(required=False)
    product = serializers.IntegerField(required=False)
    team = serializers.IntegerField(required=False)
    external_id = serializers.CharField(required=False)
    opened_since = InstantField(required=False)
    opened_before = InstantField(required=False)
    updated_since = InstantField(required=False)
    due_before = InstantField(required=False)
    q = serializers.CharField(
        required=False, max_length=200, help_text="Search, the 500 newest hits of the desk, a customer's 500 best."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what belongs to the desk where a customer asks."""
        if self.context["member"].role in CUSTOMERS:
            desks = [name for name in DESKS if name in attrs]
            if attrs["order"] == QUEUE:
                desks.append("order")
            if desks:
                raise serializers.ValidationError({name: [_("Only the desk can ask for this.")] for name in desks})
        return attrs


_COLUMNS = {
    "severity": "severity",
    "customer": "customer",
    "contact": "contact",
    "product": "product",
    "team": "team",
    "external_id": "external_id",
    "status": "status__in",
    "opened_since": "opened_at__gte",
    "opened_before": "opened_at__lt",
    "updated_since": "last_event_at__gte",
    "due_before": "next_due_at__lt",
}


def filtered(tickets: TicketQuerySet, query: dict[str, Any], *, member: Membership, now: datetime) -> TicketQuerySet:
    """Keep the tickets asked for."""
    given = {column: query[name] for name, column in _COLUMNS.items() if name in query}
    if not given.get("status__in"):
        given.pop("status__in", None)  # none named: all
    tickets = tickets.filter(**given)
    if query["open"] is not None:
        is_open = Q(status__in=Ticket.OPEN_STATUSES)
        tickets = tickets.filter(is_open if query["open"] else ~is_open)
    if view := query.get("view"):
        tickets = tickets.filter(view_condition(view, member=member, now=now))
    if assignee := query.get("assignee"):
        tickets = tickets.filter(assignee={"me": member.pk, "none": None}.get(assignee, assignee))
    if words := query.get("q"):
        tickets = tickets.filter(pk__in=_found_by(member, words))
    return tickets


def _found_by(member: Membership, words: str) -> RawSQL | list[int]:
    """Give the best hits; a customer's among those they may see, so that others' do not crowd them out."""
    if member.role not in CUSTOMERS:
        return found(words, member)
    contact = Contact.objects.filter(membership=member).values_list("pk", flat=True).first()
    return [hit.ticket for hit in portal_hits(contact, words, most=MOST_HITS)] if contact else []
