"""Months are billed, closed, and opened again (domain: price per month; issue: reproducible for a closed month)."""

import csv
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from accounts.tenancy.context import tenant_context
from contracts.models import BillingClosing, BillingMonth, ConsultancyRate, Contract, Customer
from contracts.services.partners import set_rate
from contracts.services.payslips import enter_payslips
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.prices import APRIL, FEBRUARY, MARCH, count_payslips, make_prices
from tickets.bills import Bill, from_json, to_json, to_table
from tickets.models import Ticket, TimeEntry
from tickets.selectors.billing import month_bill
from tickets.selectors.billing_pages import bill_of, month_page
from tickets.services.billing import close_month, csv_of, reopen_month
from tickets.services.time import log_time

AFTER = datetime.fromisoformat("2026-04-02T10:00:00+02:00")


@pytest.fixture(autouse=True)
def prices(nordsoft: Cast) -> None:
    make_prices(nordsoft)
    Contract.objects.update(currency="DKK")
    count_payslips(nordsoft, 351)


def work(cast: Cast, minutes: int, day: date = MARCH, *, kind: str = "billable", **more: Any) -> Ticket:
    ticket = make_ticket(cast, **more)
    log_time(ticket=ticket, actor=cast.agent, minutes=minutes, day=day, kind=kind, reason="Agreed.", now=AFTER)
    return ticket


def close(cast: Cast, month: date = MARCH, now: datetime = AFTER) -> BillingClosing:
    return close_month(month=month, actor=cast.manager, now=now)


def reopen(cast: Cast, reason: str = "A count was wrong.") -> BillingClosing:
    return reopen_month(month=MARCH, actor=cast.manager, reason=reason, now=AFTER + timedelta(hours=1))


def lines(bill: Bill) -> list[tuple[str, str, str]]:
    return [(line.text, str(line.amount), line.currency) for each in bill.customers for line in each.lines]


def test_a_month_is_subscription_and_billable_work_less_the_plans_discount(nordsoft: Cast) -> None:
    work(nordsoft, 90)
    work(nordsoft, 60, kind="covered")
    nordsoft.tenant.language = "en"
    bill = month_bill(nordsoft.tenant, MARCH)
    # 1,200 less 15 % is 1,020 an hour.
    assert lines(bill) == [
        ("Professional: base price", "4244.00", "DKK"),
        ("Professional: payslips 1–350", "1414.00", "DKK"),
        ("Professional: payslips 351", "3.03", "DKK"),
        ("Work on ticket 1001, 1 Mar 2026", "1530.00", "SEK"),
    ]
    assert bill.totals == {"DKK": Decimal("5661.03"), "SEK": Decimal("1530.00")}


def test_work_counts_in_the_month_of_its_day_at_that_days_price(nordsoft: Cast) -> None:
    set_rate(actor=nordsoft.manager, amount=Decimal(2000), currency="SEK", valid_from=date(2026, 3, 15))
    for day in (date(2026, 2, 28), date(2026, 3, 14), date(2026, 3, 15), date(2026, 3, 31), date(2026, 4, 1)):
        work(nordsoft, 60, day)
    (mine,) = month_bill(nordsoft.tenant, MARCH).customers
    assert [(line.day, str(line.amount)) for line in mine.lines if line.kind == "time"] == [
        (date(2026, 3, 14), "1020.00"),
        (date(2026, 3, 15), "1700.00"),
        (date(2026, 3, 31), "1700.00"),
    ]


def test_without_contract_there_is_no_discount(nordsoft: Cast) -> None:
    work(nordsoft, 60, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent)
    found = month_bill(nordsoft.tenant, MARCH).of(nordsoft.stranger.pk)
    assert found
    assert [(line.discount, str(line.amount)) for line in found.lines] == [(0, "1200.00")]


