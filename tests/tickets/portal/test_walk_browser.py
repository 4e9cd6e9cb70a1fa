"""Three people walk the portal: one who is invited, one who looks after the company's contacts, and a stranger."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.cast import PASSWORD, Cast, make_cast, make_member
from tests.chromium import shut_out
from tests.factories import make_ticket
from tests.windows import complaints_of, window_of
from tickets.models import Deflection, Ticket
from tickets.services.articles import Written, publish_article, write_article
from tickets.services.resolution import resolve

PORTAL = "/nordsoft/portal/"
PHONE: Any = {"width": 390, "height": 844}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "relay"])]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        written = Written(title="Printing invoices", text="Restart the printer.", language="en", product=None)
        draft = write_article(actor=cast.agent, now=timezone.now(), written=written)
        publish_article(article=draft, actor=cast.agent, now=timezone.now())
    return cast


def karins(browser: Browser, cast: Cast, url: str, **options: Any) -> Page:
    assert cast.karin.membership
    return window_of(browser, cast.karin.membership.user, url, **options).new_page()


def test_a_colleague_is_invited_signs_in_asks_and_confirms(browser: Browser, cast: Cast, live_server: Any) -> None:
    keeper = karins(browser, cast, live_server.url)
    complaints = complaints_of(keeper)
    keeper.goto(f"{PORTAL}people/")
    keeper.get_by_label("Name").fill("Nina Ek")
    keeper.get_by_label("E-mail address").fill("nina@bergs.example")
    keeper.get_by_role("button", name="Send the invitation").click()
    expect(keeper.get_by_text("Karin Bergman invited Nina Ek.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        mail = OutboxMessage.objects.get(recipient="nina@bergs.example")
    link = re.search(r"/nordsoft/\S+invitation/\S+", mail.text)
    assert link

    nina = browser.new_context(base_url=live_server.url, locale="en", viewport=PHONE).new_page()
    complaints += complaints_of(nina)
    nina.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": live_server.url}])
    nina.goto(link[0])
    nina.get_by_label("Password").fill(PASSWORD)
    nina.locator("main form button[type=submit]").click()
    expect(nina).to_have_url(re.compile("/nordsoft/portal/$"))
    nina.get_by_role("link", name="File a ticket").last.click()
    nina.get_by_label("What has happened?").press_sequentially("Printing stopped", delay=5)
    expect(nina.get_by_role("button", name="This helped, do not file")).to_be_visible()
    nina.get_by_label("Describe it").fill("Since this morning.")
    nina.get_by_role("button", name="Send the ticket").click()
    expect(nina.get_by_text("Your ticket has number 1001.")).to_be_visible()
    with tenant_context(cast.tenant.pk), transaction.atomic():
        ticket = Ticket.objects.get()
        resolve(ticket=ticket, actor=cast.agent, solution="Restarted it.", now=timezone.now())
    nina.reload()
    nina.get_by_role("button", name="Yes, it is solved").click()
    expect(nina.get_by_text("Thank you. The ticket is closed.")).to_be_visible()
    keeper.goto(f"{PORTAL}company/?q=printing")
    expect(keeper.get_by_role("link", name="Printing stopped")).to_be_visible()
    assert complaints == []


def test_what_helps_is_counted_and_nothing_is_filed(browser: Browser, cast: Cast, live_server: Any) -> None:
    page = karins(browser, cast, live_server.url, viewport=PHONE, color_scheme="dark")
    complaints = complaints_of(page)
    page.goto(f"{PORTAL}new/")
    page.get_by_label("What has happened?").press_sequentially("Printing invoices fails", delay=5)
    page.get_by_role("link", name="Printing invoices").click()
    expect(page.get_by_role("heading", name="Did it help?")).to_be_visible()
    page.get_by_role("link", name="Back to my question").click()
    expect(page.get_by_label("What has happened?")).to_have_value("Printing invoices fails")
    page.get_by_label("What has happened?").press("End")
    page.keyboard.type(" now")
    page.get_by_role("button", name="This helped, do not file").click()
    expect(page.get_by_text("Good. Nothing was filed.")).to_be_visible()
    page.goto(f"{PORTAL}new/")
    expect(page.get_by_label("What has happened?")).to_have_value("")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        assert Deflection.objects.get().subject == "Printing invoices fails now"
        assert not Ticket.objects.exists()
    assert complaints == []


def test_the_pages_about_people_shut_nobody_out(browser: Browser, cast: Cast, live_server: Any) -> None:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        make_ticket(cast)
    page = karins(browser, cast, live_server.url)
    for path in (f"people/{cast.lars.pk}/removal/", "tickets/1001/copies/"):
        page.goto(PORTAL + path)
        assert shut_out(page, ((1440, "dark"), (390, "light"))) == [], path
    with page.expect_download() as download:
        page.goto(f"{PORTAL}profile/")
        page.get_by_role("button", name="Download my data").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_a_stranger_finds_nothing(browser: Browser, cast: Cast, live_server: Any) -> None:
    with tenant_context(cast.tenant.pk), transaction.atomic():
        ticket = make_ticket(cast)
        member = make_member("customer", "Else Holm", "furuvik")
        Contact.objects.create(customer=cast.stranger, membership=member, name="Else Holm", is_company_wide=True)
    page = window_of(browser, member.user, live_server.url).new_page()
    for path in (f"tickets/{ticket.number}/", f"tickets/{ticket.number}/copies/", f"people/{cast.lars.pk}/removal/"):
        answer = page.goto(PORTAL + path)
        assert answer
        assert answer.status == 404, path
    page.goto(f"{PORTAL}company/?q=invoices")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.goto(f"{PORTAL}people/")
    expect(page.get_by_text("Karin Bergman")).to_have_count(0)
