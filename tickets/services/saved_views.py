"""Filters that a member keeps under a name."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from tickets.models import SavedView, Team, TeamMember
from tickets.services.changing import announce

Audience = SavedView.Audience


@transaction.atomic
def save_view(
    *,
    actor: Membership,
    name: str,
    query: str,
    audience: str = Audience.ME,
    team: Team | None = None,
    columns: Sequence[str] = (),
    position: int = 0,
    view: SavedView | None = None,
) -> SavedView:
    """Keep a question to the queue, or change one that is the actor's own; `query` is what QueueFilter writes.

    ValidationError where the name is missing or taken, where the view is somebody else's, and where the team it is
    shared with is not one of the actor's.
    """
    view = view or SavedView(owner=actor)
    if view.owner_id != actor.pk:
        raise ValidationError(_("This view is somebody else's."), code="owner")
    if not name.strip():
        raise ValidationError({"name": _("Give the view a name.")}, code="name")
    if (audience == Audience.TEAM) != (team is not None):
        raise ValidationError({"team": _("Choose the team that shares the view.")}, code="team")
    if team and not TeamMember.objects.filter(team=team, membership=actor).exists():
        raise ValidationError({"team": _("You are not in this team.")}, code="team")
    view.name, view.query, view.audience, view.team = name.strip(), query, audience, team
    view.columns, view.position = list(columns), position
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("You have a view with this name.")}, code="name") from error
    announce()
    return view


@transaction.atomic
def delete_view(*, actor: Membership, view: SavedView) -> None:
    """Forget a view of the actor's own; whoever shared it loses it too. ValidationError for somebody else's."""
    if view.owner_id != actor.pk:
        raise ValidationError(_("This view is somebody else's."), code="owner")
    view.delete()
    announce()


@transaction.atomic
def choose_columns(*, actor: Membership, columns: Sequence[str]) -> None:
    """Keep the columns of the actor's queue, in their order; none brings back the usual ones."""
    actor.queue_columns = list(columns)
    actor.save(update_fields=["queue_columns"])
