"""The list of senders whose mail is left."""

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from inbox.models import UnwantedSender
from inbox.selectors.unwanted import unwanted_rows, unwanted_table
from inbox.services.unwanted import add_unwanted, remove_unwanted
from tickets.desk.views.relations import BOTH


class UnwantedForm(forms.Form):
    """One more sender."""

    pattern = forms.CharField(
        label=gettext_lazy("Address or domain"),
        max_length=320,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "@example.com", "autocomplete": "off"}),
    )


@roles(MANAGERS)
@require_http_methods(BOTH)
def unwanted(request: MemberRequest) -> HttpResponseBase:
    """List them, the latest first; POST adds one."""
    if kind := asked_file(request):
        return list_response(request, unwanted_table(), kind)
    form = UnwantedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_unwanted(
                text=form.cleaned_data["pattern"], actor=request.membership, now=timezone.now(), ticket=None
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            toasts.success(request, _("Mail from %(sender)s is left from now on.") % {"sender": added.pattern})
            return redirect("inbox:unwanted")
    status = 422 if form.errors else 200
    return render(request, "inbox/unwanted.html", {"form": form, "rows": unwanted_rows()}, status=status)


@roles(MANAGERS)
@require_POST
def unwanted_removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take this sender's mail again."""
    found = get_object_or_404(UnwantedSender, pk=pk)
    remove_unwanted(sender=found, actor=request.membership)
    toasts.success(request, _("Mail from %(sender)s comes in again.") % {"sender": found.pattern})
    return redirect("inbox:unwanted")
