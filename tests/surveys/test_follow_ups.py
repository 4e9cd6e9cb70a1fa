"""Calls to detractors."""

from datetime import timedelta

from surveys.models import Answer, FollowUp, Invitation
from surveys.services.follow_ups import finish_follow_up, take_follow_up
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket


def test_a_call_that_is_done_stays_whose_it_was(nordsoft: Cast) -> None:
    invitation = Invitation.objects.create(
        ticket=make_ticket(nordsoft), contact=nordsoft.karin, resolved_at=MONDAY, send_at=MONDAY
    )
    answer = Answer.objects.create(invitation=invitation, score=2, answered_at=MONDAY)
    call = FollowUp.objects.create(answer=answer, due_at=MONDAY + timedelta(days=2))
    take_follow_up(follow_up=call, actor=nordsoft.manager)
    finish_follow_up(follow_up=call, actor=nordsoft.manager, notes="Called.", now=MONDAY)
    assert take_follow_up(follow_up=call, actor=nordsoft.admin).owner == nordsoft.manager
