"""Whose answers a member of the desk may see: managers and admins all, agents those of their teams' tickets."""

from django.db.models import Q, QuerySet

from accounts.access import AGENTS, MANAGERS
from accounts.models import Membership, Role
from surveys.choices import settings_now
from surveys.models import Answer
from tickets.models import TeamMember


def visible_answers(member: Membership) -> QuerySet[Answer]:
    """Give the answers that `member` may see; consultants and customers none.

    An agent's are those of the teams they are in now, and of their own tickets. Whose ticket it was may not be said
    to them of others (`sees_names`): satisfaction is not a list of colleagues.
    """
    if member.role not in AGENTS:
        return Answer.objects.none()
    return Answer.objects.filter(seen_by(member, ticket="invitation__ticket__"))


def seen_by(member: Membership, *, ticket: str) -> Q:
    """Keep the tickets whose satisfaction `member` may see: all for managers and admins, an agent's for all others.

    `ticket` leads to the ticket (`ticket__`).
    """
    return Q() if member.role in MANAGERS else of_agent(member.pk, ticket=ticket)


def of_agent(agent: int, *, ticket: str) -> Q:
    """Keep the tickets of the teams that the membership with this key is in now, and their own.

    `ticket` leads to the ticket (`ticket__`). The dashboards count by the same rule (reports/raw/facts.py, SEEN).
    """
    teams = TeamMember.objects.filter(membership=agent).values("team")
    return Q(**{f"{ticket}team__in": teams}) | Q(**{f"{ticket}assignee": agent})


def sees_names(member: Membership) -> bool:
    """Say whether a colleague's name may stand beside an answer; for agents it is the tenant's choice (a query)."""
    return member.role in MANAGERS or (member.role == Role.AGENT and settings_now().names_colleagues)
