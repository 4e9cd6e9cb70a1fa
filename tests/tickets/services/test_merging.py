"""Merging: one conversation, ended clocks, nothing asked twice; and all of it taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from outbox.models import OutboxMessage
from surveys.models import Invitation
from surveys.services.planning import plan_invitations
from surveys.services.sending import send_next
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import SlaClock, Ticket, TicketWatcher
from tickets.services.merging import merge, unmerge
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.replaying import replayed
from tickets.services.resolution import resolve
from tickets.services.status import set_status


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def differences() -> list[Any]:
    return [found for one in replayed(mend=False) for found in one]


def clocks(ticket: Ticket) -> list[dict[str, Any]]:
    """Give all that is kept of a ticket's clocks."""
    return list(SlaClock.objects.filter(ticket=ticket).order_by("metric").values())


@pytest.fixture
def pair(nordsoft: Cast) -> tuple[Ticket, Ticket]:
    """Karin's ticket, and Lars's about the same, on which we wait for Lars."""
    into = make_ticket(nordsoft, subject="Printing fails")
    lars = nordsoft.lars
    ticket = make_ticket(nordsoft, contact=lars, actor=lars.membership, subject="No printer", now=at(9, 20))
    ticket = reply(ticket=ticket, actor=nordsoft.agent, text="Which one?", then_wait=True, now=at(9, 40))
    return ticket, into


def test_the_merged_one_is_closed_its_clocks_end_and_its_contact_is_told(
    nordsoft: Cast, pair: tuple[Ticket, Ticket]
) -> None:
    ticket, into = pair
    merged = merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    assert (merged.status, merged.merged_into, merged.closed_at) == ("closed", into, at(10))
    states = {row["metric"]: row["state"] for row in clocks(ticket)}
    assert states == {"start": "met", "resolution": "cancelled"}
    assert merged.queue_section == Ticket.Section.DONE
    assert differences() == []
    watcher = TicketWatcher.objects.get(ticket=into)
    assert watcher.contact == nordsoft.lars
    mail = OutboxMessage.objects.get(dedupe_key__startswith="merged:")
    assert mail.recipient == nordsoft.lars.email
    assert mail.subject == f"[#{ticket.number}] {ticket.subject}"
    assert f"Ditt ärende {ticket.number} fortsätter som {into.number}" in mail.text
    assert f"/portal/tickets/{into.number}/" in mail.text


def test_the_watcher_is_sent_answers_and_sees_the_ticket(nordsoft: Cast, pair: tuple[Ticket, Ticket]) -> None:
    ticket, into = pair
    assert nordsoft.lars.membership
    assert not Ticket.objects.all().visible_to(nordsoft.lars.membership).filter(pk=into.pk).exists()
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    assert Ticket.objects.all().visible_to(nordsoft.lars.membership).filter(pk=into.pk).exists()
    reply(ticket=into, actor=nordsoft.agent, text="A new driver is out.", now=at(10, 5))
    told = OutboxMessage.objects.filter(text__contains="A new driver is out.").values_list("recipient", flat=True)
    assert set(told) == {nordsoft.karin.email, nordsoft.lars.email}


def test_the_same_contact_is_told_once_and_watches_nothing(nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft)
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    assert not TicketWatcher.objects.exists()
    reply(ticket=into, actor=nordsoft.agent, text="Done.", now=at(10, 5))
    assert OutboxMessage.objects.filter(text__contains="Done.").count() == 1


def test_an_answer_to_the_merged_one_lands_in_the_other(nordsoft: Cast, pair: tuple[Ticket, Ticket]) -> None:
    ticket, into = pair
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    for known in (ticket, Ticket.objects.get(pk=ticket.pk)):  # read before the merge, and after it
        landed = customer_wrote(ticket=known, contact=nordsoft.lars, actor=None, text="The blue one.", now=at(11))
        assert landed == into
    assert into.messages.filter(text="The blue one.", contact=nordsoft.lars).count() == 2
    for write in (reply, add_note):
        with pytest.raises(ValidationError, match=str(into.number)):
            write(ticket=ticket, actor=nordsoft.agent, text="Here?", now=at(11))


