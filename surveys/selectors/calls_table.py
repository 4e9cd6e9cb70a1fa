"""Calls to detractors as a table for files: all that their page lists."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named
from surveys.models import FollowUp
from surveys.selectors.calls import Show

AT_ONCE = 2000


def calls_table(show: str, *, member: Membership, now: datetime, zone: tzinfo) -> Table:
    """Give calls with what came of them, by their deadlines: those overdue, or `member`'s or all, open and done."""
    calls = FollowUp.objects.all()
    if show == Show.MINE:
        calls = calls.filter(owner=member)
    elif show == Show.OVERDUE:
        calls = calls.filter(state__in=FollowUp.OPEN_STATES, due_at__lt=now)
    head: list[str | Column] = [
        Column(_("Call by"), Kind.INSTANT),
        _("Customer"),
        _("Contact"),
        _("Score"),
        _("Ticket"),
        _("Owner"),
        _("State"),
        _("Outcome"),
        Column(pgettext("call", "Done at"), Kind.INSTANT),
    ]
    name = named(_("Follow-ups"), now.astimezone(zone).date())
    return Table(name, head, _calls(calls), zone)


def _calls(calls: QuerySet[FollowUp]) -> Iterator[tuple[Cell, ...]]:
    states = {str(value): str(label) for value, label in FollowUp.State.choices}
    outcomes = {"": "", **{str(value): str(label) for value, label in FollowUp.Outcome.choices}}
    rows = calls.order_by("due_at", "pk").values_list(
        "due_at", "answer__invitation__ticket__customer__name", "answer__invitation__contact__name", "answer__score",
        "answer__invitation__ticket__number", "owner__user__name", "state", "outcome", "done_at",
    )  # fmt: skip
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield (*row[:6], states[row[6]], outcomes[row[7]], row[8])
