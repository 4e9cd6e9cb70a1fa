"""Managers say who is on call, and who stands in for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.access import AGENTS
from accounts.models import Membership
from contracts.services.rights import require_manager
from tickets.models import Rota, RotaPlace, RotaTurn, Team
from tickets.selectors.rotas import on_call_key

# A longer turn is a typing error.
LONGEST = timedelta(days=92)


@dataclass(frozen=True)
class RotaCard:
    """What a list says: `members` take turns by the week in this order, from the first handover on or after `first_on`.

    The handover is on `weekday` (0 is Monday) at the wall clock `at` of the tenant's zone. Without members only dated
    turns count.
    """

    weekday: int
    at: time
    first_on: date
    members: Sequence[Membership]


@transaction.atomic
def create_rota(*, actor: Membership, team: Team | None, card: RotaCard) -> Rota:
    """Make a team's list; without team, the one for the tickets of every team that has none.

    ValidationError at `team` where it has one, and as `change_rota`.
    """
    require_manager(actor)
    try:
        with transaction.atomic():
            return _save(Rota(team=team), card)
    except IntegrityError as error:
        raise ValidationError({"team": _("There is a list for this team already.")}, code="taken") from error


@transaction.atomic
def change_rota(*, rota: Rota, actor: Membership, card: RotaCard) -> Rota:
    """Change a list. ValidationError at `members`: somebody twice, or who cannot be called."""
    require_manager(actor)
    return _save(Rota.objects.select_for_update().get(pk=rota.pk), card)


@transaction.atomic
def remove_rota(*, rota: Rota, actor: Membership) -> None:
    """Remove a list; what was told by it stays told."""
    require_manager(actor)
    rota.turns.all().delete()
    rota.places.all().delete()
    rota.delete()
    _forget()


@transaction.atomic
def add_turn(
    *,
    rota: Rota,
    actor: Membership,
    member: Membership,
    rank: int,
    begins_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> RotaTurn:
    """Let `member` be first or second on call in `[begins_at, ends_at)`, before whoever the rotation names.

    Where turns overlap the one entered later counts. ValidationError at `ends_at` for a turn that ends before it
    begins, is over, or is longer than LONGEST; at `member` for somebody who cannot be called.
    """
    require_manager(actor)
    if ends_at <= begins_at:
        raise ValidationError({"ends_at": _("It must end after it begins.")}, code="ends_at")
    if ends_at <= now:
        raise ValidationError({"ends_at": _("This time is over.")}, code="ends_at")
    if ends_at - begins_at > LONGEST:
        most = {"days": LONGEST.days}
        raise ValidationError({"ends_at": _("At most %(days)s days in one go.") % most}, code="ends_at")
    if not _can_be_called(member):
        raise ValidationError({"member": _("Only agents, managers and admins can be on call.")}, code="member")
    turn = RotaTurn.objects.create(
        rota=rota,
        membership=member,
        rank=RotaTurn.Rank(rank),
        begins_at=begins_at,
        ends_at=ends_at,
        entered_by=actor,
        entered_at=now,
    )
    _forget()
    return turn


@transaction.atomic
def remove_turn(*, turn: RotaTurn, actor: Membership) -> None:
    """Take a turn back: the rotation counts again, or a turn entered before."""
    require_manager(actor)
    turn.delete()
    _forget()


def _save(rota: Rota, card: RotaCard) -> Rota:
    keys = [member.pk for member in card.members]
    if len(set(keys)) < len(keys):
        raise ValidationError({"members": _("Each person stands in the line once.")}, code="members")
    if not all(_can_be_called(member) for member in card.members):
        raise ValidationError({"members": _("Only agents, managers and admins can be on call.")}, code="members")
    rota.weekday, rota.at, rota.first_on = card.weekday, card.at, card.first_on
    rota.clean_fields(exclude=["team", "tenant"])
    rota.save()
    RotaPlace.objects.filter(rota=rota).delete()
    RotaPlace.objects.bulk_create(
        RotaPlace(rota=rota, membership=member, place=place) for place, member in enumerate(card.members)
    )
    _forget()
    return rota


def _can_be_called(member: Membership) -> bool:
    return member.is_active and member.role in AGENTS


def _forget() -> None:
    key = on_call_key()
    transaction.on_commit(lambda: cache.delete(key), robust=True)
