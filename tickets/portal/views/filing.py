"""Filing a ticket, with the promise shown before it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts.models import Product
from sla.models import Channel, Severity
from tickets.field_forms import FieldsForm
from tickets.models import HeldFile
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.files import sent_files
from tickets.portal.forms import FilingForm, PromiseForm
from tickets.portal.promise_card import PromiseCard, promise_card
from tickets.portal.search import similar_solved
from tickets.portal.words import HOW_BAD
from tickets.portal.work_to_order import order_words
from tickets.promise import offer_for
from tickets.selectors.articles import similar_articles
from tickets.services.custom_fields import fields_of
from tickets.services.filing import file_ticket
from tickets.services.held_files import drop_files

MOST_HINTS = 4
SHOW_PROMISE = "show_promise"  # the button of those without script


@portal_page
@require_http_methods(["GET", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Show the form; POST files the ticket, or with the other button shows the promise and keeps what was written."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, FilingForm(), now)
    sent = sent_files(request, now)
    if SHOW_PROMISE in request.POST:
        initial = request.POST.dict()
        return _page(
            request,
            FilingForm(initial=initial),
            now,
            held=sent.hold(),
            hints=_hints(request, initial.get("subject", "")),
        )
    form = FilingForm(request.POST, sent.files)
    own = _own_fields(form["product"].value(), request.POST)
    if not (form.is_valid() & own.is_valid()):
        return _page(request, form, now, own=own, held=sent.hold())
    ticket = file_ticket(
        actor=request.membership,
        customer=request.contact.customer,
        contact=request.contact,
        now=now,
        fields=own.values,
        receipt=True,
        **form.cleaned_data,
    )
    drop_files(sent.held)
    messages.success(request, _("Your ticket has number %(number)d.") % {"number": ticket.number})
    return redirect("portal:ticket", ticket.number)


@portal_page
@require_GET
def promise(request: PortalRequest) -> HttpResponse:
    """Give the promise for a severity and product; 204 while the one on the page still holds."""
    form = PromiseForm(request.GET)
    if not form.is_valid():
        return HttpResponse(status=400)
    choice = form.cleaned_data
    card = _card(request, choice["severity"], choice["product"], choice["subject"], timezone.now())
    if card.key == choice["shown"]:
        return HttpResponse(status=204)
    return show(request, "portal/promise.html", promise=card, is_fragment=True)


@portal_page
@require_GET
def similar(request: PortalRequest) -> HttpResponse:
    """Give articles, and the customer's solved questions, that are like the subject being typed."""
    subject = request.GET.get("subject", "").replace("\0", "")[:200]
    return show(request, "portal/similar.html", **_hints(request, subject))


@portal_page
@require_GET
def fields(request: PortalRequest) -> HttpResponse:
    """Give what is asked about the product chosen."""
    return show(request, "components/fields.html", form=_own_fields(request.GET.get("product")))


def _hints(request: PortalRequest, subject: str) -> dict[str, Any]:
    """Give what may answer the question before it is filed. 3 queries where there are words to look for."""
    articles = similar_articles(request.membership, subject, language=get_language() or "")
    solved = similar_solved(request.membership, request.contact, subject)
    # An answer that stands in an article is not shown twice.
    new = [ticket for ticket in solved if not any(ticket.solution in article.text for article in articles)]
    return {"subject": subject, "articles": articles, "similar": new[: MOST_HINTS - len(articles)]}


def _own_fields(product: Any, data: Any = None, *, filled: Mapping[str, Any] | None = None) -> FieldsForm:
    """Give the fields of a chosen product (its key) that customers see, with what was `filled` in but not sent."""
    key = str(product or "")
    found = Product.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 18 else None
    return FieldsForm(
        data, definitions=[one for one in fields_of(found) if one.in_portal], is_new=True, initial=dict(filled or {})
    )


def _card(request: PortalRequest, severity: str, product: Product | None, subject: str, now: datetime) -> PromiseCard:
    customer = request.contact.customer
    offer = offer_for(customer=customer, product=product, channel=Channel.PORTAL, now=now, contact=request.contact)
    order = order_words(subject, customer=customer, contract=offer.contract, now=now)
    return promise_card(offer, severity, ZoneInfo(request.tenant.zone), order=order)


def _page(
    request: PortalRequest,
    form: FilingForm,
    now: datetime,
    *,
    own: FieldsForm | None = None,
    held: Sequence[HeldFile] = (),
    hints: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Draw the form with the promise for what is chosen in it."""
    chosen = PromiseForm({"severity": form["severity"].value(), "product": form["product"].value()})
    chosen.is_valid()
    severity = chosen.cleaned_data.get("severity", Severity.NORMAL.value)
    subject = str(form["subject"].value() or "")
    card = _card(request, severity, chosen.cleaned_data.get("product"), subject, now)
    cards = [
        {
            "value": value,
            "word": label,
            "text": HOW_BAD[value],
            "when": card.whens[value],
            "is_chosen": value == severity,
        }
        for value, label in Severity.choices
    ]
    return show(
        request,
        "portal/new.html",
        form=form,
        own=own or _own_fields(form["product"].value(), filled=form.initial),
        cards=cards,
        promise=card,
        has_products=len(form.fields["product"].choices) > 1,  # type: ignore[attr-defined]
        held=held,
        limit_mb=settings.ATTACHMENT_MAX_BYTES // 1024 // 1024,
        show_promise=SHOW_PROMISE,
        **(hints or {}),
    )
