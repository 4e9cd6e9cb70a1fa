"""Warning, breach and escalation reach the right people, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import Membership, User
from accounts.tenancy.context import tenant_context
from contracts.models import Contract
from outbox.models import OutboxMessage
from sla.services.policies import PolicyDraft, StepDraft, change_policy
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Alert, SlaClock
from tickets.selectors.alerts import my_alerts
from tickets.services.alerts.due import tenants_with_due_clocks
from tickets.services.alerts.rounds import sweep
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.assignment import assign
from tickets.services.messages import add_note
from tickets.services.terms import recount_terms


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """Give Swedish local time in March 2026 (UTC+1)."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def told(step: str) -> list[Membership]:
    return [alert.receiver for alert in Alert.objects.filter(step=step, clock__metric="start").order_by("receiver")]


def run(now: datetime) -> None:
    while raise_batch(now=now, aside=Aside()):
        pass


def test_a_warning_goes_to_the_assignee_at_three_quarters(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high")  # 09:00, due 11:00, warned at 10:30
    assign(ticket=ticket, actor=nordsoft.manager, assignee=nordsoft.agent, now=at(9, 5))
    run(at(10, 29))
    assert told("warning") == []
    run(at(10, 30))
    assert told("warning") == [nordsoft.agent]


def test_nobodys_ticket_warns_its_team(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(10, 30))
    assert told("warning") == [nordsoft.agent]


def test_without_team_all_agents_are_warned(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high")
    run(at(10, 30))
    assert told("warning") == [nordsoft.agent, nordsoft.colleague]


def test_a_breach_goes_to_the_managers_as_well(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(11))
    assert told("breach") == [nordsoft.agent, nordsoft.manager]


def test_an_hour_later_the_managers_are_told_again_while_nobody_has_acted(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(11))
    run(at(12))
    assert told("escalation") == [nordsoft.manager]


def test_the_escalation_is_dropped_when_somebody_has_acted(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(11))
    add_note(ticket=ticket, actor=nordsoft.agent, text="Looking.", now=at(11, 10))
    run(at(12))
    assert told("escalation") == []


def test_a_contract_changed_meanwhile_is_no_work_on_the_ticket(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(11))
    Contract.objects.update(covers_critical=True)
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(11, 10)) == 1
    run(at(12))
    assert told("escalation") == [nordsoft.manager]


def test_the_hour_after_the_breach_is_counted_in_open_time(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", now=at(15), team=nordsoft.team)  # due 17:00, closing time
    clock = SlaClock.objects.get(metric="start")
    run(at(17))
    clock.refresh_from_db()
    assert clock.check_at == at(9, day=3)


def test_the_same_step_is_told_once_however_often_the_sweep_runs(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    for minute in range(0, 60, 10):
        run(at(11, minute))
    assert len(told("breach")) == 2


def test_alerts_are_mailed_one_each_and_many_at_once_as_one_digest(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(10, 30))
    assert OutboxMessage.objects.filter(dedupe_key__startswith="sla:").count() == 1
    for _ in range(4):
        make_ticket(nordsoft, severity="high", now=at(13), team=nordsoft.team)
    run(at(14, 30))
    digest = OutboxMessage.objects.get(dedupe_key__startswith="sla-digest:")
    assert digest.recipient == nordsoft.agent.user.email
    assert Alert.objects.filter(mailed_at__isnull=True).count() == 0


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_the_sweep_finds_the_due_clocks_of_every_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    make_ticket(nordsoft, severity="high")
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset, severity="high")
    assert tenants_with_due_clocks(now=at(9)) == []
    now = at(9) + timedelta(hours=3)
    assert tenants_with_due_clocks(now=now) == [nordsoft.tenant.pk, lonhuset.tenant.pk]
    sweep(now=now)
    for cast in (nordsoft, lonhuset):
        with tenant_context(cast.tenant.pk), transaction.atomic():
            assert Alert.objects.filter(step="breach").exists()


def test_an_assignee_who_can_no_longer_sign_in_is_told_nothing(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)
    assign(ticket=ticket, actor=nordsoft.manager, assignee=nordsoft.colleague, now=at(9, 5))
    User.objects.filter(pk=nordsoft.colleague.user_id).update(is_active=False)
    run(at(10, 30))
    assert told("warning") == [nordsoft.agent]


def test_a_late_sweep_mails_the_breach_and_not_its_warning_beside_it(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    run(at(11))
    assert told("warning") == [nordsoft.agent]  # kept on the desk
    subjects = OutboxMessage.objects.filter(recipient=nordsoft.agent.user.email).values_list("subject", flat=True)
    assert [subject.split(":")[0] for subject in subjects] == ["Bruten 11"]


def test_a_policys_own_steps_are_told_in_their_words(nordsoft: Cast) -> None:
    draft = PolicyDraft(
        name="Standard",
        calendar=nordsoft.calendar,
        targets={("high", "start"): {"minutes": 120}},
        pauses={},
        steps=(
            StepDraft(("team",), share=50),
            StepDraft(("team",), share=75),
            StepDraft(("managers",), after_minutes=30),
        ),
    )
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=at(8))
    ticket = make_ticket(nordsoft, severity="high", team=nordsoft.team)  # 09:00, due 11:00
    run(at(10))
    assert (told("warning"), told("warning-2")) == ([nordsoft.agent], [])
    run(at(10, 30))
    assert told("warning-2") == [nordsoft.agent]
    add_note(ticket=ticket, actor=nordsoft.agent, text="I am on it.", now=at(11, 10))
    run(at(11, 30))
    assert told("late") == [nordsoft.manager]
    mails = {mail.recipient: mail for mail in OutboxMessage.objects.filter(dedupe_key__startswith="sla")}
    late = mails[nordsoft.manager.user.email]
    assert "Bruten" in late.subject
    assert "Ingen har gjort något" not in late.subject + late.text
    words = {row.text: row.css for row in my_alerts(nordsoft.agent, now=at(12))}
    assert set(words.values()) == {"is-risk"}
