"""Cases that an event opens before the customer has noticed (domain: Proactive case)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact, Customer, Product
from contracts.selectors.contacts import main_contact
from sla.models import Severity
from tickets.clocks.clock import Contacting, cut
from tickets.models import Message, ProactiveEvent, Ticket, TicketEvent
from tickets.proactive import SEVERITY, usual_subject
from tickets.services.changing import changing
from tickets.services.contact_targets import contact_targets
from tickets.services.events import record
from tickets.services.filing import file_ticket
from tickets.services.messages import add_message
from tickets.services.search_index import index_tickets
from tickets.services.status import begin_work, move_to

# What was detected longer ago is no news: a typing error, or a replay of old events.
OLDEST = timedelta(days=366)


@transaction.atomic
def open_case(
    *,
    customer: Customer,
    kind: str,
    detected_at: datetime,
    now: datetime,
    actor: Membership | None = None,
    text: str = "",
    subject: str = "",
    contact: Contact | None = None,
    product: Product | None = None,
    severity: str = "",
    channel: str = Ticket.Channel.API,
) -> Ticket:
    """Open a proactive case and start its contact clock, counted from the detection (whole seconds).

    `kind` is one of Ticket.PROACTIVE. The clock runs under the customer's policy and its opening hours, and without
    contract under the tenant's default ones. Without `contact` it is the customer's main one. The text is a note for
    the desk. ValidationError at `detected_at` for the future, or longer than a year ago.
    """
    detected_at = checked_instant(detected_at, now)
    with translation.override(customer.tenant.language):
        named = subject or usual_subject(kind)
    return file_ticket(
        actor=actor,
        customer=customer,
        contact=contact or main_contact(customer),
        subject=named,
        text=text or named,
        severity=severity or SEVERITY.get(kind, Severity.NORMAL),
        product=product,
        channel=channel,
        kind=kind,
        contact_within=Contacting(contact_targets()[kind], detected_at),
        now=now,
    )


@dataclass(frozen=True)
class Reported:
    """What another system has seen. `about` names the thing, so that further events about it join the open case."""

    event_id: str
    kind: str
    customer: Customer
    detected_at: datetime
    about: str = ""
    text: str = ""
    data: Mapping[str, Any] | None = None
    subject: str = ""


class Taken(NamedTuple):
    """The event as it is kept; `is_new` is False for one that was reported before."""

    event: ProactiveEvent
    is_new: bool


@transaction.atomic
def report_event(*, reported: Reported, actor: Membership | None, now: datetime) -> Taken:
    """Take an event once: it opens a case, or joins the open one of the same customer, kind and thing.

    The same `event_id` again changes nothing, whatever else it says. An event that joins does not start the contact
    clock anew: the promise counts from the first one. Errors as `open_case`.
    """
    # Two reports about one customer wait for each other here: neither opens a second case.
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=reported.customer.pk)
    known = ProactiveEvent.objects.select_related("ticket", "customer").filter(event_id=reported.event_id).first()
    if known is not None:
        return Taken(known, is_new=False)
    detected_at = checked_instant(reported.detected_at, now)
    ticket = _open_about(reported)
    text = case_text(reported, customer.tenant.language)
    if ticket is not None:
        with changing(ticket, now=now) as current:
            note = add_message(current, Message.Kind.NOTE, author=actor, text=text, now=now)
            record(current, TicketEvent.Kind.NOTED, actor=actor, message=note, now=now)
        index_tickets(current)
        ticket = current
    else:
        ticket = open_case(
            customer=customer,
            kind=reported.kind,
            detected_at=detected_at,
            actor=actor,
            text=text,
            subject=reported.subject,
            now=now,
        )
    event = ProactiveEvent(
        event_id=reported.event_id,
        kind=reported.kind,
        customer=customer,
        about=reported.about,
        text=reported.text,
        data=dict(reported.data or {}),
        detected_at=detected_at,
        received_at=now,
        ticket=ticket,
    )
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as error:  # the same id about another customer at the same moment
        raise ValidationError({"event_id": _("There is an event with this id already.")}) from error
    return Taken(event, is_new=True)


def _open_about(reported: Reported) -> Ticket | None:
    if not reported.about:
        return None
    same = ProactiveEvent.objects.filter(customer=reported.customer, kind=reported.kind, about=reported.about)
    joined = same.filter(ticket__status__in=Ticket.OPEN_STATUSES).select_related("ticket").order_by("-pk").first()
    return joined.ticket if joined else None


def checked_instant(detected_at: datetime, now: datetime) -> datetime:
    """Give the detection cut to the second; ValidationError for the future, or longer than a year ago."""
    if detected_at > now:
        raise ValidationError({"detected_at": _("The detection lies in the future.")})
    if detected_at < now - OLDEST:
        raise ValidationError({"detected_at": _("The detection lies more than a year back.")})
    return cut(detected_at)


def case_text(reported: Reported, language: str) -> str:
    """Give the note with what was reported, as Markdown in the desk's language."""
    with translation.override(language):
        about = _("About")
        lines = [f"- {about}: {reported.about}"] if reported.about else []
        lines += [f"- {name}: {value}" for name, value in (reported.data or {}).items()]
        first = reported.text or usual_subject(reported.kind)
    return "\n\n".join(part for part in (first, "\n".join(lines)) if part)


def log_contact(*, ticket: Ticket, actor: Membership, text: str, now: datetime, version: int | None = None) -> Ticket:
    """Record that the customer was contacted by telephone: stops the contact clock. The text is a note.

    ValidationError (`status`) for a ticket that is no proactive case, or done already.
    """
    with changing(ticket, now=now, version=version) as current:
        if not (current.is_proactive and current.is_open):
            raise ValidationError(_("Nobody has to be contacted about this ticket any more."), code="status")
        current.assignee = current.assignee or actor
        begin_work(current, actor=actor, now=now)
        if current.status == Ticket.Status.NEW:
            move_to(current, Ticket.Status.IN_PROGRESS, actor=actor, now=now)
        message = add_message(current, Message.Kind.NOTE, author=actor, text=text, now=now) if text else None
        record(current, TicketEvent.Kind.CONTACTED, actor=actor, message=message, now=now, how="phone")
    index_tickets(current)
    return current
