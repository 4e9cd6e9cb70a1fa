"""Calls to detractors, and surveys that were not sent, as tables for files."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named, of_months
from surveys.models import FollowUp, Invitation
from surveys.selectors.calls import Show
from surveys.selectors.not_sent import ReasonRow

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


def reasons_table(not_sent: list[ReasonRow], not_reminded: list[ReasonRow], months: list[date]) -> Table:
    """Give how often each reason kept a survey from being sent, or somebody from being reminded, month by month."""
    head = [_("What"), _("Reason"), *(f"{month:%Y-%m}" for month in months), _("Total")]
    kinds = ((_("Why surveys were not sent"), not_sent), (_("Why nobody was reminded"), not_reminded))
    lines: Iterator[tuple[Cell, ...]] = (
        (what, row.label, *(count for _month, count in row.counts), row.total) for what, rows in kinds for row in rows
    )
    return Table(of_months(_("Why surveys were not sent"), first=months[0], last=months[-1]), head, lines)


def not_sent_table(found: QuerySet[Invitation], month: date, zone: tzinfo) -> Table:
    """Give the tickets of a month whose survey was not sent."""
    head: list[str | Column] = [
        _("Ticket"),
        _("Subject"),
        _("Customer"),
        _("Contact"),
        _("Reason"),
        Column(_("Solved at"), Kind.INSTANT),
        Column(_("To be sent at"), Kind.INSTANT),
    ]
    return Table(of_months(_("Why surveys were not sent"), first=month), head, _not_sent(found), zone)


def _not_sent(found: QuerySet[Invitation]) -> Iterator[tuple[Cell, ...]]:
    reasons = {str(value): str(label) for value, label in Invitation.Reason.choices}
    fields = ("ticket__number", "ticket__subject", "ticket__customer__name", "contact__name", "reason", "resolved_at")
    for row in found.values_list(*fields, "send_at").iterator(chunk_size=AT_ONCE):
        yield (*row[:4], reasons[row[4]], *row[5:])
