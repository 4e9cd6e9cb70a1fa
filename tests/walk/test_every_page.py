"""Each main page at two widths, light and dark: axe finds nothing serious, no script fails, nothing is too wide."""

import pytest

from tests.chromium import shut_out
from tests.walk.conftest import Seat
from tests.windows import settle

pytestmark = pytest.mark.browser
PAGES = [
    (None, "account/login/"),
    (None, "account/password/reset/"),
    ("customer", "portal/"),
    ("customer", "portal/new/"),
    ("customer", "portal/tickets/"),
    ("customer", "portal/company/"),
    ("customer", "portal/contract/"),
    ("customer", "portal/reports/"),
    ("customer", "portal/people/"),
    ("customer", "portal/profile/"),
    ("customer", "portal/articles/"),
    ("agent", "desk/"),
    ("agent", "desk/customers/"),
    ("agent", "desk/alerts/"),
    ("agent", "desk/search/?q=a"),
    ("agent", "desk/articles/"),
    ("agent", "desk/articles/new/"),
    ("agent", "desk/notifications/"),
    ("agent", "desk/notifications/settings/"),
    ("agent", "desk/macros/"),
    ("agent", "desk/macros/new/"),
    ("agent", "desk/tickets/new/"),
    ("manager", "desk/calendars/"),
    ("manager", "desk/policies/"),
    ("manager", "desk/plans/"),
    ("manager", "desk/plans/new/"),
    ("manager", "desk/contracts/"),
    ("manager", "desk/products/"),
    ("manager", "desk/teams/"),
    ("manager", "desk/settings/"),
    ("manager", "desk/on-call/"),
    ("manager", "desk/mails/"),
    ("manager", "desk/mails/reply/sv/"),
    ("manager", "mail/in/"),
    ("manager", "mail/unwanted/"),
    ("manager", "dashboards/sla/"),
    ("manager", "dashboards/sla/?clock=resolution&by=severity"),
    ("manager", "dashboards/sla/clocks/?which=breached"),
    ("manager", "dashboards/sla/flow/"),
    ("manager", "dashboards/sla/tickets/?what=opened"),
    ("manager", "dashboards/summary/"),
    ("manager", "dashboards/today/"),
    ("manager", "dashboards/what-if/"),
    ("manager", "dashboards/what-if/?months=6&high-start=60"),
    ("manager", "dashboards/nps/"),
    ("agent", "dashboards/nps/surveys/?which=solved"),
    ("agent", "survey/comments/?month=all"),
    ("agent", "survey/comments/found/?q=svar"),
    ("manager", "survey/follow-ups/"),
    ("manager", "survey/not-sent/"),
    ("manager", "survey/settings/"),
    ("admin", "account/users/"),
    ("admin", "account/logo/"),
    ("admin", "account/mail/"),
    ("admin", "account/mail/keys/"),
    ("admin", "account/exports/"),
    ("admin", "account/webhooks/"),
    ("admin", "mail/boxes/"),
    ("admin", "mail/boxes/new/"),
]
WIDTHS = [1440, 390]
# The second tenant has the same pages, with other words and figures.
COLOURS = {"nordsoft": {1440: ["light", "dark"], 390: ["light", "dark"]}, "lonhuset": {1440: ["light"], 390: ["dark"]}}


def shut_out_of(address: str, tenant: str, who: str | None, seat: Seat) -> list[str]:
    """Give what shuts somebody out of a page: loaded at each width, and seen there in both colours."""
    found = []
    for width in WIDTHS:
        colours = COLOURS[tenant][width]
        page = seat(tenant, who, width=width, scheme=colours[0])
        answer = page.goto(address)
        assert answer
        assert answer.status == 200
        settle(page)
        found += shut_out(page, tuple((width, scheme) for scheme in colours))
    return found


@pytest.mark.parametrize(("who", "path"), PAGES)
@pytest.mark.parametrize("tenant", ["nordsoft", "lonhuset"])
def test_a_page_is_sound(tenant: str, who: str | None, path: str, seat: Seat) -> None:
    assert shut_out_of(path, tenant, who, seat) == []


@pytest.mark.parametrize("tenant", ["nordsoft", "lonhuset"])
def test_a_ticket_and_a_report_are_sound(tenant: str, seat: Seat) -> None:
    for who, start, link in (
        ("agent", "desk/", "ol.queue a.subj"),
        ("customer", "portal/tickets/", "main a[href*='/portal/tickets/']"),
        ("customer", "portal/reports/", "main th a"),
    ):
        first = seat(tenant, who)
        first.goto(start)
        address = first.locator(link).first.get_attribute("href")
        assert address
        assert shut_out_of(address, tenant, who, seat) == [], who


@pytest.mark.parametrize(
    ("start", "link", "pages"),
    [
        ("mail/boxes/", "main td a", ("account/?way=microsoft", "removal/")),
        ("account/webhooks/", "main tbody th a", ("", "removal/")),
    ],
)
def test_what_an_admin_keeps_and_its_removal_are_sound(
    start: str, link: str, pages: tuple[str, ...], seat: Seat
) -> None:
    first = seat("nordsoft", "admin")
    first.goto(start)
    address = first.locator(link).first.get_attribute("href")
    for page in pages:
        assert shut_out_of(f"{address}{page}", "nordsoft", "admin", seat) == [], page
