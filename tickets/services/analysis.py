"""The first analysis (domain: What happens to a ticket)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from contracts.models import Product
from tickets import emails
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.messages import add_message
from tickets.services.status import begin_work, move_to

Outcome = Ticket.Outcome


def analyse(
    *,
    ticket: Ticket,
    actor: Membership,
    category: str,
    finding: str,
    outcome: str,
    now: datetime,
    product: Product | None = None,
    consultant: Membership | None = None,
    notice: str = "",
    version: int | None = None,
) -> Ticket:
    """Record what was found and decide one of four outcomes. Counts as started work.

    Out of scope and a hand-over tell the customer in writing: `notice` is that text (what a consultant would cost; who
    takes over and on what terms). ValidationError names the field that is missing.
    """
    _check(outcome, finding, consultant, notice)
    with changing(ticket, now=now, version=version) as current:
        if not current.is_open:
            raise ValidationError(_("The ticket is already solved."), code="status")
        begin_work(current, actor=actor, now=now)
        current.category, current.finding, current.outcome = category, finding, outcome
        current.product = product or current.product
        record(current, TicketEvent.Kind.ANALYSED, actor=actor, now=now, outcome=outcome, category=category)
        if current.status == Ticket.Status.NEW:
            move_to(current, Ticket.Status.IN_PROGRESS, actor=actor, now=now)
        if outcome == Outcome.CONSULTANT:
            current.assignee = consultant
        elif outcome == Outcome.PARTNER:
            move_to(current, Ticket.Status.WAITING_THIRD_PARTY, actor=actor, now=now)
        if notice:
            _tell(current, actor, outcome, consultant, notice, now)
    return current


def _check(outcome: str, finding: str, consultant: Membership | None, notice: str) -> None:
    errors = {}
    if outcome not in Outcome.values:
        errors["outcome"] = _("Choose what happens next.")
    if not finding.strip():
        errors["finding"] = _("Write what was found.")
    if outcome == Outcome.CONSULTANT and (consultant is None or consultant.role != Role.CONSULTANT):
        errors["consultant"] = _("Choose the consultant who takes over.")
    if outcome in (Outcome.CONSULTANT, Outcome.OUT_OF_SCOPE) and not notice.strip():
        errors["notice"] = _("Write what the customer is told: who takes over, and what it costs.")
    if errors:
        raise ValidationError(errors)


def _tell(
    ticket: Ticket, actor: Membership, outcome: str, consultant: Membership | None, notice: str, now: datetime
) -> None:
    message = add_message(ticket, Message.Kind.REPLY, author=actor, text=notice, now=now)
    record(ticket, TicketEvent.Kind.REPLIED, actor=actor, message=message, now=now)
    kind = TicketEvent.Kind.OUT_OF_SCOPE if outcome == Outcome.OUT_OF_SCOPE else TicketEvent.Kind.HANDED_OVER
    record(ticket, kind, actor=actor, message=message, now=now, name=consultant.user.name if consultant else "")
    emails.tell_contact(ticket, message, now=now)
