"""Who asks what in the demo; what becomes of it is in demo/case.py."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from accounts.models import Membership
from contracts.models import Contact
from demo.case import Case
from demo.plots import Book, book
from demo.tenants import Cast
from sla.builtin import builtin_calendar
from sla.models import Severity
from tickets.models import Ticket
from tickets.services.importing.history import Report, TicketHistory

Channel = Ticket.Channel
CHANNELS = [Channel.PORTAL] * 5 + [Channel.EMAIL] * 3 + [Channel.PHONE] * 2


@dataclass
class Life:
    """Makes histories for one tenant; the same dice give the same lives."""

    cast: Cast
    dice: Random
    now: datetime

    def __post_init__(self) -> None:
        """Take what every ticket needs."""
        self.calendar = builtin_calendar(self.cast.vendor.calendar)
        self.book: Book = book(self.cast.vendor.language)
        self.crew = {team.pk: self._members(number) for number, team in enumerate(self.cast.teams)}
        self.weights = [3.0 if contact in self.cast.contacts[:4] else 1.0 for contact in self.cast.contacts]
        self.product_teams = {name: n % len(self.cast.teams) for n, name in enumerate(self.cast.products)}

    def report(self, at: datetime, *, contact: Contact | None = None, severity: str = "") -> Case:
        """File a ticket at an instant of the past."""
        dice = self.dice
        plot = dice.choice(self.book.plots)
        slots = self.book.fill(dice)
        if contact is None:
            stranger = dice.random() < 0.035
            contact = (
                dice.choice(self.cast.strangers) if stranger else dice.choices(self.cast.contacts, self.weights)[0]
            )
        more = self.book.line("more", dice) if dice.random() < 0.6 else ""
        lines = [self.book.line("hello", dice), "", f"{plot.text} {more}".strip(), "", self.book.line("bye", dice)]
        severity = severity or dice.choice(plot.severities)
        if severity == Severity.CRITICAL and dice.random() < 0.5:
            severity = Severity.HIGH
        history = TicketHistory(
            Report(
                customer=contact.customer,
                contact=contact,
                subject=dice.choice(plot.subjects).format(**slots),
                text="\n".join([*lines, contact.name]).format(**slots),
                severity=severity,
                at=at,
                channel=dice.choice(CHANNELS),
                product=self.cast.products[plot.product],
                team=self.cast.teams[self.product_teams[plot.product]],
            ),
            until=self.now,
            is_imported=False,
        )
        return Case(self, history, plot, slots)

    def whole(self, at: datetime) -> TicketHistory:
        """Give a ticket from its report to its end, cut off at now."""
        case = self.report(at)
        case.live()
        return case.history

    def _members(self, number: int) -> list[Membership]:
        return self.cast.agents[number::3]
