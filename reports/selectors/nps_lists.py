"""The surveys behind a figure: solved tickets, whether they were asked about, and what was answered."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.forms_nps import NpsForm
from reports.selectors.keeping import kept
from surveys.models import Answer, Invitation
from surveys.models.survey import ASKED_AT
from surveys.nps import DETRACTOR_TO, HIGHEST, PROMOTER_FROM

State, Reason = Invitation.State, Invitation.Reason
SOLVED, ELIGIBLE, SENT, ANSWERED, PLANNED = "solved", "eligible", "sent", "answered", "planned"
DETRACTORS, PASSIVES, PROMOTERS, COMMENTS = "detractors", "passives", "promoters", "comments"
_SENT = Q(state=State.SENT)
_NOT_SENT = Q(state=State.NOT_SENT)


def _scored(first: int, last: int) -> Q:
    return _SENT & Q(answers__score__range=(first, last))


# The kinds that have an answer, and those before them.
ANSWERS: dict[str, tuple[Any, Q]] = {
    ANSWERED: (_("Answered"), _scored(0, HIGHEST)),
    PROMOTERS: (_("Promoters"), _scored(PROMOTER_FROM, HIGHEST)),
    PASSIVES: (_("Passives"), _scored(DETRACTOR_TO + 1, PROMOTER_FROM - 1)),
    DETRACTORS: (_("Detractors"), _scored(0, DETRACTOR_TO)),
    COMMENTS: (_("Comments"), _SENT & (Q(answers__reason__gt="") | Q(answers__improvement__gt=""))),
    **{str(score): (str(score), _scored(score, score)) for score in range(HIGHEST + 1)},
}
WHICH: dict[str, tuple[Any, Q]] = {
    SOLVED: (pgettext_lazy("tickets", "Solved"), Q()),
    ELIGIBLE: (_("Could be asked"), ~_NOT_SENT | Q(reason__in=Invitation.SPARED)),
    SENT: (pgettext_lazy("survey", "Sent"), _SENT),
    **ANSWERS,
    PLANNED: (_("Still to be sent"), Q(state=State.PLANNED)),
    **{reason.value: (reason.label, _NOT_SENT & Q(reason=reason.value)) for reason in Reason},
}
# Those that stand above the list.
OFFERED = (SOLVED, ELIGIBLE, SENT, ANSWERED, PROMOTERS, PASSIVES, DETRACTORS, COMMENTS)


def surveys_behind(form: NpsForm, which: str) -> QuerySet[Invitation]:
    """Give the surveys of one of WHICH that a period's figures count, the latest first, with `asked_at`.

    The form is valid. With ticket, customer, team, assignee, contact and answers, which are a query of their own.
    """
    period = form.period
    found = Invitation.objects.annotate(asked_at=ASKED_AT).filter(
        kept(form.filters, ticket="ticket__", severity="ticket__severity"),
        WHICH[which][1],
        asked_at__gte=period.start,
        asked_at__lt=period.end,
    )
    return (
        found.select_related("ticket__customer", "ticket__team", "ticket__assignee__user", "contact")
        .prefetch_related("answers")
        .order_by("-answers__answered_at" if which in ANSWERS else "-asked_at", "-pk")
    )


def answer_to(survey: Invitation) -> Answer | None:
    """Give the answer of a survey read above; None for one that was not sent."""
    return next(iter(survey.answers.all()), None) if survey.state == State.SENT else None


def latest_comments(form: NpsForm, count: int) -> list[Answer]:
    """Give the latest answers with words in them. Two queries."""
    found = (answer_to(survey) for survey in surveys_behind(form, COMMENTS)[:count])
    return [answer for answer in found if answer]


def not_asked(form: NpsForm) -> dict[str, int]:
    """Count the surveys that were not sent by reason, and those still to be sent (PLANNED). One query."""
    rows: Any = (
        surveys_behind(form, SOLVED)
        .exclude(state=State.SENT)
        .order_by()
        .values("state", "reason")
        .annotate(count=Count("pk"))
    )
    found: dict[str, int] = {}
    for row in rows:
        key = row["reason"] if row["state"] == State.NOT_SENT else PLANNED
        found[key] = found.get(key, 0) + row["count"]
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def outcome(survey: Invitation) -> str:
    """Say what became of a survey that has no answer."""
    if survey.state == State.NOT_SENT:
        return str(Reason(survey.reason).label)
    return str(_("No answer") if survey.state == State.SENT else WHICH[PLANNED][0])
