"""Whose a ticket is."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import Team, Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.sharing import share


def assign(
    *,
    ticket: Ticket,
    actor: Membership,
    assignee: Membership | None,
    now: datetime,
    team: Team | None = None,
    version: int | None = None,
) -> Ticket:
    """Give the ticket to a member of the desk, or to nobody; `team` None leaves the team as it is. A ticket that is
    nobody's and comes to another team goes to whom that team's rule says.

    ValidationError for somebody who is not at the desk, and where the ticket is done.
    """
    if assignee is not None and not (assignee.is_staff and assignee.is_active):
        raise ValidationError({"assignee": _("Only somebody at the desk can have a ticket.")}, code="assignee")
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        if assignee == current.assignee and team in (None, current.team):
            return current
        is_moved = team is not None and team.pk != current.team_id
        current.assignee = assignee
        current.team = team or current.team
        record(
            current,
            TicketEvent.Kind.ASSIGNED,
            actor=actor,
            now=now,
            assignee=assignee.pk if assignee else None,
            name=assignee.user.name if assignee else "",
            team=team.name if team else "",
        )
        if is_moved:
            share(current, now=now)
    return current
