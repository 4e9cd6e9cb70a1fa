"""A tenant whose last months had everything: several customers, plans, teams and products, tickets thrown by dice, and
what stands on the boundaries of months and of summer time.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from contracts.models import Contact, Contract, Customer, Product
from contracts.selectors.plans import newest_version
from surveys.models import Answer, FollowUp, Invitation
from tests.cast import Cast
from tests.reports.conftest import NOW
from tests.reports.lives import make_life
from tickets.models import Article, Booking, Deflection, SlaClock, Team, Ticket, TicketEvent, TimeEntry

START = datetime(2025, 11, 3, 8, tzinfo=UTC)
# The last second of March and the first of April, both tenants' clocks; the night in which summer time begins.
BOUNDARIES = [datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)]
SPRING = [datetime(2026, 3, 29, hour, tzinfo=UTC) + timedelta(seconds=more) for hour in (0, 1, 2) for more in (0, 1)]


def fill(cast: Cast, dice: Random, *, tickets: int) -> None:
    """Make the history of one tenant; the same dice give the same one."""
    Team.objects.create(name="Payroll")
    for name in ("Nord Lön", "=Nord Arkiv"):
        Product.objects.create(name=name)
    contracts = [_customer(cast, number) for number in range(4)]
    made = [make_life(cast, dice, since=START, until=NOW) for _ in range(tickets)]
    for ticket in made:
        _spread(cast, ticket, dice, contracts)
    _on_boundaries(dice)
    _unfiled(made, dice)
    _called(dice)
    _worked(cast, dice, contracts)


def _customer(cast: Cast, number: int) -> Contract:
    customer = Customer.objects.create(name=f"Customer {number}; Ltd, “{cast.tenant.slug}”")
    plan = list(cast.plans.values())[number % len(cast.plans)]
    return Contract.objects.create(
        customer=customer, plan_version=newest_version(plan), policy=cast.policy, starts_on=date(2020, 1, 1)
    )


def _spread(cast: Cast, ticket: Ticket, dice: Random, contracts: list[Contract]) -> None:
    """Give a ticket to one of the customers and teams; decide its severity up and down; survey it a year back."""
    contract = dice.choice([cast.contract, *contracts])
    values = {
        "customer": contract.customer,
        "contract": dice.choice([contract, contract, contract, None]),
        "team": dice.choice([*Team.objects.order_by("pk"), None]),
        "solution": "Printed again",
        **_standing(ticket, dice),
    }
    Ticket.objects.filter(pk=ticket.pk).update(**values)
    for _ in range(dice.randrange(3)):
        before, after = dice.sample(["critical", "high", "normal"], 2)
        TicketEvent.objects.create(
            ticket=ticket,
            kind="severity",
            at=ticket.opened_at + timedelta(hours=dice.randrange(900)),
            data={"before": before, "severity": after},
        )
    at = NOW - timedelta(days=dice.randrange(10, dice.choice([180, 600])), seconds=dice.randrange(86_400))
    _asked(ticket, at, dice.randrange(11) if dice.random() < 0.8 else None)


def _standing(ticket: Ticket, dice: Random) -> dict[str, object]:
    """Solve a ticket, close it without a solution, or leave it open; what was solved was so after it was opened."""
    if ticket.resolved_at and ticket.resolved_at < NOW:
        return {"status": dice.choice(["resolved", "closed"])}
    if dice.random() < 0.2:
        at = min(ticket.opened_at + timedelta(days=dice.randrange(1, 60)), NOW)
        return {"status": "closed", "closed_at": at, "resolved_at": None}
    return {"status": dice.choice([each.value for each in Ticket.OPEN_STATUSES]), "resolved_at": None}


def _asked(ticket: Ticket, at: datetime, score: int | None) -> None:
    made = Invitation.objects.create(
        ticket=ticket, contact=ticket.contact, resolved_at=at, send_at=at, sent_at=at, state="sent"
    )
    if score is not None:
        Answer.objects.create(invitation=made, score=score, answered_at=at + timedelta(days=9), reason="=1+1")


def _on_boundaries(dice: Random) -> None:
    """Move deadlines, openings, solutions and surveys to where a month or summer time begins; let some be at risk."""
    ends = [SlaClock.State.MET, SlaClock.State.BREACHED]
    clocks = list(SlaClock.objects.filter(state__in=ends).order_by("pk"))
    for at, clock in zip([*BOUNDARIES * 3, *SPRING * 2], dice.sample(clocks, len(BOUNDARIES) * 3 + 12), strict=True):
        clock.due_at, clock.state = at, dice.choice(ends)
        clock.save()
    tickets = Ticket.objects.order_by("pk")
    solved = dice.sample(list(tickets.filter(resolved_at__gt=BOUNDARIES[1], opened_at__lt=BOUNDARIES[0])), 2)
    opened = dice.sample(list(tickets.filter(resolved_at=None, closed_at=None)), 2)
    for at, first, second in zip(BOUNDARIES, opened, solved, strict=True):
        Ticket.objects.filter(pk=first.pk).update(opened_at=at)
        Ticket.objects.filter(pk=second.pk).update(resolved_at=at)
        for ticket in (first, second):
            _asked(ticket, at, dice.randrange(11))
    near = SlaClock.objects.filter(state="running").order_by("pk")[:4].values("pk")
    SlaClock.objects.filter(pk__in=near).update(risk_at=NOW, due_at=NOW + timedelta(hours=1))


def _unfiled(tickets: list[Ticket], dice: Random) -> None:
    """Answer questions before they are filed."""
    article = Article.objects.create(title="How to print", text="-", language="en", updated_at=NOW)
    contacts = list(Contact.objects.order_by("pk"))
    for at in [*BOUNDARIES, *(NOW - timedelta(days=dice.randrange(150)) for _ in range(12))]:
        what = {"article": article} if dice.random() < 0.6 else {"ticket": dice.choice(tickets)}
        Deflection.objects.create(contact=dice.choice(contacts), subject="Printing", at=at, **what)


def _called(dice: Random) -> None:
    """Ask for calls to those who were not satisfied, some of them overdue or done."""
    for answer in Answer.objects.filter(score__lte=6).order_by("pk"):
        state = dice.choice(list(FollowUp.State))
        due = NOW + timedelta(hours=dice.randrange(-90, 90))
        done = {"done_at": NOW, "outcome": "explained"} if state == FollowUp.State.DONE else {}
        FollowUp.objects.create(answer=answer, due_at=due, state=state, **done)


def _worked(cast: Cast, dice: Random, contracts: list[Contract]) -> None:
    """Use the quotas, within them and beyond, by work and by sessions; of last year, too, and where months meet."""
    tickets = list(Ticket.objects.exclude(contract=None).order_by("pk"))
    for _ in range(60):
        TimeEntry.objects.create(
            ticket=dice.choice(tickets), membership=cast.agent, minutes=dice.randrange(1, 100), logged_at=NOW,
            day=NOW.date() - timedelta(days=dice.randrange(180)), kind=dice.choice(["covered", "billable"]),
            why="quota", service=dice.choice(["legal", "legal", None]),
        )  # fmt: skip
    for number in range(80):
        at = BOUNDARIES[number] if number < 2 else NOW - timedelta(hours=dice.randrange(-300, 4_000))
        Booking.objects.create(
            contract=dice.choice([cast.contract, *contracts]), service=dice.choice(["legal", "sparring"]),
            starts_at=at, minutes=60, covered_minutes=dice.choice([60, 60, 20, 0]), consultant=cast.consultant,
            year=at.astimezone(ZoneInfo(cast.tenant.zone)).year, contact=cast.karin, booked_by=cast.agent, booked_at=at,
            status=dice.choice(Booking.Status.values),
        )  # fmt: skip
