"""The contact answers, edits within 7 days, or wants no more surveys."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.mailwords.chosen import ChosenWords
from contracts.models import Contact
from contracts.selectors.contacts import same_person
from outbox.webhooks import News, endpoints_for, tell
from surveys.models import Answer, Invitation
from surveys.services.detractors import follow_answer
from surveys.words import PAGE

EDITABLE_FOR = timedelta(days=7)
ANSWERED = "survey.answered"


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

    Called on POST only: opening a link never votes. ClosedSurveyError after the link's or the edit's time. What an edit
    means for the task: `follow_answer`.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    answer = Answer.objects.filter(invitation=locked).first()
    if not is_open(locked, answer, now):
        raise ClosedSurveyError
    before = answer.score if answer else None
    if answer is None:
        answer = Answer(invitation=locked, answered_at=now)
    else:
        answer.edited_at = now
    answer.score, answer.reason, answer.improvement = score, reason, improvement
    own = ChosenWords.of([PAGE]).version(PAGE, locked.language)
    answer.wording_id = own.pk if own else None
    answer.save()
    _tell(locked, answer, now)
    follow_answer(answer=answer, before=before, now=now)
    return answer


def _tell(invitation: Invitation, answer: Answer, now: datetime) -> None:
    """Tell other systems (docs/webhooks.md); one question where none wants to know."""
    endpoints = endpoints_for([ANSWERED])
    if not endpoints:
        return
    ticket, contact = invitation.ticket, invitation.contact
    data = {
        "ticket": ticket.number,
        "customer": {"id": ticket.customer_id, "name": ticket.customer.name},
        "contact": {"id": contact.pk, "name": contact.name} if contact else None,
        "score": answer.score,
        "reason": answer.reason,
        "improvement": answer.improvement,
        "answered_at": answer.answered_at,
        "edited_at": answer.edited_at,
    }
    tell([News(ANSWERED, f"answer:{answer.pk}:{now.isoformat()}", now, data)], endpoints)


def opt_out(*, contact: Contact) -> None:
    """Send this person no more surveys, at whatever customer they are a contact."""
    same_person(contact).update(no_surveys=True)


def opt_in(*, contact: Contact) -> None:
    """Take that back."""
    same_person(contact).update(no_surveys=False)
