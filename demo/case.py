"""How a ticket of the demo lives: who answers, and what goes wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts.models import Membership
from demo.plots import Plot
from sla.calendars import round_the_clock
from sla.engine import BusinessCalendar
from sla.models import Severity
from sla.terms import DEFAULT_NEXT_REPLY, DEFAULT_RESOLUTION, DEFAULT_START
from tickets.models import Ticket
from tickets.services.importing.history import TicketHistory
from tickets.services.resolution import DAYS_UNTIL_CLOSED

if TYPE_CHECKING:
    from demo.life import Life

HOUR = 3600
# A release went wrong: a week in which support could not keep up, so many days before now.
BAD_WEEK = range(96, 103)


class Case:
    """One ticket while it is worked on; `at` is the instant reached."""

    def __init__(self, life: Life, history: TicketHistory, plot: Plot, slots: dict[str, str]) -> None:
        self.life, self.history, self.plot = life, history, plot
        self.dice, self.book = life.dice, life.book
        self.ticket = history.ticket
        self.at = self.ticket.opened_at
        crew = life.crew[self.ticket.team_id] if self.ticket.team_id else life.cast.agents
        self.agent = self.dice.choice(crew)
        self.slots = slots | {"consultant": life.cast.consultants[0].user.name}

    @property
    def clock(self) -> BusinessCalendar:
        """Give the calendar on which its start clock runs."""
        covered = self.ticket.contact in self.life.cast.watched and self.ticket.severity == Severity.CRITICAL
        return round_the_clock(self.life.cast.vendor.zone) if covered else self.life.calendar

    def say(self, kind: str) -> str:
        """Give a small text of this kind."""
        return self.book.line(kind, self.dice).format(**self.slots)

    def wait(self, hours: float) -> None:
        """Let so many open hours pass, give or take."""
        seconds = int(hours * HOUR * self.dice.uniform(0.7, 1.4)) + self.dice.randint(20, 900)
        self.at = max(self.clock.due_after(self.at, seconds), self.at + timedelta(seconds=5))

    def target(self, targets: dict[str, dict[str, int]]) -> float:
        """Give the hours promised for its severity; a working day counts as eight."""
        target = targets[self.ticket.severity]
        return target["minutes"] / 60 if "minutes" in target else target["business_days"] * 8

    def live(self) -> None:
        """Go through everything."""
        self.begin()
        if self.dice.random() < 0.62:
            self.ask()
            self.wait(self.dice.expovariate(1 / 5) + 0.3)
            self.history.customer_wrote(self.at, self.plot.answer.format(**self.slots))
            self.wait_within(self.target(DEFAULT_NEXT_REPLY), risk=0.03)
            if self.dice.random() < 0.5:
                self.resolve()
                self.end()
                return
            self.history.replied(self.at, self.agent, self.say("busy"))
        if self.dice.random() < 0.7:
            self.find()
        self.turn()
        self.solve()
        self.end()

    def begin(self) -> None:
        """Work starts, mostly in time."""
        if self.dice.random() < 0.5:
            self.at += timedelta(seconds=self.dice.randint(60, 240))
            self.history.assigned(self.at, self.agent, self.agent)
        if self.dice.random() < 0.07:
            self.decide()
        self.wait_within(self.target(DEFAULT_START), risk=0.03, since=self.ticket.opened_at)
        self.history.started(self.at, self.agent, assignee=self.agent)
        self.history.moved(self.at, self.agent, Ticket.Status.IN_PROGRESS)

    def wait_within(self, hours: float, *, risk: float, since: datetime | None = None) -> None:
        """Let a part of the promised hours pass, or more in a bad moment."""
        late = self.dice.random() < risk * self.trouble()
        share = 1.03 + self.dice.expovariate(2.2) if late else min(0.96, self.dice.betavariate(1.5, 3.4) + 0.01)
        reached = self.clock.due_after(since or self.at, int(hours * HOUR * share) + self.dice.randint(0, 50))
        self.at = max(reached, self.at + timedelta(seconds=10))

    def trouble(self) -> float:
        """Give how much more goes wrong than usual: Mondays, July, and the week of the failed release."""
        factor = 1.7 if self.at.weekday() == 0 else 0.85
        if self.at.month == 7:
            factor *= 1.6
        if (self.life.now - self.at).days in BAD_WEEK:
            factor *= 5
        return factor

    def ask(self) -> None:
        """Answer, with a question back."""
        self.at += timedelta(minutes=self.dice.randint(2, 25))
        text = f"{self.say('first')}\n\n{self.plot.question.format(**self.slots)}\n\n{self.agent.user.first_name}"
        self.history.replied(self.at, self.agent, text, then_wait=True)

    def find(self) -> None:
        """Write down the first analysis, and sometimes a note."""
        self.at += timedelta(minutes=self.dice.randint(2, 20))
        self.history.analysed(
            self.at, self.agent, category=self.plot.category, finding=self.plot.finding.format(**self.slots)
        )
        if self.dice.random() < 0.45:
            self.at += timedelta(minutes=self.dice.randint(1, 9))
            self.history.noted(self.at, self.agent, self.say("note"))

    def decide(self) -> None:
        """Decide another severity than the one asked for."""
        self.at += timedelta(minutes=self.dice.randint(2, 9))
        if self.ticket.severity == Severity.NORMAL:
            self.history.severity_decided(self.at, self.agent, Severity.HIGH, self.say("raise"))
        else:
            self.history.severity_decided(self.at, self.agent, Severity.NORMAL, self.say("lower"))

    def turn(self) -> None:
        """Go another way now and then: chased, out of scope, handed over, or waiting for a third party."""
        chance = self.dice.random()
        if chance < 0.07:
            self.wait(2)
            self.history.customer_wrote(self.at, self.say("chase"))
            self.wait_within(self.target(DEFAULT_NEXT_REPLY), risk=0.05)
            self.history.replied(self.at, self.agent, self.say("busy"))
        elif chance < 0.10:
            self.out_of_scope()
        elif chance < 0.15:
            self.hand_over()
        elif chance < 0.20:
            self.third_party()
            self.wait(6)
            self.history.moved(self.at, self.agent, Ticket.Status.IN_PROGRESS)

    def out_of_scope(self) -> None:
        """Tell the customer that the agreement does not cover it, and what a consultant would cost."""
        finding = self.plot.finding.format(**self.slots)
        outcome = Ticket.Outcome.OUT_OF_SCOPE
        self.at += timedelta(minutes=4)
        self.history.analysed(self.at, self.agent, category=self.plot.category, finding=finding, outcome=outcome)
        self.history.told(self.at, self.agent, self.say("scope"))

    def hand_over(self, consultant: Membership | None = None) -> None:
        """Give the ticket to a consultant, and tell the customer who and on what terms."""
        consultant = consultant or self.dice.choice(self.life.cast.consultants)
        self.slots["consultant"] = consultant.user.name
        finding = self.plot.finding.format(**self.slots)
        outcome = Ticket.Outcome.CONSULTANT
        self.at += timedelta(minutes=4)
        self.history.analysed(self.at, self.agent, category=self.plot.category, finding=finding, outcome=outcome)
        self.history.told(self.at, self.agent, self.say("handover"), consultant=consultant)
        self.agent = consultant

    def third_party(self) -> None:
        """Wait for somebody who is neither of the two."""
        self.at += timedelta(minutes=6)
        self.history.replied(self.at, self.agent, self.say("vendor"))
        self.history.moved(self.at, self.agent, Ticket.Status.WAITING_THIRD_PARTY)
        self.history.noted(self.at + timedelta(seconds=40), self.agent, self.say("vendor_note"))
        self.at += timedelta(minutes=1)

    def solve(self) -> None:
        """Solve it, mostly in time."""
        limit = self.target(DEFAULT_RESOLUTION)
        if self.dice.random() < 0.02 * self.trouble():
            self.wait(limit * 1.1)
        else:
            self.wait(min(self.dice.lognormvariate(0.6, 0.9), limit * 0.4))
        self.resolve()

    def end(self) -> None:
        """See whether it stays solved; the customer closes it, or time does."""
        if self.dice.random() < 0.04:
            self.wait(7)
            self.history.customer_wrote(self.at, self.say("again"))
            self.wait_within(self.target(DEFAULT_NEXT_REPLY), risk=0.05)
            self.history.replied(self.at, self.agent, self.say("busy"))
            self.wait(4)
            self.resolve()
        due = self.life.calendar.due_business_days(self.at, DAYS_UNTIL_CLOSED)
        if self.dice.random() < 0.35:
            self.history.closed(
                min(self.at + timedelta(minutes=self.dice.randint(5, 900)), due), contact=self.ticket.contact
            )
        else:
            self.history.closed(due + timedelta(seconds=30))

    def resolve(self) -> None:
        """Write the solution."""
        due = self.life.calendar.due_business_days(self.at, DAYS_UNTIL_CLOSED)
        self.history.resolved(self.at, self.agent, self.plot.solution.format(**self.slots), close_due_at=due)
