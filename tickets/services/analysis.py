"""The first analysis (domain: What happens to a ticket)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from contracts.models import Product
from tickets import emails
from tickets.models import Message, Ticket, TicketEvent
from tickets.services.changing import changing
from tickets.services.events import record
from tickets.services.handing_over import hand_to_consultant, hand_to_partner, price_told
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
    covered: str = "",
    version: int | None = None,
) -> Ticket:
    """Record what was found and decide one of four outcomes. Counts as started work.

    Out of scope and a hand-over tell the customer in writing: `notice` is that text (what a consultant would cost; who
    takes over and on what terms). Time from a hand-over to a consultant on is billable, unless the contract covers it:
    `covered` says why. The product's partner of today is mailed the ticket's facts. ValidationError names the field
    that is missing, and the product where nobody answers for it.
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
        facts: dict[str, Any] = {}
        if outcome == Outcome.CONSULTANT and consultant:
            current.assignee = consultant
            facts = hand_to_consultant(current, consultant, covered=covered.strip(), now=now)
        elif outcome == Outcome.PARTNER:
            facts = hand_to_partner(current, now=now)
            move_to(current, Ticket.Status.WAITING_THIRD_PARTY, actor=actor, now=now)
        elif outcome == Outcome.OUT_OF_SCOPE:
            facts = price_told(current, now=now)
        if notice.strip():
            _tell(current, actor, outcome, notice, now, facts)
    return current


def _check(outcome: str, finding: str, consultant: Membership | None, notice: str) -> None:
    errors = {}
    if outcome not in Outcome.values:
        errors["outcome"] = _("Choose what happens next.")
    if not finding.strip():
        errors["finding"] = _("Write what was found.")
    if outcome == Outcome.CONSULTANT and (consultant is None or consultant.role != Role.CONSULTANT):
        errors["consultant"] = _("Choose the consultant who takes over.")
    if outcome in (Outcome.CONSULTANT, Outcome.PARTNER, Outcome.OUT_OF_SCOPE) and not notice.strip():
        errors["notice"] = _("Write what the customer is told: who takes over, and what it costs.")
    if errors:
        raise ValidationError(errors)


def _tell(ticket: Ticket, actor: Membership, outcome: str, notice: str, now: datetime, facts: dict[str, Any]) -> None:
    message = add_message(ticket, Message.Kind.REPLY, author=actor, text=notice, now=now)
    record(ticket, TicketEvent.Kind.REPLIED, actor=actor, message=message, now=now)
    kind = TicketEvent.Kind.OUT_OF_SCOPE if outcome == Outcome.OUT_OF_SCOPE else TicketEvent.Kind.HANDED_OVER
    record(ticket, kind, actor=actor, message=message, now=now, **facts)
    emails.tell_contact(ticket, message, now=now)
