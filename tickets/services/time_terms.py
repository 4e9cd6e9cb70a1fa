"""Whether work is covered by the contract or billable (domain: Escalation to a consultant, Out of scope, Time)."""

from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tickets.models import Ticket, TicketEvent, TimeEntry
from tickets.services.quotas import share_of

Kind, Why = TimeEntry.Kind, TimeEntry.Why


class TimeTerms(NamedTuple):
    """How work counts, which rule says so, and its words (empty: those of the rule)."""

    kind: str
    why: str
    reason: str = ""


def terms_of_work(ticket: Ticket, at: datetime) -> TimeTerms:
    """Give how work done at an instant counts. The first that applies:

    No contract, or a plan without support: billable. From the notice on that the agreement does not cover it:
    billable. From the hand-over to a consultant on: billable, unless the contract covers the consultant. Else it is
    support, which the plan covers. The contract is the ticket's, that of the day of its report.
    """
    if ticket.contract is None:
        return TimeTerms(Kind.BILLABLE, Why.NO_CONTRACT)
    if not ticket.contract.plan_version.has_support:
        return TimeTerms(Kind.BILLABLE, Why.NO_SUPPORT)
    if ticket.outcome == Ticket.Outcome.OUT_OF_SCOPE and _was_told(ticket, at):
        return TimeTerms(Kind.BILLABLE, Why.OUT_OF_SCOPE)
    if ticket.billable_from is not None and at >= ticket.billable_from:
        return TimeTerms(Kind.BILLABLE, Why.HANDED_OVER, ticket.billable_reason)
    if ticket.outcome == Ticket.Outcome.CONSULTANT and ticket.billable_from is None:
        return TimeTerms(Kind.COVERED, Why.CONTRACT)
    return TimeTerms(Kind.COVERED, Why.SUPPORT)


def by_quota(ticket: Ticket, service: str, minutes: int, *, day: date, kind: str) -> list[tuple[int, TimeTerms]]:
    """Give how work under a quota of the plan counts: what the quota covers, then what is beyond it, in minutes.

    ValidationError by field: no contract, a `kind` decided by hand, and what `share_of` refuses.
    """
    if ticket.contract is None:
        raise ValidationError({"service": _("There is no contract, and so no quota.")}, code="service")
    if kind:
        raise ValidationError({"kind": _("The quota decides what is covered.")}, code="kind")
    share = share_of(ticket.contract, service, year=day.year, minutes=minutes)
    parts = [
        (share.covered, TimeTerms(Kind.COVERED, Why.QUOTA)),
        (share.billable, TimeTerms(Kind.BILLABLE, Why.OVERRUN)),
    ]
    return [part for part in parts if part[0]]


def _was_told(ticket: Ticket, at: datetime) -> bool:
    return ticket.events.filter(kind=TicketEvent.Kind.OUT_OF_SCOPE, at__lte=at).exists()
