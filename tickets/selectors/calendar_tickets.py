"""Which open tickets are counted with a calendar."""

from django.db.models import BigIntegerField, F, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from sla.models import Calendar, CalendarVersion, PolicyChannel
from tickets.models import Ticket, TicketEvent

Kind = TicketEvent.Kind


def tickets_of(calendar: Calendar) -> QuerySet[Ticket]:
    """Give the open tickets whose policy counts with this calendar what is filed as they were."""
    named = PolicyChannel.objects.filter(policy_version=OuterRef("policy_version"), channel=OuterRef("channel"))
    counts_with = Coalesce(
        Subquery(named.values("calendar")), F("policy_version__calendar"), output_field=BigIntegerField()
    )
    return (
        Ticket.objects.filter(status__in=Ticket.OPEN_STATUSES)
        .alias(counts_with=counts_with)
        .filter(counts_with=calendar.pk)
    )


def tickets_behind(version: CalendarVersion) -> QuerySet[Ticket]:
    """Give those whose terms name another version of it; annotated with `terms`, what its last terms event recorded."""
    events = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind__in=[Kind.FILED, Kind.TERMS])
    latest = events.order_by("-at", "-id").values("data")[:1]
    found = tickets_of(version.calendar).annotate(terms=Subquery(latest, output_field=JSONField()))
    return found.annotate(counted_with=KT("terms__calendar_version")).filter(
        ~Q(counted_with=str(version.pk)) & Q(counted_with=F("counted_with"))
    )
