"""What an answer means for the call to whoever gave it."""

from datetime import datetime

from sla.selectors import support_hours
from surveys.models import Answer, FollowUp, FollowUpNote
from surveys.nps import DETRACTOR_TO
from surveys.selectors.callers import callers
from tickets.models import Notification
from tickets.services.notifying import notify

CALL_WITHIN_DAYS = 2


def follow_answer(*, answer: Answer, before: int | None, now: datetime) -> FollowUp | None:
    """Begin, end or begin again the call about an answer that is new or edited (`before`: its score until now).

    A detractor is called within 2 working days of the support function (domain: The survey). A score edited up to 7 or
    more ends an open call; one edited down to a detractor's, or further down, opens a call that was ended, with a new
    clock. Inside the transaction of the answer.
    """
    task = FollowUp.objects.select_for_update().filter(answer=answer).first()
    is_detractor = answer.score <= DETRACTOR_TO
    if task is None:
        return _begin(FollowUp(answer=answer), now) if is_detractor else None
    if before is None:
        raise AssertionError("a call belongs to an answer that stood")
    kinds = FollowUpNote.Kind
    if task.is_open and not is_detractor:
        task.state, task.outcome, task.done_at = FollowUp.State.DONE, FollowUp.Outcome.RAISED, now
        task.save()
        _note(task, kinds.RAISED, before, now)
    elif not task.is_open and is_detractor and answer.score < before:
        task.state, task.outcome, task.done_at = FollowUp.State.REOPENED, "", None
        _note(_begin(task, now), kinds.REOPENED, before, now)
    return task


def _begin(task: FollowUp, now: datetime) -> FollowUp:
    task.begun_at, task.reminded_at = now, None
    task.due_at = support_hours().due_business_days(now, CALL_WITHIN_DAYS)
    task.save()
    # Who calls, or may: agents get no such news.
    ticket, receivers = task.answer.invitation.ticket, [member.pk for member in callers(task.owner)]
    notify(Notification.Kind.REMARK, ticket=ticket, receivers=receivers, now=now)
    return task


def _note(task: FollowUp, kind: str, before: int, now: datetime) -> None:
    FollowUpNote.objects.create(follow_up=task, kind=kind, score_from=before, score_to=task.answer.score, at=now)
