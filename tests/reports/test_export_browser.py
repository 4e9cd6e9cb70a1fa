"""The export page in a browser: from the queue to a file, by the form, on a desk and on a phone."""

from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, expect

from accounts.tenancy.context import tenant_context
from tests.accounts.sheets import cells_of
from tests.cast import make_cast
from tests.chromium import serious
from tests.factories import make_ticket
from tests.windows import complaints_of, settle, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


def test_the_queue_becomes_a_workbook(browser: Browser, transactional_db: None, live_server: Any) -> None:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        number = make_ticket(cast, subject="-1", severity="high").number
        make_ticket(cast)
    page = window_of(browser, cast.manager.user, live_server.url).new_page()
    complaints = complaints_of(page)
    page.goto("/nordsoft/desk/?severity=high")
    page.get_by_role("link", name="Export", exact=True).click()
    settle(page)
    expect(page.get_by_role("heading", name="Export")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download XLSX").click()
    file = started.value
    assert file.suggested_filename.startswith("tickets-")
    cells = cells_of(file.path().read_bytes())
    assert {place: cells[place].value for place in ("A2", "B2")} == {"A2": str(number), "B2": "-1"}
    assert "A3" not in cells
    page.goto("/nordsoft/dashboards/export/")
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []
