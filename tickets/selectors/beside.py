"""What stands beside a ticket's conversation: time, tags, the product's fields, who else is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject

from accounts import formats
from accounts.models import Membership
from tickets.field_values import show_value
from tickets.models import CustomField, FieldValue, RunningTimer, Ticket, TicketTag, TicketWatcher, TimeEntry


@dataclass(frozen=True)
class FieldRow:
    """A field and what the ticket holds in it, in words."""

    label: str
    text: str


@dataclass(frozen=True)
class Beside:
    """Every text is ready. `running` are others' and one's own timers: name and since when."""

    covered: str
    billable: str
    running: list[tuple[str, str]]
    my_timer: int
    tags: list[dict[str, Any]]
    watchers: list[dict[str, Any]]
    fields: list[FieldRow]
    definitions: list[CustomField]
    values: dict[int, str]


def with_words(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Let each ticket know its tags and fields: `tag_rows` of id and name, `value_rows` of id, name, names,
    kind, text and in_portal. No further query.
    """
    tags = TicketTag.objects.filter(ticket=OuterRef("pk")).order_by("tag__name")
    values = FieldValue.objects.filter(ticket=OuterRef("pk")).order_by("field__position", "field")
    return tickets.annotate(
        tag_rows=ArraySubquery(tags.values(row=JSONObject(id="tag_id", name="tag__name"))),
        value_rows=ArraySubquery(
            values.values(
                row=JSONObject(
                    id="field_id",
                    name="field__name",
                    names="field__names",
                    kind="field__kind",
                    text="text",
                    in_portal="field__in_portal",
                )
            )
        ),
    )


def know_words(tickets: Sequence[Ticket]) -> None:
    """Let tickets that are read already know what `with_words` has. One query for all of them."""
    found: Any = with_words(Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).order_by())
    rows = {key: words for key, *words in found.values_list("pk", "tag_rows", "value_rows")}
    for ticket in tickets:
        read: Any = ticket
        read.tag_rows, read.value_rows = rows[ticket.pk]


def with_beside(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Let the ticket know all that `beside` needs of it, in the query that reads it."""
    name = Coalesce(F("contact__name"), F("membership__user__name"), F("email"), output_field=CharField())
    watchers = TicketWatcher.objects.filter(ticket=OuterRef("pk")).order_by("pk")
    timers = RunningTimer.objects.filter(ticket=OuterRef("pk")).order_by("started_at")
    person = JSONObject(id="pk", name=name, contact="contact_id", member="membership_id")
    runs = JSONObject(member="membership_id", name="membership__user__name", since="started_at")
    return with_words(tickets).annotate(
        watcher_rows=ArraySubquery(watchers.values(row=person)),
        timer_rows=ArraySubquery(timers.values(row=runs)),
        covered_minutes=_minutes(TimeEntry.Kind.COVERED),
        billable_minutes=_minutes(TimeEntry.Kind.BILLABLE),
    )


def with_billable(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Let each ticket know its billable minutes, which is all that the customer sees of time."""
    return tickets.annotate(billable_minutes=_minutes(TimeEntry.Kind.BILLABLE))


def with_copies(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Let each ticket know the customer's contacts who are copied: `copy_rows` of id, contact and name."""
    copied = TicketWatcher.objects.filter(ticket=OuterRef("pk"), contact__left_at=None).exclude(contact=None)
    row = JSONObject(id="pk", contact="contact_id", name="contact__name")
    return tickets.annotate(copy_rows=ArraySubquery(copied.order_by("pk").values(row=row)))


def _minutes(kind: str) -> Any:
    entries = TimeEntry.objects.filter(ticket=OuterRef("pk"), kind=kind).order_by().values("ticket")
    return Coalesce(Subquery(entries.annotate(sum=Sum("minutes")).values("sum")), Value(0))


def beside(ticket: Ticket, *, member: Membership, now: datetime, zone: tzinfo) -> Beside:
    """Give it for a ticket from `with_beside`. One query, for the fields' names in the reader's language; none without
    product and values.
    """
    read: Any = ticket
    values = {row["id"]: row["text"] for row in read.value_rows}
    definitions = _definitions(ticket, list(values))
    timers = [(row["member"], row["name"], datetime.fromisoformat(row["since"])) for row in read.timer_rows]
    return Beside(
        covered=formats.duration(read.covered_minutes * 60) if read.covered_minutes else "",
        billable=formats.duration(read.billable_minutes * 60) if read.billable_minutes else "",
        running=[(name, formats.near_time(since, now, zone)) for who, name, since in timers if who != member.pk],
        my_timer=next((int(since.timestamp()) for who, _name, since in timers if who == member.pk), 0),
        tags=read.tag_rows,
        watchers=read.watcher_rows,
        fields=[FieldRow(one.label, show_value(one.kind, values[one.pk])) for one in definitions if one.pk in values],
        definitions=[one for one in definitions if not one.is_retired and one.product_id == ticket.product_id],
        values=values,
    )


def _definitions(ticket: Ticket, held: Sequence[int]) -> list[CustomField]:
    if not ticket.product_id and not held:
        return []
    return list(CustomField.objects.filter(Q(product=ticket.product_id, is_retired=False) | Q(pk__in=held)))


def billable_words(ticket: Ticket) -> str:
    """Give the sum of billable time of a ticket from `with_billable`; empty for none."""
    minutes = getattr(ticket, "billable_minutes", 0)
    return formats.duration(minutes * 60) if minutes else ""


def customer_fields(ticket: Ticket) -> list[FieldRow]:
    """Give what the customer sees of the fields of a ticket from `with_words`."""
    rows = [row for row in getattr(ticket, "value_rows", []) if row["in_portal"]]
    label = {row["id"]: CustomField(name=row["name"], names=row["names"]).label for row in rows}
    return [FieldRow(label[row["id"]], show_value(row["kind"], row["text"])) for row in rows]
