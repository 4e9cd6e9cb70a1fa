"""The surveys behind a figure: solved tickets, whether they were asked about, and what was answered."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.long_lists import by_keys
from reports.figures import SurveyFigures
from reports.forms_nps import NpsForm
from reports.selectors.filtering import kept
from surveys.models import Answer, Invitation
from surveys.models.survey import ASKED_AT
from surveys.nps import DETRACTOR_TO, HIGHEST, PROMOTER_FROM, tally_of_counts

State, Reason = Invitation.State, Invitation.Reason
SOLVED, ELIGIBLE, SENT, ANSWERED, PLANNED = "solved", "eligible", "sent", "answered", "planned"
DETRACTORS, PASSIVES, PROMOTERS, COMMENTS = "detractors", "passives", "promoters", "comments"
_SENT = Q(state=State.SENT)
NEAR, NO_MORE = 40, Q()
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


def list_url(form: NpsForm, which: str, **other: str) -> str:
    """Give the address of the surveys behind a figure."""
    return form.link("nps_surveys", which=which, **other)


def months_of(first: date, last: date) -> dict[str, str]:
    """Give the months of another question, for `list_url`."""
    return {"since": f"{first:%Y-%m}", "until": f"{last:%Y-%m}"}


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
    """Give the latest answers with words in them. Three queries, four where they are rare."""
    keys = _keys(form, COMMENTS, 0, count, Q(reason__gt="") | Q(improvement__gt=""))
    people = ("ticket__customer", "ticket__assignee__user", "contact")
    found = Answer.objects.filter(invitation__in=keys).select_related(*(f"invitation__{path}" for path in people))
    return list(found.order_by("-answered_at", "-invitation_id"))


def some_behind(form: NpsForm, which: str, first: int, after: int) -> list[Invitation]:
    """Give the surveys from `first` to before `after` of surveys_behind. Three queries, of answers four, five where
    they are rare.
    """
    return by_keys(surveys_behind(form, which), _keys(form, which, first, after))


def _keys(form: NpsForm, which: str, first: int, after: int, said: Q = NO_MORE) -> list[int]:
    """Find the surveys from `first` to before `after` of surveys_behind.

    The latest answers are mostly found among the tenant's latest (`said` keeps only some of them), which are read along
    their index. Only where too few of those are asked for, all that are asked for are put in order.
    """
    behind = surveys_behind(form, which).select_related(None).values_list("pk", flat=True)
    if which in ANSWERS:
        near = Answer.objects.filter(said).order_by("-answered_at", "-invitation_id")
        # As a list: the planner, which thinks them more, would look through all surveys of the period instead.
        latest = list(near.values_list("invitation_id", flat=True)[: NEAR * after])
        keys = list(behind.filter(pk__in=latest)[first:after])
        if len(keys) == after - first:
            return keys
    return list(behind[first:after])


def not_asked(figures: SurveyFigures) -> dict[str, int]:
    """Give how many surveys were not sent by reason, and how many are still to be sent (PLANNED): the most first."""
    counts = {**dict(zip(Reason.values, figures.reasons, strict=True)), PLANNED: figures.planned}
    return dict(sorted(((key, count) for key, count in counts.items() if count), key=lambda item: -item[1]))


def length_of(which: str, figures: SurveyFigures) -> int | None:
    """Give how many surveys_behind has, from the period's figures; None for what these do not say."""
    if which.isdigit():
        return figures.scores[int(which)]
    tally = tally_of_counts(figures.scores)
    counts = {
        SOLVED: figures.resolved, ELIGIBLE: figures.eligible, SENT: figures.sent, ANSWERED: figures.answered,
        PROMOTERS: tally.promoters, PASSIVES: tally.passives, DETRACTORS: tally.detractors,
    }  # fmt: skip
    return None if which == COMMENTS else counts.get(which, not_asked(figures).get(which, 0))


def outcome(survey: Invitation) -> str:
    """Say what became of a survey that has no answer."""
    if survey.state == State.NOT_SENT:
        return str(Reason(survey.reason).label)
    return str(_("No answer") if survey.state == State.SENT else WHICH[PLANNED][0])
