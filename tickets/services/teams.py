"""Who works together."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Product
from contracts.services.naming import save_named
from contracts.services.rights import require_manager
from tickets.models import Team, TeamMember, TeamProduct


@transaction.atomic
def create_team(*, actor: Membership, name: str) -> Team:
    """Make a team nobody is in yet; ValidationError at `name` where there is one of that name."""
    return update_team(team=Team(), actor=actor, name=name, members=())


@transaction.atomic
def update_team(
    *,
    team: Team,
    actor: Membership,
    name: str,
    members: Collection[Membership],
    rule: str = Team.Rule.BY_HAND,
    prefers_personal: bool = False,
    products: Sequence[Product] = (),
    is_default: bool = False,
) -> Team:
    """Name a team, say who is in it, which tickets come to it and who gets them.

    A product, and all other tickets, come to one team: the others lose them. ValidationError at `members` for somebody
    who is not at the desk.
    """
    require_manager(actor)
    if not all(member.is_staff for member in members):
        raise ValidationError({"members": _("Only somebody at the desk can be in a team.")}, code="members")
    if is_default:
        Team.objects.exclude(pk=team.pk).filter(is_default=True).update(is_default=False)
    team.rule, team.prefers_personal, team.is_default = rule, prefers_personal, is_default
    team.clean_fields(exclude=["name"])
    save_named(team, name, taken=_("There is a team with this name already."))
    team.members.exclude(membership__in=members).delete()
    for member in members:
        TeamMember.objects.get_or_create(team=team, membership=member)
    TeamProduct.objects.filter(team=team).exclude(product__in=products).delete()
    for product in products:
        TeamProduct.objects.update_or_create(product=product, defaults={"team": team})
    return team
