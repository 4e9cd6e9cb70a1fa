"""One ticket's past, written down as the live services would have written it; nothing is stored here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import Membership
from contracts.models import Contact, Customer, Product
from tickets.models import Message, Team, Ticket, TicketEvent

Kind = TicketEvent.Kind
Status = Ticket.Status


@dataclass(frozen=True)
class Report:
    """What a ticket begins with. `external_id` is its number in the system it comes from, empty without one."""

    customer: Customer
    contact: Contact | None
    subject: str
    text: str
    severity: str
    at: datetime
    channel: str = Ticket.Channel.PORTAL
    product: Product | None = None
    team: Team | None = None
    external_id: str = ""


@dataclass
class TicketHistory:
    """Unsaved rows of one ticket: each method is what the service of that name does to them, at an instant of the past.

    Methods are called in time order. What lies after `until` has not happened yet and is left out, with all that
    follows it; the ticket then stands as it stood at `until`.
    """

    report: Report
    until: datetime
    is_imported: bool = True
    origin: dict[str, Any] = field(default_factory=dict)
    events: list[TicketEvent] = field(default_factory=list, init=False)
    messages: list[Message] = field(default_factory=list, init=False)
    is_over: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Begin with the report."""
        report = self.report
        self.ticket = Ticket(
            subject=report.subject[:200],
            customer=report.customer,
            contact=report.contact,
            product=report.product,
            channel=report.channel,
            severity_asked=report.severity,
            severity=report.severity,
            team=report.team,
            opened_at=report.at,
            last_event_at=report.at,
            external_id=report.external_id,
            is_imported=self.is_imported,
        )
        message = self._message(Message.Kind.CUSTOMER, report.text, report.at, None)
        self._add(Kind.FILED, report.at, None, message, report.contact, severity=report.severity, **self.origin)

    def started(self, at: datetime, actor: Membership | None, *, assignee: Membership | None = None) -> None:
        """Work began: meets the start clock; the ticket becomes `assignee`'s if it was nobody's."""
        if self._happens(at):
            self.ticket.assignee = self.ticket.assignee or assignee
            self._begin(at, actor)

    def moved(self, at: datetime, actor: Membership | None, status: str, *, contact: Contact | None = None) -> None:
        """The status changed, among the open ones."""
        if self._happens(at) and status != self.ticket.status:
            before, self.ticket.status = self.ticket.status, status
            self._add(Kind.STATUS, at, actor, None, contact, status=status, before=before)

    def replied(self, at: datetime, actor: Membership, text: str, *, then_wait: bool = False) -> None:
        """The customer got an answer; with `then_wait` the ticket waits for theirs."""
        if not self._happens(at):
            return
        self._add(Kind.REPLIED, at, actor, self._message(Message.Kind.REPLY, text, at, actor))
        self.ticket.started_at = self.ticket.started_at or at
        self.ticket.assignee = self.ticket.assignee or actor
        if then_wait:
            self.moved(at, actor, Status.WAITING_CUSTOMER)
        elif self.ticket.status == Status.NEW:
            self.moved(at, actor, Status.IN_PROGRESS)

    def noted(self, at: datetime, actor: Membership, text: str) -> None:
        """A note that the customer never sees."""
        if self._happens(at):
            self._add(Kind.NOTED, at, actor, self._message(Message.Kind.NOTE, text, at, actor))

    def customer_wrote(self, at: datetime, text: str) -> None:
        """The customer wrote: a waiting ticket comes back to work, a solved one is opened again."""
        if not self._happens(at):
            return
        ticket, contact = self.ticket, self.ticket.contact
        message = self._message(Message.Kind.CUSTOMER, text, at, None)
        if ticket.status == Status.RESOLVED:
            self.reopened(at, None, contact=contact)
        elif ticket.status in (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY):
            self.moved(at, None, Status.IN_PROGRESS, contact=contact)
        self._add(Kind.CUSTOMER_WROTE, at, None, message, contact)

    def assigned(
        self, at: datetime, actor: Membership | None, assignee: Membership | None, *, team: Team | None = None
    ) -> None:
        """The ticket was given to somebody, or to nobody; `team` None leaves the team."""
        if not self._happens(at) or (assignee == self.ticket.assignee and team in (None, self.ticket.team)):
            return
        self.ticket.assignee = assignee
        self.ticket.team = team or self.ticket.team
        key, name = (assignee.pk, assignee.user.name) if assignee else (None, "")
        self._add(Kind.ASSIGNED, at, actor, None, assignee=key, name=name, team=team.name if team else "")

    def analysed(
        self, at: datetime, actor: Membership, *, category: str, finding: str, outcome: str = Ticket.Outcome.FIX_HERE
    ) -> None:
        """The first analysis, and what it decided."""
        if self._happens(at):
            self._begin(at, actor)
            self.ticket.category, self.ticket.finding, self.ticket.outcome = category, finding, outcome
            self._add(Kind.ANALYSED, at, actor, None, outcome=outcome, category=category)
            if self.ticket.status == Status.NEW:
                self.moved(at, actor, Status.IN_PROGRESS)

    def told(self, at: datetime, actor: Membership, notice: str, *, consultant: Membership | None = None) -> None:
        """The customer was told in writing: who takes over, or (no `consultant`) that it is out of scope."""
        if self._happens(at):
            message = self._message(Message.Kind.REPLY, notice, at, actor)
            self._add(Kind.REPLIED, at, actor, message)
            kind = Kind.HANDED_OVER if consultant else Kind.OUT_OF_SCOPE
            self._add(kind, at, actor, message, name=consultant.user.name if consultant else "")
            self.ticket.assignee = consultant or self.ticket.assignee

    def severity_decided(self, at: datetime, actor: Membership | None, severity: str, reason: str) -> None:
        """The tenant decided another severity; open clocks are counted again from the report."""
        if self._happens(at) and severity != self.ticket.severity:
            before, self.ticket.severity, self.ticket.severity_reason = self.ticket.severity, severity, reason
            self._add(Kind.SEVERITY, at, actor, None, severity=severity, before=before, reason=reason)

    def resolved(
        self, at: datetime, actor: Membership | None, solution: str, *, close_due_at: datetime | None = None
    ) -> None:
        """The ticket was solved, with a written solution."""
        if self._happens(at):
            self._begin(at, actor)
            message = self._message(Message.Kind.REPLY, solution, at, actor)
            self.ticket.solution, self.ticket.status = solution, Status.RESOLVED
            self.ticket.resolved_at, self.ticket.close_due_at = at, close_due_at
            self.ticket.assignee = self.ticket.assignee or actor
            self._add(Kind.RESOLVED, at, actor, message)

    def reopened(self, at: datetime, actor: Membership | None, *, contact: Contact | None = None) -> None:
        """The solved ticket was opened again."""
        if self._happens(at):
            self.ticket.status = Status.IN_PROGRESS
            self.ticket.resolved_at = self.ticket.close_due_at = None
            self._add(Kind.REOPENED, at, actor, None, contact, status=Status.IN_PROGRESS)

    def closed(self, at: datetime, *, contact: Contact | None = None) -> None:
        """The ticket was closed, by the customer or by time."""
        if self._happens(at):
            self.ticket.status, self.ticket.closed_at, self.ticket.close_due_at = Status.CLOSED, at, None
            self._add(Kind.CLOSED, at, None, None, contact)

    def updated(self, at: datetime, **data: Any) -> None:
        """Something happened elsewhere that moves nothing here."""
        if self._happens(at):
            self._add(Kind.UPDATED, at, None, None, **data)

    def _happens(self, at: datetime) -> bool:
        self.is_over = self.is_over or at > self.until
        return not self.is_over

    def _begin(self, at: datetime, actor: Membership | None) -> None:
        if self.ticket.started_at is None:
            self.ticket.started_at = at
            self._add(Kind.STARTED, at, actor, None)

    def _message(self, kind: str, text: str, at: datetime, author: Membership | None) -> Message:
        contact = self.ticket.contact if kind == Message.Kind.CUSTOMER else None
        author = contact.membership if contact else author
        channel = self.ticket.channel if not self.messages else Ticket.Channel.PORTAL
        message = Message(
            ticket=self.ticket, kind=kind, author=author, contact=contact, channel=channel, text=text, at=at
        )
        self.messages.append(message)
        return message

    def _add(
        self,
        kind: str,
        at: datetime,
        actor: Membership | None,
        message: Message | None,
        contact: Contact | None = None,
        **data: Any,
    ) -> None:
        actor = actor or (contact.membership if contact else None)
        self.events.append(
            TicketEvent(ticket=self.ticket, kind=kind, at=at, actor=actor, contact=contact, message=message, data=data)
        )
        self.ticket.last_event_at = max(self.ticket.last_event_at, at)
