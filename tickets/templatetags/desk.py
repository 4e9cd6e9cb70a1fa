"""Tags of the desk's pages."""

from django import template
from django.template import Context

from accounts.access import DESK
from tickets.selectors.notifications import unread_notices

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_alerts(context: Context) -> int:
    """Give the number beside the bell, at most 100; 0 for whoever is not at a desk. One query."""
    member = context.get("membership")
    return unread_notices(member) if member and member.role in DESK else 0
