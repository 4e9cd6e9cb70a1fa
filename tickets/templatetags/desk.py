"""Tags of the desk's pages."""

from typing import Any

from django import template
from django.core.cache import cache
from django.template import Context
from django.utils import timezone

from accounts import formats
from accounts.access import AGENTS, DESK
from contracts.services.waiting import waiting_requests
from tickets.selectors.notifications import unread_notices
from tickets.services.timers import FORGOTTEN_AFTER, head_key

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_alerts(context: Context) -> int:
    """Give the number beside the bell, at most 100; 0 for whoever is not at a desk. One query."""
    member = context.get("membership")
    return unread_notices(member) if member and member.role in DESK else 0


@register.simple_tag(takes_context=True)
def waiting_registrations(context: Context) -> int:
    """Give how many people wait to be let in; 0 for whoever does not decide it. Usually no query: it is cached."""
    member = context.get("membership")
    return waiting_requests() if member and member.role in AGENTS else 0


@register.simple_tag(takes_context=True)
def running_timer(context: Context) -> dict[str, Any]:
    """Give one's running timer as the top bar shows it; empty without. No query: services/timers.py keeps it there."""
    member = context.get("membership")
    hint = cache.get(head_key(member)) if member and member.role in DESK else None
    if not hint:
        return {}
    number, since = hint
    seconds = int(timezone.now().timestamp()) - since
    is_forgotten = seconds > FORGOTTEN_AFTER.total_seconds()
    return {"number": number, "since": since, "text": formats.duration(seconds), "is_forgotten": is_forgotten}
