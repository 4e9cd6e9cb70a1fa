"""What a customer said, beside a ticket and on a customer's page."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.access import AGENTS, MANAGERS
from accounts.models import Membership
from contracts.models import Customer
from surveys.models import Answer, FollowUp, Invitation
from surveys.selectors.visible import visible_answers
from tickets.models import Ticket

LATEST = 5


@dataclass(frozen=True)
class Said:
    """One answer, and the call that it led to."""

    answer: Answer
    call: FollowUp | None


@dataclass(frozen=True)
class Beside:
    """Answers, the latest first; for a ticket without any, its latest invitation (None: nobody was asked)."""

    said: list[Said]
    asked: Invitation | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not self.said and self.asked is None


def beside_ticket(ticket: Ticket, member: Membership) -> Beside:
    """Give what was answered about a ticket, as far as `member` may see it; managers also see who was not asked, and
    why. At most three queries.
    """
    said = _said(visible_answers(member).filter(invitation__ticket=ticket))
    if said or member.role not in MANAGERS:
        return Beside(said)
    return Beside(said, Invitation.objects.filter(ticket=ticket).order_by("-resolved_at").first())


def beside_customer(customer: Customer, member: Membership) -> Beside:
    """Give the customer's five latest answers, as far as `member` may see them. Two queries."""
    if member.role not in AGENTS:
        return Beside([])
    return Beside(_said(visible_answers(member).filter(invitation__ticket__customer=customer)))


def _said(answers: QuerySet[Answer]) -> list[Said]:
    calls = Prefetch("follow_ups", FollowUp.objects.select_related("owner__user"))
    read = answers.select_related("invitation__contact", "invitation__ticket").prefetch_related(calls)
    found = read.order_by("-answered_at", "-pk")[:LATEST]
    return [Said(answer, next(iter(answer.follow_ups.all()), None)) for answer in found]
