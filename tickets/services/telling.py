"""Tells other systems what happened to tickets: each event of the trail, as what they know it by (docs/webhooks.md)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from outbox.webhooks import News, endpoints_for, tell
from sla.terms import StepKind, step_kind
from tickets.models import SlaClock, Ticket, TicketEvent
from tickets.selectors.webhooks import clock_facts, messages_told, named, tickets_told

Kind = TicketEvent.Kind
_KINDS = {
    Kind.FILED: ("ticket.created",),
    Kind.CUSTOMER_WROTE: ("ticket.message",),
    Kind.REPLIED: ("ticket.message",),
    Kind.SEVERITY: ("ticket.severity_decided",),
    Kind.ASSIGNED: ("ticket.assigned",),
    Kind.STATUS: ("ticket.status_changed",),
    # A solution is written to the customer as well.
    Kind.RESOLVED: ("ticket.resolved", "ticket.message"),
    Kind.REOPENED: ("ticket.reopened",),
    Kind.CLOSED: ("ticket.closed",),
    Kind.MERGED: ("ticket.closed",),
    Kind.UNMERGED: ("ticket.reopened",),
    Kind.SPAM: ("ticket.closed",),
    Kind.NOT_SPAM: ("ticket.reopened",),
}
_STEPS = {StepKind.WARNING: ("ticket.at_risk",), StepKind.BREACH: ("ticket.breached",)}
# What the event's own facts are called outside.
_OWN = {
    "ticket.severity_decided": ("before", "severity", "reason"),
    "ticket.status_changed": ("before", "status"),
}


def keep_for_telling(event: TicketEvent, ticket: Ticket) -> None:
    """Let the event wait with its ticket until everything of the change is written: `tell_kept`."""
    ticket.__dict__.setdefault("untold", []).append(event)


def tell_kept(ticket: Ticket) -> None:
    """Tell what waits with this ticket. No query where nothing does that anybody could want; one where nobody does."""
    tell_events(ticket.__dict__.pop("untold", []))


def tell_events(events: Sequence[TicketEvent], *, clocks: Mapping[int, SlaClock] | None = None) -> None:
    """Queue these kept events, in the transaction that wrote them and what they are about; six queries at most.

    `clocks`: which one an alert is about, by the event's key.
    """
    kinds = {kind for event in events for kind in kinds_of(event)}
    endpoints = endpoints_for(kinds) if kinds else []
    wanted = {kind for endpoint in endpoints for kind in endpoint.kinds}
    chosen = [(event, kind) for event in events for kind in kinds_of(event) if kind in wanted]
    if not chosen:
        return
    tickets = tickets_told({event.ticket_id for event, _kind in chosen})
    said = {event.message_id for event, _kind in chosen if event.message_id}
    messages = messages_told(said) if said else {}
    tell(list(_news(chosen, tickets, messages, clocks or {})), endpoints)


def kinds_of(event: TicketEvent) -> tuple[str, ...]:
    """Give what an event of the trail is told as; mostly nothing."""
    if event.kind == Kind.ALERTED:
        return _STEPS.get(StepKind(step_kind(event.data["step"])), ())
    kinds = _KINDS.get(Kind(event.kind), ())
    return kinds if event.message_id else tuple(kind for kind in kinds if kind != "ticket.message")


def _news(
    chosen: Iterable[tuple[TicketEvent, str]],
    tickets: Mapping[int, Any],
    messages: Mapping[int, Any],
    clocks: Mapping[int, SlaClock],
) -> Iterable[News]:
    for event, kind in chosen:
        data = {"ticket": tickets[event.ticket_id], "by": _by(event)}
        data |= {name: event.data[name] for name in _OWN.get(kind, ()) if name in event.data}
        if kind in ("ticket.created", "ticket.message"):
            data["message"] = messages.get(event.message_id or 0)
        if event.pk in clocks:
            data["clock"] = clock_facts(clocks[event.pk])
        if kind == "ticket.message" and data["message"] is None:
            continue  # a note, however it was recorded
        yield News(kind, f"event:{event.pk}:{kind}", event.at, data)


def _by(event: TicketEvent) -> dict[str, Any] | None:
    """Say who did it: a contact of the customer's, a member of the desk, or null for the system."""
    if event.contact_id:
        return {"contact": named(event.contact)}
    return {"member": named(event.actor)} if event.actor_id else None
