"""Lists of tickets: my own, and the company's."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.rows import companys, own, page_of
from tickets.querysets import TicketQuerySet
from tickets.selectors.articles import articles_seen_by, found_articles

MOST_ARTICLES = 5


@portal_page
@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """List the tickets the member filed."""
    return _list(request, own(request.membership), _("My tickets"), is_company=False)


@portal_page
@require_GET
def company(request: PortalRequest) -> HttpResponse:
    """List the company's tickets; 404 for a contact who sees their own alone."""
    if not request.contact.is_company_wide:
        raise Http404
    return _list(request, companys(request.contact, request.membership), _("The company’s tickets"), is_company=True)


def _list(request: PortalRequest, tickets: TicketQuerySet, heading: str, *, is_company: bool) -> HttpResponse:
    """Filter by words and status, a page at a time. A number that is none is left out."""
    words, status, after = (
        request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("q", "status", "after")
    )
    page = page_of(
        tickets,
        contact=request.contact,
        words=words,
        status=status,
        after=int(after) if after.isdecimal() and len(after) < 10 else None,
        now=timezone.now(),
    )
    articles = found_articles(articles_seen_by(request.membership), words, language=get_language() or "")
    kept = {name: value for name, value in (("q", words), ("status", status)) if value}
    return show(
        request,
        "portal/tickets.html",
        heading=heading,
        is_company=is_company,
        page=page,
        found_articles=articles[:MOST_ARTICLES] if words and not after else [],
        words=words,
        status=status,
        is_filtered=bool(kept),
        first_url=f"?{urlencode(kept)}" if after else "",
        next_url=f"?{urlencode(kept | {'after': page.after})}" if page.after else "",
    )
