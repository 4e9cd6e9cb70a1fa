"""Quotas: what is used, what is left, who is told, and that nothing beyond is worked before the customer knows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import ConsultancyRate
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Notification, QuotaNotice, TimeEntry
from tickets.selectors.quotas import Quota, quota_of, quotas_of
from tickets.services.quotas import tell_overrun
from tickets.services.time import change_time, log_time, remove_time

YEAR = 2026


@pytest.fixture
def priced(nordsoft: Cast) -> Cast:
    """Professional: two hours of legal assistance a year, two sparrings, a service check; an hour costs 1 500 SEK."""
    ConsultancyRate.objects.create(amount=Decimal(1500), currency="SEK", valid_from=date(2020, 1, 1))
    return nordsoft


def legal(cast: Cast, year: int = YEAR) -> Quota:
    found = quota_of(cast.contract, "legal", year)
    assert found
    return found


def told(cast: Cast, year: int = YEAR) -> QuotaNotice:
    return tell_overrun(contract=cast.contract, code="legal", year=year, actor=cast.agent, now=MONDAY)


def worked(cast: Cast, minutes: int, day: date | None = None, now: datetime = MONDAY) -> TimeEntry:
    ticket = cast.customer.tickets.first() or make_ticket(cast)
    return log_time(ticket=ticket, actor=cast.agent, minutes=minutes, day=day, service="legal", now=now)


def test_what_is_left_is_one_question(priced: Cast) -> None:
    worked(priced, 30)
    contract = priced.contract
    with Budget(1):
        found = quotas_of(contract, YEAR)
    assert {(quota.code, quota.allowed, quota.used, quota.left) for quota in found} == {
        ("legal", 120, 30, 90),
        ("sparring", 2, 0, 2),
        ("service_check", 1, 0, 1),
    }
    assert legal(priced).left_text == "1 h 30 min of 2 h left"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_used_and_left_are_the_quota_and_the_rest_is_overrun(priced: Cast, worked_minutes: list[int]) -> None:
    with transaction.atomic():
        told(priced)
        for minutes in worked_minutes:
            worked(priced, minutes)
        quota, total = legal(priced), sum(worked_minutes)
        assert quota.used + quota.left == quota.allowed == 120
        assert quota.over == max(0, total - 120)
        assert quota.used == min(total, 120)
        assert sum(TimeEntry.objects.values_list("minutes", flat=True)) == total
        transaction.set_rollback(True)


def test_work_is_split_to_the_minute_at_the_edge(priced: Cast) -> None:
    worked(priced, 100)
    told(priced)
    first = worked(priced, 45)
    assert (first.minutes, first.kind, first.why) == (20, "covered", "quota")
    second = TimeEntry.objects.get(kind="billable")
    assert (second.minutes, second.why, second.service) == (25, "overrun", "legal")
    assert worked(priced, 10).kind == "billable"


def test_work_beyond_the_quota_waits_until_the_customer_was_told(priced: Cast) -> None:
    worked(priced, 120)
    with pytest.raises(ValidationError, match="must be told of the price before"):
        worked(priced, 1)
    assert legal(priced).over == 0
    notice = told(priced)
    assert (notice.price, notice.currency) == (Decimal("1275.00"), "SEK")  # the plan's 15 per cent are off
    assert notice.receivers == [priced.karin.email]
    mail = OutboxMessage.objects.get(dedupe_key__startswith="overrun:")
    assert "1" in mail.text
    assert "275" in mail.text
    worked(priced, 1)
    assert legal(priced).over == 1
    assert told(priced) == notice
    assert OutboxMessage.objects.filter(dedupe_key__startswith="overrun:").count() == 1


def test_nobody_to_tell_is_said(priced: Cast) -> None:
    priced.karin.is_company_wide = False
    priced.karin.save()
    with pytest.raises(ValidationError, match="has an e-mail address"):
        told(priced)
    notice = tell_overrun(
        contract=priced.contract, code="legal", year=YEAR, actor=priced.agent, now=MONDAY, contact=priced.lars
    )
    assert notice.receivers == [priced.lars.email]


def test_80_and_100_per_cent_are_each_told_once_to_those_who_answer_for_it(priced: Cast) -> None:
    priced.contract.personal_consultant = priced.consultant
    priced.contract.save()
    worked(priced, 95)
    assert not QuotaNotice.objects.exists()
    worked(priced, 1)  # 96 of 120 minutes
    assert list(QuotaNotice.objects.values_list("cause", flat=True)) == ["80"]
    warned = OutboxMessage.objects.filter(dedupe_key__startswith="quota:")
    everybody = {priced.manager.user.email, priced.consultant.user.email, priced.karin.email}
    assert {mail.recipient for mail in warned} == everybody
    on_desk = Notification.objects.filter(kind="quota")
    assert priced.manager.pk in on_desk.values_list("receiver", flat=True)
    worked(priced, 1)
    assert warned.all().count() == 3
    worked(priced, 23)
    assert warned.all().count() == 6
    entry = TimeEntry.objects.order_by("pk").last()
    assert entry
    remove_time(entry=entry, actor=priced.agent, now=MONDAY)
    worked(priced, 23)
    assert warned.all().count() == 6


def test_both_shares_at_once_are_one_mail(priced: Cast) -> None:
    worked(priced, 120)
    assert QuotaNotice.objects.count() == 2
    assert OutboxMessage.objects.filter(dedupe_key__startswith="quota:", recipient=priced.karin.email).count() == 1


def test_each_local_year_has_its_own_quota(priced: Cast) -> None:
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Stockholm
    worked(priced, 120, now=MONDAY)
    worked(priced, 60, day=date(2025, 12, 31))
    assert (legal(priced).used, legal(priced, 2025).used) == (120, 60)
    entry = worked(priced, 10, day=date(2025, 6, 1))
    assert entry.kind == "covered"
    ticket = make_ticket(priced, now=new_year)
    with pytest.raises(ValidationError, match="must be told"):
        log_time(ticket=ticket, actor=priced.agent, minutes=5, service="legal", now=new_year)
    told(priced)
    with pytest.raises(ValidationError, match="must be told"):  # told of another year
        worked(priced, 60, day=date(2025, 12, 30))


def test_the_plan_in_force_decides_for_the_whole_year(priced: Cast) -> None:
    worked(priced, 120)
    version = priced.plans["premium"].versions.get()
    priced.contract.plan_version = version
    priced.contract.save()
    assert legal(priced).left == 120  # four hours a year
    worked(priced, 60)
    priced.contract.plan_version = priced.plans["professional"].versions.get()
    priced.contract.save()
    quota = legal(priced)
    assert (quota.used, quota.left, quota.percent) == (180, 0, 100)


def test_a_correction_frees_what_it_took(priced: Cast) -> None:
    entry = worked(priced, 120)
    changed = change_time(entry=entry, actor=priced.agent, minutes=30, day=entry.day, now=MONDAY)
    assert (changed.kind, changed.service, legal(priced).left) == ("covered", "legal", 90)
    with pytest.raises(ValidationError, match="must be told"):
        change_time(entry=changed, actor=priced.agent, minutes=130, day=entry.day, now=MONDAY)
    assert legal(priced).left == 90
    told(priced)
    change_time(entry=changed, actor=priced.agent, minutes=130, day=entry.day, now=MONDAY)
    assert (legal(priced).used, legal(priced).over) == (120, 10)


def test_what_cannot_count_against_a_quota(priced: Cast) -> None:
    ticket = make_ticket(priced)
    for more, field in (
        ({"service": "sparring_x"}, "service"),
        ({"service": "support"}, "service"),
        ({"service": "legal", "kind": "covered", "reason": "By agreement"}, "kind"),
    ):
        with pytest.raises(ValidationError) as refused:
            log_time(ticket=ticket, actor=priced.agent, minutes=5, now=MONDAY, **more)
        assert field in refused.value.message_dict
    lonely = make_ticket(priced, customer=priced.stranger, contact=None, actor=priced.agent)
    with pytest.raises(ValidationError, match="no contract"):
        log_time(ticket=lonely, actor=priced.agent, minutes=5, now=MONDAY, service="legal")
    assert log_time(ticket=ticket, actor=priced.agent, minutes=5, now=MONDAY).service is None
    assert legal(priced).used == 0


def test_another_desk_uses_quotas_of_its_own(priced: Cast, lonhuset: Cast) -> None:
    worked(priced, 60)
    from accounts.tenancy.context import tenant_context

    with tenant_context(lonhuset.tenant.pk):
        assert legal(lonhuset).used == 0


def test_a_day_at_the_edge_of_the_year_is_local(priced: Cast) -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # 2027 in Stockholm
    ticket = make_ticket(priced)
    log_time(ticket=ticket, actor=priced.agent, minutes=15, service="legal", now=late)
    log_time(ticket=ticket, actor=priced.agent, minutes=5, service="legal", now=late - timedelta(hours=1))
    assert (legal(priced, 2026).used, legal(priced, 2027).used) == (5, 15)
