"""The page of satisfaction in a browser: its pictures lead to lists, and it prints with them."""

from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, expect

from accounts.tenancy.context import tenant_context
from tests.cast import make_cast
from tests.reports.survey_rows import ask_all, inside
from tests.windows import complaints_of, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]
SPRING = "/nordsoft/dashboards/nps/?since=2026-03&until=2026-05"


def test_its_bars_lead_to_lists_and_are_on_paper(browser: Browser, live_server: Any) -> None:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        rows = inside(ask_all(cast))
    page = window_of(browser, cast.manager.user, live_server.url).new_page()
    complaints = complaints_of(page)
    page.goto(SPRING)
    expect(page.locator("[data-chart] svg")).to_have_count(3)
    page.emulate_media(media="print")
    for picture in page.locator("[data-chart] svg").all():
        expect(picture).to_be_visible()
    page.emulate_media(media="screen")
    bars = page.locator("[data-chart=scores]")
    box = bars.bounding_box()
    assert box
    # The last bar, of score 10: its middle, a little above the axis.
    bars.click(position={"x": box["width"] - 24, "y": box["height"] - 70})
    expect(page.get_by_role("heading", name="Score 10, March–May 2026")).to_be_visible()
    count = sum(row.score == 10 for row in rows)
    expect(page.get_by_text(f"1–{count} of {count}")).to_be_visible()
    assert complaints == []
