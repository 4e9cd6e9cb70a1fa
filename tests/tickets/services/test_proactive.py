"""Proactive cases: an event opens one, and the customer is contacted in time (domain: Proactive case)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.errors import NotAllowedError
from outbox.models import OutboxMessage
from sla.services.policies import PolicyDraft, change_policy
from sla.terms import Target
from tests.cast import MONDAY, Cast
from tests.tickets.desk.pages import at
from tickets.models import Alert, Message, ProactiveEvent, SlaClock, Ticket
from tickets.proactive import CONTACT_WITHIN
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.assignment import assign
from tickets.services.contact_targets import contact_targets, set_contact_targets
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.proactive import Reported, log_contact, open_case, report_event
from tickets.services.resolution import resolve
from tickets.services.status import set_status
from tickets.services.terms import recount_terms

Kind = Ticket.Kind


def contact_clock(ticket: Ticket) -> SlaClock:
    return ticket.clocks.get(metric="contact")


def transfer(cast: Cast, *, detected_at: datetime = MONDAY, now: datetime | None = None) -> Ticket:
    return open_case(customer=cast.customer, kind=Kind.MONEY_TRANSFER, detected_at=detected_at, now=now or detected_at)


def reported(cast: Cast, event_id: str, about: str = "", at_: datetime = MONDAY) -> Reported:
    return Reported(event_id, Kind.MONEY_TRANSFER, cast.customer, at_, about=about, text="It came back.")


def test_a_money_transfer_event_gives_two_business_hours_from_detection(nordsoft: Cast) -> None:
    # Detected at 11:00 local time; the desk has lunch from 12 to 13. It is reported half an hour later.
    case = transfer(nordsoft, detected_at=at(11), now=at(11, 30))
    clock = contact_clock(case)
    assert (clock.started_at, clock.due_at) == (at(11), at(14))
    assert (case.opened_at, case.queue_section, case.next_due_at) == (at(11, 30), Ticket.Section.RUNNING, at(14))


def test_what_is_detected_at_night_counts_from_the_morning(nordsoft: Cast) -> None:
    night = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    assert contact_clock(transfer(nordsoft, detected_at=night)).due_at == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_compliance_assistance_gives_ten_working_days(nordsoft: Cast) -> None:
    case = open_case(customer=nordsoft.customer, kind=Kind.ASSISTANCE, detected_at=MONDAY, now=MONDAY)
    assert contact_clock(case).due_at == datetime(2026, 3, 16, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", Ticket.PROACTIVE)
def test_every_kind_has_its_contact_clock_and_no_other(nordsoft: Cast, kind: str) -> None:
    case = open_case(customer=nordsoft.customer, kind=kind, detected_at=MONDAY, now=MONDAY)
    assert list(case.clocks.values_list("metric", flat=True)) == ["contact"]
    assert case.contact == nordsoft.karin  # who sees the whole company
    assert kind in CONTACT_WITHIN
    assert case.messages.get().kind == Message.Kind.NOTE


def test_the_first_public_answer_stops_the_contact_clock(nordsoft: Cast) -> None:
    case = transfer(nordsoft)
    add_note(ticket=case, actor=nordsoft.agent, text="The bank says no.", now=at(9, 30))
    assert contact_clock(case).state == SlaClock.State.RUNNING
    reply(ticket=case, actor=nordsoft.agent, text="Your transfer came back.", now=at(10))
    clock = contact_clock(case)
    assert (clock.state, clock.stopped_at, clock.used_seconds) == (SlaClock.State.MET, at(10), 3600)


def test_a_logged_call_stops_the_contact_clock(nordsoft: Cast) -> None:
    case = transfer(nordsoft)
    case = log_contact(ticket=case, actor=nordsoft.agent, text="Karin looks at it.", now=at(11, 1))
    clock = contact_clock(case)
    assert (clock.state, clock.stopped_at, case.assignee) == (SlaClock.State.BREACHED, at(11, 1), nordsoft.agent)
    assert case.status == Ticket.Status.IN_PROGRESS
    assert case.messages.filter(kind=Message.Kind.NOTE).count() == 2


def test_only_a_proactive_case_that_is_open_is_called_about(nordsoft: Cast) -> None:
    case = transfer(nordsoft)
    resolve(ticket=case, actor=nordsoft.agent, solution="Sent again.", now=at(9, 30))
    assert contact_clock(case).state == SlaClock.State.MET
    with pytest.raises(ValidationError):
        log_contact(ticket=case, actor=nordsoft.agent, text="", now=at(10))


def test_the_contact_clock_never_pauses(nordsoft: Cast) -> None:
    case = transfer(nordsoft)

    set_status(ticket=case, actor=nordsoft.agent, status="waiting_third_party", now=at(9, 30))
    clock = contact_clock(case)
    assert (clock.state, clock.due_at) == (SlaClock.State.RUNNING, at(11))


def test_a_customer_who_writes_gets_a_next_reply_and_the_contact_still_counts(nordsoft: Cast) -> None:
    case = transfer(nordsoft)
    customer_wrote(ticket=case, actor=None, contact=nordsoft.karin, text="Where is it?", now=at(9, 30))
    assert set(case.clocks.values_list("metric", "state")) == {("contact", "running"), ("next_reply", "running")}


def test_without_contract_the_contact_is_promised_and_nothing_else(nordsoft: Cast) -> None:
    case = open_case(customer=nordsoft.stranger, kind=Kind.MONEY_TRANSFER, detected_at=MONDAY, now=MONDAY)
    assert (case.contract, contact_clock(case).due_at) == (None, at(11))
    customer_wrote(ticket=case, actor=None, contact=None, text="Where is it?", now=at(9, 30))
    assert list(case.clocks.values_list("metric", flat=True)) == ["contact"]
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(9, 40)) == 0
    assert contact_clock(case).state == SlaClock.State.RUNNING


def test_a_contract_that_begins_leaves_the_contact_clock_running(nordsoft: Cast) -> None:
    case = open_case(customer=nordsoft.stranger, kind=Kind.MONEY_TRANSFER, detected_at=MONDAY, now=MONDAY)
    nordsoft.contract.pk = None
    nordsoft.contract.customer = nordsoft.stranger
    nordsoft.contract.save(force_insert=True)
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(9, 40)) == 1
    case.refresh_from_db()
    assert (case.contract, contact_clock(case).due_at) == (nordsoft.contract, at(11))
    customer_wrote(ticket=case, actor=None, contact=None, text="Where is it?", now=at(9, 50))
    assert case.clocks.filter(metric="next_reply", state="running").exists()


def test_the_detection_is_cut_to_the_second(nordsoft: Cast) -> None:
    case = transfer(nordsoft, detected_at=MONDAY + timedelta(microseconds=999_999), now=at(9, 30))
    assert contact_clock(case).started_at == MONDAY


@pytest.mark.parametrize("off", [timedelta(seconds=1), timedelta(days=-367)])
def test_a_detection_in_the_future_or_long_ago_is_refused(nordsoft: Cast, off: timedelta) -> None:
    with pytest.raises(ValidationError) as refused:
        transfer(nordsoft, detected_at=MONDAY + off, now=MONDAY)
    assert "detected_at" in refused.value.message_dict


def test_the_same_event_twice_is_one_case(nordsoft: Cast) -> None:
    first = report_event(reported=reported(nordsoft, "e-1"), actor=nordsoft.agent, now=at(9))
    again = report_event(reported=reported(nordsoft, "e-1", "other"), actor=nordsoft.agent, now=at(10))
    assert (first.is_new, again.is_new, again.event) == (True, False, first.event)
    assert Ticket.objects.count() == 1


def test_events_about_the_same_thing_join_the_open_case(nordsoft: Cast) -> None:
    first = report_event(reported=reported(nordsoft, "e-1", "transfer 7"), actor=None, now=at(9)).event.ticket
    second = report_event(reported=reported(nordsoft, "e-2", "transfer 7", at(10)), actor=None, now=at(10)).event
    assert second.ticket == first
    assert (first.messages.count(), contact_clock(first).due_at) == (2, at(11))
    other = report_event(reported=reported(nordsoft, "e-3", "transfer 8", at(10)), actor=None, now=at(10)).event
    assert other.ticket != first


def test_an_event_after_the_case_is_done_opens_another(nordsoft: Cast) -> None:
    first = report_event(reported=reported(nordsoft, "e-1", "transfer 7"), actor=None, now=at(9)).event.ticket
    resolve(ticket=first, actor=nordsoft.agent, solution="Sent again.", now=at(9, 30))
    assert report_event(reported=reported(nordsoft, "e-2", "transfer 7"), actor=None, now=at(10)).event.ticket != first
    assert ProactiveEvent.objects.count() == 2


def test_replay_finds_nothing_to_mend(nordsoft: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    log_contact(ticket=transfer(nordsoft), actor=nordsoft.agent, text="", now=at(10))
    open_case(customer=nordsoft.stranger, kind=Kind.INPUT_ERROR, detected_at=MONDAY, now=MONDAY)
    call_command("replay_clocks", check=True, tenant="nordsoft")
    assert capsys.readouterr().out == "2 tickets counted again, 0 with differences.\n"


def test_what_a_policy_promises_anew_leaves_the_contact_target(nordsoft: Cast) -> None:
    case = transfer(nordsoft)
    draft = PolicyDraft("Standard", nordsoft.calendar, {("normal", "start"): {"minutes": 5}}, {}, ())
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=at(9, 5))
    recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(9, 5))
    assert contact_clock(case).due_at == at(11)


def test_the_contact_clock_warns_and_alerts_like_the_others(nordsoft: Cast) -> None:
    case = transfer(nordsoft)
    nordsoft.agent.user.language = "en"
    nordsoft.agent.user.save()
    assign(ticket=case, actor=nordsoft.manager, assignee=nordsoft.agent, now=at(9, 5))
    raise_batch(now=at(10, 29), aside=Aside())
    assert not Alert.objects.exists()
    raise_batch(now=at(10, 30), aside=Aside())
    assert [alert.step for alert in Alert.objects.all()] == ["warning"]
    assert "The customer has to be contacted by" in OutboxMessage.objects.get().text
    raise_batch(now=at(11, 0), aside=Aside())
    assert set(Alert.objects.values_list("step", flat=True)) == {"warning", "breach"}


def test_a_tenants_own_target_counts_for_new_cases_alone(nordsoft: Cast) -> None:
    before = transfer(nordsoft)
    own = contact_targets() | {Kind.MONEY_TRANSFER: Target(seconds=3600), Kind.INPUT_ERROR: Target(days=2)}
    set_contact_targets(actor=nordsoft.manager, targets=own, now=MONDAY)
    assert contact_targets() == own
    assert contact_clock(transfer(nordsoft)).due_at == at(10)
    assert contact_clock(before).due_at == at(11)


@pytest.mark.parametrize("target", [Target(days=0), Target(seconds=0), Target(days=1001), Target(seconds=36_000_060)])
def test_a_target_out_of_bounds_is_refused(nordsoft: Cast, target: Target) -> None:
    with pytest.raises(ValidationError) as refused:
        set_contact_targets(actor=nordsoft.manager, targets={Kind.ASSISTANCE: target}, now=MONDAY)
    assert set(refused.value.message_dict) == {"assistance"}


def test_only_managers_set_targets(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        set_contact_targets(actor=nordsoft.agent, targets={}, now=MONDAY)
