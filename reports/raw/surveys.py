"""Surveys counted from their rows (docs/dashboards.md, "Satisfaction"): by month and severity, and by one dimension.

Every count takes `within`, which invitations may be seen at all: an agent's own (`invitations_of`) or all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, TruncMonth

from accounts.access import MANAGERS
from accounts.models import Membership
from reports.figures import SCORES, CellKey, Cells, Dimension, Filters, Period, SurveyFigures
from surveys.models import Answer, Invitation
from surveys.selectors.visible import visible_answers
from tickets.models import SlaClock, TeamMember

State, Reason = Invitation.State, Invitation.Reason
BREACHED, MET, NO_PROMISE = "breached", "met", ""
PARTS = (Dimension.TEAM, Dimension.PLAN, Dimension.PRODUCT, Dimension.PROMISE, Dimension.CUSTOMER)
_COLUMNS = {
    Dimension.CUSTOMER: "ticket__customer",
    Dimension.PLAN: "ticket__contract__plan",
    Dimension.PRODUCT: "ticket__product",
    Dimension.TEAM: "ticket__team",
}
_ASKED_AT = Coalesce("sent_at", "send_at", output_field=DateTimeField())
_SPARED = Q(reason__in=Invitation.SPARED)
_SENT = Q(state=State.SENT)
_COUNTS: dict[str, Any] = {
    "resolved": Count("pk"),
    "eligible": Count("pk", filter=~Q(state=State.NOT_SENT) | _SPARED),
    "sent": Count("pk", filter=_SENT),
    "answered": Count("answers", filter=_SENT),
    **{f"score_{score}": Count("answers", filter=_SENT & Q(answers__score=score)) for score in range(SCORES)},
}


@dataclass(frozen=True)
class SurveyPart:
    """One team's, plan's … surveys; `key` and `name` are empty for tickets without."""

    dimension: Dimension
    key: str
    name: str
    figures: SurveyFigures


def invitations_of(member: Membership) -> Q:
    """Say which invitations a member of the desk may see counted: the rule of visible_answers."""
    if member.role in MANAGERS:
        return Q()
    teams = TeamMember.objects.filter(membership=member).values("team")
    return Q(ticket__team__in=teams) | Q(ticket__assignee=member)


def survey_cells(period: Period, filters: Filters, *, within: Q) -> Cells[SurveyFigures]:
    """Count a period's surveys by month and severity. One query."""
    month = TruncMonth("asked_at", tzinfo=period.zone)
    rows: Iterable[Any] = (
        _asked(period, filters, within)
        .annotate(month=month)
        .values("month", "ticket__severity")
        .annotate(**_COUNTS)
        .order_by()
    )
    return Cells(
        SurveyFigures, ((CellKey(row["month"].date(), row["ticket__severity"]), _figures(row)) for row in rows)
    )


def survey_parts(period: Period, filters: Filters, *, within: Q) -> list[SurveyPart]:
    """Count a period's surveys by each of PARTS. One query."""
    asked = _asked(period, filters, within)
    first, *others = (_part(asked, dimension) for dimension in PARTS)
    rows: Iterable[Any] = first.union(*others, all=True)
    return [SurveyPart(Dimension(row["what"]), row["key"], row["name"], _figures(row)) for row in rows]


def answers_behind(period: Period, filters: Filters, member: Membership) -> QuerySet[Answer]:
    """Give the answers a member may see to the surveys that a period's figures count, with ticket and people."""
    asked = _asked(period, filters, Q()).filter(_SENT)
    people = ("ticket__customer", "ticket__team", "ticket__assignee__user", "contact")
    return (
        visible_answers(member)
        .filter(invitation__in=asked.values("pk"))
        .select_related(*(f"invitation__{path}" for path in people))
        .order_by("-answered_at", "-pk")
    )


def _asked(period: Period, filters: Filters, within: Q) -> QuerySet[Invitation]:
    """Give the surveys sent, or to be sent, in the period, with `asked_at`; `promise` where it is filtered by."""
    found = Invitation.objects.annotate(asked_at=_ASKED_AT).filter(
        within, asked_at__gte=period.start, asked_at__lt=period.end
    )
    if filters.severity:
        found = found.filter(ticket__severity=filters.severity)
    for dimension, key in filters.given.items():
        if dimension is Dimension.PROMISE:
            found = found.annotate(promise=_promise()).filter(promise=key)
        elif dimension is Dimension.CHANNEL:
            found = found.filter(ticket__channel=key)
        else:
            found = found.filter(**{_COLUMNS[dimension]: int(key) if key else None})
    return found


def _promise() -> Case:
    clocks = SlaClock.objects.filter(ticket=OuterRef("ticket"))
    return Case(
        When(Exists(clocks.filter(state=SlaClock.State.BREACHED)), then=Value(BREACHED)),
        When(Exists(clocks.filter(state=SlaClock.State.MET)), then=Value(MET)),
        default=Value(NO_PROMISE),
        output_field=CharField(),
    )


def _part(asked: QuerySet[Invitation], dimension: Dimension) -> QuerySet[Any, Any]:
    key: Any = _promise()
    name: Any = Value("", output_field=CharField())
    if dimension is not Dimension.PROMISE:
        key = Coalesce(Cast(F(f"{_COLUMNS[dimension]}_id"), CharField()), Value(""))
        name = Coalesce(F(f"{_COLUMNS[dimension]}__name"), Value(""), output_field=CharField())
    what = Value(dimension.value, output_field=CharField())
    return asked.annotate(what=what, key=key, name=name).values("what", "key", "name").annotate(**_COUNTS).order_by()


def _figures(row: Any) -> SurveyFigures:
    scores = tuple(row[f"score_{score}"] for score in range(SCORES))
    return SurveyFigures(row["resolved"], row["eligible"], row["sent"], row["answered"], scores)
