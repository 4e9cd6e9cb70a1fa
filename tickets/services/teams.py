"""Who works together."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.services.naming import save_named
from contracts.services.rights import require_manager
from tickets.models import Team, TeamMember


@transaction.atomic
def create_team(*, actor: Membership, name: str) -> Team:
    """Make a team nobody is in yet; ValidationError at `name` where there is one of that name."""
    return update_team(team=Team(), actor=actor, name=name, members=())


@transaction.atomic
def update_team(*, team: Team, actor: Membership, name: str, members: Collection[Membership]) -> Team:
    """Name a team and say who is in it; ValidationError at `members` for somebody who is not at the desk."""
    require_manager(actor)
    if not all(member.is_staff for member in members):
        raise ValidationError({"members": _("Only somebody at the desk can be in a team.")}, code="members")
    save_named(team, name, taken=_("There is a team with this name already."))
    team.members.exclude(membership__in=members).delete()
    for member in members:
        TeamMember.objects.get_or_create(team=team, membership=member)
    return team
