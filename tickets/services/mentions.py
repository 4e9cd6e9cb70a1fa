"""Colleagues named in a note."""

import re
from datetime import datetime

from accounts.models import Membership, Role
from accounts.models.membership import STAFF
from tickets.models import Mention, Message, Notification, Ticket
from tickets.services.notifying import notify


def mention(message: Message, *, actor: Membership, now: datetime) -> list[Mention]:
    """Tell each colleague whom the note names with @ and their whole name, once; inside the note's transaction.

    Nobody is told of their own note, nor of a ticket that they may not see.
    """
    if "@" not in message.text:
        return []
    colleagues = Membership.objects.filter(is_active=True, role__in=STAFF).exclude(pk=actor.pk).select_related("user")
    named = _named(message.text, list(colleagues))
    made = Mention.objects.bulk_create(
        Mention(message=message, ticket_id=message.ticket_id, membership=member, at=now)
        for member in named
        if _may_see(member, message.ticket_id)
    )
    if made:
        event = message.ticket.events.filter(message=message).order_by("pk").first()
        keys = [mention.membership_id for mention in made]
        notify(Notification.Kind.MENTIONED, ticket=message.ticket, receivers=keys, event=event, actor=actor, now=now)
    return made


def _named(text: str, colleagues: list[Membership]) -> list[Membership]:
    names = sorted({member.user.name for member in colleagues if member.user.name.strip()}, key=len, reverse=True)
    if not names:
        return []
    # The longest first: @Anna Bergman is not Anna Berg.
    pattern = re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    found = {match.group(1).casefold() for match in pattern.finditer(text)}
    return [member for member in colleagues if member.user.name.casefold() in found]


def _may_see(member: Membership, ticket_id: int) -> bool:
    return member.role != Role.CONSULTANT or Ticket.objects.all().visible_to(member).filter(pk=ticket_id).exists()
