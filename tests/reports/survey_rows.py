"""Surveys thrown by dice that always fall the same, as plain values, and their figures in plain Python."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from contracts.models import Product
from reports.figures import Period, SurveyFigures
from sla.models import Severity
from surveys.models import Answer, Invitation
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import SlaClock, Team, Ticket

ZONE = ZoneInfo("Europe/Stockholm")
PERIOD = Period(date(2026, 3, 1), date(2026, 5, 1), ZONE)
START = datetime(2026, 2, 20, 8, tzinfo=UTC)
SPARED = ("recent", "july", "sampled")


@dataclass(frozen=True)
class Row:
    """One survey as plain values."""

    at: datetime
    state: str
    reason: str
    score: int | None
    keys: dict[str, str]
    assignee: int | None
    has_words: bool

    @property
    def month(self) -> date:
        return self.at.astimezone(ZONE).date().replace(day=1)


def ask_all(cast: Cast) -> list[Row]:
    """Ask about eight kinds of tickets through a hundred days, by dice that always fall the same."""
    dice = Random(7)  # noqa: S311 - the same surveys each time
    tickets = _tickets(cast, dice)
    return [_ask(dice.choice(tickets), dice, step) for step in range(240)]


def _tickets(cast: Cast, dice: Random) -> list[Ticket]:
    other, _made = Team.objects.get_or_create(name="Payroll")
    second, _made = Product.objects.get_or_create(name="Nord Lön")
    made = []
    for number in range(8):
        ticket = make_ticket(cast, now=START - timedelta(days=9), severity=dice.choice(Severity.values))
        ticket.team = [cast.team, other, None][number % 3]
        ticket.product = [cast.product, second, None][number % 3]
        ticket.contract = None if number == 5 else ticket.contract
        ticket.assignee = [None, cast.agent, cast.colleague][dice.randrange(3)]
        ticket.save()
        states = [SlaClock.State.MET, SlaClock.State.BREACHED, SlaClock.State.RUNNING]
        SlaClock.objects.filter(ticket=ticket).update(state=states[number % 3])
        made.append(ticket)
    return made


def _ask(ticket: Ticket, dice: Random, step: int) -> Row:
    at = START + timedelta(minutes=step * 610)
    reason = dice.choice([*[""] * 14, *Invitation.Reason.values])
    state = "not_sent" if reason else dice.choice(["sent"] * 9 + ["planned"])
    score = dice.choice([None, 10, 9, 8, 7, 6, 3]) if state == "sent" else None
    sent_at = at if state == "sent" else None
    made = Invitation.objects.create(
        ticket=ticket, contact=ticket.contact, resolved_at=at, send_at=at - timedelta(hours=step % 5), sent_at=sent_at,
        state=state, reason=reason,
    )  # fmt: skip
    words = f"Because of {step}" if step % 3 else ""
    if score is not None:
        Answer.objects.create(invitation=made, score=score, reason=words, answered_at=at + timedelta(days=20))
    clocks = set(SlaClock.objects.filter(ticket=ticket).values_list("state", flat=True))
    keys = {
        "team": str(ticket.team_id or ""),
        "product": str(ticket.product_id or ""),
        "plan": str(ticket.contract.plan_id) if ticket.contract else "",
        "customer": str(ticket.customer_id),
        "promise": "breached" if "breached" in clocks else "met" if "met" in clocks else "",
        "severity": ticket.severity,
    }
    return Row(sent_at or made.send_at, state, reason, score, keys, ticket.assignee_id, bool(words))


def counted(rows: list[Row]) -> SurveyFigures:
    scores = Counter(row.score for row in rows)
    return SurveyFigures(
        resolved=len(rows),
        eligible=sum(row.state != "not_sent" or row.reason in SPARED for row in rows),
        sent=sum(row.state == "sent" for row in rows),
        answered=sum(row.score is not None for row in rows),
        scores=tuple(scores[score] for score in range(11)),
        planned=sum(row.state == "planned" for row in rows),
        reasons=tuple(sum(row.reason == each for row in rows) for each in Invitation.Reason.values),
    )


def inside(rows: list[Row], **keys: str) -> list[Row]:
    return [
        row for row in rows if row.month in PERIOD.months and all(row.keys[name] == key for name, key in keys.items())
    ]


def seen_by(rows: list[Row], cast: Cast) -> list[Row]:
    """Give what the agent may see: of the team they are in, and of their own tickets."""
    return [row for row in rows if row.keys["team"] == str(cast.team.pk) or row.assignee == cast.agent.pk]
