"""Articles that customers read."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.markdown import to_html
from contracts.models import Product
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.selectors.articles import MOST_FOUND, articles_seen_by, found_articles

MOST_LISTED = 200


@portal_page
@require_GET
def articles(request: PortalRequest) -> HttpResponse:
    """List what is published, by product; or what matches the words, the best first."""
    words, product = (request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("q", "product"))
    rows = articles_seen_by(request.membership)
    if product.isascii() and product.isdigit() and len(product) < 18:
        rows = rows.filter(product=int(product))
    if words:
        found = list(found_articles(rows, words, language=get_language() or "")[:MOST_FOUND])
    else:
        found = list(rows.order_by("product__name", "title")[:MOST_LISTED])
    products = Product.objects.filter(pk__in=articles_seen_by(request.membership).values("product"))
    return show(request, "portal/articles.html", articles=found, words=words, product=product, products=products)


@portal_page
@require_GET
def article(request: PortalRequest, pk: int) -> HttpResponse:
    """Show one; 404 for a draft and what was retired."""
    found = get_object_or_404(articles_seen_by(request.membership), pk=pk)
    asked = request.GET.get("asked", "").replace("\0", "").strip()[:200]
    return show(request, "portal/article.html", article=found, body=to_html(found.text), asked=asked)
