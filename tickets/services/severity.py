"""Severity is a pair: what the customer asked for and what the tenant decided (domain: Severity and the promise)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact
from sla.models import Severity
from tickets import emails
from tickets.models import Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record


def decide_severity(
    *, ticket: Ticket, actor: Membership, severity: str, reason: str, now: datetime, version: int | None = None
) -> Ticket:
    """Decide the severity; open clocks are counted again from the report time. Deciding for the present one refuses
    what the customer has asked for since.

    ValidationError where the decision differs from what the customer asked for, or from the one before, and no reason
    is given: the customer is told it; and where the ticket is done.
    """
    if severity not in Severity.values:
        raise ValidationError({"severity": _("Choose a severity.")}, code="severity")
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        if severity == current.severity and not _refuses(current):
            return current
        if not reason.strip():
            raise ValidationError({"reason": _("Give the reason: the customer is told it.")}, code="reason")
        before, current.severity, current.severity_reason = current.severity, severity, reason.strip()
        record(
            current,
            TicketEvent.Kind.SEVERITY,
            actor=actor,
            now=now,
            severity=severity,
            before=before,
            reason=reason.strip(),
        )
        emails.tell_severity(current, before=before, now=now)
    return current


def ask_severity(
    *,
    ticket: Ticket,
    contact: Contact,
    actor: Membership | None,
    severity: str,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Note that the customer asks for another severity, with a reason; the tenant decides."""
    if severity not in Severity.values:
        raise ValidationError({"severity": _("Choose a severity.")}, code="severity")
    if not reason.strip():
        raise ValidationError({"reason": _("Tell us why it is more urgent.")}, code="reason")
    with changing(ticket, now=now, version=version) as current:
        current.severity_asked = severity
        record(
            current,
            TicketEvent.Kind.SEVERITY_ASKED,
            actor=actor,
            contact=contact,
            now=now,
            asked=severity,
            reason=reason.strip(),
        )
    return current


def _refuses(ticket: Ticket) -> bool:
    """Say whether the customer has asked for another severity since the last decision: that one is owed a reason."""
    about = ticket.events.filter(kind__in=[TicketEvent.Kind.SEVERITY, TicketEvent.Kind.SEVERITY_ASKED])
    last = about.order_by("-at", "-pk").first()
    return (
        ticket.severity_asked != ticket.severity and last is not None and last.kind == TicketEvent.Kind.SEVERITY_ASKED
    )
