"""Calls to detractors: who makes them, what comes of them, and what an edited answer does to them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import Membership
from outbox.models import OutboxMessage
from surveys.models import Answer, FollowUp, FollowUpNote
from surveys.selectors.calls import open_calls
from surveys.services.answering import answer_survey
from surveys.services.follow_ups import assign_follow_up, finish_follow_up, note_follow_up, take_follow_up
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.surveys.test_visible import answered
from tickets.emails.notifications import tell_member
from tickets.models import Notification, Ticket

PAGE = "/nordsoft/survey/follow-ups/"
HOUR = timedelta(hours=1)


def answer(cast: Cast, score: int, *, now: datetime = MONDAY) -> Answer:
    """Answer for the first time through the service, with a link sent just now."""
    made = answered(make_ticket(cast, now=now), score)
    invitation = made.invitation
    made.delete()
    invitation.expires_at = now + timedelta(days=30)
    invitation.save()
    return answer_survey(invitation=invitation, score=score, reason="Slow", improvement="", now=now)


def edit(given: Answer, score: int, now: datetime) -> None:
    answer_survey(invitation=given.invitation, score=score, reason="Slow", improvement="", now=now)


def finish(call: FollowUp, actor: Membership, now: datetime = MONDAY) -> FollowUp:
    return finish_follow_up(follow_up=call, actor=actor, outcome="explained", notes="Called.", now=now)


@pytest.mark.parametrize("score", range(11))
def test_every_detractor_and_nobody_else_is_called(nordsoft: Cast, score: int) -> None:
    answer(nordsoft, score)
    assert FollowUp.objects.count() == (1 if score <= 6 else 0)


@pytest.mark.parametrize(
    ("answered_at", "due"),
    [
        pytest.param("2026-03-05T09:00", "2026-03-09T16:00", id="Thursday: over the weekend to Monday"),
        pytest.param("2026-03-06T22:00", "2026-03-10T16:00", id="Friday night: Monday and Tuesday"),
        pytest.param("2026-03-07T12:00", "2026-03-10T16:00", id="Saturday: Monday and Tuesday"),
        pytest.param("2026-04-01T08:00", "2026-04-07T15:00", id="before Easter: Maundy Thursday, then Tuesday"),
        pytest.param("2026-06-17T08:00", "2026-06-22T15:00", id="Midsummer Eve does not count"),
        pytest.param("2026-12-22T08:00", "2026-12-28T16:00", id="Christmas: the 23rd, then the 28th"),
    ],
)
def test_two_working_days_leave_out_weekends_and_red_days(nordsoft: Cast, answered_at: str, due: str) -> None:
    answer(nordsoft, 3, now=datetime.fromisoformat(answered_at).replace(tzinfo=UTC))
    assert FollowUp.objects.get().due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_the_managers_are_told_and_agents_are_not(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    told = set(Notification.objects.filter(kind="remark").values_list("receiver", flat=True))
    assert told == {nordsoft.manager.pk, nordsoft.admin.pk}


def test_what_tells_of_a_call_leads_to_it_and_opening_it_reads_it(nordsoft: Cast, client: Client) -> None:
    number = answer(nordsoft, 2).invitation.ticket.number
    nordsoft.manager.user.language = "en"
    client.force_login(nordsoft.manager.user)
    told = Notification.objects.get(kind="remark", receiver=nordsoft.manager)
    link = f"{PAGE}of-ticket/{number}/"
    assert f'href="{link}"' in client.get("/nordsoft/desk/notifications/").content.decode()
    tell_member([told], receiver=nordsoft.manager, now=MONDAY)
    mail = OutboxMessage.objects.latest("pk")
    assert (
        f"Öppna samtalet: http://testserver{link}" in mail.text
        or f"Open the call: http://testserver{link}" in mail.text
    )
    page = client.get(link, follow=True)
    assert page.redirect_chain == [(f"{PAGE}{FollowUp.objects.get().pk}/", 302)]
    told.refresh_from_db()
    assert told.read_at is not None
    assert Notification.objects.get(receiver=nordsoft.admin).read_at is None
    FollowUp.objects.all().delete()
    assert client.get(link)["Location"] == f"/nordsoft/desk/tickets/{number}/"


def test_a_call_that_is_done_stays_whose_it_was(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    call = FollowUp.objects.get()
    take_follow_up(follow_up=call, actor=nordsoft.manager, now=MONDAY)
    finish(call, nordsoft.manager)
    assert take_follow_up(follow_up=call, actor=nordsoft.admin, now=MONDAY).owner == nordsoft.manager


def test_a_call_is_given_to_managers_alone(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    call = FollowUp.objects.get()
    assign_follow_up(follow_up=call, owner=nordsoft.admin, actor=nordsoft.manager, now=MONDAY)
    with pytest.raises(ValidationError) as refused:
        assign_follow_up(follow_up=call, owner=nordsoft.agent, actor=nordsoft.manager, now=MONDAY)
    assert "owner" in refused.value.message_dict
    call.refresh_from_db()
    assert call.owner == nordsoft.admin


def test_finishing_needs_words_and_an_outcome_of_a_call(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    call = FollowUp.objects.get()
    for outcome, notes, field in (("explained", " ", "notes"), ("", "Called.", "outcome"), ("raised", "x", "outcome")):
        with pytest.raises(ValidationError) as refused:
            finish_follow_up(follow_up=call, actor=nordsoft.manager, outcome=outcome, notes=notes, now=MONDAY)
        assert field in refused.value.message_dict
    finish(call, nordsoft.manager)
    with pytest.raises(ValidationError, match="already done"):
        finish(call, nordsoft.manager)


def test_the_history_keeps_who_when_and_what(nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    call = FollowUp.objects.get()
    take_follow_up(follow_up=call, actor=nordsoft.manager, now=MONDAY)
    note_follow_up(follow_up=call, actor=nordsoft.admin, text="No answer.", now=MONDAY + HOUR)
    finish(call, nordsoft.manager, now=MONDAY + 2 * HOUR)
    kept = FollowUpNote.objects.order_by("at").values_list("kind", "author", "at", "text")
    assert list(kept) == [
        ("assigned", nordsoft.manager.pk, MONDAY, ""),
        ("noted", nordsoft.admin.pk, MONDAY + HOUR, "No answer."),
        ("done", nordsoft.manager.pk, MONDAY + 2 * HOUR, "Called."),
    ]


def test_a_raised_score_ends_the_call_with_a_note(nordsoft: Cast) -> None:
    given = answer(nordsoft, 4)
    edit(given, 7, MONDAY + HOUR)
    call = FollowUp.objects.get()
    assert (call.state, call.outcome, call.done_at) == ("done", "raised", MONDAY + HOUR)
    note = call.notes.get()
    assert (note.kind, note.author, note.score_from, note.score_to) == ("raised", None, 4, 7)


def test_a_score_that_falls_again_opens_the_call_with_a_new_clock(nordsoft: Cast) -> None:
    given = answer(nordsoft, 4)
    edit(given, 9, MONDAY + HOUR)
    later = MONDAY + timedelta(days=3)
    edit(given, 5, later)
    call = FollowUp.objects.get()
    assert (call.state, call.outcome, call.done_at, call.begun_at) == ("reopened", "", None, later)
    assert call.due_at == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)  # Thursday: Friday, Monday
    assert [each.task for each in open_calls(calendar=None, now=later, zone=UTC)] == [call]


def test_an_edit_after_the_call_opens_it_only_where_the_score_fell(nordsoft: Cast) -> None:
    given = answer(nordsoft, 4)
    finish(FollowUp.objects.get(), nordsoft.manager)
    edit(given, 5, MONDAY + HOUR)
    assert FollowUp.objects.get().state == "done"
    edit(given, 8, MONDAY + HOUR)
    assert FollowUp.objects.get().outcome == "explained"  # what the manager noted stands
    edit(given, 2, MONDAY + 2 * HOUR)
    assert FollowUp.objects.get().state == "reopened"


def test_the_list_shows_mine_all_and_overdue(nordsoft: Cast) -> None:
    for _ in range(2):
        answer(nordsoft, 2)
    first, second = FollowUp.objects.order_by("pk")
    take_follow_up(follow_up=first, actor=nordsoft.manager, now=MONDAY)
    FollowUp.objects.filter(pk=second.pk).update(due_at=MONDAY - HOUR)

    def shown(show: str) -> set[FollowUp]:
        calls = open_calls(calendar=None, now=MONDAY, zone=UTC, show=show, member=nordsoft.manager)
        return {call.task for call in calls}

    assert (shown("mine"), shown("all"), shown("overdue")) == ({first}, {first, second}, {second})


@time_machine.travel(MONDAY, tick=False)
def test_a_manager_takes_notes_and_closes_on_the_page(client: Client, nordsoft: Cast) -> None:
    answer(nordsoft, 2)
    call = FollowUp.objects.get()
    client.force_login(nordsoft.manager.user)
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE + "?show=other").status_code == 404
    page = f"{PAGE}{call.pk}/"
    assert client.post(page + "owner/", {"owner": nordsoft.agent.pk}).status_code == 422
    assert client.post(page + "owner/", {"owner": nordsoft.admin.pk}).status_code == 302
    assert client.post(page + "notes/", {"note-notes": ""}).status_code == 422
    assert client.post(page + "notes/", {"note-notes": "No answer."}).status_code == 302
    assert client.post(page, {"notes": "Promised a visit."}).status_code == 422
    assert client.post(page, {"outcome": "compensated", "notes": "Promised a visit."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "No answer." in shown
    assert "Promised a visit." in shown
    call.refresh_from_db()
    assert (call.state, call.outcome, call.owner) == ("done", "compensated", nordsoft.admin)
    assert Ticket.objects.count() == 1
