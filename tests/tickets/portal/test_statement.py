"""What the company pays, in the portal."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.test import Client

from contracts.models import Contract, Customer
from tests.cast import Cast
from tests.factories import make_ticket
from tests.prices import MARCH, count_payslips, make_prices
from tests.tickets.desk.pages import text_of
from tickets.services.billing import close_month
from tickets.services.time import log_time

Budget = Callable[[int], AbstractContextManager[object]]
PAGE = "/nordsoft/portal/statement/?month=2026-03"


@pytest.fixture(autouse=True)
def english(nordsoft: Cast) -> object:
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()
    make_prices(nordsoft)
    Contract.objects.update(currency="DKK")
    with time_machine.travel("2026-04-02T08:00:00Z", tick=False):
        yield


def shown(client: Client, page: str = PAGE) -> str:
    return text_of(client.get(page).content).replace("\u00a0", " ")


def test_a_statement_tells_its_arithmetic_and_work_as_one_sum(nordsoft: Cast, karin: Client) -> None:
    count_payslips(nordsoft, 351)
    for minutes in (20, 40):
        ticket = make_ticket(nordsoft)
        log_time(
            ticket=ticket,
            actor=nordsoft.agent,
            minutes=minutes,
            now=ticket.opened_at,
            kind="billable",
            reason="Agreed.",
        )
    text = shown(karin)
    assert "Professional: payslips 1–350 350 × 4.04 1,414.00 DKK" in text
    assert "Consultants’ work 1 h at 1,020.00 an hour 1,020.00 SEK" in text
    assert "ticket" not in text.split("Consultants’ work")[0].split("What you pay")[-1]
    assert "Total 5,661.03 DKK 1,020.00 SEK" in text
    assert "Preliminary" in text


def test_a_closed_month_stays(nordsoft: Cast, karin: Client) -> None:
    from django.utils import timezone

    count_payslips(nordsoft, 351)
    close_month(month=MARCH, actor=nordsoft.manager, now=timezone.now())
    Contract.objects.update(currency="SEK")
    assert "Total 5,661.03 DKK" in shown(karin)
    assert "The month was closed on 2 Apr 2026." in shown(karin)


def test_a_missing_count_is_said_and_no_total_is_guessed(karin: Client) -> None:
    text = shown(karin)
    assert "The number of payslips in February 2026 is missing. The price is not complete without it." in text
    assert "Total" not in text


def test_months_that_cannot_be_shown_become_the_nearest(karin: Client) -> None:
    assert "What you pay, April 2026" in shown(karin, "/nordsoft/portal/statement/?month=2030-01")
    assert "What you pay, April 2026" in shown(karin, "/nordsoft/portal/statement/?month=x")


def test_only_who_sees_the_whole_company_sees_what_it_pays(nordsoft: Cast, karin: Client, lars: Client) -> None:
    assert lars.get(PAGE).status_code == 404
    link = "/nordsoft/portal/statement/"
    assert link in karin.get("/nordsoft/portal/contract/").content.decode()
    assert link not in lars.get("/nordsoft/portal/contract/").content.decode()


def test_others_bills_are_not_told(nordsoft: Cast, karin: Client) -> None:
    other = Customer.objects.create(name="Other AB")
    Contract.objects.create(customer=other, plan_version=nordsoft.contract.plan_version, starts_on=MARCH)
    assert "Other AB" not in karin.get(PAGE).content.decode()


def test_it_is_on_budget(nordsoft: Cast, karin: Client, budget: Budget) -> None:
    count_payslips(nordsoft, 351)
    karin.get(PAGE)
    with budget(8):
        karin.get(PAGE)
