"""The portal's pages, as a contact sees them who may see all of a company: a tenth of the largest tenant's tickets."""

from urllib.parse import quote

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.test import Client

from accounts.models import Membership, Role, Tenant, User
from accounts.tenancy.context import tenant_context
from bench.desk.browser import Browser
from bench.desk.filling import LARGEST, PASSWORD
from bench.desk.filling.words import RARE, common_word
from bench.desk.pages import MOST_QUERIES, Page, timed
from bench.desk.queries import questions
from bench.desk.serving import Server
from bench.measuring import Report
from contracts.models import Contact
from tickets.models import Ticket

EMAIL = f"lena@{LARGEST}.example"
LATE_MS = 60
FILED_EVERY = 40


def measure(report: Report, server: Server, long_ticket: int) -> None:
    """Count each page's questions to the database, and take its time."""
    _contact_of(long_ticket)
    browser = Browser(server.port, LARGEST, "10.0.9.1")
    browser.sign_in(EMAIL, PASSWORD)
    wanted = _pages(browser, long_ticket)
    for page in wanted:
        report.at_most(f"{_short(page)}_queries", _queries(page), MOST_QUERIES)
    times = timed(report, server, wanted)
    for page in wanted:
        report.at_most(f"{_short(page)}_p95_ms", times[page.name][1], LATE_MS)


def _pages(browser: Browser, long_ticket: int) -> list[Page]:
    common = quote(common_word("sv"))
    rows = "/portal/tickets/"
    return [
        Page("portal, front", browser, "/portal/", lambda body: rows in body),
        Page("portal, own tickets", browser, "/portal/tickets/", lambda body: rows in body),
        Page("portal, company's tickets", browser, "/portal/company/", lambda body: rows in body),
        Page("portal, ticket of 50 messages", browser, f"{rows}{long_ticket}/", lambda body: body.count('id="m') >= 50),
        Page("portal, filing", browser, "/portal/new/", lambda body: "<textarea" in body),
        Page("portal, search, rare word", browser, f"/portal/company/?q={RARE}", lambda body: rows in body),
        Page("portal, search, common word", browser, f"/portal/company/?q={common}", lambda body: rows in body),
    ]


def _short(page: Page) -> str:
    return page.name.replace(",", "").replace("'", "").replace(" ", "_")


def _queries(page: Page) -> int:
    """Count for a page that was asked for before, as every page but the first of a day is."""
    client = Client()
    client.force_login(User.objects.get(email=EMAIL))
    address = f"/{LARGEST}{page.path}"
    client.get(address, HTTP_HOST="127.0.0.1")
    return questions(client, address)


def _contact_of(long_ticket: int) -> None:
    """Give the long ticket's customer a contact who signs in and sees the whole company, and who has filed every
    fortieth of its tickets, the long one among them.
    """
    with transaction.atomic(), tenant_context(Tenant.objects.get(slug=LARGEST).pk):
        if User.objects.filter(email=EMAIL).exists():
            return  # the data was kept
        user = User.objects.create(email=EMAIL, name="Lena Fors", password=make_password(PASSWORD))
        contact = Contact.objects.create(
            customer=Ticket.objects.get(number=long_ticket).customer,
            membership=Membership.objects.create(user=user, role=Role.CUSTOMER),
            name=user.name,
            email=EMAIL,
            is_company_wide=True,
        )
        theirs = Ticket.objects.filter(customer=contact.customer).annotate(rest=F("number") % FILED_EVERY)
        theirs.filter(rest=long_ticket % FILED_EVERY).update(contact=contact)
