"""Alerts of round-the-clock clocks reach who is on call while support is closed."""

from datetime import UTC, date, datetime, time

import pytest

from accounts.models import Membership, User
from contracts.models import Contract
from outbox.models import OutboxMessage
from sla.services.policies import PolicyDraft, StepDraft, change_policy
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Alert, Ticket
from tickets.services.alerts.following import follow_batch
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.assignment import assign
from tickets.services.rotas import RotaCard, create_rota


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """Give Swedish local time in March 2026 (UTC+1)."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


NIGHT, WARNED, DUE = at(22), at(22, 12), at(22, 15)


@pytest.fixture
def covered(nordsoft: Cast) -> Cast:
    Contract.objects.update(covers_critical=True)
    return nordsoft


def keep_list(cast: Cast, *members: Membership, by_team: bool = False, begins: date = date(2026, 3, 2)) -> None:
    card = RotaCard(weekday=0, at=time(9), first_on=begins, members=members)
    create_rota(actor=cast.manager, team=cast.team if by_team else None, card=card)


def file_at(cast: Cast, now: datetime = NIGHT, severity: str = "critical") -> Ticket:
    return make_ticket(cast, severity=severity, team=cast.team, now=now)


def told(step: str) -> dict[Membership, str]:
    alerts = Alert.objects.filter(step=step, clock__metric="start").order_by("pk")
    return {alert.receiver: alert.why for alert in alerts}


def run(now: datetime) -> None:
    while raise_batch(now=now, aside=Aside()):
        pass


def test_at_night_who_is_on_call_is_told_instead_of_the_team(covered: Cast) -> None:
    keep_list(covered, covered.colleague, covered.manager)
    User.objects.filter(pk=covered.colleague.user_id).update(language="en")
    file_at(covered)
    run(WARNED)
    assert told("warning") == {covered.colleague: "on_call"}
    run(DUE)
    assert told("breach") == {covered.manager: "managers", covered.colleague: "on_call"}
    mail = OutboxMessage.objects.filter(recipient=covered.colleague.user.email)[0]
    assert "You are on call." in mail.text
    assert "You are on call." in mail.html


def test_the_assignee_is_told_besides(covered: Cast) -> None:
    keep_list(covered, covered.colleague)
    assign(ticket=file_at(covered), actor=covered.manager, assignee=covered.agent, now=NIGHT)
    run(WARNED)
    assert told("warning") == {covered.agent: "assignee", covered.colleague: "on_call"}


def test_by_day_the_same_clock_tells_the_team(covered: Cast) -> None:
    keep_list(covered, covered.colleague)
    file_at(covered, now=at(10))
    run(at(10, 12))
    assert told("warning") == {covered.agent: "team"}


def test_at_lunch_support_is_closed_too(covered: Cast) -> None:
    keep_list(covered, covered.colleague)
    file_at(covered, now=at(12, 5))
    run(at(12, 17))
    assert told("warning") == {covered.colleague: "on_call"}


def test_without_cover_nobody_is_called_at_night(nordsoft: Cast) -> None:
    keep_list(nordsoft, nordsoft.colleague)
    file_at(nordsoft)
    run(at(3, day=3))
    assert Alert.objects.count() == 0
    run(at(8, 15, day=3))
    assert told("breach") == {nordsoft.agent: "team", nordsoft.manager: "managers"}


def test_a_tenant_without_list_tells_whom_it_tells_by_day(covered: Cast) -> None:
    file_at(covered)
    run(WARNED)
    assert told("warning") == {covered.agent: "team"}


def test_where_the_list_has_a_gap_the_managers_are_told_besides(covered: Cast) -> None:
    keep_list(covered, covered.colleague, begins=date(2026, 4, 6))
    file_at(covered)
    run(WARNED)
    assert told("warning") == {covered.agent: "team", covered.manager: "managers"}


def test_the_teams_list_goes_before_the_general_one_and_a_gap_in_it_falls_back(covered: Cast) -> None:
    keep_list(covered, covered.colleague)
    keep_list(covered, covered.agent, by_team=True, begins=date(2026, 3, 9))
    file_at(covered)
    run(WARNED)
    assert told("warning") == {covered.colleague: "on_call"}
    Alert.objects.all().delete()
    file_at(covered, now=at(22, day=9))
    run(at(22, 12, day=9))
    assert told("warning") == {covered.agent: "on_call"}


def test_who_is_away_is_passed_over(covered: Cast) -> None:
    keep_list(covered, covered.colleague, covered.manager)
    Membership.objects.filter(pk=covered.colleague.pk).update(away_until=date(2026, 3, 5))
    file_at(covered)
    run(WARNED)
    assert told("warning") == {covered.manager: "on_call"}


def test_a_mail_that_fails_at_night_goes_to_the_second_on_call(covered: Cast) -> None:
    keep_list(covered, covered.colleague, covered.admin)
    ticket = file_at(covered)
    run(WARNED)
    OutboxMessage.objects.filter(recipient=covered.colleague.user.email).update(state="failed", last_error="550 no")
    follow_batch(now=at(22, 13))
    assert told("warning") == {covered.colleague: "on_call", covered.admin: "handed_on"}
    assert ticket.events.get(kind="alert_failed").data["to"] == ["Astrid Vik"]


def test_a_step_can_name_who_is_on_call_at_any_hour(nordsoft: Cast) -> None:
    draft = PolicyDraft(
        name="Standard",
        calendar=nordsoft.calendar,
        targets={("high", "start"): {"minutes": 120}},
        pauses={},
        steps=(StepDraft(("on_call",), share=50), StepDraft(("team", "on_call"), share=100)),
    )
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=at(8))
    keep_list(nordsoft, nordsoft.colleague)
    file_at(nordsoft, now=at(9), severity="high")
    run(at(10))
    assert told("warning") == {nordsoft.colleague: "on_call"}
    run(at(11))
    assert told("breach") == {nordsoft.agent: "team", nordsoft.colleague: "on_call"}


def test_a_step_for_who_is_on_call_falls_back_to_the_managers(nordsoft: Cast) -> None:
    draft = PolicyDraft(
        name="Standard",
        calendar=nordsoft.calendar,
        targets={("high", "start"): {"minutes": 120}},
        pauses={},
        steps=(StepDraft(("on_call",), share=50),),
    )
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=at(8))
    file_at(nordsoft, now=at(9), severity="high")
    run(at(10))
    assert told("warning") == {nordsoft.manager: "managers"}
