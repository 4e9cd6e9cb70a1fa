"""Whose answers a member of the desk may see: managers and admins all, agents those of their teams' tickets."""

from django.db.models import Q, QuerySet

from accounts.access import MANAGERS
from accounts.models import Membership, Role
from surveys.models import Answer
from tickets.models import TeamMember


def visible_answers(member: Membership) -> QuerySet[Answer]:
    """Give the answers that `member` may see; consultants and customers none.

    An agent's are those of the teams they are in now, and of their own tickets. Whose ticket it was may not be said
    to them of others (`sees_names`): satisfaction is not a list of colleagues.
    """
    if member.role in MANAGERS:
        return Answer.objects.all()
    if member.role != Role.AGENT:
        return Answer.objects.none()
    teams = TeamMember.objects.filter(membership=member).values("team")
    return Answer.objects.filter(Q(invitation__ticket__team__in=teams) | Q(invitation__ticket__assignee=member))


def sees_names(member: Membership, *, agents_see_each_other: bool = False) -> bool:
    """Say whether a colleague's name may stand beside an answer; for agents it is the tenant's choice."""
    return member.role in MANAGERS or (member.role == Role.AGENT and agents_see_each_other)
