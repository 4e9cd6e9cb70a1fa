"""The price page and closing a month in a real browser, under the product's security policy."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.months import add_months
from accounts.tenancy.context import tenant_context
from contracts.selectors import local_day
from tests.cast import Cast, make_cast
from tests.chromium import serious, shut_out
from tests.prices import count_payslips, make_prices
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        make_prices(cast)
    return cast


def fits(page: Page) -> bool:
    fitting: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return fitting


def test_the_price_follows_what_is_typed_and_works_without_script(
    browser: Browser, cast: Cast, live_server: Any
) -> None:
    size: Any = {"width": 390, "height": 844}
    page = browser.new_context(base_url=live_server.url, viewport=size, locale="en-GB", color_scheme="dark").new_page()
    complaints = complaints_of(page)
    page.goto("/nordsoft/prices/")
    page.get_by_label("Plan", exact=True).select_option("Professional")
    page.get_by_label("Currency", exact=True).select_option("DKK")
    page.get_by_label("Employees with a payslip each month").fill("351")
    expect(page.locator(".shop-price")).to_contain_text("5,661.03 DKK")
    assert "payslips=351" in page.url
    assert fits(page)
    assert serious(page) == []
    assert complaints == []
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-GB").new_page()
    plain.goto("/nordsoft/prices/")
    plain.get_by_label("Plan", exact=True).select_option("Professional")
    plain.get_by_label("Currency", exact=True).select_option("DKK")
    plain.get_by_label("Employees with a payslip each month").fill("751")
    plain.get_by_role("button", name="Show the price").click()
    expect(plain.locator(".shop-price")).to_contain_text("6,872.42 DKK")


def test_a_month_is_closed_when_what_is_missing_is_entered(browser: Browser, cast: Cast, live_server: Any) -> None:
    cast.manager.user.language = "en"
    cast.manager.user.save()
    this_month = local_day(cast.tenant, timezone.now()).replace(day=1)
    month, counted = add_months(this_month, -1), add_months(this_month, -2)
    page = window_of(browser, cast.manager.user, live_server.url).new_page()
    complaints = complaints_of(page)
    page.goto(f"/nordsoft/desk/billing/{month:%Y-%m}/")
    expect(page.get_by_text("Something is missing for 1 customer.")).to_be_visible()
    page.goto(f"/nordsoft/desk/payslips/?month={counted:%Y-%m}")
    page.get_by_label("Bergs Bygg AB").fill("351")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 count is saved.")).to_be_visible()
    page.goto(f"/nordsoft/desk/billing/{month:%Y-%m}/")
    page.get_by_role("button", name="Close the month").click()
    expect(page.get_by_text("this is what was billed")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert ";350;payslip;5,95;SEK;2082,50\n" in download.value.path().read_text("utf-8")
    page.get_by_label("Reason").fill("A wrong count.")
    page.get_by_role("button", name="Open again").click()
    expect(page.get_by_text("A wrong count.")).to_be_visible()
    assert complaints == []


def test_nobody_is_shut_out(browser: Browser, cast: Cast, live_server: Any) -> None:
    this_month = local_day(cast.tenant, timezone.now()).replace(day=1)
    with tenant_context(cast.tenant.pk), transaction.atomic():
        count_payslips(cast, 751, month=add_months(this_month, -1), now=timezone.now())
    page = window_of(browser, cast.manager.user, live_server.url).new_page()
    statement = f"billing/{this_month:%Y-%m}/{cast.customer.pk}/"
    for path in ("prices/", "prices/new/", "payslips/", "payslips/import/", "billing/", statement):
        page.goto(f"/nordsoft/desk/{path}")
        assert shut_out(page) == [], path
