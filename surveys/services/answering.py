"""The contact answers, edits within 7 days, or wants no more surveys."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Membership, Role
from contracts.models import Contact
from sla.selectors import support_hours
from surveys.models import Answer, FollowUp, Invitation
from surveys.nps import DETRACTOR_TO
from tickets.models import Notification
from tickets.services.notifying import notify

EDITABLE_FOR = timedelta(days=7)
CALL_WITHIN_DAYS = 2


class ClosedSurveyError(Exception):
    """The link has expired, or the answer can no longer be edited."""


def is_open(invitation: Invitation, answer: Answer | None, now: datetime) -> bool:
    """Say whether the form still counts: 30 days after sending, and 7 days after the first answer."""
    if answer is not None:
        return now <= answer.answered_at + EDITABLE_FOR
    return invitation.expires_at is not None and now <= invitation.expires_at


@transaction.atomic
def answer_survey(*, invitation: Invitation, score: int, reason: str, improvement: str, now: datetime) -> Answer:
    """Count the answer, or edit the one given; a detractor becomes a task to call within 2 working days.

    Called on POST only: opening a link never votes. ClosedSurveyError after the link's or the edit's time. A task made
    once stays, whatever the answer is edited to: the person was unhappy.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    answer = Answer.objects.filter(invitation=locked).first()
    if not is_open(locked, answer, now):
        raise ClosedSurveyError
    if answer is None:
        answer = Answer(invitation=locked, answered_at=now)
    else:
        answer.edited_at = now
    answer.score, answer.reason, answer.improvement = score, reason, improvement
    answer.save()
    if score <= DETRACTOR_TO and not FollowUp.objects.filter(answer=answer).exists():
        FollowUp.objects.create(answer=answer, due_at=support_hours().due_business_days(now, CALL_WITHIN_DAYS))
        # Managers alone: agents see no satisfaction figures.
        managers = Membership.objects.filter(role__in=[Role.MANAGER, Role.ADMIN], is_active=True)
        receivers = managers.values_list("pk", flat=True)
        notify(Notification.Kind.REMARK, ticket=locked.ticket, receivers=receivers, now=now)
    return answer


def opt_out(*, contact: Contact) -> None:
    """Send this person no more surveys."""
    contact.no_surveys = True
    contact.save(update_fields=["no_surveys"])
