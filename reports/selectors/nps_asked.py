"""From solved tickets to answers: who was asked in a month, who was not and why, and what they said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.months import add_months, month_start
from reports.selectors.nps_months import ASKED_AT
from surveys.models import Answer, Invitation

Reason = Invitation.Reason


@dataclass(frozen=True)
class Funnel:
    """Solved tickets whose survey was sent, or was to be sent, in the month."""

    solved: int
    sent: int
    answered: int
    planned: int
    reasons: dict[str, int]

    @property
    def eligible(self) -> int:
        """Give how many could be asked: no reason that lies in the ticket or its contact speaks against it."""
        return self.solved - sum(count for reason, count in self.reasons.items() if reason not in Invitation.SPARED)

    @property
    def not_sent(self) -> int:
        """Give how many were not asked, for a recorded reason."""
        return sum(self.reasons.values())


def funnel(month: date, zone: tzinfo) -> Funnel:
    """Count a month's invitations by what became of them. One query."""
    rows: Iterable[Any] = (
        Invitation.objects.annotate(asked_at=ASKED_AT)
        .filter(asked_at__gte=month_start(month, zone), asked_at__lt=month_start(add_months(month, 1), zone))
        .values("state", "reason")
        .annotate(count=Count("pk"), answered=Count("answers"))
        .order_by()
    )
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    answered = 0
    for row in rows:
        states[row["state"]] += row["count"]
        answered += row["answered"]
        if row["state"] == Invitation.State.NOT_SENT:
            reasons[row["reason"]] += row["count"]
    return Funnel(
        solved=states.total(),
        sent=states[Invitation.State.SENT],
        answered=answered,
        planned=states[Invitation.State.PLANNED],
        reasons=dict(reasons.most_common()),
    )


def _answers(month: date, zone: tzinfo) -> QuerySet[Answer]:
    return Answer.objects.filter(
        invitation__state=Invitation.State.SENT,
        invitation__sent_at__gte=month_start(month, zone),
        invitation__sent_at__lt=month_start(add_months(month, 1), zone),
    )


_HAS_WORDS = ~Q(reason="") | ~Q(improvement="")


@dataclass(frozen=True)
class Scores:
    """How many gave each score, and how many wrote something."""

    counts: list[int]
    comments: int


def scores(month: date, zone: tzinfo) -> Scores:
    """Count the answers to a month's surveys by score. One query."""
    rows: Iterable[Any] = (
        _answers(month, zone)
        .values("score")
        .annotate(count=Count("pk"), comments=Count("pk", filter=_HAS_WORDS))
        .order_by()
    )
    found = {row["score"]: row for row in rows}
    return Scores(
        [found[score]["count"] if score in found else 0 for score in range(11)],
        sum(row["comments"] for row in found.values()),
    )


def comments(month: date, zone: tzinfo) -> QuerySet[Answer]:
    """Give the answers with words to a month's surveys, the latest first, with ticket, contact and customer."""
    with_rows = ("invitation__ticket__customer", "invitation__ticket__assignee__user", "invitation__contact")
    return _answers(month, zone).filter(_HAS_WORDS).select_related(*with_rows).order_by("-answered_at", "-pk")
