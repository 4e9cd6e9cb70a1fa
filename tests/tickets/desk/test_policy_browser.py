"""Another policy in a real browser: what moves, saved, and how far the background is."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from contracts.models import Contract
from sla.services.defaults import create_policy
from tests.cast import MONDAY, Cast, make_cast
from tests.chromium import shut_out
from tests.factories import make_ticket
from tests.windows import complaints_of, window_of
from tickets.models import SlaClock
from tickets.services import terms_changes
from tickets.services.recounting import recount_batch, recount_tenants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]
SIGHTS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    cast.manager.user.language = "en"
    cast.manager.user.save()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        for number in range(3):
            make_ticket(cast, subject=f"Invoice {number} cannot be printed", now=timezone.now())
    return cast


def henriks(browser: Browser, cast: Cast, url: str) -> Page:
    return window_of(browser, cast.manager.user, url, viewport={"width": 1440, "height": 900}).new_page()


def look(page: Page, cast: Cast) -> None:
    """Enter 90 minutes for Normal and ask what that changes, by keyboard."""
    page.goto(f"/nordsoft/desk/policies/{cast.policy.pk}/")
    page.get_by_label("Normal, Start", exact=True).fill("90")
    page.get_by_label("Normal, Start, unit").select_option("minutes")
    page.get_by_label("Count open tickets again").focus()
    page.keyboard.press("Space")
    page.get_by_label("Normal, Start", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What saving changes")).to_be_visible()


def test_look_save_and_follow(browser: Browser, cast: Cast, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms_changes, "AT_ONCE", 0)
    page = henriks(browser, cast, live_server.url)
    complaints = complaints_of(page)
    page.clock.install()
    look(page, cast)
    impact = page.locator(".impact")
    expect(impact).to_contain_text("3 of 6 open deadlines move. 0 become breaches.")
    expect(impact.get_by_role("link", name="Invoice 1 cannot be printed")).to_be_visible()
    expect(page.get_by_label("Normal, Start", exact=True)).to_have_value("90")
    page.get_by_role("button", name="Save this version").focus()
    page.keyboard.press("Enter")
    progress = page.locator("#recount")
    expect(progress).to_contain_text("Open tickets are being counted again: 0 of 3.")
    with tenant_context(cast.tenant.pk):
        recount_batch(now=timezone.now())
    page.clock.fast_forward(3_000)  # how often the page asks
    expect(progress).to_contain_text("3 of 3.")
    recount_tenants(cast.tenant.pk, now=timezone.now())
    page.clock.fast_forward(3_000)
    expect(progress).to_contain_text("After the last change 3 open tickets were counted again.")
    expect(page.get_by_text("Version 2")).to_be_visible()
    assert complaints == []


def test_the_look_is_sound_at_every_size(browser: Browser, cast: Cast, live_server: Any) -> None:
    page = henriks(browser, cast, live_server.url)
    look(page, cast)
    for sight in SIGHTS:
        assert_sound(page, sight)


@pytest.mark.parametrize("who", ["contract", "ending", "customer", "default"])
def test_the_other_looks_are_sound(browser: Browser, cast: Cast, live_server: Any, who: str) -> None:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        gold = create_policy(name="Gold", calendar=cast.calendar, now=MONDAY, metrics=["start"])
        if who in ("customer", "default"):
            Contract.objects.update(policy=None)
    page = henriks(browser, cast, live_server.url)
    if who == "contract":
        page.goto(f"/nordsoft/desk/contracts/{cast.contract.pk}/edit/")
        page.get_by_label("Policy").select_option("Gold")
        page.get_by_role("button", name="Save").click()
    elif who == "ending":
        page.goto(f"/nordsoft/desk/contracts/{cast.contract.pk}/")
        page.get_by_text("End at once").click()
        page.locator("#end-ends_on").fill("2026-01-01")
        page.get_by_role("button", name="End the contract").click()
    elif who == "customer":
        page.goto(f"/nordsoft/desk/customers/{cast.customer.pk}/policy/")
        page.get_by_label("Policy").select_option("Gold")
        page.get_by_role("button", name="Save").click()
    else:
        page.goto("/nordsoft/desk/policies/")
        page.get_by_role("button", name=f"Make it the usual one {gold.name}").click()
    expect(page.locator(".impact")).to_contain_text("clocks are dropped.")
    for sight in (SIGHTS[0], SIGHTS[3]):
        assert_sound(page, sight)
    page.locator(".impact").get_by_role("button").click()
    expect(page.locator(".impact")).to_have_count(0)
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert {clock.metric for clock in SlaClock.objects.filter(state="running")} <= {"start"}


def assert_sound(page: Page, sight: tuple[int, str]) -> None:
    assert shut_out(page, (sight,)) == []
    # Nor does the table run out of its frame.
    assert page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('.impact'))")
