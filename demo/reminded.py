"""The reminders of the demo's surveys: sent, let be, or still to come with a link that works."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from sla.engine import BusinessCalendar
from surveys.models import Answer, Invitation
from surveys.services.sending import JULY, REMIND_AFTER
from surveys.tokens import new_token, token_hash


def remind(
    sent: Sequence[Invitation], answers: Sequence[Answer], calendar: BusinessCalendar, *, now: datetime, zone: tzinfo
) -> None:
    """Remind everybody five days after their survey, by the rules of surveys/services/reminding; none is kept yet."""
    answered = {id(answer.invitation): answer.answered_at for answer in answers}
    for row in sent:
        if row.sent_at is None:
            continue
        at, before = calendar.next_open(row.sent_at + REMIND_AFTER), answered.get(id(row))
        if at > now:
            row.remind_at = at
        elif before and before <= at:
            row.not_reminded = Invitation.LetBe.ANSWERED
        elif row.contact and row.contact.no_surveys:
            row.not_reminded = Invitation.LetBe.OPTED_OUT
        elif at.astimezone(zone).month == JULY:
            row.not_reminded = Invitation.LetBe.JULY
        else:
            row.reminded_at = at


def give_links(sent: Sequence[Invitation]) -> None:
    """Give those who will be reminded the link that the reminder makes again; the others' were mailed to nobody."""
    waiting = [row for row in sent if row.remind_at]
    for row in waiting:
        row.token_hash = token_hash(new_token(row))
    Invitation.objects.bulk_update(waiting, ["token_hash"])
