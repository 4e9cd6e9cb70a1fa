"""Every clock is a function of its ticket's events, and the command proves it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.tenancy.context import tenant_context
from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.models import SlaClock, Ticket
from tickets.services import replaying
from tickets.services.messages import customer_wrote, reply
from tickets.services.replaying import replayed
from tickets.services.resolution import reopen, resolve
from tickets.services.severity import decide_severity
from tickets.services.status import set_status


def check() -> None:
    call_command("replay_clocks", check=True, tenant="nordsoft")


@pytest.fixture
def ticket(nordsoft: Cast) -> Ticket:
    """Give a ticket to which everything has happened that moves a clock."""
    agent, number = nordsoft.agent, make_ticket(nordsoft)
    set_status(ticket=number, actor=agent, status="waiting_customer", now=at(10))
    decide_severity(ticket=number, actor=agent, severity="high", reason="It stops them.", now=at(10, 20))
    customer_wrote(ticket=number, actor=None, contact=nordsoft.karin, text="Here it is.", now=at(10, 40))
    reply(ticket=number, actor=agent, text="Thank you.", now=at(11))
    resolve(ticket=number, actor=agent, solution="Restart it.", now=at(14))
    reopen(ticket=number, actor=agent, now=at(15))
    return Ticket.objects.get(pk=number.pk)


def test_live_services_leave_nothing_to_mend(
    ticket: Ticket, nordsoft: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    make_ticket(nordsoft, severity="critical", now=at(11, 1))
    check()
    assert capsys.readouterr().out == "2 tickets counted again, 0 with differences.\n"


def test_a_tampered_row_is_found_and_mended(ticket: Ticket, capsys: pytest.CaptureFixture[str]) -> None:
    clocks = ticket.clocks.filter(metric="resolution")
    due = clocks.get().due_at
    clocks.update(due_at=due + timedelta(hours=1))
    Ticket.objects.filter(pk=ticket.pk).update(next_due_at=None)
    with pytest.raises(CommandError, match="1 tickets counted again, 1 with differences") as stopped:
        check()
    assert stopped.value.returncode == 1
    said = capsys.readouterr().out
    assert f"nordsoft {ticket.number} resolution 1 due_at: kept {due + timedelta(hours=1)}, counted {due}" in said
    assert f"nordsoft {ticket.number} queue next_due_at: kept None, counted {due}" in said
    assert clocks.get().due_at != due
    call_command("replay_clocks")
    assert clocks.get().due_at == due
    after = Ticket.objects.get(pk=ticket.pk)
    assert (after.next_due_at, after.version) == (due, ticket.version + 1)
    check()


def test_a_row_that_is_gone_comes_back_and_one_that_nothing_explains_is_dropped(ticket: Ticket) -> None:
    start = ticket.clocks.get(metric="start")
    start.delete()
    stray = ticket.clocks.get(metric="resolution")
    stray.pk, stray.sequence = None, 7
    stray.save()
    call_command("replay_clocks", tenant="nordsoft")
    back = ticket.clocks.get(metric="start")
    assert (back.state, back.due_at, back.stopped_at) == (start.state, start.due_at, at(10))
    assert SlaClock.objects.get(pk=stray.pk).state == "cancelled"
    check()


def test_another_tenant_is_left_alone_and_a_wrong_name_is_said(ticket: Ticket, lonhuset: Cast) -> None:
    ticket.clocks.update(used_seconds=1)
    call_command("replay_clocks", check=True, tenant="lonhuset")
    with pytest.raises(CommandError, match="no tenant “nordoft”"):
        call_command("replay_clocks", tenant="nordoft")


def test_it_reads_in_batches(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(6):
        make_ticket(nordsoft, now=at(9, minute))
    with Budget() as one:
        assert list(replayed(mend=False)) == [[]] * 6
    assert len(one.asked) <= 5  # tickets, clocks, events, and the two versions once
    monkeypatch.setattr(replaying, "TICKETS_AT_ONCE", 4)
    SlaClock.objects.filter(metric="resolution").update(target_days=11)
    assert [len(found) for found in replayed(mend=False)] == [1] * 6


@pytest.mark.django_db(transaction=True)
def test_it_runs_as_it_is_run_by_hand_outside_any_transaction(
    lonhuset: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    with tenant_context(lonhuset.tenant.pk), transaction.atomic():
        make_ticket(lonhuset)
    call_command("replay_clocks", check=True)
    assert "1 tickets counted again, 0 with differences" in capsys.readouterr().out
