"""A company-wide contact looks after the company's contacts; for everybody else these pages are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import RefusedError
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from contracts.models import Contact
from contracts.services.contact_access import invite_again, invite_colleague, set_company_wide, withdraw_invitation
from contracts.services.register import ContactCard
from tickets.models import Ticket
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.forms_people import ColleagueForm
from tickets.portal.list_tables import people_table
from tickets.portal.people import people_of
from tickets.selectors.contact_trail import contact_trail
from tickets.services.leaving import contact_leaves

P = ParamSpec("P")


def keepers_page(
    view: Callable[Concatenate[PortalRequest, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """Let company-wide contacts in; 404 for all others."""

    @wraps(view)
    def guarded(request: PortalRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.contact.is_company_wide:
            raise Http404
        return view(request, *args, **kwargs)

    return portal_page(guarded)


@keepers_page
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: PortalRequest) -> HttpResponseBase:
    """List who may use support, and invite somebody."""
    now, form = timezone.now(), ColleagueForm(request.POST or None)
    if kind := asked_file(request):
        return list_response(request, people_table(people_of(request.contact, now)), kind)
    if request.method == "POST" and form.is_valid():
        try:
            invite_colleague(
                customer=request.contact.customer,
                actor=request.membership,
                card=ContactCard(**form.cleaned_data),
                now=now,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except RefusedError as refusal:
            form.add_error("email", str(refusal))
        else:
            toasts.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("portal:people")
    return show(
        request,
        "portal/people.html",
        people=people_of(request.contact, now),
        form=form,
        trail=contact_trail(request.contact.customer, now=now, zone=ZoneInfo(request.tenant.zone)),
    )


@keepers_page
@require_POST
def invitation(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the invitation, or send it again."""
    person = _colleague(request, pk)
    done = _("The invitation to %(email)s is on its way.") % {"email": person.email}
    return _act(request, lambda: invite_again(contact=person, actor=request.membership, now=timezone.now()), done)


@keepers_page
@require_POST
def withdrawal(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the invitation back."""
    person = _colleague(request, pk)
    done = _("The invitation of %(name)s is withdrawn.") % {"name": person.name}
    return _act(
        request, lambda: withdraw_invitation(contact=person, actor=request.membership, now=timezone.now()), done
    )


@keepers_page
@require_POST
def scope(request: PortalRequest, pk: int) -> HttpResponse:
    """Let a colleague see all of the company's tickets (`wide` is 1), or their own alone."""
    person, is_wide = _colleague(request, pk), request.POST.get("wide") == "1"
    if is_wide:
        done = _("%(name)s sees all the company’s tickets now.") % {"name": person.name}
    else:
        done = _("%(name)s sees their own tickets alone now.") % {"name": person.name}

    def change() -> None:
        set_company_wide(contact=person, actor=request.membership, is_company_wide=is_wide, now=timezone.now())

    # Whoever gave it up themselves does not see the page any more.
    to = "portal:home" if person.pk == request.contact.pk and not is_wide else "portal:people"
    return _act(request, change, done, to)


@keepers_page
@require_http_methods(["GET", "POST"])
def removal(request: PortalRequest, pk: int) -> HttpResponse:
    """Say what removing somebody means, and remove them."""
    person = _colleague(request, pk)
    if request.method == "POST":

        def change() -> None:
            contact_leaves(contact=person, actor=request.membership, keeper=request.contact, now=timezone.now())

        return _act(request, change, _("%(name)s is removed.") % {"name": person.name})
    count = Ticket.objects.filter(contact=person, customer=person.customer_id).open().count()
    return show(request, "portal/removal.html", person=person, open_tickets=count)


def _colleague(request: PortalRequest, pk: int) -> Contact:
    company = Contact.objects.filter(customer=request.contact.customer_id, left_at=None)
    return get_object_or_404(company.select_related("customer__tenant"), pk=pk)


def _act(request: PortalRequest, change: Callable[[], object], done: str, to: str = "portal:people") -> HttpResponse:
    """Make a change and say so; what is refused is said instead."""
    try:
        change()
    except RefusedError as refusal:
        toasts.error(request, str(refusal))
        return redirect("portal:people")
    toasts.success(request, done)
    return redirect(to)
