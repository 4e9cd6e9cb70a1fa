"""Who gets a ticket that comes to a team and is nobody's: by the team's rule."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Membership
from accounts.models.membership import STAFF
from accounts.tenancy.prepared import Prepared
from contracts.models import Product
from contracts.selectors import local_day
from tickets.models import Team, TeamMember, TeamProduct, Ticket, TicketEvent
from tickets.services.events import record


class Share(NamedTuple):
    """Who gets it, and by which rule (a Team.Rule, or Team.PERSONAL)."""

    assignee: Membership
    rule: str


def team_for(product: Product | None) -> Team | None:
    """Give the team that takes a product's tickets; else the one that takes all others, if there is one. One query."""
    return _TAKES.first(product.pk, shape="product") if product else _TAKES.first()


def _takes(_shape: str | None, *product: int) -> QuerySet[Team]:
    takes = TeamProduct.objects.filter(product__in=product).values("team")
    teams = Team.objects.filter(Q(pk__in=takes) | Q(is_default=True))
    return teams.annotate(is_theirs=Q(pk__in=takes)).order_by("-is_theirs", "pk")[:1]


_TAKES = Prepared(_takes)


def share(ticket: Ticket, *, now: datetime) -> None:
    """Give a ticket that is its team's and nobody's to whom the team's rule says, and record why; inside the change.

    The team's row is held until the transaction ends, so that tickets at once are shared one after the other.
    """
    if ticket.team_id is None or ticket.assignee_id is not None or not ticket.is_open:
        return
    found = next_in_team(ticket, now=now)
    if found is not None:
        ticket.assignee = found.assignee
        record(
            ticket,
            TicketEvent.Kind.ASSIGNED,
            actor=None,
            now=now,
            assignee=found.assignee.pk,
            name=found.assignee.user.name,
            team="",
            rule=found.rule,
        )


def next_in_team(ticket: Ticket, *, now: datetime) -> Share | None:
    """Take the next turn of the ticket's team; None where it shares by hand, or nobody is there.

    Only members who can sign in and are not away. The customer's personal consultant first, where the team says so and
    they are one of them. Of several with the same load, and in turn, whoever waited longest.
    """
    team = Team.objects.select_for_update(of=("self",)).get(pk=ticket.team_id or 0)
    personal = ticket.contract.personal_consultant_id if ticket.contract and team.prefers_personal else None
    if team.rule == Team.Rule.BY_HAND and personal is None:
        return None
    there = _present(team, now, ticket)
    chosen = there.filter(membership=personal).first() if personal else None
    rule: str = Team.PERSONAL
    if chosen is None:
        if team.rule == Team.Rule.BY_HAND:
            return None
        rule = team.rule
        chosen = there.first()
    if chosen is None:
        return None
    last = TeamMember.objects.filter(team=team).aggregate(last=Max("turn"))["last"] or 0
    TeamMember.objects.filter(pk=chosen.pk).update(turn=last + 1)
    return Share(chosen.membership, rule)


def _present(team: Team, now: datetime, ticket: Ticket) -> QuerySet[TeamMember]:
    """Give who is there, the next first."""
    today = local_day(ticket.customer.tenant, now)
    here = Q(membership__away_until=None) | Q(membership__away_until__lt=today)
    members = TeamMember.objects.filter(here, team=team, membership__is_active=True, membership__role__in=STAFF)
    theirs = Ticket.objects.open().filter(assignee=OuterRef("membership")).order_by().values("assignee")
    load = Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)
    order = ("load",) if team.rule == Team.Rule.LEAST_LOADED else ()
    return members.select_related("membership__user").annotate(load=load).order_by(*order, "turn", "pk")