def test_undone_it_stands_exactly_as_before(nordsoft: Cast, pair: tuple[Ticket, Ticket]) -> None:
    ticket, into = pair
    left_out = {"version", "last_event_at"}
    before = {name: value for name, value in vars(Ticket.objects.get(pk=ticket.pk)).items() if name not in left_out}
    kept = clocks(ticket)
    assert {row["state"] for row in kept} == {"met", "paused"}
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    back = unmerge(ticket=ticket, actor=nordsoft.colleague, now=at(15))
    after = {name: value for name, value in vars(Ticket.objects.get(pk=ticket.pk)).items() if name not in left_out}
    assert {k: v for k, v in after.items() if k != "_state"} == {k: v for k, v in before.items() if k != "_state"}
    assert clocks(ticket) == kept
    assert differences() == []
    assert not TicketWatcher.objects.exists()
    assert [e.kind for e in back.events.order_by("pk")][-2:] == ["merged", "unmerged"]
    again = customer_wrote(ticket=back, contact=nordsoft.lars, actor=None, text="The blue one.", now=at(16))
    assert again == ticket
    assert differences() == []


def test_the_time_while_merged_by_mistake_counts(nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft)
    due = ticket.clocks.get(metric="start").due_at
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    unmerge(ticket=ticket, actor=nordsoft.agent, now=at(16))
    clock = ticket.clocks.get(metric="start")
    assert (clock.state, clock.due_at) == ("running", due)
    assert clock.check_at is not None


def test_a_merged_one_goes_along_and_comes_back(nordsoft: Cast) -> None:
    first, second, third = (make_ticket(nordsoft, now=at(9, n)) for n in range(3))
    merge(ticket=first, into=second, actor=nordsoft.agent, now=at(10))
    merge(ticket=second, into=third, actor=nordsoft.agent, now=at(11))
    first.refresh_from_db()
    assert first.merged_into == third
    unmerge(ticket=second, actor=nordsoft.agent, now=at(12))
    first.refresh_from_db()
    assert first.merged_into == second
    unmerge(ticket=first, actor=nordsoft.agent, now=at(13))
    with pytest.raises(ValidationError, match="not merged"):
        unmerge(ticket=first, actor=nordsoft.agent, now=at(14))
    assert differences() == []


def test_a_solved_one_can_be_merged_and_is_solved_again_when_undone(nordsoft: Cast) -> None:
    into = make_ticket(nordsoft)
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=at(9, 30))
    due = ticket.close_due_at
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    back = unmerge(ticket=ticket, actor=nordsoft.agent, now=at(11))
    assert (back.status, back.resolved_at, back.close_due_at) == ("resolved", at(9, 30), due)


def test_what_cannot_be_merged(nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft)
    other = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    done = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=at(9, 30))
    for one, two, reason in (
        (ticket, other, "same customer"),
        (ticket, ticket, "into itself"),
        (ticket, done, "open ticket"),
    ):
        with pytest.raises(ValidationError, match=reason):
            merge(ticket=one, into=two, actor=nordsoft.agent, now=at(10))
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    with pytest.raises(ValidationError, match="merged already"):
        merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))


def test_no_survey_and_a_recorded_reason(nordsoft: Cast) -> None:
    into, never = make_ticket(nordsoft), make_ticket(nordsoft)
    solved = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=at(9, 30))
    for ticket in (never, solved):
        merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    assert plan_invitations(now=at(11)) == 2
    assert plan_invitations(now=at(12)) == 0
    found = Invitation.objects.filter(ticket__in=[never, solved])
    assert {(row.state, row.reason) for row in found} == {("not_sent", "merged")}


def test_a_survey_planned_before_the_merge_is_not_sent(nordsoft: Cast) -> None:
    into = make_ticket(nordsoft)
    solved = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart.", now=at(9, 30))
    plan_invitations(now=at(9, 40))
    merge(ticket=solved, into=into, actor=nordsoft.agent, now=at(10))
    assert send_next(now=at(10, day=4))
    assert [(row.state, row.reason) for row in Invitation.objects.all()] == [("not_sent", "merged")]


def test_changed_terms_are_made_up_for_when_undone(nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft), make_ticket(nordsoft)
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    nordsoft.contract.ends_on = (at(10) - timedelta(days=30)).date()
    nordsoft.contract.save()
    back = unmerge(ticket=ticket, actor=nordsoft.agent, now=at(11))
    back.refresh_from_db()
    assert (back.contract, {row["state"] for row in clocks(back)}) == (None, {"cancelled"})
    assert differences() == []


def test_pauses_go_on_over_a_merge(nordsoft: Cast) -> None:
    """Waiting since before the merge and until after its undoing is one pause."""
    into = make_ticket(nordsoft)
    ticket = set_status(ticket=make_ticket(nordsoft), actor=nordsoft.agent, status="waiting_customer", now=at(9, 30))
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(10))
    unmerge(ticket=ticket, actor=nordsoft.agent, now=at(11))
    set_status(ticket=ticket, actor=nordsoft.agent, status="in_progress", now=at(14))
    clock = ticket.clocks.get(metric="resolution")
    assert clock.pauses == [[at(9, 30).isoformat(), at(14).isoformat(), "waiting_customer"]]
