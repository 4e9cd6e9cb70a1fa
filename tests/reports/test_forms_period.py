"""What a dashboard's address asks: periods, filters, a customer by name; what is wrong is said and the rest is kept."""

from datetime import date
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest

from accounts.tenancy.context import tenant_context
from contracts.models import Customer
from reports import forms_period
from reports.figures import Filters, Period
from reports.forms_period import PeriodForm
from tests.budget import Budget
from tests.cast import Cast
from tests.reports.conftest import NOW

ZONE = ZoneInfo("Europe/Stockholm")


def asked(**data: str) -> PeriodForm:
    return PeriodForm(data, now=NOW, zone=ZONE)


def customer_of(form: PeriodForm) -> str | None:
    assert form.is_valid(), form.errors
    return form.filters.customer


def refused(form: PeriodForm) -> str:
    assert list(form.errors) == ["company"]
    return str(form.errors["company"][0])


def test_the_usual_periods_end_with_this_month_and_keep_the_rest(nordsoft: Cast) -> None:
    form = asked(since="2026-04", until="2026-04", severity="high", customer=str(nordsoft.customer.pk))
    form.also = {"by": "plan"}
    assert [choice.query for choice in form.quick] == [
        f"since={since}&until={until}&severity=high&customer={nordsoft.customer.pk}&by=plan"
        for since, until in (("2026-05",) * 2, ("2026-04",) * 2, ("2026-03", "2026-05"), ("2025-06", "2026-05"))
    ]
    assert [choice.is_current for choice in form.quick] == [False, True, False, False]


def test_without_a_question_it_is_three_months_of_all_tickets(nordsoft: Cast) -> None:
    form = asked()
    assert form.is_valid()
    assert (form.period, form.filters) == (Period(date(2026, 3, 1), date(2026, 5, 1), ZONE), Filters())
    assert [choice.is_current for choice in form.quick] == [False, False, True, False]


def test_a_customer_is_chosen_by_name_or_number_and_linked_by_key(nordsoft: Cast) -> None:
    Customer.objects.filter(pk=nordsoft.customer.pk).update(external_id="K-17")
    key, name = str(nordsoft.customer.pk), nordsoft.customer.name
    for text in (name, f"  {name.upper()} ", name[:-3], "K-17"):
        form = asked(company=text)
        assert customer_of(form) == key
        assert parse_qs(form.query())["customer"] == [key]
        assert form["company"].value() == name
    linked = asked(customer=key)
    assert customer_of(linked) == key
    assert linked["company"].value() == name
    assert customer_of(asked(company="", customer=key)) is None  # the name was cleared


def test_a_whole_name_goes_before_a_part_of_others(nordsoft: Cast) -> None:
    berg = Customer.objects.create(name="Zberg")
    Customer.objects.create(name="Zberg & son")
    assert customer_of(asked(company="zberg")) == str(berg.pk)
    form = asked(company="zber")
    assert "Zberg & son" in form.offered
    assert refused(form)


def test_of_namesakes_the_one_of_the_link_stays(nordsoft: Cast) -> None:
    one, other = (Customer.objects.create(name="Twin") for _ in range(2))
    assert refused(asked(company="Twin"))
    assert customer_of(asked(company="Twin", customer=str(other.pk))) == str(other.pk)
    assert customer_of(asked(customer=str(one.pk))) == str(one.pk)


@pytest.mark.parametrize("data", [{"company": "Nobody"}, {"customer": "x"}, {"customer": "9" * 30}, {"company": "%"}])
def test_a_customer_that_is_none_is_said_and_the_rest_is_kept(nordsoft: Cast, data: dict[str, str]) -> None:
    form = asked(severity="high", since="2026-02", until="2026-03", **data)
    assert refused(form)
    assert form["company"].value() == data.get("company", "")
    assert (form["severity"].value(), form["since"].value()) == ("high", "2026-02")
    assert form.quick[0].query == "since=2026-05&until=2026-05&severity=high"


def test_anothers_customers_are_not_found_nor_offered(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        theirs = Customer.objects.create(name="Theirs")
    form = asked(customer=str(theirs.pk))
    assert refused(form)
    assert refused(asked(company="Theirs"))
    assert nordsoft.customer.name in form.offered
    assert "Theirs" not in form.offered


def test_too_many_to_offer_are_not_offered(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms_period, "OFFERED", Customer.objects.count() - 1)
    assert asked().offered == []


def test_each_filter_that_is_on_can_be_taken_off(nordsoft: Cast) -> None:
    form = asked(team=str(nordsoft.team.pk), product="none", customer=str(nordsoft.customer.pk), channel="email")
    assert form.is_valid()
    assert form.filters == Filters(
        team=str(nordsoft.team.pk), product="", customer=str(nordsoft.customer.pk), channel="email"
    )
    assert [chip.name for chip in form.chips][:1] == [nordsoft.customer.name]
    for chip, name in zip(form.chips, ("customer", "product", "team", "channel"), strict=True):
        assert set(parse_qs(form.query())) - set(parse_qs(chip.query)) == {name}


def test_it_asks_twice_at_most(nordsoft: Cast) -> None:
    for number in range(5):
        Customer.objects.create(name=f"Customer {number}")
    with Budget(1):
        assert asked().is_valid()
    with Budget(2):
        assert asked(company="Customer 3").is_valid()