def test_work_without_price_is_missing(nordsoft: Cast) -> None:
    ConsultancyRate.objects.all().delete()
    work(nordsoft, 60)
    (mine,) = month_bill(nordsoft.tenant, MARCH).customers
    assert [missing.what for missing in mine.missing] == ["rate"]


def test_the_json_says_everything_and_is_read_back(nordsoft: Cast) -> None:
    work(nordsoft, 50)
    bill = month_bill(nordsoft.tenant, MARCH)
    text = to_json(bill)
    assert from_json(text) == bill
    body = json.loads(text)
    assert (body["tenant"], body["month"], body["payslips_of"]) == ("nordsoft", "2026-03", "2026-02")
    (customer,) = body["customers"]
    assert customer["totals"] == [{"currency": "DKK", "amount": "5661.03"}, {"currency": "SEK", "amount": "850.00"}]
    tier, time = customer["lines"][1], customer["lines"][3]
    assert (tier["first"], tier["last"], tier["quantity"], tier["unit"]) == (1, 350, "350", "payslip")
    assert (tier["unit_price"], tier["amount"]) == ("4.04", "1414.00")
    assert (time["minutes"], time["quantity"], time["unit"], time["discount"]) == (50, "0.8333", "hour", "15.00")
    assert (time["unit_price"], time["amount"], time["day"]) == ("1020.00", "850.00", "2026-03-01")


def test_the_csv_is_for_the_tenants_spreadsheets_and_runs_nothing_there(nordsoft: Cast) -> None:
    Customer.objects.filter(pk=nordsoft.customer.pk).update(name='=HYPERLINK("x")', external_id="@7")
    text = csv_of(month_bill(nordsoft.tenant, MARCH), nordsoft.tenant)
    assert text.startswith("\ufeffmonth;customer;external_id;name;kind;text;")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 3
    assert (rows[1]["name"], rows[1]["external_id"]) == ('\'=HYPERLINK("x")', "'@7")
    assert (rows[1]["month"], rows[1]["quantity"], rows[1]["unit_price"], rows[1]["amount"]) == (
        "2026-03",
        "350",
        "4,04",
        "1414,00",
    )


def test_a_closed_month_is_the_same_later_though_everything_changed(nordsoft: Cast) -> None:
    ticket = work(nordsoft, 90)
    closing = close(nordsoft)
    kept = (closing.json, closing.csv)
    TimeEntry.objects.filter(ticket=ticket).update(minutes=600)
    ConsultancyRate.objects.update(amount=1)
    Contract.objects.update(currency="SEK")
    Customer.objects.filter(pk=nordsoft.customer.pk).update(name="Another name")
    bill, found = bill_of(nordsoft.tenant, MARCH)
    assert found
    assert (found.json, found.csv) == kept == (to_json(bill), csv_of(bill, nordsoft.tenant))
    assert "Bergs Bygg AB" in found.json
    assert to_json(month_bill(nordsoft.tenant, MARCH)) != kept[0]


def test_an_open_month_is_the_same_while_nothing_changes(nordsoft: Cast) -> None:
    for number in (30, 20, 10):
        work(nordsoft, number)
    first, second = (month_bill(nordsoft.tenant, MARCH) for _ in range(2))
    assert to_json(first) == to_json(second)
    assert csv_of(first, nordsoft.tenant) == csv_of(second, nordsoft.tenant)


def test_differences_to_what_it_was_closed_with_are_told(nordsoft: Cast) -> None:
    ticket = work(nordsoft, 60)
    close(nordsoft)
    assert month_page(nordsoft.tenant, MARCH, now=AFTER).differences == []
    TimeEntry.objects.filter(ticket=ticket).update(minutes=120)
    work(nordsoft, 30)
    told = month_page(nordsoft.tenant, MARCH, now=AFTER)
    assert [(each.text, each.before, each.now) for each in told.differences] == [
        ("Work on ticket 1001, 1 Mar 2026", "1,020.00\u00a0SEK", "2,040.00\u00a0SEK"),
        ("Work on ticket 1002, 1 Mar 2026", "", "510.00\u00a0SEK"),
    ]
    assert told.totals == ["5,661.03\u00a0DKK", "1,020.00\u00a0SEK"]


