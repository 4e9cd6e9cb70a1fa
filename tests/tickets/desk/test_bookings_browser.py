"""A session is booked and a customer told of an overrun by keyboard, in a real browser under the product's policy."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, expect

from accounts.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.chromium import serious
from tests.windows import complaints_of, window_of
from tickets.models import Booking, QuotaNotice
from tickets.services.bookings import Slot, book

NEXT_YEAR = datetime(timezone.now().year + 1, 2, 1, 9, tzinfo=UTC)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        slot = Slot(starts_at=NEXT_YEAR, minutes=120, consultant=cast.consultant, contact=cast.karin)
        book(contract=cast.contract, service="legal", slot=slot, actor=cast.agent, now=timezone.now())
    return cast


def test_booked_beyond_the_quota_once_the_customer_is_told(browser: Browser, cast: Cast, live_server: Any) -> None:
    size: Any = {"width": 390, "height": 800}
    page = window_of(browser, cast.agent.user, live_server.url, viewport=size, color_scheme="dark").new_page()
    complaints = complaints_of(page)
    page.goto(f"/nordsoft/desk/customers/{cast.customer.pk}/")
    assert serious(page) == []
    page.get_by_role("link", name="Book a session").press("Enter")
    page.get_by_label("Service", exact=True).select_option("legal")
    page.get_by_label("Begins").fill(f"{NEXT_YEAR.year}-02-02T10:00")
    page.get_by_label("How long").fill("30 min")
    page.get_by_label("Contact", exact=True).select_option(label="Karin Bergman")
    page.get_by_role("button", name="Book").press("Enter")
    expect(page.get_by_text("must be told of the price before")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="Tell the customer what it costs").press("Enter")
    expect(page.get_by_text(cast.karin.email)).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Tell them").press("Enter")
    expect(page.get_by_text("The customer is told.")).to_be_visible()
    page.get_by_role("link", name="Book a session").press("Enter")
    page.get_by_label("Service", exact=True).select_option("legal")
    page.get_by_label("Begins").fill(f"{NEXT_YEAR.year}-02-02T10:00")
    page.get_by_label("How long").fill("30 min")
    page.get_by_label("Contact", exact=True).select_option(label="Karin Bergman")
    page.get_by_role("button", name="Book").press("Enter")
    expect(page.get_by_text("The session is booked.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
    page.get_by_role("link", name="Legal and security assistance").last.press("Enter")
    expect(page.get_by_role("heading", name="Move or change")).to_be_visible()
    assert serious(page) == []
    assert [text for text in complaints if "422" not in text] == []
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert [one.billable_minutes for one in Booking.objects.order_by("starts_at")] == [0, 30]
        assert QuotaNotice.objects.filter(cause="overrun").exists()
