"""Tickets with all that the figures are made of, thrown by dice: histories, teams, products, surveys, answers."""

from datetime import datetime, timedelta
from random import Random

from contracts.models import Product
from surveys.models import Answer, Invitation
from tests.cast import Cast
from tests.reports.histories import make_history
from tickets.models import Ticket, TicketEvent


def make_life(cast: Cast, dice: Random, *, since: datetime, until: datetime) -> Ticket:
    """File a ticket between the two instants, and let things happen to it until the second."""
    filed = since + (until - since) * dice.random()
    ticket = make_history(cast, dice, filed=filed.replace(microsecond=0), until=until)
    ticket.team = dice.choice([cast.team, None])
    ticket.assignee = dice.choice([cast.agent, cast.colleague, None])
    ticket.product = dice.choice([cast.product, None, *Product.objects.order_by("pk")])
    ticket.channel = dice.choice(Ticket.Channel.values)
    ticket.severity_asked = dice.choice(["critical", "high", "normal"])
    ticket.resolved_at = dice.choice([None, filed + timedelta(days=dice.randrange(40))])
    if dice.random() < 0.1:
        ticket.contract = None
    ticket.save()
    for kind in dice.choices(["handed_over", "out_of_scope", "reopened"], k=dice.randrange(3)):
        TicketEvent.objects.create(ticket=ticket, kind=kind, at=filed + timedelta(days=dice.randrange(60)))
    if dice.random() < 0.7:
        make_survey(ticket, dice, at=filed + timedelta(days=dice.randrange(60)))
    return ticket


def make_survey(ticket: Ticket, dice: Random, *, at: datetime) -> None:
    """Ask, or ask not; two in three of those asked answer."""
    state = dice.choice(["planned", "sent", "sent", "sent", "not_sent"])
    asked = Invitation.objects.create(
        ticket=ticket, contact=ticket.contact, resolved_at=at, send_at=at, state=state,
        sent_at=at + timedelta(hours=dice.randrange(60)) if state == "sent" else None,
        reason=dice.choice(["recent", "july", "sampled", "opted_out", "test"]) if state == "not_sent" else "",
    )  # fmt: skip
    if state == "sent" and dice.random() < 0.7:
        Answer.objects.create(invitation=asked, score=dice.randrange(11), answered_at=at + timedelta(days=3))
