"""Notices as customers read them: those that concern their products."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from contracts.models import Notice, Product
from contracts.notices.selectors import about, notices_for, with_products
from contracts.notices.words import worded
from contracts.selectors import local_day
from tickets.portal.access import PortalRequest, portal_page, show

PAGE = 20


@portal_page
@require_GET
def notices(request: PortalRequest) -> HttpResponse:
    """List notices by kind and product, the newest first; what is no kind or product is left out."""
    now = timezone.now()
    kind, product, after = (request.GET.get(name, "").strip()[:20] for name in ("kind", "product", "page"))
    rows = notices_for(request.contact.customer, local_day(request.tenant, now))
    if kind in Notice.Kind.values:
        rows = rows.filter(kind=kind)
    if product.isascii() and product.isdigit() and len(product) < 18:
        rows = about(rows, int(product))
    page = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    found = list(with_products(rows)[page * PAGE : (page + 1) * PAGE + 1])
    kept = {name: value for name, value in (("kind", kind), ("product", product)) if value}
    language = get_language() or ""
    return show(
        request,
        "portal/notices/list.html",
        notices=[worded(notice, request.tenant, language, now) for notice in found[:PAGE]],
        kind=kind,
        kinds=Notice.Kind.choices,
        product=product,
        products=Product.objects.all(),
        is_filtered=bool(kept),
        previous_url=f"?{urlencode(kept | {'page': page - 1})}" if page else "",
        next_url=f"?{urlencode(kept | {'page': page + 1})}" if len(found) > PAGE else "",
    )


@portal_page
@require_GET
def notice(request: PortalRequest, pk: int) -> HttpResponse:
    """Show one; 404 for a draft, what was withdrawn, and what is about others' products."""
    now = timezone.now()
    rows = notices_for(request.contact.customer, local_day(request.tenant, now))
    found = get_object_or_404(with_products(rows), pk=pk)
    told = worded(found, request.tenant, get_language() or "", now)
    return show(request, "portal/notices/notice.html", told=told)
