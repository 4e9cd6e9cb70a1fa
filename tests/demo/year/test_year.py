"""What a year of the demo looks like."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from pytest_django import Settings

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import BillingClosing, Contact, Contract, PayslipCount, PriceList
from demo.load import PASSWORD
from demo.plots import book
from surveys.models import Answer, FollowUp, FollowUpNote, Invitation
from surveys.selectors.words import recurring_words
from tests.demo.conftest import HASHERS, WORKING, load
from tickets.models import Message, Ticket
from tickets.selectors.billing import month_bill
from tickets.services.replaying import replayed

SLUGS = ["nordsoft", "lonhuset"]
pytestmark = [pytest.mark.usefixtures("year"), pytest.mark.django_db, pytest.mark.xdist_group("year")]


@contextmanager
def inside(slug: str) -> Iterator[None]:
    with tenant_context(Tenant.objects.get(slug=slug).pk):
        yield


def test_a_second_run_says_that_the_data_is_there(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.DEMO = True
    load()
    assert capsys.readouterr().out.count("the data is there") == 2
    assert Tenant.objects.count() == 2


def test_every_clock_is_what_a_replay_of_its_events_gives() -> None:
    for slug in SLUGS:
        with inside(slug):
            assert [found for found in replayed(mend=False) if found] == []
    call_command("replay_clocks", check=True)


def test_tickets_stand_as_the_services_would_have_left_them() -> None:
    with inside("nordsoft"):
        made = Ticket.objects.filter(is_imported=False, merged_into=None)
        assert set(made.values_list("status", flat=True)) == set(Ticket.Status.values)
        assert not made.filter(status__in=["resolved", "closed"], solution="").exists()
        assert not made.filter(status="resolved", close_due_at=None).exists()
        assert not made.exclude(status="new").filter(started_at=None).exists()
        assert not Message.objects.filter(text__contains="{").exists()
        assert made.exclude(severity_reason="").exists()
        numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1001, 1001 + len(numbers)))


def test_the_real_log_is_in_the_swedish_tenant() -> None:
    with inside("nordsoft"):
        assert Ticket.objects.filter(is_imported=True).count() == 445
        assert not Invitation.objects.filter(ticket__is_imported=True).exists()
    with inside("lonhuset"):
        assert not Ticket.objects.filter(is_imported=True).exists()


def test_the_login_customer_has_a_company_and_tickets_of_their_own() -> None:
    for slug in SLUGS:
        with inside(slug):
            karin = Contact.objects.get(membership__user__email=f"customer@{slug}.example")
            assert karin.is_company_wide
            assert karin.customer.contracts.get().plan.name == "Professional"
            own = Ticket.objects.filter(contact=karin)
            assert own.open().count() >= 4
            assert own.filter(status__in=["resolved", "closed"]).exists()
            assert Contract.objects.filter(covers_critical=True).count() == 1
            handed = Ticket.objects.open().filter(assignee__user__email=f"consultant@{slug}.example")
            assert handed.count() >= 3


def signs_in(address: str) -> bool:
    request = RequestFactory().post("/")
    return authenticate(request, email=address, password=PASSWORD) is not None


def test_log_ins_work_in_demo_mode_alone(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = HASHERS
    for slug in SLUGS:
        for name in ("customer", "agent", "consultant", "manager", "admin"):
            with inside(slug):
                assert signs_in(f"{name}@{slug}.example"), name
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    for slug in SLUGS:
        with inside(slug):
            assert not signs_in(f"admin@{slug}.example")


def test_surveys_follow_the_rules() -> None:
    with inside("lonhuset"):
        sent = Invitation.objects.filter(state="sent")
        assert {i.sent_at.month for i in sent if i.sent_at} >= {1, 5, 11}
        assert not any(i.sent_at.month == 7 for i in sent if i.sent_at)
        assert Invitation.objects.filter(reason="july").exists()
        assert not Invitation.objects.filter(contact__no_surveys=True, state="sent").exists()
        detractors = Answer.objects.filter(score__lte=6)
        assert detractors.count() == FollowUp.objects.exclude(outcome="raised").count() > 0


def test_every_reason_not_to_ask_and_every_end_of_a_call_is_there() -> None:
    for slug in SLUGS:
        with inside(slug):
            found = set(Invitation.objects.filter(state="not_sent").values_list("reason", flat=True))
            # What was solved elsewhere years ago is not written about; the Swedish vendor asks about every ticket.
            missing = {"imported"} | ({"sampled"} if slug == "nordsoft" else set())
            assert set(Invitation.Reason.values) - found == missing
            assert {"answered", "july", ""} <= set(Invitation.objects.values_list("not_reminded", flat=True))
            assert set(FollowUp.objects.values_list("state", flat=True)) == set(FollowUp.State.values)
            assert set(FollowUp.objects.values_list("outcome", flat=True)) == {"", *FollowUp.Outcome.values}
            assert FollowUp.objects.filter(state="open", due_at__lt=WORKING).exists()
            owners = FollowUp.objects.exclude(owner=None).values("owner").distinct()
            assert owners.count() == 2
            kinds = set(FollowUpNote.objects.values_list("kind", flat=True))
            assert kinds == set(FollowUpNote.Kind.values)
            assert len(recurring_words(Answer.objects.all(), Tenant.objects.get(slug=slug))) >= 15


def test_the_swedish_vendor_has_asked_in_two_versions_of_its_own_words() -> None:
    with inside("nordsoft"):
        versions = Invitation.objects.filter(state="sent").values_list("wording", flat=True).distinct()
        assert len(set(versions)) == 3  # the standard words before


@pytest.mark.parametrize("language", ["sv", "da"])
def test_there_are_texts_enough(language: str) -> None:
    plots = book(language).plots
    assert len(plots) >= 60
    assert len({plot.solution for plot in plots}) == len(plots)
    assert len({subject for plot in plots for subject in plot.subjects}) >= 120


@pytest.mark.parametrize("slug", SLUGS)
def test_two_months_are_closed_and_the_next_lacks_one_count(slug: str) -> None:
    with inside(slug):
        closed = BillingClosing.objects.order_by("billing_month__month").values_list("billing_month__month", flat=True)
        assert list(closed) == [date(2025, 12, 1), date(2026, 1, 1)]
        assert all(closing.totals for closing in BillingClosing.objects.all())
        tenant = Tenant.objects.get(slug=slug)
        assert len(month_bill(tenant, date(2026, 2, 1)).incomplete) == 1
        assert month_bill(tenant, date(2026, 3, 1)).incomplete == []
        assert PayslipCount.objects.values("month").distinct().count() == 12
        assert PayslipCount.objects.filter(replaced_at__isnull=False).count() == 1
        assert PriceList.objects.filter(valid_from=date(2026, 5, 1)).count() == 4
