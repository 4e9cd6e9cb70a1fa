"""What belongs together in the demo: an incident with three tickets, a merged pair, a hand-over, a remote session."""

from datetime import datetime, timedelta
from decimal import Decimal

from contracts.models import ConsultancyRate, Contact, Partner
from demo.plots import book
from demo.tenants import Cast
from sla.models import Severity
from sla.selectors import support_hours
from tickets.models import Ticket
from tickets.services.analysis import analyse
from tickets.services.filing import file_ticket
from tickets.services.incidents import attach, mark_incident, update_affected
from tickets.services.merging import merge
from tickets.services.remote_sessions import begin_session

MINUTE = 60
PRICES = {"nordsoft": (Decimal(1450), "SEK"), "lonhuset": (Decimal(1150), "DKK")}


class Together:
    """Files and joins tickets as the desk does, in the open hours before `now`."""

    def __init__(self, cast: Cast, *, now: datetime) -> None:
        self.cast, self.now = cast, now
        self.texts = book(cast.vendor.language).together
        self.agent = cast.agents[0]
        # One contact of each of five customers, in the order in which they were made.
        self.contacts = list({contact.customer_id: contact for contact in reversed(cast.contacts)}.values())[::-1][2:7]

    def at(self, minutes: int) -> datetime:
        """Give the instant so many open minutes before now."""
        return support_hours().due_after(self.now, -minutes * MINUTE).replace(microsecond=0)

    def run(self) -> None:
        """Make all of it."""
        amount, currency = PRICES[self.cast.vendor.slug]
        begin = (self.now - timedelta(days=300)).date().replace(day=1)
        ConsultancyRate.objects.create(amount=amount, currency=currency, valid_from=begin)
        product = next(iter(self.cast.products.values()))
        Partner.objects.create(
            product=product, name=self.texts["partner"], email="support@partner.example", valid_from=begin
        )
        self._incident()
        self._merged_pair()
        self._handed_over()

    def _incident(self) -> None:
        incident, *affected = (
            self._file(number, self.texts["incident"][number], minutes=50 - number * 5) for number in range(4)
        )
        mark_incident(ticket=incident, actor=self.agent, is_incident=True, now=self.at(30))
        attach(tickets=affected, incident=incident, actor=self.agent, now=self.at(25))
        update_affected(ticket=incident, actor=self.agent, text=self.texts["update"], now=self.at(20))

    def _merged_pair(self) -> None:
        first, second = (self._file(4, self.texts["pair"][number], minutes=40 - number * 10) for number in range(2))
        merge(ticket=second, into=first, actor=self.agent, now=self.at(15))

    def _handed_over(self) -> None:
        ticket = self._file(3, self.texts["handed"], minutes=60)
        consent = ticket.contact.name if ticket.contact else ""
        begin_session(
            ticket=ticket,
            actor=self.agent,
            consent_by=consent,
            purpose=self.texts["session"],
            consent_at=self.at(35),
            started_at=self.at(34),
            ended_at=self.at(22),
            now=self.at(22),
        )
        consultant = self.cast.consultants[0]
        analyse(
            ticket=ticket,
            actor=self.agent,
            category=self.texts["category"],
            finding=self.texts["finding"],
            outcome=Ticket.Outcome.CONSULTANT,
            consultant=consultant,
            notice=self.texts["notice"].format(consultant=consultant.user.name),
            now=self.at(18),
        )

    def _file(self, contact: int, words: str, *, minutes: int) -> Ticket:
        subject, text = words.split(" | ")
        who: Contact = self.contacts[contact % len(self.contacts)]
        return file_ticket(
            actor=None,
            customer=who.customer,
            contact=who,
            subject=subject,
            text=text,
            severity=Severity.NORMAL,
            channel=Ticket.Channel.PHONE,
            now=self.at(minutes),
        )
