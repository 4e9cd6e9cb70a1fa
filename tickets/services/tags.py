"""Tags: on tickets by the desk, put in order by managers."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from contracts.services.rights import require_manager
from tickets.models import Tag, Ticket, TicketEvent, TicketTag
from tickets.models.tag import LONGEST_TAG, tag_name
from tickets.services.adding import adding
from tickets.services.changing import changing
from tickets.services.events import record

TAKEN = gettext_lazy("There is a tag with this name already.")


def normalise(name: str) -> str:
    """Give a tag's name as it is kept. ValidationError at `name` for none, and one that is too long."""
    tidy = tag_name(name)
    if not tidy:
        raise ValidationError({"name": _("Write a tag.")}, code="empty")
    if len(tidy) > LONGEST_TAG:
        raise ValidationError(
            {"name": _("A tag has at most %(most)d characters.") % {"most": LONGEST_TAG}}, code="long"
        )
    return tidy


def add_tag(*, ticket: Ticket, actor: Membership, name: str, now: datetime) -> Tag:
    """Put a tag on a ticket, a new one where there is none of this name. Done twice it is done once."""
    tidy = normalise(name)
    with adding(ticket) as current:
        tag, _is_new = Tag.objects.get_or_create(name=tidy)
        _kept, is_put = TicketTag.objects.get_or_create(ticket=current, tag=tag)
        if is_put:
            record(current, TicketEvent.Kind.TAGGED, actor=actor, now=now, added=tidy)
    return tag


def remove_tag(*, ticket: Ticket, actor: Membership, tag: Tag, now: datetime) -> None:
    """Take a tag off a ticket. Done twice it is done once."""
    with adding(ticket) as current:
        gone, _by_table = TicketTag.objects.filter(ticket=current, tag=tag).delete()
        if gone:
            record(current, TicketEvent.Kind.TAGGED, actor=actor, now=now, removed=tag.name)


@transaction.atomic
def rename_tag(*, tag: Tag, actor: Membership, name: str, merge: bool = False) -> Tag:
    """Give a tag another name on all its tickets. Where another has the name, `merge` joins the two, and that one is
    returned; without it ValidationError at `name`, code `taken`.
    """
    require_manager(actor)
    tidy = normalise(name)
    other = Tag.objects.exclude(pk=tag.pk).filter(name=tidy).first()
    if other is not None:
        if not merge:
            raise ValidationError({"name": ValidationError(TAKEN, code="taken")})
        there = TicketTag.objects.filter(tag=other).values("ticket")
        TicketTag.objects.filter(tag=tag, ticket__in=there).delete()
        TicketTag.objects.filter(tag=tag).update(tag=other)
        tag.delete()
        return other
    tag.name = tidy
    try:
        with transaction.atomic():
            tag.save(update_fields=["name"])
    except IntegrityError as error:  # another was made under this name in the meantime
        raise ValidationError({"name": ValidationError(TAKEN, code="taken")}) from error
    return tag


@transaction.atomic
def delete_tag(*, tag: Tag, actor: Membership) -> None:
    """Take a tag off all tickets, for good."""
    require_manager(actor)
    TicketTag.objects.filter(tag=tag).delete()
    tag.delete()


def set_tags(
    *, ticket: Ticket, actor: Membership, names: Iterable[str], now: datetime, version: int | None = None
) -> Ticket:
    """Let a ticket have these tags and no others; one event for each that comes or goes."""
    wanted = {normalise(name) for name in names}
    with changing(ticket, now=now, version=version) as current:
        had = dict(TicketTag.objects.filter(ticket=current).values_list("tag__name", "pk"))
        for name in sorted(wanted - set(had)):
            tag, _is_new = Tag.objects.get_or_create(name=name)
            TicketTag.objects.create(ticket=current, tag=tag)
            record(current, TicketEvent.Kind.TAGGED, actor=actor, now=now, added=name)
        for name in sorted(set(had) - wanted):
            TicketTag.objects.filter(pk=had[name]).delete()
            record(current, TicketEvent.Kind.TAGGED, actor=actor, now=now, removed=name)
    return current
