"""The deadlines and the flow in a browser: pictures with their tables, a way to the tickets, and paper."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from accounts.tenancy.context import tenant_context
from tests.cast import make_cast
from tests.chromium import shut_out
from tests.factories import make_ticket
from tests.windows import complaints_of, settle, window_of
from tickets.models import SlaClock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


def paper_of(page: Page) -> tuple[int, str]:
    """Give how many sheets of A4 the page is on paper, and what they say."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(float(each.mediabox.width)), round(float(each.mediabox.height))) for each in sheets} == {(595, 842)}
    return len(sheets), " ".join(" ".join(each.extract_text() for each in sheets).split())


def test_from_a_cell_to_its_ticket_and_on_paper(browser: Browser, transactional_db: None, live_server: Any) -> None:
    now = datetime.now(UTC)
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        late = make_ticket(cast, now=now - timedelta(days=1), subject="Nobody took this one", severity="high")
        SlaClock.objects.filter(ticket=late).update(state=SlaClock.State.BREACHED, due_at=now - timedelta(hours=2))
    page = window_of(browser, cast.manager.user, live_server.url).new_page()
    complaints = complaints_of(page)
    page.goto("/nordsoft/dashboards/sla/?severity=high")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="dark")
    settle(page)
    count, words = paper_of(page)
    assert count <= 2
    for word in ("Deadlines,", "Severity High", "Met by month and severity", "Breached by weekday and hour", "100"):
        assert word in words
    assert "Ctrl K" not in words
    assert "What if" not in words
    for media in ("print", "screen"):
        page.emulate_media(media=media)
        page.reload()
        settle(page)
        for kind in ("lines", "heatmap"):
            box = page.locator(f"[data-chart={kind}] svg").bounding_box()
            assert box, f"{kind}: nothing is drawn for {media}"
            assert box["height"] > 150, f"{kind}: too flat for {media}"

    page.locator("[data-chart=heatmap] svg text").get_by_text("1", exact=True).last.click()
    settle(page)
    expect(page.get_by_role("link", name="Nobody took this one")).to_be_visible()
    page.get_by_role("link", name="Back to the figures").click()
    settle(page)

    page.get_by_role("link", name="Tickets in and out").click()
    settle(page)
    page.get_by_text("Show the figures").click()
    expect(page.get_by_role("columnheader", name="Open at the end")).to_be_visible()
    assert shut_out(page) == []
    count, words = paper_of(page)
    assert count <= 2
    assert "Severity High" in words
    assert "Open now, by age" in words
    assert complaints == []
