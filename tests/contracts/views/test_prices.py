"""The public price page."""

import pytest
import time_machine
from django.test import Client

from contracts.models import Plan, PriceList
from contracts.views import prices
from tests.budget import Budget
from tests.cast import Cast
from tests.prices import make_prices
from tests.tickets.desk.pages import text_of

PAGE = "/nordsoft/prices/"


@pytest.fixture(autouse=True)
def april(nordsoft: Cast) -> object:
    make_prices(nordsoft)
    with time_machine.travel("2026-04-02T08:00:00Z", tick=False):
        yield


def shown(client: Client, query: str = "", language: str = "en") -> str:
    answer = client.get(f"{PAGE}{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return text_of(answer.content).replace("\u00a0", " ")


def asked(cast: Cast, payslips: int, currency: str = "DKK", plan: str = "professional") -> str:
    return f"?payslips={payslips}&plan={cast.plans[plan].pk}&currency={currency}"


@pytest.mark.parametrize(
    ("payslips", "total"),
    [(0, "4,244.00"), (1, "4,248.04"), (350, "5,658.00"), (351, "5,661.03"), (750, "6,870.00"), (751, "6,872.42")],
)
def test_number_and_plan_give_the_price_to_the_ore(client: Client, nordsoft: Cast, payslips: int, total: str) -> None:
    text = shown(client, asked(nordsoft, payslips))
    assert f"Professional {total} DKK a month" in text


def test_the_arithmetic_and_every_plan_side_by_side(client: Client, nordsoft: Cast) -> None:
    text = shown(client, asked(nordsoft, 351))
    assert "Base price 4,244.00 Payslips 1–350 350 × 4.04 1,414.00 Payslips 351 1 × 3.03 3.03" in text
    assert "A month, DKK 2,231.58 3,899.86 5,661.03 8,736.44" in text
    assert "Legal and security assistance – Not included – Not included 2 hours a year 4 hours a year" in text


def test_at_first_it_shows_the_largest_plan_in_the_tenants_currency(client: Client) -> None:
    assert "Premium 10,915.00 SEK a month" in shown(client)


def test_the_browsers_language_counts_then_the_tenants_and_a_choice_before_both(client: Client, nordsoft: Cast) -> None:
    assert client.get(PAGE, headers={"Accept-Language": "da-DK, en;q=0.5"})["Content-Language"] == "da"
    assert client.get(PAGE, headers={"Accept-Language": "fi, *"})["Content-Language"] == "sv"
    assert client.get(PAGE)["Content-Language"] == "sv"
    assert "Juridisk bistand og sikkerhedsbistand" in shown(client, language="da")
    assert "Juridisk hjälp och säkerhetshjälp" in shown(client, language="sv")
    client.cookies["language"] = "en"
    assert client.get(PAGE, headers={"Accept-Language": "da"})["Content-Language"] == "en"


@pytest.mark.parametrize(
    "query", ["?payslips=-1", "?payslips=x", "?plan=999999", "?currency=XXX", "?payslips=", "?payslips=10000000"]
)
def test_what_cannot_be_counted_is_said(client: Client, query: str) -> None:
    answer = client.get(f"{PAGE}{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert "Give the number of employees as a whole number" in answer.content.decode()


def test_a_retired_plan_and_a_currency_without_prices_are_not_offered(client: Client, nordsoft: Cast) -> None:
    Plan.objects.filter(name="Premium").update(is_offered=False)
    PriceList.objects.filter(plan=nordsoft.plans["basic"], currency="SEK").update(currency="NOK")
    text = shown(client, asked(nordsoft, 1, "SEK"))
    assert "Premium" not in text
    assert "A month, SEK ask us" in text
    assert "This plan has no price in SEK. Ask us." in shown(client, asked(nordsoft, 1, "SEK", "basic"))


def test_without_prices_and_plans_it_says_so(client: Client, nordsoft: Cast) -> None:
    Plan.objects.update(is_offered=False)
    assert "No plans are on offer now. Ask us." in shown(client)


def test_one_address_may_not_ask_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prices, "MOST_A_MINUTE", 3)
    statuses = [client.get(PAGE).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert client.get(PAGE, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_it_is_on_budget(client: Client, nordsoft: Cast) -> None:
    client.get(PAGE)
    with Budget(5):
        client.get(PAGE)
