"""Whoever got a copy of a customer's mail is told of the answer as well."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from accounts.models import Membership
from accounts.models.membership import STAFF
from inbox.reading import Letter, is_robot
from inbox.services.strangers import LONGEST_ADDRESS
from inbox.services.whose import is_ours
from tickets.models import Ticket, TicketEvent, TicketWatcher
from tickets.services.events import record
from tickets.services.watchers import add_watcher
from tickets.services.watching import copy_to, name_of

# A ticket's watchers in all, as far as mails bring them.
MOST_WATCHERS = 20


def watch_by_copies(ticket: Ticket, letter: Letter, ours: AbstractSet[str], *, now: datetime) -> None:
    """Let the Cc's addresses watch: none of ours, of a program, or the writer's. Colleagues are told at the desk."""
    copies = [person.address for person in letter.cc if _is_wanted(person.address, letter, ours)]
    if copies:
        free = max(0, MOST_WATCHERS - TicketWatcher.objects.filter(ticket=ticket).count())
        outside = _without_colleagues(ticket, copies[:free], now=now)
        copy_to(ticket, outside, actor=None, now=now)


def _is_wanted(address: str, letter: Letter, ours: AbstractSet[str]) -> bool:
    if address == letter.sender.address or is_ours(address, ours) or is_robot(address):
        return False
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError:
        return False
    return True


def _without_colleagues(ticket: Ticket, copies: Sequence[str], *, now: datetime) -> list[str]:
    staff = Membership.objects.filter(user__email__in=copies, is_active=True, role__in=STAFF).select_related("user")
    for member in staff:
        watcher, is_new = add_watcher(ticket=ticket, actor=None, membership=member, now=now)
        if is_new:
            record(ticket, TicketEvent.Kind.WATCHERS, actor=None, now=now, added=name_of(watcher))
    theirs = {member.user.email for member in staff}
    return [address for address in copies if address not in theirs]
