"""Tickets as other systems are told of them: the words of the interface for programs (tickets/api), for the desk.

Never a note's text, nor what the first analysis found.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from accounts.links import absolute_url
from tickets.models import Message, SlaClock, Ticket

Facts = dict[str, Any]


def tickets_told(keys: Collection[int]) -> dict[int, Facts]:
    """Give each of these tickets as it stands, with its clocks, by key. Two queries, however many."""
    related = ("tenant", "customer", "contact", "product", "team", "assignee__user", "follow_up_of", "merged_into")
    clocks: defaultdict[int, list[Facts]] = defaultdict(list)
    for clock in SlaClock.objects.filter(ticket__in=keys).exclude(state=SlaClock.State.CANCELLED).order_by("pk"):
        clocks[clock.ticket_id].append(clock_facts(clock))
    tickets = Ticket.objects.select_related(*related).in_bulk(keys)
    return {key: {**ticket_facts(ticket), "clocks": clocks[key]} for key, ticket in tickets.items()}


def messages_told(keys: Collection[int]) -> dict[int, Facts]:
    """Give each of these messages by key, but no note. Two queries, however many."""
    public = Message.objects.exclude(kind=Message.Kind.NOTE).filter(pk__in=keys)
    rows = public.select_related("tenant", "ticket", "author__user", "contact").prefetch_related("attachments")
    return {row.pk: message_facts(row) for row in rows}


def ticket_facts(ticket: Ticket) -> Facts:
    """Give a ticket, all that it names loaded."""
    return {
        "number": ticket.number,
        "version": ticket.version,
        "subject": ticket.subject,
        "status": ticket.status,
        "severity": {
            "asked": ticket.severity_asked,
            "decided": ticket.severity,
            "reason": ticket.severity_reason,
        },
        "channel": ticket.channel,
        "kind": ticket.kind,
        "customer": named(ticket.customer),
        "contact": named(ticket.contact),
        "product": named(ticket.product),
        "assignee": named(ticket.assignee),
        "solution": ticket.solution,
        "follow_up_of": ticket.follow_up_of.number if ticket.follow_up_of else None,
        "merged_into": ticket.merged_into.number if ticket.merged_into else None,
        "opened_at": ticket.opened_at,
        "started_at": ticket.started_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "updated_at": ticket.last_event_at,
        "desk": {
            "contract": ticket.contract_id,
            "team": named(ticket.team),
            "external_id": ticket.external_id,
            "is_fast_track": ticket.is_fast_track,
            "is_incident": ticket.is_incident,
            "next_due_at": ticket.next_due_at,
            "next_risk_at": ticket.next_risk_at,
        },
        "links": {
            name: absolute_url(ticket.tenant, f"{name}:ticket", ticket.number) for name in ("desk", "portal", "api")
        },
    }


def clock_facts(clock: SlaClock) -> Facts:
    """Give a clock as it was last counted; what is left of it now is asked for at links.api + clocks/."""
    return {
        "metric": clock.metric,
        "sequence": clock.sequence,
        "state": clock.state,
        "severity": clock.severity,
        "is_covered": clock.is_covered,
        "target": {"seconds": clock.target_seconds, "business_days": clock.target_days},
        "started_at": clock.started_at,
        "risk_at": clock.risk_at,
        "due_at": clock.due_at,
        "paused_at": clock.paused_at,
        "stopped_at": clock.stopped_at,
    }


def message_facts(message: Message) -> Facts:
    """Give a public message, its author and files loaded."""
    return {
        "id": message.pk,
        "ticket": message.ticket.number,
        "kind": message.kind,
        "author": message.author_name,
        "channel": message.channel,
        "text": message.text,
        "at": message.at,
        "attachments": [
            {
                "id": file.pk,
                "message": file.message_id,
                "name": file.name,
                "content_type": file.content_type,
                "size": file.size,
                "uploaded_at": file.uploaded_at,
                "download": absolute_url(message.tenant, "api:attachment", file.pk),
            }
            for file in message.attachments.all()
        ],
    }


def named(row: Any) -> Facts | None:
    """Give something else by its key and its name."""
    return None if row is None else {"id": row.pk, "name": str(row)}
