"""Lists of tickets: my own, and the company's."""

from zoneinfo import ZoneInfo

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.list_filter import ListFilter, choices
from tickets.portal.list_tables import tickets_table
from tickets.portal.rows import companys, own, page_of
from tickets.querysets import TicketQuerySet
from tickets.selectors.articles import articles_seen_by, found_articles

MOST_ARTICLES = 5


@portal_page
@require_safe
def mine(request: PortalRequest) -> HttpResponseBase:
    """List the tickets the member filed, and those they are copied on."""
    return _list(request, own(request.contact), _("My tickets"), is_company=False)


@portal_page
@require_safe
def company(request: PortalRequest) -> HttpResponseBase:
    """List the company's tickets; 404 for a contact who sees their own alone."""
    if not request.contact.is_company_wide:
        raise Http404
    return _list(request, companys(request.contact), _("The company’s tickets"), is_company=True)


def _list(request: PortalRequest, tickets: TicketQuerySet, heading: str, *, is_company: bool) -> HttpResponseBase:
    """Filter by what the address says, a page at a time. What is not understood there is left out."""
    asked, after, now = (
        ListFilter.read(request.GET, is_company=is_company),
        request.GET.get("after", ""),
        timezone.now(),
    )
    found = asked.applied(tickets, request.contact, is_company=is_company, now=now)
    if kind := asked_file(request):
        return list_response(request, tickets_table(found, heading), kind)
    page = page_of(
        found,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
        now=now,
        zone=ZoneInfo(request.tenant.zone),
    )
    articles = found_articles(articles_seen_by(request.membership), asked.q, language=get_language() or "")
    return show(
        request,
        "portal/tickets.html",
        heading=heading,
        is_company=is_company,
        page=page,
        asked=asked,
        choices=choices(asked, request.contact, is_company=is_company),
        found_articles=articles[:MOST_ARTICLES] if asked.q and not after else [],
        first_url=asked.query() or "?" if after else "",
        next_url=asked.query(after=str(page.after)) if page.after else "",
    )