def test_a_month_is_closed_once_and_only_when_it_is_over(nordsoft: Cast) -> None:
    last_second = datetime.fromisoformat("2026-03-31T23:59:59+02:00")
    with pytest.raises(ValidationError) as early:
        close(nordsoft, now=last_second)
    assert early.value.code == "status"
    close(nordsoft, now=last_second + timedelta(seconds=1))
    with pytest.raises(ValidationError) as twice:
        close(nordsoft)
    assert twice.value.code == "status"


def test_a_month_in_which_something_is_missing_is_not_closed(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError) as error:
        close(nordsoft, APRIL, now=AFTER + timedelta(days=40))
    assert error.value.code == "missing"
    assert not BillingClosing.objects.exists()


def test_a_closed_month_refuses_payslips_until_it_is_opened_for_a_reason(nordsoft: Cast) -> None:
    nordsoft.tenant.language = nordsoft.manager.tenant.language = "en"
    first = close(nordsoft)
    with pytest.raises(ValidationError) as refused:
        count_payslips(nordsoft, 350, now=AFTER)
    assert refused.value.code == "status"
    with pytest.raises(ValidationError) as silent:
        reopen(nordsoft, reason="  ")
    assert list(silent.value.message_dict) == ["reason"]
    opened = reopen(nordsoft)
    assert (opened.reason, opened.reopened_by) == ("A count was wrong.", nordsoft.manager)
    with pytest.raises(ValidationError):
        reopen(nordsoft)
    count_payslips(nordsoft, 350, now=AFTER)
    second = close(nordsoft, now=AFTER + timedelta(hours=2))
    assert (first.pk, second.number) == (opened.pk, 2)
    assert (first.totals["DKK"], second.totals["DKK"]) == ("5661.03", "5658.00")
    # The first closing is kept as it was.
    assert BillingClosing.objects.get(number=1).json == first.json
    (difference,) = [each for each in _between(first, second) if each]
    assert difference.startswith("Professional: payslips 351")


def _between(first: BillingClosing, second: BillingClosing) -> list[str]:
    before, after = from_json(first.json), from_json(second.json)
    return [line.text for line in before.customers[0].lines if line not in after.customers[0].lines]


def test_only_managers_close_and_open(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        close_month(month=MARCH, actor=nordsoft.agent, now=AFTER)
    close(nordsoft)
    with pytest.raises(NotAllowedError):
        reopen_month(month=MARCH, actor=nordsoft.agent, reason="x", now=AFTER)


def test_another_tenants_month_is_its_own(nordsoft: Cast, lonhuset: Cast) -> None:
    close(nordsoft)
    with tenant_context(lonhuset.tenant.pk):
        assert not BillingMonth.objects.exists()
        assert month_bill(lonhuset.tenant, MARCH).customers[0].name == "Bergs Byg ApS"


def test_a_month_costs_five_queries_however_many_customers_and_entries(nordsoft: Cast) -> None:
    def cost() -> int:
        with Budget() as budget:
            month_bill(nordsoft.tenant, MARCH)
        return len(budget.asked)

    for number in range(3):
        work(nordsoft, 30)
        customer = Customer.objects.create(name=f"Customer {number}")
        Contract.objects.create(
            customer=customer, plan_version=nordsoft.contract.plan_version, starts_on=MARCH, currency="DKK"
        )
        enter_payslips(customer=customer, month=FEBRUARY, count=5, source="csv", actor=nordsoft.manager, now=MONDAY)
    assert cost() == 5
    assert len(list(to_table(month_bill(nordsoft.tenant, MARCH)).rows)) == 3 + 3 + 3 * 2
