"""The tickets that a ticket belongs together with, as its page shows them."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from accounts.tenancy.prepared import Prepared
from tickets.models import Ticket, TicketLink

Link = TicketLink.Kind
MERGED, AFFECTED, FOLLOW_UP = "merged", "affected", "follow_up"
# What the other ticket is to this one, by the kind of the link and the side that is read.
HERE = {kind.value: kind.label for kind in Link}
THERE = {
    Link.RELATED: _("Related to"),
    Link.DUPLICATE: _("Has a duplicate"),
    Link.CAUSED_BY: _("Cause of"),
    Link.SPLIT_FROM: _("Split off to"),
}
# An incident's page lists so many; the queue's filter has them all.
MOST = 200


@dataclass(frozen=True)
class Relative:
    """Another ticket. `link` is the key of a link that can be removed, else 0."""

    pk: int
    number: int
    subject: str
    status: str
    is_open: bool
    customer: str
    word: object
    link: int
    url: str


@dataclass
class Relations:
    """The others, by what they are."""

    merged: list[Relative] = field(default_factory=list)
    affected: list[Relative] = field(default_factory=list)
    follow_ups: list[Relative] = field(default_factory=list)
    links: list[Relative] = field(default_factory=list)

    @property
    def open_affected(self) -> list[Relative]:
        """Give the tickets of an incident that are not done."""
        return [one for one in self.affected if one.is_open]


def relations(ticket: Ticket, member: Membership) -> Relations:
    """Give what belongs to a ticket and may be seen by this member. One question."""
    found = Relations()
    for row in sorted(_RELATED.rows(ticket.pk, member.pk, shape=member.role), key=lambda row: row[4]):
        _place(found, *row)
    return found


def _related(role: str, ticket: int, member: int) -> Any:
    reader = Membership(pk=member, role=role)
    seen = (Ticket.objects.visible_to(reader) if role == Role.CONSULTANT else Ticket.objects.all()).order_by()
    return _arm(seen.filter(merged_into=ticket), MERGED).union(
        _arm(seen.filter(incident=ticket), AFFECTED),
        _arm(seen.filter(follow_up_of=ticket), FOLLOW_UP),
        _arm(seen.filter(links_here__ticket=ticket), F("links_here__kind"), F("links_here__pk"), side="here"),
        _arm(seen.filter(links__other=ticket), F("links__kind"), F("links__pk"), side="there"),
        all=True,
    )


_RELATED: Prepared[Any] = Prepared(_related)


def _arm(tickets: Any, what: str | F, link: F | None = None, *, side: str = "") -> Any:
    kind = Value(what, output_field=CharField()) if isinstance(what, str) else what
    return tickets.values_list(
        kind,
        Value(side, output_field=CharField()),
        link or Value(0, output_field=IntegerField()),
        "pk",
        "number",
        "subject",
        "status",
        "customer__name",
    )


def _place(
    found: Relations, what: str, side: str, link: int, pk: int, number: int, subject: str, status: str, customer: str
) -> None:
    words: Any = HERE if side == "here" else THERE
    one = Relative(
        pk=pk,
        number=number,
        subject=subject,
        status=str(Ticket.Status(status).label),
        is_open=status in Ticket.OPEN_STATUSES,
        customer=customer,
        word=words[what] if side else "",
        link=link,
        url=reverse("desk:ticket", args=[number]),
    )
    {MERGED: found.merged, AFFECTED: found.affected, FOLLOW_UP: found.follow_ups}.get(what, found.links).append(one)


def open_incidents(member: Membership) -> list[tuple[int, str]]:
    """Give the incidents that a ticket can be made part of, the newest first."""
    found = Ticket.objects.visible_to(member).open().filter(is_incident=True).order_by("-number")[:MOST]
    return [(pk, f"{number} {subject}") for pk, number, subject in found.values_list("pk", "number", "subject")]
