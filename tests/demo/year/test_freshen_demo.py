"""Whenever the demo is started, a promise is about to break."""

from datetime import timedelta

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from demo.ask_now import MARK as ASKED
from demo.freshen import MARK, freshen
from surveys.models import Invitation
from tests.demo.conftest import WORKING
from tickets.models import SlaClock, Ticket
from tickets.services.alerts.sweep import Aside, raise_batch

pytestmark = [pytest.mark.usefixtures("year"), pytest.mark.django_db, pytest.mark.xdist_group("year")]


def live() -> "list[Ticket]":
    return list(Ticket.objects.open().filter(external_id__startswith=MARK))


def test_one_warns_within_a_minute_and_one_breaches_within_four_at_night_too() -> None:
    now = WORKING.replace(hour=23, minute=40)
    assert freshen(now=now) == {"nordsoft": 3, "lonhuset": 3}
    with tenant_context(Tenant.objects.get(slug="nordsoft").pk):
        clocks = SlaClock.objects.filter(ticket__external_id__startswith=MARK, metric="start").order_by("due_at")
        assert all(clock.is_covered for clock in clocks)
        assert now < clocks[0].due_at <= now + timedelta(minutes=4)
        assert now < clocks[1].risk_at <= now + timedelta(seconds=70)
        raise_batch(now=now, aside=Aside())  # the first has passed its warning: told at once
        assert SlaClock.objects.get(pk=clocks[0].pk).alerts.filter(step="warning").exists()


def test_twice_in_a_minute_files_once_and_starts_do_not_pile_up() -> None:
    freshen(now=WORKING)
    assert freshen(now=WORKING + timedelta(seconds=20)) == {"nordsoft": 0, "lonhuset": 0}
    for hours in range(1, 4):
        freshen(now=WORKING + timedelta(hours=hours))
    with tenant_context(Tenant.objects.get(slug="lonhuset").pk):
        assert len(live()) == 3
        assert Ticket.objects.filter(external_id__startswith=MARK, status="resolved").count() == 9


def test_a_tenant_that_is_gone_is_left_out() -> None:
    Tenant.objects.update(slug=Concat(Value("former-"), "slug"))
    assert freshen(now=WORKING) == {}


@pytest.mark.parametrize("hours", [0, 1, 13, 60])  # by day, in the first hour of the morning, at night, at the weekend
def test_a_survey_goes_out_whenever_somebody_looks(hours: int) -> None:
    now = WORKING + timedelta(hours=hours)
    freshen(now=now)
    with tenant_context(Tenant.objects.get(slug="nordsoft").pk):
        asked = Invitation.objects.get(ticket__external_id__startswith=ASKED)
        assert asked.state == Invitation.State.SENT
        assert asked.sent_at
        assert asked.sent_at <= now
    freshen(now=now + timedelta(hours=1))
    with tenant_context(Tenant.objects.get(slug="nordsoft").pk):
        assert Ticket.objects.filter(external_id__startswith=ASKED).count() == 1
