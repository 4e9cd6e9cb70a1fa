"""Notices in a real browser: chosen by keyboard, read, ended; nothing serious for axe, nothing wider than a phone."""

import re
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, expect

from accounts.tenancy.context import tenant_context
from contracts.models import NoticeSubscription
from contracts.notices.tokens import unsubscribe_token
from tests.cast import Cast, make_cast
from tests.chromium import serious
from tests.contracts.notices.making import a_notice
from tests.windows import complaints_of, window_of

NOTICES = "/nordsoft/portal/notices/"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        a_notice(cast, "operation", title_en="Maintenance", text_en="Nobody can log in.", products=[cast.product])
        a_notice(cast, "date", title_en="Payday", text_en="Run it.")
    return cast


def test_kinds_are_chosen_and_one_ended_from_a_mail(browser: Browser, cast: Cast, live_server: Any) -> None:
    assert cast.karin.membership
    window = window_of(browser, cast.karin.membership.user, live_server.url, viewport={"width": 390, "height": 844})
    page = window.new_page()
    complaints = complaints_of(page)
    page.goto(f"{NOTICES}choices/")
    assert serious(page) == []
    operations = page.get_by_role("group", name="Operations").get_by_label("Everything that concerns us")
    operations.focus()
    page.keyboard.press("Space")
    page.get_by_label("Newsletter").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choices are saved.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert set(NoticeSubscription.objects.values_list("kind", flat=True)) == {"operation", "newsletter"}
        token = unsubscribe_token(cast.karin, "newsletter")
    page.goto(f"{NOTICES}stop/{token}/")
    assert serious(page) == []
    page.get_by_role("button", name="Send me no more of these").click()
    expect(page.get_by_role("heading", name="No more mails: Newsletter")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert NoticeSubscription.objects.get().kind == "operation"
    page.goto(f"{NOTICES}calendar/?past=1")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_label("Address")).to_have_value(re.compile(r"/nordsoft/portal/notices/calendar/.+\.ics$"))
    for path in ("", "calendar/?past=1"):
        page.goto(NOTICES + path)
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert complaints == []
