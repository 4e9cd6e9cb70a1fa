"""Asking for compliance assistance."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.forms import LONGEST_TEXT
from tickets.services.assistance import ask_for_assistance


class AssistanceForm(forms.Form):
    """What it is about."""

    text = forms.CharField(
        label=_("What it is about"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )


@portal_page
@require_http_methods(("GET", "HEAD", "POST"))
def assistance(request: PortalRequest) -> HttpResponse:
    """Ask; the ticket that it becomes is shown."""
    form = AssistanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ticket = ask_for_assistance(contact=request.contact, text=form.cleaned_data["text"], now=timezone.now())
        return redirect("portal:ticket", ticket.number)
    response = show(request, "portal/assistance.html", form=form)
    response.status_code = 422 if request.method == "POST" else 200
    return response
